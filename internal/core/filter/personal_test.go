package filter_test

import (
	"testing"

	"switchboard/internal/core/filter"
)

func TestPersonal(t *testing.T) {
	for text, want := range map[string]bool{
		"is:open": false, "is:mine": true, "is:open team:network": false, "team:network,mine": true, "-assignee:me": true,
		"person:me": true, "requester:dana@example.gov": false, "mine": false, "subject:me": false, "": false,
	} {
		f, err := filter.Parse(text, filter.Vocabulary{})
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if f.Personal() != want {
			t.Errorf("%q is personal: %v, want %v", text, !want, want)
		}
	}
}
