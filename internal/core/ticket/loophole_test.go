package ticket_test

import (
	"testing"

	"switchboard/internal/core/scope"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
)

// An approval that the definition asks for is not got rid of by asking for it once more by hand and taking that back.
func TestAskingAgainDoesNotLiftWhatIsNeeded(t *testing.T) {
	l := opened(t)
	one := stage(l, ticket.Approver{Person: supervisor, Role: "s"})
	l.askApproval(t, ticket.ApprovalCase{Purpose: "p", ByRule: true, Steps: steps("s")}, one)
	if err := l.by(supervisor, ticket.Verdict{Text: "No."}, one); err != nil {
		t.Fatal(err)
	}
	l.askApproval(t, ticket.ApprovalCase{Purpose: "p", Reason: "r", Steps: steps("s")}, one)
	events, err := ticket.WithdrawApproval(l.ticket, 2, "never mind")
	l.must(t, events, err)
	if len(l.ticket.Unapproved()) != 1 {
		t.Errorf("nothing is missing: %+v", l.ticket.Approvals)
	}
	if _, err := ticket.Resolve(l.ticket, ticket.Resolved{Text: "Done.", Method: "remote", Code: "installed"}); !fault.Is(err, fault.Invalid) {
		t.Errorf("refused, asked again, taken back, resolved as done: %v", err)
	}
	l.askApproval(t, ticket.ApprovalCase{Purpose: "p", Reason: "r", Steps: steps("s")}, one)
	if err := l.by(supervisor, yes, one); err != nil || len(l.ticket.Unapproved()) != 0 {
		t.Errorf("approved when asked by hand: %v, %+v", err, l.ticket.Unapproved())
	}
}

// Whoever was asked and holds the role no more, or stands in no more, does not decide.
func TestWhoLostTheRoleDoesNotDecide(t *testing.T) {
	l := opened(t)
	asked := stage(l, ticket.Approver{Person: consultant, Role: "c"}, ticket.Approver{Person: standIn, For: consultant, Role: "c"})
	l.askApproval(t, ticket.ApprovalCase{Purpose: "p", Reason: "r", Steps: steps("c")}, asked)
	now := stage(l, ticket.Approver{Person: consultant, Role: "c"})
	if err := l.by(standIn, yes, now); !fault.Is(err, fault.Conflict) {
		t.Errorf("a substitute whose time is over: %v", err)
	}
	if err := l.by(consultant, yes, stage(l, ticket.Approver{Person: manager, Role: "c"})); !fault.Is(err, fault.Conflict) {
		t.Errorf("a consultant who is none any more: %v", err)
	}
	if err := l.by(consultant, yes, now); err != nil {
		t.Error(err)
	}
}

// ME-60: a raised estimate, and the end of an order, leave no approval of an earlier amount waiting.
func TestNoApprovalOfAnEarlierEstimateWaits(t *testing.T) {
	l := opened(t)
	events, err := ticket.DraftOrder(l.ticket, ticket.OrderDrafted{Trip: trip("", scope.Home), Estimate: dollars(400), CostCode: "A-17", Reason: "r"}, l.now)
	l.must(t, events, err)
	ask := func() {
		l.askApproval(t, ticket.ApprovalCase{Purpose: l.ticket.Orders[0].Purpose(), Reason: "r", Steps: steps("c")}, stage(l, ticket.Approver{Person: consultant, Role: "c"}))
	}
	ask()
	events, err = ticket.RaiseEstimate(l.ticket, ticket.EstimateRaised{Order: 1, Estimate: dollars(500), Reason: "more"})
	l.must(t, events, err)
	if got := l.ticket.Approvals[0].State; got != ticket.StateWithdrawn {
		t.Errorf("of the first estimate: %s", got)
	}
	ask()
	events, err = ticket.CancelDispatch(l.ticket, ticket.DispatchCancelled{Order: 1, Reason: "not needed"})
	l.must(t, events, err)
	if n := len(l.ticket.WaitingApprovals()); n != 0 {
		t.Errorf("%d wait for an order that is cancelled", n)
	}
}

// ME-59: the home by another spelling is the home.
func TestAHomeByAnotherSpelling(t *testing.T) {
	for address, refused := range map[string]bool{"1 Elm St": true, " 1  elm st. ": true, "1, Elm-St": true, "1 ELM ST": true, "2 Elm St": false, "Room 4": false} {
		l := opened(t)
		l.take([]ticket.Event{ticket.Amended{Location: "1 Elm St"}, ticket.Scoped{Outcome: scope.InScope, Facts: scope.Facts{Place: scope.Home}}})
		to := trip(ticket.Technician, scope.Office)
		to.Address = address
		if _, err := ticket.Dispatch(l.ticket, to, scope.Words{}, l.now); fault.Is(err, fault.Invalid) != refused {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// ME-59: who was sent is called back when it turns out that the place is a private home.
func TestWhatTurnsOutToBeAHomeCallsTheTechnicianBack(t *testing.T) {
	home := ticket.Scoped{Outcome: scope.InScope, Facts: scope.Facts{Place: scope.Home}}
	for name, later := range map[string][]ticket.Event{
		"the place is said":   {home},
		"the address is said": {home, ticket.Amended{Location: "1 elm st"}},
	} {
		l := opened(t)
		to := trip(ticket.Technician, scope.Office)
		to.Address = "1 Elm St"
		if name == "the place is said" {
			l.take([]ticket.Event{ticket.Amended{Location: "1 Elm St"}})
		}
		events, err := ticket.Dispatch(l.ticket, to, scope.Words{}, l.now)
		l.must(t, events, err)
		l.take(later)
		l.take(ticket.TripsFollow(l.ticket, scope.Words{En: "Never to a home."}))
		if o := l.ticket.Orders[0]; o.State != ticket.OrderCancelled || o.Note != "Never to a home." {
			t.Errorf("%s: %+v", name, o)
		}
		if more := ticket.TripsFollow(l.ticket, scope.Words{}); len(more) > 0 {
			t.Errorf("%s: called back twice: %+v", name, more)
		}
	}
}
