package console_test

import (
	"context"
	"net/url"
	"strconv"
	"testing"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
)

// A lead finds what a customer objects to and answers it; an analyst is not offered that. Who is told the status is written
// down (ME-26).
// A26
func TestObjectionInTheConsole(t *testing.T) {
	h := open(t, "maine")
	dana := h.person("dana", "Dana Smith", people.Customer, "Revenue")
	h.person("luis", "Luis Ortega", people.Analyst, "", "desk")
	h.person("lena", "Lena Marsh", people.Lead, "", "desk")
	id := h.ask(dana, desk.Request{Subject: "Printer", Type: "incident"})
	on := desk.On{Ticket: id}
	if _, err := h.Contest(context.Background(), dana, on, ticket.Contested{What: ticket.ContestClass, Text: "All of Revenue prints here."}); err != nil {
		t.Fatal(err)
	}
	l := h.signIn("luis")
	item := l.get("/console/contested/"+strconv.FormatInt(id, 10), 200)
	item.has(t, "#time", "All of Revenue prints here.")
	if item.Find(`a[href*="do=answer_contest"]`).Length() != 0 {
		t.Error("an analyst is offered to answer")
	}
	l.do(id, "tell", url.Values{"caller": {"Dana Smith"}, "channel": {"phone"}}, 200).has(t, "#time", "Dana Smith asked by Phone how it stands, and was told")

	b := h.signIn("lena")
	b.get("/console/contested", 200).has(t, ".rows", "Printer")
	b.get("/console/contested/"+strconv.FormatInt(id, 10)+"?do=answer_contest", 200).has(t, "#act", "Was the objection right?")
	b.do(id, "answer_contest", url.Values{"upheld": {"yes"}, "reason": {"They all do."}}, 409).has(t, ".problems", "Classify the issue anew first")
	b.do(id, "answer_contest", url.Values{"upheld": {"no"}, "reason": {"One person reported it."}}, 200).has(t, "#time .desk", "One person reported it.")
	b.get("/console/contested", 200)
	if sheet, err := h.Ticket(context.Background(), dana, id); err != nil || sheet.Ticket.Contest.Open {
		t.Errorf("it is open still: %v", err)
	}
}

// The figures say how many are satisfied, of how many, how sure one can be, and beside it the goal (ME-34, ME-21, A16).
func TestSatisfactionInTheFigures(t *testing.T) {
	h := open(t, "maine")
	dana := h.person("dana", "Dana Smith", people.Customer, "Revenue")
	luis := h.person("luis", "Luis Ortega", people.Analyst, "", "desk")
	h.person("lena", "Lena Marsh", people.Lead, "", "desk")
	for i, overall := range []int{5, 4, 2, 0} {
		on := desk.On{Ticket: h.ask(dana, desk.Request{Subject: "Printer", Type: "incident"})}
		if _, err := h.Resolve(context.Background(), luis, on, ticket.Resolved{Text: "Done.", Method: "remote"}); err != nil {
			t.Fatal(err)
		}
		if overall == 0 {
			continue
		}
		in := ticket.Rated{Resolution: 1, Overall: overall, Answers: map[string]bool{"courteous": i < 2}}
		if _, err := h.Rate(context.Background(), dana, on, in); err != nil {
			t.Fatal(err)
		}
	}
	h.Pass(time.Minute)
	p := h.signIn("lena").get("/console/figures?days=7", 200)
	p.has(t, "[aria-labelledby=survey]", "2 of 3 (66.7%) (with 95% certainty 20.8% to 93.9%)")
	p.has(t, "[aria-labelledby=survey]", "97.5%")
	p.has(t, "[aria-labelledby=survey]", "3 of 4 (75%)")
	p.has(t, "[aria-labelledby=survey]", "Were we courteous?2 of 3 (66.7%)")
	p.has(t, "[aria-labelledby=survey] tbody", "Service Center4366.7%20.8% to 93.9%")
}
