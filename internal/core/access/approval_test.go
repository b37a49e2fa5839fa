package access_test

import (
	"testing"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
)

// Who is asked to approve decides, and sees nothing else of the ticket; when they are asked no more there is no such ticket
// for them, and a sealed one asks nobody (ME-57).
func TestWhoIsAskedDecidesAndSeesNothingElse(t *testing.T) {
	asked := access.Actor{ID: 9, Role: people.Customer}
	of := func(state ticket.ApprovalState, sealed bool) ticket.Ticket {
		t := theirs
		t.Approvals = []ticket.Approval{{Number: 1, State: state, ApprovalCase: ticket.ApprovalCase{Steps: []ticket.ApprovalStep{{Roles: []string{"r"}}}},
			Asked: []ticket.Approver{{Person: 9, Role: "r"}}}}
		t.Sealed = sealed
		return t
	}
	for _, c := range []struct {
		who  access.Actor
		verb access.Verb
		on   ticket.Ticket
		want string
	}{
		{asked, access.DecideApproval, of(ticket.StateWaiting, false), "yes"},
		{asked, access.ViewTicket, of(ticket.StateWaiting, false), "hidden"},
		{asked, access.WriteTicket, of(ticket.StateWaiting, false), "hidden"},
		{asked, access.DecideApproval, of(ticket.StateApproved, false), "hidden"},
		{asked, access.DecideApproval, of(ticket.StateWaiting, true), "hidden"},
		{access.Actor{}, access.DecideApproval, of(ticket.StateWaiting, false), "sign in"},
		{access.Actor{ID: 1, Role: people.Customer}, access.DecideApproval, of(ticket.StateWaiting, false), "-"},
		{access.Actor{ID: 13, Role: people.Administrator}, access.DecideApproval, of(ticket.StateWaiting, false), "-"},
	} {
		if got := answer(access.Can(c.who, c.verb, c.on)); got != c.want {
			t.Errorf("%d %s: %s, want %s", c.who.ID, c.verb, got, c.want)
		}
	}
}
