package definition_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/definition"
)

// What a ticket carries follows from its service, its type or its agency; one of them is enough (ME-70).
func TestDataClasses(t *testing.T) {
	d, problems := definition.Parse("harbor.yaml", read(t, "testdata/harbor.yaml"))
	if problems.Failed() {
		d, problems = definition.ParseWith("harbor.yaml", read(t, "testdata/harbor.yaml"), map[string][]byte{"harbor.ics": read(t, "testdata/harbor.ics")})
	}
	if problems.Failed() {
		t.Fatal(problems)
	}
	for _, c := range []struct {
		service, kind, agency string
		want                  int
	}{
		{"radio", "", "", 1}, {"", "outage", "", 1}, {"", "", "Customs", 1}, {"cranes", "wish", "CUSTOMS", 1}, {"radio", "outage", "Customs", 1},
		{"cranes", "wish", "Fishery", 0}, {"", "", "", 0},
	} {
		if got := d.DataClassesOf(c.service, c.kind, c.agency); len(got) != c.want || c.want > 0 && got[0].Says.En != "Name no cargo by phone." {
			t.Errorf("%+v carries %v", c, got)
		}
	}
	var links []string
	for _, p := range d.PoliciesOf("radio", "outage") {
		links = append(links, p.Title.En)
	}
	if want := []string{"Radio rules", "Outage rules"}; !slices.Equal(links, want) { // the same address once
		t.Errorf("policies %q, want %q", links, want)
	}
	if got := d.PoliciesOf("cranes", "wish"); len(got) != 0 {
		t.Errorf("policies of what has none: %v", got)
	}
}

// The linter says which class no ticket carries, and which one links no rule, each with its line (ME-70).
func TestDataClassLint(t *testing.T) {
	source := string(read(t, "testdata/minimal.yaml")) + "\ndata classes:\n  lost: {name: Lost, says: Heed it., ref: ME-70}\n"
	d, problems := definition.Parse("minimal.yaml", []byte(source))
	if problems.Failed() {
		t.Fatal(problems)
	}
	var found []string
	for _, p := range d.Check(time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)) {
		if p.Path == "data classes.lost" {
			if p.Line != strings.Count(source, "\n") {
				t.Errorf("line %d: %s", p.Line, p.Text)
			}
			found = append(found, p.Text)
		}
	}
	if len(found) != 2 || !strings.Contains(found[0]+found[1], "carries this") || !strings.Contains(found[0]+found[1], "no policy is linked") {
		t.Errorf("found %q", found)
	}
}
