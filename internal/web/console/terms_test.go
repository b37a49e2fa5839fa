package console_test

import (
	"net/url"
	"strings"
	"testing"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/webtest"
)

// ME-07, ME-29, ME-58..61, ME-63, ME-69: every form of the terms, as a person fills it; a technician's offers no private home,
// and no option is offered that the service does not list. axe-core finds nothing, at 320 px and in Spanish.
func TestTermsInTheConsole(t *testing.T) {
	h := open(t, "maine")
	dana := h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	tess := h.person("tess", "Tess Park", people.Customer, "Revenue")
	h.person("luis", "Luis Ortega", people.Analyst, "", "desk")
	h.person("mona", "Mona Bell", people.Manager, "", "desk")
	if err := h.SetConsultant(t.Context(), access.System, desk.Consultant{Agency: "Revenue", Person: tess.ID}); err != nil {
		t.Fatal(err)
	}
	id := h.ask(dana, desk.Request{Subject: "The dock at home is dead", Type: "incident", Impact: "person", Urgency: "partly", Service: "workstation", Location: "1 Elm St"})
	luis, mona := h.signIn("luis"), h.signIn("mona")
	luis.get(ticketPath(id), 200).has(t, "#about", "Nobody has said yet what is covered")
	luis.do(id, "scope", url.Values{"device": {"state"}, "place": {"home"}}, 200).has(t, "#about", "OIT will not dispatch state technicians to a private home.")

	send := luis.get(ticketPath(id)+"?do=dispatch", 200)
	if n := send.Find(`[name=place] option[value=home]`).Length(); n != 0 {
		t.Error("a technician's form offers a private home")
	}
	luis.send(send, formOf(id, "dispatch"), url.Values{"place": {"home"}}, 422).has(t, "#act", "OIT will not dispatch state technicians to a private home.")
	luis.do(id, "draft_order", url.Values{"company": {"Fixit"}, "estimate": {"400"}, "cost_code": {"A-17"}, "reason": {"Cannot come in"}}, 200).
		has(t, "#about", "not approved")
	if luis.get(ticketPath(id), 200).Find(`a[href*="do=issue_order"]`).Length() != 0 {
		t.Error("ME-60: a contractor can be sent whom nobody has approved")
	}
	luis.do(id, "spend", url.Values{"kind": {"labor"}, "minutes": {"480"}}, 200).has(t, "#about", "out of proportion")
	if luis.get(ticketPath(id), 200).Find(`a[href*="do=propose"]`).Length() != 0 {
		t.Error("an analyst is offered to sign for the desk")
	}
	if n := mona.get(ticketPath(id)+"?do=propose", 200).Find(`[value=option], [name=option]`).Length(); n != 0 {
		t.Error("ME-29: a service without options offers one")
	}
	mona.do(id, "propose", url.Values{"cause": {"effort"}, "amount": {"250.00"}, "why": {"A day more"}}, 200).has(t, "#about", "$250.00")
	if mona.get(ticketPath(id), 200).Find(`a[href*="do=sign"]`).Length() != 0 {
		t.Error("ME-63: who named the amount is offered to sign it again")
	}

	other := h.ask(dana, desk.Request{Subject: "My own router", Type: "request", Impact: "person", Urgency: "can_work", Service: "network"})
	luis.do(other, "scope", url.Values{"authorized": {"no"}}, 200).has(t, "#about", "prohibited by policy")
	luis.do(other, "turn_away", nil, 200).has(t, "#time", "prohibited by policy")
	for _, view := range []webtest.View{{Width: 320}, {Width: 1280, Dark: true}} {
		tab := h.enter(view, "mona")
		for _, lang := range []string{"en", "es"} {
			for _, verb := range strings.Fields("scope dispatch draft_order spend propose counter") {
				tab.Go(h.url + ticketPath(id) + "?lang=" + lang + "&do=" + verb)
				tab.Check()
				tab.Shot("console-terms-" + verb + "-" + lang)
			}
		}
	}
}
