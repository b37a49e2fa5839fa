package console_test

import (
	"encoding/csv"
	"net/url"
	"slices"
	"strings"
	"testing"

	"switchboard/internal/core/form"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/webtest"
)

// hurried is a desk that was asked for a new user a week ahead, and for a keyboard that is not the standard.
func hurried(t *testing.T) *house {
	h := open(t, "maine")
	luis := h.person("luis", "Luis Ortega", people.Analyst, "", "desk")
	h.person("lena", "Lena Marsh", people.Lead, "", "desk")
	h.person("mona", "Mona Reyes", people.Manager, "", "desk")
	dana := h.person("dana", "Dana Whitfield", people.Customer, "=Labor")
	h.ask(dana, desk.Request{Subject: "Kim begins", Service: "new_user", Answers: form.Answers{"person": {"Kim Roe"}, "location": {"Augusta"},
		"supervisor": {"marta@example.gov"}, "start_date": {h.Now().AddDate(0, 0, 7).Format("2006-01-02")}}})
	odd := h.ask(dana, desk.Request{Subject: "A keyboard for one hand", Type: "incident", Service: "workstation"})
	if _, err := h.MarkNonstandard(t.Context(), luis, desk.On{Ticket: odd}, "For one hand"); err != nil {
		t.Fatal(err)
	}
	h.ask(dana, desk.Request{Subject: "Printer jams", Type: "incident"})
	return h
}

// ME-31, ME-56: lists mark what is apart from the rest and can be asked for it; managers read how many there were per agency and
// month, and have it as a sheet whose cells are no formulas. Nobody else does.
func TestApart(t *testing.T) {
	h := hurried(t)
	b := h.signIn("luis")
	for query, want := range map[string]string{"is:short_notice": "Kim begins Short notice", "is:nonstandard": "A keyboard for one hand Not the standard"} {
		rows := rowsOf(b.get("/console/find?q="+url.QueryEscape(query), 200))
		if len(rows) != 1 || !strings.Contains(rows[0], want) {
			t.Errorf("%s finds %q", query, rows)
		}
	}
	if rows := rowsOf(b.get("/console/find?q="+url.QueryEscape("-is:short_notice -is:nonstandard"), 200)); len(rows) != 1 || !strings.Contains(rows[0], "Printer jams") {
		t.Errorf("the rest is %q", rows)
	}
	for _, name := range []string{"luis", "lena"} {
		for _, path := range []string{"/console/figures/apart", "/console/figures/apart.csv"} {
			h.signIn(name).get(path, 403)
		}
	}
	mona := h.signIn("mona")
	mona.get("/console/figures", 200).has(t, `main a[href="/console/figures/apart"]`, "Short notice")
	p := mona.get("/console/figures/apart", 200)
	p.has(t, "tr:contains('=Labor')", "1, none due yet")
	if n := p.Find("tbody tr").Length(); n != 1 {
		t.Errorf("%d rows, want 1", n)
	}
	rows, err := csv.NewReader(strings.NewReader(mona.get("/console/figures/apart.csv", 200).Text())).ReadAll()
	if err != nil || len(rows) != 2 || !slices.Equal(rows[1], []string{h.Now().In(h.Definition().Zone()).Format("2006-01"), "'=Labor", "1", "0", "0", "1", "0", "0"}) {
		t.Errorf("the sheet is %q, %v", rows, err)
	}
}

// The report holds WCAG 2.2 AA and its width, in both languages, and so does a list with its marks.
func TestApartInTheBrowser(t *testing.T) {
	h := hurried(t)
	for _, view := range webtest.Views {
		tab := h.enter(view, "mona")
		for _, lang := range []string{"en", "es"} {
			for _, path := range []string{"/console/figures/apart", "/console/open"} {
				tab.Go(h.url + path + "?lang=" + lang)
				tab.Check()
				tab.Shot("console" + strings.ReplaceAll(strings.TrimPrefix(path, "/console"), "/", "-") + "-marks-" + lang)
				if text := tab.Text("main"); strings.Contains(text, "apart.") {
					t.Errorf("a message is missing: %s", text)
				}
			}
		}
	}
}
