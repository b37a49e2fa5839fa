package console_test

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/webtest"
)

// CO-11, ME-28: a lead sees what each team was handed, took and gave back, and what waits for a review; an analyst does not.
func TestFigures(t *testing.T) {
	h := open(t, "maine")
	h.person("lena", "Lena Marsh", people.Lead, "", "desk")
	lena := h.signIn("lena")
	lena.get("/console/figures", 200).has(t, "main", "Nothing was handed from team to team")

	h.moved()
	h.Pass(time.Minute)
	p := lena.get("/console/figures?days=7", 200)
	p.has(t, "tbody", "Messaging")
	p.has(t, "main", "Of these, never reviewed")
	p.has(t, `main a[href="/console/review"]`, "Due for review")
	lena.get("/console/review", 200).has(t, ".rows", "No mail")
	lena.get("/console/figures?days=nonsense", 200).has(t, "#f-days option[selected]", "30 days")

	// ME-11, ME-32: what is resolved at the first contact, of all, and how; both lead to what they are made of.
	p.has(t, "main", "Resolved at first contact")
	p.has(t, "main", "0 %: 0 of 1")
	p.has(t, ".chart tbody", "0 %")
	lena.get(p.Find(`main a[href*="/figures/first"]`).Last().AttrOr("href", ""), 200).has(t, "main", "No mail")

	l := h.signIn("luis")
	l.get("/console/figures/first", http.StatusForbidden)
	l.get("/console/figures", http.StatusForbidden)
	if l.get("/console/mine", 200).Find(`a[href="/console/figures"]`).Length() != 0 {
		t.Error("an analyst is led to a page that is not theirs")
	}
}

// moved opens a ticket that goes through two teams; the second one takes it, and a review of it is asked for.
func (h *house) moved() (number string) {
	h.t.Helper()
	ctx := context.Background()
	h.person("dana", "Dana Smith", people.Customer, "Revenue")
	luis := h.person("luis", "Luis Ortega", people.Analyst, "", "desk")
	nora := h.person("nora", "Nora Field", people.Analyst, "", "messaging")
	opened, err := h.Desk.Open(ctx, luis, desk.Request{Subject: "No mail", Type: "incident", Channel: "phone", Service: "email", Impact: "person",
		Urgency: "partly", Email: "dana@example.gov", Location: "Augusta", Phone: "1", Alternate: "Kim"})
	if err != nil {
		h.t.Fatal(err)
	}
	on := desk.On{Ticket: opened.Ticket.ID}
	for _, team := range []string{"network", "messaging"} {
		if _, err := h.Desk.Route(ctx, luis, on, team, "It is theirs"); err != nil {
			h.t.Fatal(err)
		}
	}
	if _, err := h.Desk.Accept(ctx, nora, on); err != nil {
		h.t.Fatal(err)
	}
	if _, err := h.Desk.AskReview(ctx, luis, on, "Third team"); err != nil {
		h.t.Fatal(err)
	}
	return strconv.FormatInt(on.Ticket, 10)
}

// The page of figures and the forms of a review hold WCAG 2.2 AA and their width, in both languages.
func TestFiguresInTheBrowser(t *testing.T) {
	h := open(t, "maine")
	number := h.moved()
	h.person("lena", "Lena Marsh", people.Lead, "", "desk")
	h.Pass(time.Minute)
	for _, view := range webtest.Views {
		tab := h.enter(view, "lena")
		for _, lang := range []string{"en", "es"} {
			tab.Go(h.url + "/console/figures?lang=" + lang)
			tab.Check()
			tab.Shot("console-figures-" + lang)
			tab.Go(h.url + "/console/figures/first?rest=yes&lang=" + lang)
			tab.Check()
			tab.Go(h.url + "/console/review/" + number + "?do=review")
			tab.Check()
			tab.Shot("console-review-" + lang)
			if text := tab.Text("main"); strings.Contains(text, "console.") {
				t.Errorf("a message is missing: %s", text)
			}
		}
	}
}
