package console_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/webtest"
)

// unequal is a desk that answers three agencies at once and lets a fourth wait; it has a manager and a lead.
func unequal(t *testing.T) *house {
	h := open(t, "maine")
	luis := h.person("luis", "Luis Ortega", people.Analyst, "", "desk")
	h.person("lena", "Lena Marsh", people.Lead, "", "desk")
	h.person("mona", "Mona Reyes", people.Manager, "", "desk")
	ask := func(agency string, n int, wait time.Duration) {
		who := h.person(strings.ToLower(agency), agency, people.Customer, agency)
		for i := range n {
			id := h.ask(who, desk.Request{Subject: "No mail " + strconv.Itoa(i), Service: "email"})
			h.Pass(wait)
			if _, err := h.Reply(t.Context(), luis, desk.On{Ticket: id}, "We look into it."); err != nil {
				t.Fatal(err)
			}
		}
	}
	ask("Revenue", 20, time.Minute)
	ask("Courts", 20, 2*time.Minute)
	ask("Labor", 20, 3*time.Minute)
	ask("Parks", 20, 12*time.Minute)
	ask("Arts", 1, 90*time.Minute)
	return h
}

// ME-62: the desk's managers see how each agency is served and who stands out by the rule that stands below; CO-41: from an
// agency's page they come to what it uses. A lead sees neither.
func TestEquity(t *testing.T) {
	h := unequal(t)
	mona := h.signIn("mona")
	sheet := mona.get("/console/agency?key=Parks", 200)
	form := url.Values{"fte": {"thirty"}, "do": {"agency"}}
	mona.send(sheet, `form:has([name="fte"])`, form, http.StatusUnprocessableEntity).has(t, "main", "such as 1250 or 37.5")
	form.Set("fte", "12.5")
	mona.send(sheet, `form:has([name="fte"])`, form, 200).has(t, "main", "12.5")
	p := mona.get("/console/figures", 200)
	p.has(t, "main", "Minutes per FTE")
	p.has(t, "tr:contains('Parks')", "12.5")
	p.has(t, "main", "more than 2 median absolute deviations")
	p.has(t, "main", "at least 20 issues")
	for _, row := range p.Find("tr:contains('stands out')").EachIter() {
		if name := row.Find("th").Text(); name != "Parks" {
			t.Errorf("%s stands out: %s", name, row.Text())
		}
	}
	p.has(t, "tr:contains('Parks')", "12 min, stands out")
	p.has(t, "tr:contains('Arts')", "1 of 1")
	mona.get("/console/agency?key=Parks", 200).has(t, `main a[href="/usage?agency=Parks"]`, "What it uses")

	lena := h.signIn("lena")
	if text := lena.get("/console/figures", 200).Find("main").Text(); strings.Contains(text, "Parks") {
		t.Errorf("a lead reads how agencies are served: %s", text)
	}
	if lena.get("/console/agency?key=Parks", 200).Find(`a[href="/usage?agency=Parks"]`).Length() != 0 {
		t.Error("a lead is led to a page that is not theirs")
	}
	h.signIn("luis").get("/console/figures", http.StatusForbidden)
	if err := access.May(access.Actor{ID: 1, Role: people.Lead}, access.SeeUsage); err == nil {
		t.Error("a lead may see what agencies use")
	}
}

// The comparison holds WCAG 2.2 AA and its width, in both languages.
func TestEquityInTheBrowser(t *testing.T) {
	h := unequal(t)
	for _, view := range webtest.Views {
		tab := h.enter(view, "mona")
		for _, lang := range []string{"en", "es"} {
			tab.Go(h.url + "/console/figures?lang=" + lang)
			tab.Check()
			tab.Shot("console-equity-" + lang)
			if text := tab.Text("main"); strings.Contains(text, "usage.") {
				t.Errorf("a message is missing: %s", text)
			}
		}
	}
}
