package filter_test

import (
	"os"
	"strings"
	"testing"

	"switchboard/internal/core/filter"
)

// Every example of the manual is read, and every field and shortcut is in it.
func TestManual(t *testing.T) {
	text, err := os.ReadFile("../../../docs/filter.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := 0
	for i, block := range strings.Split(string(text), "```") {
		lines, ok := strings.CutPrefix(block, "filter\n")
		if i%2 == 0 || !ok {
			continue
		}
		for line := range strings.Lines(lines) {
			examples++
			if _, err := filter.Parse(line, filter.Vocabulary{}); err != nil {
				t.Errorf("%q: %v", line, err)
			}
		}
	}
	if examples < 15 {
		t.Errorf("only %d examples were found", examples)
	}
	for _, f := range filter.Fields {
		if !strings.Contains(string(text), "`"+f.Name+"`") {
			t.Errorf("the manual says nothing of %s", f.Name)
		}
	}
	is, _ := filter.FieldOf(filter.Is)
	for _, name := range is.Values {
		if !strings.Contains(string(text), "`"+name+"`") {
			t.Errorf("the manual says nothing of is:%s", name)
		}
	}
}
