package people_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"switchboard/internal/core/people"
	"switchboard/internal/fault"
)

func TestAddress(t *testing.T) {
	for in, want := range map[string]string{
		" Dana.Whitfield@Example.GOV ": "dana.whitfield@example.gov",
		"o'neil+help@sub.example.gov":  "o'neil+help@sub.example.gov",
		"":                             "",
		"dana":                         "",
		"dana@":                        "",
		"Dana <dana@example.gov>":      "",
		"a@example.gov, b@example.gov": "",
		"dana@example.gov\r\nBcc: x@y": "",
		`"two words"@example.gov`:      "",
		strings.Repeat("x", 250) + "@example.gov": "",
	} {
		got, err := people.Address(in)
		if got != want || (want == "") != fault.Is(err, fault.Invalid) {
			t.Errorf("Address(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
}

// What is folded once stays as it is: it is the key by which a person is found.
func FuzzAddress(f *testing.F) {
	for _, s := range []string{"Dana@Example.GOV", "a@b", "İ@example.gov", "x@[127.0.0.1]", "<a@b>", "\"a\"@b", "a@b\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once, err := people.Address(s)
		if err != nil {
			return
		}
		twice, err := people.Address(once)
		if err != nil || twice != once {
			t.Errorf("Address(%q) = %q, again %q, %v", s, once, twice, err)
		}
		if !utf8.ValidString(once) || strings.ContainsAny(once, " \r\n\x00<>") || len(once) > 254 {
			t.Errorf("Address(%q) = %q cannot stand in a header", s, once)
		}
	})
}

func TestRoles(t *testing.T) {
	if !people.Lead.AtLeast(people.Analyst) || people.Analyst.AtLeast(people.Lead) || people.Customer.Staff() || !people.Analyst.Staff() {
		t.Error("customer < analyst < lead")
	}
	for _, r := range []people.Role{"", "Customer", "root"} {
		if r.Known() || r.Staff() || r.AtLeast(people.Customer) || r.AtLeast(r) || people.Administrator.AtLeast(r) {
			t.Errorf("the role %q is not known, so it reaches nothing and is reached by none", r)
		}
	}
}

func TestNameOrAddress(t *testing.T) {
	if got := (people.Person{Email: "a@b.gov"}).NameOrAddress(); got != "a@b.gov" {
		t.Errorf("got %q", got)
	}
	if got := (people.Person{Email: "a@b.gov", Name: "Ana"}).NameOrAddress(); got != "Ana" {
		t.Errorf("got %q", got)
	}
}
