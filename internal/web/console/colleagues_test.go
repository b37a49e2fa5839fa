package console_test

import (
	"net/http"
	"net/url"
	"strconv"
	"testing"

	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/webtest"
)

// A colleague is named, not looked for in a list of sixty: by name or address; where it means several, or is misspelt, the few
// who may be meant are there to choose from, without script too.
func TestColleaguesAreNamed(t *testing.T) {
	h := open(t, "colorado")
	dana := h.person("dana", "Dana Whitfield", people.Customer, "Transportation")
	h.person("luis", "Luis Ortega", people.Analyst, "", "desk")
	h.person("marta", "Marta Bell", people.Lead, "", "desk")
	h.person("martin", "Martin Bell", people.Analyst, "", "network")
	id := h.ask(dana, desk.Request{Subject: "VPN down", Type: "incident", Service: "network"})
	b := h.signIn("luis")
	assign := func(who string, want int) page { return b.do(id, "assign", url.Values{"person": {who}}, want) }
	assign("marta bell", 200).has(t, "#having", "Marta Bell")
	assign("martin@example.gov", 200).has(t, "#having", "Martin Bell")
	several := assign("bell", http.StatusUnprocessableEntity)
	several.has(t, ".problems", "everal people are called that")
	if n := several.Find("#act input[type=radio][name=person]").Length(); n != 2 {
		t.Errorf("%d can be chosen", n)
	}
	assign("Mrata Bell", http.StatusUnprocessableEntity).has(t, "#act fieldset", "Marta Bell")
	assign("Dana Whitfield", http.StatusUnprocessableEntity).has(t, ".problems", "obody is called that")
	assign("9999999", http.StatusUnprocessableEntity)
	assign("Luis Ortega", 200).has(t, ".notice", "assigned to you")

	again := b.do(id, "plan", url.Values{"step": {""}, "owner": {strconv.FormatInt(int64(h.people["martin"].ID), 10)}}, http.StatusUnprocessableEntity)
	if got := again.Find("#f-owner").AttrOr("value", ""); got != "Martin Bell" {
		t.Errorf("who was chosen is shown as %q", got)
	}
	both := b.send(b.get("/console/bulk?do=assign&view=any&ticket="+strconv.FormatInt(id, 10), 200), `form[action="/console/bulk"]`, url.Values{"person": {"bell"}}, http.StatusUnprocessableEntity)
	if n := both.Find("#deed input[type=radio][name=person]").Length(); n != 2 {
		t.Errorf("%d can be chosen for many", n)
	}
	if testing.Short() {
		t.Skip("the rest drives a browser")
	}
	tab := h.enter(webtest.View{Width: 320}, "luis")
	tab.Go(h.url + ticketPath(id) + "?do=assign")
	tab.Click("#f-person")
	tab.Press("bel")
	tab.Wait("#hints li")
	tab.Check()
	tab.Press("\r")
	if got := webtest.Eval[string](tab, "document.querySelector('#f-person').value"); got != "Marta Bell" {
		t.Errorf("the first of the offers is written as %q", got)
	}
}
