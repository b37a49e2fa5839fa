package webtest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestMain(m *testing.M) { Main(m) }

// faint is a page whose words are pale in one scheme alone, and whose picture has no description in any.
const faint = `<!doctype html><html lang=en><title>Faint</title><meta name=viewport content="width=device-width">
<style>:root { color-scheme: light dark; color: #111; background: #fff }
@media (prefers-color-scheme: %s) { p { color: #777; background: #888 } }</style>
<main><h1>A page</h1><p>Words.</p><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></main>`

// What is wrong in the dark alone is found by a view of both, without opening the page anew, and leaves the page light.
func TestBothSchemes(t *testing.T) {
	for _, wrong := range []string{"light", "dark"} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprintf(w, faint, wrong)
		}))
		defer server.Close()
		tab := Open(t, View{Both: true})
		tab.Go(server.URL)
		tab.bringAxe()
		all, dark := rules(tab.findings(standards)), ""
		tab.inTheDark(func() { dark = rules(tab.findings(colours)) })
		if wrong == "light" && (all != "color-contrast image-alt " || dark != "") {
			t.Errorf("wrong in the light, it says %q, and %q of the dark", all, dark)
		}
		if wrong == "dark" && (all != "image-alt " || dark != "color-contrast ") {
			t.Errorf("wrong in the dark, it says %q, and %q of the dark", all, dark)
		}
		if again := rules(tab.findings(colours)); (again != "") != (wrong == "light") {
			t.Errorf("afterwards it says %q", again)
		}
	}
}

// What is asked in the dark are all the rules of our standards that look at colours.
func TestRulesOfColour(t *testing.T) {
	tab := Open(t, View{})
	tab.bringAxe()
	got := Eval[string](tab, `axe.getRules(["cat.color"]).filter(r => r.tags.some(t => `+standards+`.includes(t))).map(r => r.ruleId).sort()+""`)
	if want := Eval[string](tab, "("+colours+").values.sort()+''"); got != want {
		t.Errorf("rules of colours are %s, in the dark is asked for %s", got, want)
	}
}

func rules(findings []finding) string {
	out := ""
	for _, f := range findings {
		out += f.ID + " "
	}
	return out
}
