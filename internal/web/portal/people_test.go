package portal_test

import (
	"net/http"
	"net/url"
	"testing"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/roster"
	"switchboard/internal/desk"
	"switchboard/internal/webtest"
)

func (h *house) list(kind roster.Kind, text string) {
	h.t.Helper()
	r, err := h.ImportRoster(h.t.Context(), access.System, desk.Roster{Kind: kind, Data: []byte(text)})
	if err != nil || r.Refused > 0 {
		h.t.Fatal(err, r.Refusals)
	}
}

// ASKS row 16: whoever answers for others sees their tickets in the shade that the agency allows: nothing, counts, status and
// subject, or what the customer reads. The page leads nowhere that the shade does not.
func TestMyPeople(t *testing.T) {
	h := open(t, "maine", friday)
	h.person("sue.ames", "Sue Ames", people.Customer)
	number := at(h.opens())
	h.list(roster.People, "email,supervisor\ndana.whitfield@example.gov,sue.ames@example.gov\n")
	sue := h.browse("sue.ames")
	sue.get("/people").says("main", "This agency shows nothing")
	sue.get("/tickets").has(`nav a[href="/people"]`, 0)
	for _, shade := range []struct {
		name        string
		subject, to int // how often the subject is read, and leads to the ticket
		status      int
	}{{"counts", 0, 0, http.StatusNotFound}, {"lines", 1, 0, http.StatusNotFound}, {"whole", 1, 1, http.StatusOK}} {
		h.list(roster.Agencies, "key,supervisors_see\nRevenue,"+shade.name+"\n")
		b := sue.get("/people")
		b.says("main", "Your reports at Revenue", "1 open, 0 past")
		b.has("main ul.list li", shade.subject)
		b.has(`main a[href="`+number+`"]`, shade.to)
		b.has(`nav .links a[href="/people"]`, 1)
		sue.get(number).expect(shade.status)
	}
	sue.get(number).has("main form[method=post]", 0) // to read
	h.browse("eve.stone").get("/people").says("main", "You answer for nobody")
	h.browse("eve.stone").get(number).expect(http.StatusNotFound)
	h.browse("").get("/people").says("main", "Sign in")
	for _, shade := range []string{"lines", "whole"} {
		h.list(roster.Agencies, "key,supervisors_see\nRevenue,"+shade+"\n")
		for _, view := range webtest.Views {
			tab := h.enter(view, "sue.ames")
			for _, page := range []string{"/people", "/me"} {
				for _, lang := range []string{"en", "es"} {
					tab.Go(h.url + page + "?lang=" + lang)
					tab.Check()
					tab.Shot("portal" + page[1:] + "-" + shade + "-" + lang)
				}
			}
		}
	}
}

// ME-53: what somebody says of themselves fills in their next request; their name, agency and role are not theirs to say.
func TestMyDetails(t *testing.T) {
	h := open(t, "maine", friday)
	b := h.browse("dana.whitfield").get("/me")
	b.says("main", "Dana Whitfield", "Revenue")
	b.has("[name=name], [name=agency], [name=role], [name=email]", 0)
	b.post(`form[action="/me"]`, url.Values{"prefers": {"second"}, "second_phone": {""}}).expect(http.StatusUnprocessableEntity)
	b.says(".problems", "Write the number on which to be called")
	b.get("/me").post(`form[action="/me"]`, url.Values{"phone": {"207-555-0111"}, "second_phone": {"207-555-0112"}, "prefers": {"second"},
		"location": {"Room 12"}, "alternate": {"Sam, next door"}, "department": {"Audit"}, "language": {"es"}})
	b.says("main", "My details")
	b.get("/ask").has(`[name=alternate][value="Sam, next door"]`, 1)
	b.has(`[name=location][value="Room 12"]`, 1)
	b.has(`[name=phone][value="207-555-0111"]`, 1)
	who, err := h.Desk.FindPeople(t.Context(), access.System, "", "dana.whitfield", 0, 1)
	h.must(err)
	if p := who.People[0]; p.Agency != "Revenue" || p.Role != people.Customer || p.Language != "es" || p.Prefers != people.BySecond {
		t.Errorf("got %+v", p)
	}
}
