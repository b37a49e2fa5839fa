package render_test

import (
	"strings"
	"testing"
	"time"
)

// A rule stands on the public page where it says so, and nothing of any other does.
func TestOnlyPublicRulesAreShown(t *testing.T) {
	d := parse(t, "../testdata/harbor.yaml")
	for lang, want := range map[string]string{"en": "Storm", "es": "Tormenta"} {
		said := html(t, page(t, d, lang, time.Time{}))
		if !strings.Contains(said, want) {
			t.Errorf("%s: the page does not say %q", lang, want)
		}
		if strings.Contains(said, "In turn") {
			t.Errorf("%s: the page shows a rule that is the desk's own affair", lang)
		}
	}
}
