package console_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"switchboard/desks"
	"switchboard/internal/core/people"
)

// A manager publishes the next edition here: what is wrong is said by line and column, and nothing is half done.
func TestPublishEdition(t *testing.T) {
	h := open(t, "colorado")
	h.person("ann", "Ann Cho", people.Manager, "")
	h.person("luis", "Luis Ortega", people.Analyst, "", "service_desk")
	loaded, err := desks.Load("colorado")
	if err != nil {
		t.Fatal(err)
	}
	source := string(loaded.Source)
	b := h.signIn("ann")
	form := `form[action="/console/desk"]`
	p := b.get("/console/desk", 200)
	p.has(t, "tbody", "1, in force")
	if got := p.Find("#f-text").Text(); strings.TrimSpace(got) != strings.TrimSpace(source) {
		t.Error("the page does not begin with the present text")
	}
	// CO-24: what the published text leaves open is named.
	b.send(p, form, url.Values{"do": {"check"}}, 200).has(t, "main", "not stated")

	broken := strings.Replace(source, "\nteams:", "\nsurprise: yes\nteams:", 1)
	line := strings.Count(broken[:strings.Index(broken, "surprise")], "\n") + 1
	wrong := b.send(p, form, url.Values{"do": {"publish"}, "text": {broken}}, http.StatusUnprocessableEntity)
	wrong.has(t, ".problems", "cannot be published")
	wrong.has(t, "table.fold tbody", "surprise")
	wrong.has(t, "tbody th", strconv.Itoa(line)+":1")
	if got := wrong.Find("#f-text").Text(); !strings.Contains(got, "surprise: yes") {
		t.Error("the text is lost")
	}
	b.send(p, form, url.Values{"do": {"publish"}, "from": {"2026-12-01T07:00"}}, 200).has(t, "tbody", "2, to come")
	b.send(p, form, url.Values{"do": {"publish"}, "from": {"2026-11-20T07:00"}}, http.StatusUnprocessableEntity).has(t, ".field.wrong", "must begin after it")

	b.get("/console/desk?lang=es", 200) // what the file says of its gaps, it says in Spanish too
	found := b.send(b.get("/console/desk", 200), form, url.Values{"do": {"check"}}, 200)
	if n, other := found.Find("tbody span[lang=es]").Length(), found.Find("tbody span:not([lang])").Length(); n == 0 || other > 0 {
		t.Errorf("%d findings are in Spanish, %d in no language", n, other)
	}

	l := h.signIn("luis")
	l.get("/console/desk", http.StatusForbidden)
	if l.get("/console/mine", 200).Find(`a[href="/console/desk"]`).Length() != 0 {
		t.Error("an analyst is led to a page that is not theirs")
	}
}
