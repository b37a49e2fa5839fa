package importer

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"switchboard/internal/core/people"
)

func TestPerson(t *testing.T) {
	for name, want := range map[string]string{
		"Resolver 89":            "resolver.89@servicenow.example.invalid",
		"Opened by 8":            "opened.by.8@servicenow.example.invalid",
		"dana@example.gov":       "dana@example.gov",
		"O'Neil":                 "o-neil.ce89bce8753662db@servicenow.example.invalid",
		"李":                      "",
		strings.Repeat("x", 300): "",
	} {
		p := person(name)
		if want != "" && p.Email != want {
			t.Errorf("%q has the address %s, want %s", name, p.Email, want)
		}
		if _, err := people.Address(p.Email); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// Any name gives an address that can stand, always the same, and two names give two.
func TestPersonIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := strings.Join(strings.Fields(rapid.String().Draw(t, "a")), " ")
		b := strings.Join(strings.Fields(rapid.StringMatching(`[A-Za-z0-9 .'-]{1,50}`).Draw(t, "b")), " ")
		for _, name := range []string{a, b} {
			if _, err := people.Address(person(name).Email); err != nil {
				t.Fatalf("%q: %v", name, err)
			}
		}
		if !strings.EqualFold(a, b) && person(a).Email == person(b).Email {
			t.Fatalf("%q and %q are one person", a, b)
		}
	})
}
