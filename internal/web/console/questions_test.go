package console_test

import (
	"net/http"
	"net/url"
	"testing"

	"switchboard/internal/core/people"
	"switchboard/internal/desk"
)

// The desk's people ask the same questions by the same rules, and see what has to be answered yet. ME-56, ME-52
func TestConsoleQuestions(t *testing.T) {
	h := open(t, "maine")
	luis := h.person("luis", "Luis Ortega", people.Analyst, "", "desk")
	dana := h.person("dana", "Dana Whitfield", people.Customer, "Labor")
	b := h.signIn("luis")
	form := b.get("/console/new?service=new_user", 200)
	said := url.Values{"email": {"dana@example.gov"}, "subject": {"Kim begins"}, "service": {"new_user"},
		"answers.person": {"Kim Roe"}, "answers.location": {"Augusta"}, "answers.supervisor": {"marta"}, "answers.start_date": {"2027-01-04"}}
	wrong := b.send(form, `form[action="/console/new"]`, said, http.StatusUnprocessableEntity)
	wrong.has(t, ".problems", "is not an e-mail address")
	said.Set("answers.supervisor", "marta@example.gov")
	made := b.send(wrong, `form[action="/console/new"]`, said, 200)
	made.has(t, ".about", "Wanted by Monday, January 4, 2027")
	made.has(t, ".about", "Kim Roe")

	id := h.ask(dana, desk.Request{Subject: "Visio", Type: "incident"})
	if _, err := h.Classify(t.Context(), luis, desk.On{Ticket: id}, desk.Reclassify{Type: "new_user", Why: "As she says"}); err != nil {
		t.Fatal(err)
	}
	b.get(ticketPath(id), 200).has(t, ".about", "We still need to know: Name of the new user; First day of work; Place of work; Supervisor's e-mail address")
	page := b.get(ticketPath(id)+"/form", 200)
	b.send(page, `form[action$="/form"]`, url.Values{"answers.person": {"Max Moe"}}, http.StatusUnprocessableEntity).has(t, ".problems", "Answer this")
}

// OK-27: who resolves a password reset says in the same screen how they made sure who asks.
func TestIdentityBesideResolve(t *testing.T) {
	h := open(t, "oklahoma")
	h.person("luis", "Luis Ortega", people.Analyst, "", "desk")
	dana := h.person("dana", "Dana Whitfield", people.Customer, "Labor")
	id := h.ask(dana, desk.Request{Subject: "Locked out", Type: "password_reset"})
	b := h.signIn("luis")
	form := b.get(ticketPath(id)+"?do=resolve", 200)
	done := url.Values{"text": {"Use the new one."}, "method": {"remote"}}
	b.send(form, `#act form`, done, http.StatusConflict).has(t, ".problems", "Make sure first who asks")
	done.Set("identity", "call_back")
	p := b.send(form, `#act form`, done, 200)
	p.has(t, "#time", "Made sure who asks by calling the number in the directory")
	p.has(t, "#kind", "resolved")
}
