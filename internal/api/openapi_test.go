package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// The document that programs are made from is a file, so that a review sees what changes for them.
func TestOpenAPI(t *testing.T) {
	r := newRig(t, sqltest.SQLite(t, migrations.FS), "colorado")
	got := r.want(r.get("", "/api/openapi.json"), http.StatusOK)
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, []byte(got.raw), "", "  "); err != nil {
		t.Fatal(err)
	}
	if got.body["openapi"] != "3.1.0" {
		t.Errorf("it is OpenAPI %v", got.body["openapi"])
	}
	golden(t, "testdata/openapi.json", pretty.String())
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s has changed; look at it with go test ./internal/api -update and git diff", file)
	}
}

// operation is one line of the document.
type operation struct {
	method, path string
	schema       map[string]any // of the body, nil where it takes none
}

// TestWalk sends every operation of the document, with the least body that its schema takes, as everybody who might, to
// a ticket that dana asked for. The answers are a golden table. A stranger gets 404 wherever a ticket is named, as if
// there were none, and changes nothing (DESIGN, 9.6).
func TestWalk(t *testing.T) {
	r := newRig(t, sqltest.SQLite(t, migrations.FS), "colorado")
	doc := r.want(r.get("", "/api/openapi.json"), http.StatusOK).body
	roles := []string{"", "mallory", "dana", "luis", "lena", "ada"}
	var table strings.Builder
	fmt.Fprintf(&table, "%-42s nobody  stranger  requester  analyst  lead  administrator\n", "")
	for _, op := range operations(doc) {
		fmt.Fprintf(&table, "%-42s", op.method+" "+op.path)
		for _, who := range roles {
			fmt.Fprintf(&table, " %d", r.walk(doc, op, who))
		}
		table.WriteString("\n")
	}
	golden(t, "testdata/walk.txt", table.String())
}

// walk sends an operation on a fresh ticket of dana's and checks what must hold for anyone.
func (r *rig) walk(doc map[string]any, op operation, who string) int {
	r.t.Helper()
	made := r.want(r.post("dana", "/api/v1/tickets", map[string]any{"subject": "Dana's own affair"}), http.StatusCreated)
	number := int64(made.body["number"].(float64))
	path := strings.NewReplacer("{number}", fmt.Sprint(number), "{approval}", "1").Replace(op.path)
	var got answer
	if op.method == http.MethodGet {
		got = r.get(who, path+"?q=affair")
	} else {
		got = r.post(who, path, body(doc, op))
	}
	sheet, err := r.house.Ticket(r.t.Context(), access.System, number)
	if err != nil {
		r.t.Fatal(err)
	}
	changed := sheet.Ticket.Version != int64(made.body["version"].(float64))
	switch {
	case got.status >= 500:
		r.t.Errorf("%s %s as %q: %s", op.method, op.path, who, got.raw)
	case who == "" && got.status != http.StatusUnauthorized:
		r.t.Errorf("%s %s without a token: %d", op.method, op.path, got.status)
	case who == "mallory" && strings.Contains(op.path, "{number}") && got.status != http.StatusNotFound,
		who == "mallory" && strings.Contains(got.raw, "Dana's own affair"):
		r.t.Errorf("%s %s as a stranger: %d %s", op.method, op.path, got.status, got.raw)
	case (who == "" || who == "mallory") && changed:
		r.t.Errorf("%s %s as %q changed the ticket", op.method, op.path, who)
	}
	return got.status
}

// body is the least that an operation takes; nil where it takes none.
func body(doc map[string]any, op operation) map[string]any {
	if op.schema == nil {
		return nil
	}
	return least(doc, op.schema).(map[string]any)
}

func operations(doc map[string]any) []operation {
	var out []operation
	paths := doc["paths"].(map[string]any)
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		methods := paths[path].(map[string]any)
		for _, method := range slices.Sorted(maps.Keys(methods)) {
			op := operation{method: strings.ToUpper(method), path: path}
			if body, ok := methods[method].(map[string]any)["requestBody"].(map[string]any); ok {
				op.schema = dig(body, "content", "application/json", "schema")
			}
			out = append(out, op)
		}
	}
	return out
}

// least makes the smallest value that a schema takes: every required property, nothing else.
func least(doc, schema map[string]any) any {
	if ref, ok := schema["$ref"].(string); ok {
		schema = dig(doc, strings.Split(strings.TrimPrefix(ref, "#/"), "/")...)
	}
	kind, _ := schema["type"].(string)
	if kinds, ok := schema["type"].([]any); ok {
		kind, _ = kinds[0].(string)
	}
	switch kind {
	case "object":
		out := map[string]any{}
		required, _ := schema["required"].([]any)
		for _, name := range required {
			out[name.(string)] = least(doc, dig(schema, "properties", name.(string)))
		}
		return out
	case "array":
		return []any{least(doc, dig(schema, "items"))}
	case "integer":
		return 1
	case "boolean":
		return true
	}
	if schema["format"] == "date-time" {
		return friday.Add(48 * time.Hour)
	}
	if one, ok := schema["enum"].([]any); ok {
		return one[0]
	}
	return "desk"
}

func dig(in map[string]any, path ...string) map[string]any {
	for _, name := range path {
		in, _ = in[name].(map[string]any)
	}
	return in
}
