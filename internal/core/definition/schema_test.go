package definition

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

const schemaFile = "../../../desks/schema.json"

func readFile(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// asJSON makes of YAML what an editor would hand to the schema.
func asJSON(t *testing.T, data []byte) any {
	t.Helper()
	text, err := yaml.YAMLToJSON(data)
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// The schema accepts what is shipped and refuses what the parser refuses, where a schema can see it: the files that say so.
func TestSchema(t *testing.T) {
	c := jsonschema.NewCompiler()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(readFile(t, schemaFile)))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	good, _ := filepath.Glob("../../../desks/*.yaml")
	for _, file := range append(good, "testdata/minimal.yaml", "testdata/harbor.yaml") {
		if err := schema.Validate(asJSON(t, readFile(t, file))); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	bad, _ := filepath.Glob("testdata/bad/*.yaml")
	refused := 0
	for _, file := range bad {
		data := readFile(t, file)
		if !bytes.Contains(data, []byte("# schema refuses it too")) {
			continue
		}
		refused++
		if err := schema.Validate(asJSON(t, data)); err == nil {
			t.Errorf("%s: the schema accepts it", file)
		}
	}
	if len(good) != 3 || refused < 20 {
		t.Errorf("%d shipped definitions and %d bad ones were looked at", len(good), refused)
	}
}

// The schema and the parser know the same fields.
func TestSchemaHasTheParsersFields(t *testing.T) {
	var schema struct {
		Properties map[string]any            `json:"properties"`
		Defs       map[string]map[string]any `json:"$defs"`
	}
	if err := yaml.Unmarshal(readFile(t, schemaFile), &schema); err != nil {
		t.Fatal(err)
	}
	names := map[string]string{"word": "vocable"}
	for kind, want := range fields {
		var have map[string]any
		switch name := names[kind]; {
		case kind == "enclosed": // a further document, made by the program
			continue
		case kind == "desk":
			have = schema.Properties
		case kind == "words":
			have = schema.Properties["words"].(map[string]any)["properties"].(map[string]any)
		case name != "":
			have = properties(schema.Defs[name])
		default:
			have = properties(schema.Defs[kind])
		}
		got := slices.DeleteFunc(slices.Sorted(maps.Keys(have)), func(f string) bool {
			return kind != "text" && kind != "word" && slices.Contains(fields["text"], f) // a block of words in its place
		})
		if !slices.Equal(got, slices.Sorted(slices.Values(want))) {
			t.Errorf("%s: the schema has %q, the parser %q", kind, got, want)
		}
	}
}

// properties finds them in a definition, or in the block form of one that may also be a plain value.
func properties(def map[string]any) map[string]any {
	if p, ok := def["properties"].(map[string]any); ok {
		return p
	}
	forms, _ := def["anyOf"].([]any)
	for _, form := range forms {
		if p, ok := form.(map[string]any)["properties"].(map[string]any); ok {
			return p
		}
	}
	return nil
}
