package portal_test

import (
	"encoding/csv"
	"net/http"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/webtest"
)

// keeps is a desk that kept one promise to finish in time, broke another, and owes a third.
func keeps(t *testing.T) *house {
	h := open(t, "maine", friday)
	first := h.opens()
	_, err := h.Resolve(t.Context(), h.luis, desk.On{Ticket: first}, ticket.Resolved{Text: "Done.", Method: "remote"})
	h.must(err)
	h.opens()
	h.Pass(40 * 24 * time.Hour)
	h.opens()
	return h
}

// ME-73: the figures of the desk lie at an address that stays, for everybody, with the moment of which they speak and as a sheet; they
// are counted anew after an hour and not for everybody who asks.
func TestPublicFigures(t *testing.T) {
	h := keeps(t)
	nobody := h.browse("")
	nobody.get("/service").has(`a[href="/service/figures"]`, 1)
	nobody.get("/service/figures").expect(http.StatusOK)
	nobody.says("main", "As of", "Finished in time", "50 % (1 of 2)", "By class")
	read := func() [][]string {
		rows, err := csv.NewReader(strings.NewReader(nobody.body("/service/figures.csv"))).ReadAll()
		h.must(err)
		return rows
	}
	rows := read()
	asOf := h.Now().In(h.Definition().Zone()).Format(time.RFC3339)
	sum := map[string]int{}
	for _, r := range rows[1:] {
		if r[0] != asOf {
			t.Errorf("%q is not as of %s", r, asOf)
		}
		for i, name := range []string{"tickets", "met", "missed"} {
			sum[name] += int(r[3+i][0] - '0')
		}
	}
	if sum["tickets"] != 3 || sum["met"] != 1 || sum["missed"] != 1 {
		t.Errorf("the sheet sums up to %v: %q", sum, rows)
	}
	h.opens()
	if again := read(); len(again) != len(rows) || again[1][3] != rows[1][3] {
		t.Errorf("within the hour it is counted anew: %q", again)
	}
	h.Pass(time.Hour)
	if again := read(); again[1][0] == asOf {
		t.Errorf("after an hour it still is as of %s", asOf)
	}
}

// ME-73, CO-09, ME-34: everybody reads what was resolved at the first contact and how many are satisfied, with its interval, once it is
// made of ten; of fewer, neither the page nor the sheet tells a number.
func TestPublicHandling(t *testing.T) {
	h := open(t, "maine", friday)
	rate := func(n, overall int) {
		for range n {
			id := h.opens()
			_, err := h.Resolve(t.Context(), h.luis, desk.On{Ticket: id}, ticket.Resolved{Text: "Done.", Method: "remote"})
			h.must(err)
			_, err = h.Rate(t.Context(), h.dana, desk.On{Ticket: id}, ticket.Rated{Resolution: 1, Overall: overall})
			h.must(err)
		}
	}
	rate(9, 5)
	nobody := h.browse("")
	nobody.get("/service/figures").says("main", "made of fewer than 10: not shown", "no share is shown that is made of fewer than 10 issues")
	if sheet := nobody.body("/service/handled.csv"); !strings.Contains(sheet, "contact,,\r\n") || !strings.Contains(sheet, `5)",,`+"\r\n") {
		t.Errorf("of few it tells %q", sheet)
	}
	rate(1, 2)
	h.Pass(time.Hour)
	nobody.get("/service/figures").says("main", "90 % (9 of 10)", "between 60 % and 98 %")
	if sheet := nobody.body("/service/handled.csv"); !strings.Contains(sheet, ",9,10\r\n") {
		t.Errorf("it tells %q", sheet)
	}
}

// The page holds WCAG 2.2 AA and its width, in both languages.
func TestPublicFiguresInTheBrowser(t *testing.T) {
	h := keeps(t)
	for _, view := range webtest.Views {
		tab := webtest.Open(t, view)
		for _, lang := range []string{"en", "es"} {
			tab.Go(h.url + "/service/figures?lang=" + lang)
			tab.Check()
			tab.Shot("portal-figures-" + lang)
			if text := tab.Text("main"); strings.Contains(text, "published.") {
				t.Errorf("a message is missing: %s", text)
			}
		}
	}
}
