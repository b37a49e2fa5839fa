package portal_test

import (
	"testing"

	"switchboard/internal/core/access"
)

// newUser is how a person fills in Maine's form for a new user; start decides the rest.
func newUser(start string) []string {
	return []string{"subject", "Kim begins", "type", "new_user", "service", "new_user", "answers.person", "Kim Roe", "answers.start_date", start,
		"answers.location", "20 Union St", "answers.supervisor", "marta.bell@example.gov"}
}

// ME-56, ME-53: without script the service is chosen, then its questions are answered; what the directory knows stands there
// already. With an address that names the service they stand there at once.
func TestQuestionsWithoutScript(t *testing.T) {
	h := open(t, "maine", friday)
	b := h.browse("dana.whitfield").get("/ask")
	b.has("#questions :is(input, select, textarea)", 0)
	b.post("form[action='/ask']", form("subject", "A colleague begins", "type", "request", "impact", "person", "urgency", "can_work", "service", "new_user"))
	b.expect(200)
	b.says("main", "“New user” is asked for as “A new user”")
	if got := b.Doc.Find("input[name=type][checked]").AttrOr("value", ""); got != "new_user" {
		t.Errorf("it is asked for as %q", got)
	}
	if got := b.Doc.Find("[name='answers.location']").AttrOr("value", ""); got != "1525 Sherman St, 4th floor" {
		t.Errorf("the place is prefilled with %q", got)
	}
	b.has("[name='answers.equipment'][type=checkbox]", 5)
	b.says("[data-when]", "Only where “Equipment” has “Laptop”")
	b.post("form[action='/ask']", form("answers.start_date", "soon"))
	b.expect(422)
	b.has(".problems a[href='#f-answers.person']", 1)
	b.has(".problems a[href='#f-answers.start_date']", 1)
	b.has("[id='f-answers.start_date'][aria-invalid=true]", 1)

	b.get("/ask?service=new_user").has("[name='answers.person']", 1)
	b.post("form[action='/ask']", form(newUser("2026-01-05")...))
	b.expect(200)
	b.says(".notice", "Ready: by Monday, January 5")
	sheet, err := h.Ticket(t.Context(), access.System, 100001)
	h.must(err)
	if got := sheet.Ticket.Request.Answers; len(got) != 4 || got["person"][0] != "Kim Roe" {
		t.Errorf("the ticket keeps %v", got)
	}
}

// A service that was chosen on a page that did not show its questions asks them before it is taken.
func TestQuestionsThatWereNotSeen(t *testing.T) {
	h := open(t, "maine", friday)
	b := h.browse("dana.whitfield").get("/ask")
	b.post("form[action='/ask']", form("subject", "Acrobat", "type", "request", "impact", "person", "urgency", "can_work", "service", "software"))
	b.expect(200)
	b.says("#questions [role=alert]", "One more step")
	b.has(".problems", 0)
	b.post("form[action='/ask']", form("answers.software", "Acrobat", "answers.approved", "on_list"))
	if b.Path != at(100001) {
		t.Fatalf("sending ends at %s: %s", b.Path, b.Doc.Find(".problems").Text())
	}
	b.says("[aria-labelledby=given]", "Name of the software", "Acrobat", "Is it on the list of approved software?", "Yes")
}

// ME-56, A20: short notice is taken and said at once, on the ticket too; another date is another notice, with a reason.
func TestShortNotice(t *testing.T) {
	h := open(t, "maine", friday)
	b := h.browse("dana.whitfield").get("/ask?service=new_user")
	b.post("form[action='/ask']", form(newUser("2025-12-01")...))
	b.says(".notice", "Short notice: you asked", "14 are needed, so the date is not guaranteed")
	b.says("[aria-labelledby=given]", "Wanted by Monday, December 1, 2025", "Short notice")
	b.get(at(100001)+"/form").has("[name='answers.start_date'][value='2025-12-01']", 1)
	b.post("form[action='"+at(100001)+"/form']", form("answers.start_date", "2026-01-12"))
	b.expect(422)
	b.has(".problems a[href='#f-reason']", 1)
	b.post("form[action='"+at(100001)+"/form']", form("answers.start_date", "2026-01-12", "reason", "Kim moves house first"))
	b.expect(200)
	b.says("#said", "First day of work: Monday, January 12, 2026", "Kim moves house first")
	b.says("[aria-labelledby=given]", "Wanted by Monday, January 12, 2026")
	b.has("[aria-labelledby=given]:contains('Short notice')", 0)
	h.browse("eve.stone").get(at(100001) + "/form").expect(404)
}
