package console_test

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/desk"
)

// A reply that was written over an older state is not sent and not lost: the page shows what is new and keeps the text.
func TestWrittenOverSomethingNew(t *testing.T) {
	h := open(t, "colorado")
	dana := h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	h.person("luis", "Luis Ortega", people.Analyst, "", "service_desk")
	id := h.ask(dana, desk.Request{Subject: "Printer", Type: "incident"})
	b := h.signIn("luis")
	before := b.get("/console/open/"+strconv.FormatInt(id, 10), 200)

	if _, err := h.Write(context.Background(), dana, desk.On{Ticket: id}, "It works again, thank you."); err != nil {
		t.Fatal(err)
	}
	text := "Shall I come\nby at ten?"
	p := b.send(before, formOf(id, "reply"), url.Values{"body": {text}}, http.StatusConflict)
	p.has(t, ".problems", "there is 1 new entry")
	p.has(t, "#act .time", "It works again, thank you.")
	if got := p.Find("#act textarea").Text(); got != text {
		t.Errorf("the text became %q", got)
	}
	if strings.Contains(p.text("#time"), "Shall I come") {
		t.Error("the reply was sent all the same")
	}
	// Sent again from that page, it goes.
	p = b.send(p, formOf(id, "reply"), nil, 200)
	p.has(t, "#time .desk", "Shall I come by at ten?")
	// The same post once more is written over an older state, so it is not a second reply.
	twice := b.send(before, formOf(id, "reply"), url.Values{"body": {text}}, http.StatusConflict)
	if n := twice.Find("#time .desk").Length(); n != 1 {
		t.Errorf("there are %d replies, want 1", n)
	}
	// A note answers nobody, so it goes in whatever has happened.
	b.send(twice, formOf(id, "reply"), url.Values{"body": {"Another."}}, 200)
	b.do(id, "note", url.Values{"body": {"Called back."}, "seen": {"1"}}, 200).has(t, "#time .note", "Called back.")
}

// What the desk's own rules write meanwhile, such as a warning, does not stand in the way of a reply.
func TestWrittenOverAWarning(t *testing.T) {
	h := open(t, "colorado")
	dana := h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	h.person("luis", "Luis Ortega", people.Analyst, "", "service_desk")
	id := h.ask(dana, desk.Request{Subject: "Printer", Type: "incident"})
	b := h.signIn("luis")
	before := b.get(ticketPath(id), 200)
	h.Pass(60 * time.Hour)
	if _, err := h.RingDue(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	b = h.signIn("luis") // sixty hours later the session is over
	again := b.get(ticketPath(id), 200)
	stale := url.Values{"body": {"On it."}, "seen": {before.Find(`#act [name="seen"]`).AttrOr("value", "")}}
	if stale.Get("seen") == again.Find(`#act [name="seen"]`).AttrOr("value", "") {
		t.Fatal("no warning was written; the test proves nothing")
	}
	b.send(again, formOf(id, "reply"), stale, 200).has(t, "#time .desk", "On it.")
}

// Errors stand beside their field, with all that was written.
func TestWrongInput(t *testing.T) {
	h := open(t, "colorado")
	dana := h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	h.person("luis", "Luis Ortega", people.Analyst, "", "service_desk")
	id := h.ask(dana, desk.Request{Subject: "Printer", Type: "incident"})
	b := h.signIn("luis")
	for _, test := range []struct {
		verb   string
		values url.Values
		field  string
	}{
		{"reply", url.Values{"body": {"  "}}, "body"},
		{"ask", url.Values{"question": {"Which?"}, "reply_by": {"2020-01-01T10:00"}}, "reply_by"},
		{"ask", url.Values{"question": {"Which?"}, "reply_by": {"soon"}}, "reply_by"},
		{"plan", url.Values{"step": {"Look"}, "due": {"2027-06-01T10:00"}}, "reason"}, // ME-27: beyond the promise
		{"plan", url.Values{"step": {"Look"}, "owner": {"x"}}, "owner"},
		{"assign", url.Values{"person": {"Dana Whitfield"}}, "person"}, // who is no colleague
		{"route", url.Values{"team": {"nowhere"}, "reason": {"x"}}, "team"},
		{"route", url.Values{"team": {"network"}, "reason": {""}, "service": {"network"}}, "reason"}, // CO-11
		{"route", url.Values{"team": {"network"}, "reason": {"x"}, "service": {""}}, "service"},      // CO-12
		{"resolve", url.Values{"text": {""}}, "text"},
		{"classify", url.Values{"why": {""}, "type": {"request"}}, "why"},
	} {
		p := b.do(id, test.verb, test.values, http.StatusUnprocessableEntity)
		field := p.Find("#f-" + test.field)
		if field.AttrOr("aria-invalid", "") != "true" {
			t.Errorf("%s: nothing is said beside the field %s: %s", test.verb, test.field, p.text(".problems"))
		}
		for name, v := range test.values {
			in := p.Find("#f-" + name)
			if in.Is("select") {
				continue
			}
			if got := in.AttrOr("value", in.Text()); got != v[0] {
				t.Errorf("%s: the field %s became %q", test.verb, name, got)
			}
		}
	}
}

// Each verb that a Maine desk knows ends in the ticket's history: the urgent ones, the duties, the wish.
func TestVerbsOfAnUrgentIssue(t *testing.T) {
	h := open(t, "maine")
	dana := h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	luis := h.person("luis", "Luis Ortega", people.Lead, "", "desk")
	marta := h.person("marta", "Marta Bell", people.Analyst, "", "network")
	id := h.ask(dana, desk.Request{Subject: "No network in the building", Type: "incident", WantPerson: "Marta Bell", Channel: "portal"})
	b := h.signIn("luis")
	person := func(id people.ID) []string { return []string{strconv.FormatInt(int64(id), 10)} }

	b.do(id, "classify", url.Values{"type": {"incident"}, "impact": {"state"}, "urgency": {"cannot_work"}, "why": {"Three agencies called."}}, 200).
		has(t, "#kind", "Urgent")
	b.do(id, "wish", url.Values{"honoured": {"no"}, "reason": {"She is on leave."}}, 200).has(t, ".about", "She is on leave.") // OK-13
	b.do(id, "team", url.Values{"members1": person(luis.ID), "part1": {"lead"}, "members2": person(marta.ID), "part2": {"network"}}, 200).
		has(t, ".about", "Marta Bell (network)") // ME-42
	b.do(id, "release", url.Values{"person": person(marta.ID), "reason": {"Her part is done."}}, 200).has(t, "#time", "Her part is done.") // ME-43
	b.do(id, "update", url.Values{"body": {"No change, still on it."}}, 200).has(t, "#time .desk", "No change, still on it.")
	b.do(id, "restore", url.Values{"how": {"Over the other line."}}, 200).has(t, "#time", "Over the other line.")
	duty := h.Definition().DutyNames()[0]
	b.do(id, "unmet", url.Values{"duty": {duty}, "evidence": {"Nobody was there."}}, 200).has(t, ".about", "Nobody was there.")
	met := b.do(id, "met", url.Values{"duty": {duty}}, 200)
	if strings.Contains(met.text(".about"), "Nobody was there.") {
		t.Error("the duty is still said to be unmet")
	}
	b.do(id, "resolve", url.Values{"text": {"A new switch."}, "method": {"on_site"}, "code": {"hardware"}}, 200)
	b.do(id, "close", url.Values{"why": {"Said on the phone."}}, 200).has(t, "#kind", "closed")
}

// Who may not do a verb is not offered it, and is refused all the same.
func TestOfferedIsAllowed(t *testing.T) {
	h := open(t, "colorado")
	dana := h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	h.person("luis", "Luis Ortega", people.Analyst, "", "service_desk")
	id := h.ask(dana, desk.Request{Subject: "Printer", Type: "incident"})
	b := h.signIn("luis")
	p := b.do(id, "resolve", url.Values{"text": {"Done."}}, 200)
	if p.Find(`a[href*="do=close"]`).Length() != 0 {
		t.Error("an analyst is offered to close for good")
	}
	reopen := b.get(ticketPath(id)+"?do=reopen", 200)
	action := reopen.Find(formOf(id, "reopen"))
	action.SetAttr("action", ticketPath(id)+"/close")
	b.send(reopen, `form[action="`+ticketPath(id)+`/close"]`, url.Values{"reason": {"x"}}, http.StatusForbidden)

	// OK-12: a customer has no console, by no address.
	c := h.signIn("dana")
	for _, path := range []string{"/console", "/console/open", ticketPath(id), "/console/find?q=1", "/console/live?topics=tickets", "/console/new"} {
		c.get(path, http.StatusForbidden)
	}
	answer, err := c.client.PostForm(h.url+ticketPath(id)+"/assign", url.Values{"person": {"1"}})
	if err != nil || answer.StatusCode != http.StatusForbidden {
		t.Errorf("a customer who assigns gets %v, %v", answer.StatusCode, err)
	}
	answer.Body.Close()
}

// A form without its session's mark does nothing.
func TestForeignForm(t *testing.T) {
	h := open(t, "colorado")
	dana := h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	h.person("luis", "Luis Ortega", people.Analyst, "", "service_desk")
	id := h.ask(dana, desk.Request{Subject: "Printer", Type: "incident"})
	b := h.signIn("luis")
	answer, err := b.client.PostForm(h.url+ticketPath(id)+"/reply", url.Values{"body": {"x"}, "seen": {"3"}})
	if err != nil || answer.StatusCode != http.StatusForbidden {
		t.Errorf("got %v, %v; want 403", answer.StatusCode, err)
	}
	answer.Body.Close()
}

// Two take the same ticket: the second is told, and takes nothing from the first.
func TestTwoTakeIt(t *testing.T) {
	h := open(t, "colorado")
	dana := h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	h.person("luis", "Luis Ortega", people.Analyst, "", "service_desk")
	h.person("marta", "Marta Bell", people.Analyst, "", "service_desk")
	id := h.ask(dana, desk.Request{Subject: "Printer", Type: "incident"})
	luis, marta := h.signIn("luis"), h.signIn("marta")
	seen := marta.get(ticketPath(id), 200)
	luis.send(luis.get(ticketPath(id), 200), formOf(id, "accept"), nil, 200)
	p := marta.send(seen, formOf(id, "accept"), nil, http.StatusConflict)
	p.has(t, "#having", "Luis Ortega")
	p.has(t, ".problems", "3 new entries")
	if strings.Contains(p.text("main"), "console.") {
		t.Error("a message is missing")
	}
}

// OK-30: the desk's own words stand on every page, in both languages.
func TestOwnWords(t *testing.T) {
	h := open(t, "oklahoma")
	h.person("luis", "Luis Ortega", people.Analyst, "", "service_desk")
	b := h.signIn("luis")
	p := b.get("/console/mine", 200)
	p.has(t, ".views", "My cases")
	p.has(t, ".views", "Provider groups")
	p.has(t, ".bar", "New case")
	p = b.get("/console/mine?lang=es", 200)
	p.has(t, ".views", "Mis casos")
	p.has(t, ".views", "Grupos proveedores")
	p.has(t, ".bar", "Abrir caso")
}
