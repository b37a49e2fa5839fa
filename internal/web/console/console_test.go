package console_test

import (
	"net/url"
	"strconv"
	"testing"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/desk"
)

// A ticket is worked from the list to its end with forms alone: no script runs here.
func TestShift(t *testing.T) {
	h := open(t, "colorado")
	dana := h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	h.person("luis", "Luis Ortega", people.Analyst, "", "service_desk")
	marta := h.person("marta", "Marta Bell", people.Lead, "", "service_desk")
	id := h.ask(dana, desk.Request{Subject: "Outlook asks for my password", Description: "Every few minutes.\nThe password is right.", Type: "incident"})
	other := h.ask(dana, desk.Request{Subject: "Second monitor", Type: "request"})
	b := h.signIn("luis")

	list := b.get("/console/unassigned", 200)
	list.has(t, ".views a[aria-current]", "Unassigned 2")
	list.has(t, "#rows", "Outlook asks for my password")
	if n := list.Find("#rows li").Length(); n != 2 {
		t.Errorf("the list has %d rows, want 2", n)
	}
	href := list.Find("#row-"+strconv.FormatInt(id, 10)+" a").AttrOr("href", "")
	ticket := b.get(href, 200)
	ticket.has(t, "#item h1", "Outlook asks for my password")
	ticket.has(t, "#rows [aria-current]", "Outlook asks")
	ticket.has(t, "#time .from .said", "Every few minutes.")
	ticket.has(t, ".about", "Dana Whitfield")
	ticket.has(t, ".about .also", strconv.FormatInt(other, 10)+" Second monitor")
	ticket.has(t, "#clocks", "Resolve")

	done := b.send(ticket, formOf(id, "accept"), nil, 200)
	if done.path != href {
		t.Errorf("after the verb we are at %s, want %s", done.path, href)
	}
	done.has(t, ".notice", "It is yours.")
	done.has(t, "#having", "you")

	h.Pass(5 * time.Minute)
	b.do(id, "note", url.Values{"body": {"Three sign-ins a minute."}}, 200).has(t, "#time .note .said", "Three sign-ins a minute.")
	p := b.do(id, "reply", url.Values{"body": {"I see an old saved password."}}, 200)
	p.has(t, "#time .desk .said", "I see an old saved password.")
	if sent := p.Find(`meta[name="draft-sent"]`).AttrOr("content", ""); sent != "p"+strconv.FormatInt(int64(h.people["luis"].ID), 10)+"-t"+strconv.FormatInt(id, 10)+"-reply-body" {
		t.Errorf("the browser may forget the draft %q", sent)
	}
	// CO-19: a question with a day to answer by is the thing that pauses.
	asked := b.do(id, "ask", url.Values{"question": {"Does it happen in the browser too?"}}, 200)
	asked.has(t, ".about", "Does it happen in the browser too?")
	asked.has(t, "#clocks .chip.paused", "Resolve: paused, 14 business days left")
	// ME-27: the plan names step, owner and time.
	planned := b.do(id, "plan", url.Values{"step": {"Clear the saved password"}, "owner": {strconv.FormatInt(int64(marta.ID), 10)}}, 200)
	planned.has(t, ".about", "Clear the saved password, Marta Bell")
	b.do(id, "assign", url.Values{"person": {strconv.FormatInt(int64(marta.ID), 10)}}, 200).has(t, "#having", "Marta Bell is asked to take it")
	queued := b.do(id, "unassign", url.Values{"reason": {"Marta is in a training."}}, 200)
	queued.has(t, "#time", "Taken from Marta Bell and given back to the queue: Marta is in a training.")
	if queued.Find(formOf(id, "unassign")).Length() > 0 {
		t.Error("nobody has it, and it could be given back again")
	}
	// CO-11, CO-12: triaged, handed to a team with a reason, and returned with one.
	b.do(id, "call", url.Values{"note": {"x"}}, 422)
	b.do(id, "call", url.Values{"reached": {"yes"}, "note": {"She waits in 310."}}, 200).has(t, "#time", "She waits in 310.") // ME-46
	b.do(id, "route", url.Values{"team": {"messaging"}, "service": {"email"}, "reason": {"Their server."}}, 200).has(t, "#time", "Their server.")
	back := b.do(id, "return", url.Values{"reason": {"Not ours."}}, 200)
	back.has(t, "#time", "Not ours.")
	back.has(t, ".about", "1 return")
	solved := b.do(id, "resolve", url.Values{"text": {"The saved password is cleared."}, "method": {"remote"}}, 200)
	solved.has(t, "#kind", "resolved")
	solved.has(t, "#time", "Resolved remotely")
	b.do(id, "reopen", url.Values{"reason": {"It is back."}}, 200).has(t, "#kind", "in") // in progress or assigned
}
