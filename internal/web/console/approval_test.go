package console_test

import (
	"context"
	"net/url"
	"testing"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
)

// ASKS 15, ME-60: the desk asks for an approval by hand and withdraws it, sees who is waited for, and is warned of what
// needs one and has none.
func TestApprovalsInTheConsole(t *testing.T) {
	h := open(t, "maine")
	ctx := context.Background()
	dana := h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	sue := h.person("sue", "Sue Allard", people.Customer, "Revenue")
	h.person("luis", "Luis Ortega", people.Analyst, "", "desk")
	id := h.ask(dana, desk.Request{Subject: "An account for Rosa", Type: "new_user", Service: "new_user",
		Answers: map[string][]string{"person": {"Rosa Marín"}, "start_date": {"2027-02-01"}, "location": {"Augusta"}, "supervisor": {"sue@example.gov"}}})
	b := h.signIn("luis")
	p := b.get(ticketPath(id), 200)
	p.has(t, "#lost", "Not approved: A new user (no answer)")
	p.has(t, "#about", "Nobody is known as: supervisor")
	if err := h.SetSupervisor(ctx, access.System, dana.ID, sue.ID); err != nil {
		t.Fatal(err)
	}
	b.do(id, "ask_approval", url.Values{"chain": {"new_user"}, "reason": {"The directory knew nobody."}, "cost": {"one laptop"}}, 200)
	p = b.get(ticketPath(id), 200)
	p.has(t, "#about", "waits for Sue Allard (supervisor)")
	p.has(t, "#time", "approval asked of Sue Allard (supervisor)")
	b.do(id, "resolve", url.Values{"text": {"Made."}, "method": {"remote"}}, 409)
	b.do(id, "withdraw_approval", url.Values{"approval": {"2"}, "why": {"Rosa does not come."}}, 200)
	b.get(ticketPath(id), 200).has(t, "#time", "Rosa does not come.")
	b.do(id, "ask_approval", url.Values{"chain": {"new_user"}, "reason": {"She does."}}, 200)
	if _, err := h.DecideApproval(ctx, sue, desk.On{Ticket: id}, 3, ticket.Verdict{Yes: true}); err != nil {
		t.Fatal(err)
	}
	p = b.get(ticketPath(id), 200)
	p.has(t, "#time", "approved, as supervisor")
	if got := p.text("#lost"); got != "" {
		t.Errorf("it still warns: %q", got)
	}
	b.do(id, "resolve", url.Values{"text": {"Made."}, "method": {"remote"}}, 200)
}
