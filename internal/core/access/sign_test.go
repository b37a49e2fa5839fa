package access_test

import (
	"slices"
	"testing"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
)

// ME-63: who may sign for an agency reads of a ticket while there is something to sign; never of what is sealed (ME-57), nor
// of a task, which teams give each other.
func TestWhoSignsSeesNoMoreThanThat(t *testing.T) {
	who := access.Actor{ID: 5, Role: people.Customer, Authorized: []string{"dhhs", "dot"}}
	of := func(parent int64, sealed bool, charges ...ticket.Charge) ticket.Ticket {
		return ticket.Ticket{ID: 7, Request: ticket.Opened{Agency: "dot", Requester: 1, Parent: parent}, Relations: ticket.Relations{Sealed: sealed},
			Terms: ticket.Terms{Charges: charges}}
	}
	open := ticket.Charge{Number: 1, State: ticket.ChargeOpen}
	for name, c := range map[string]struct {
		on   ticket.Ticket
		want bool
	}{
		"something to sign": {of(0, false, open), true}, "nothing to sign": {of(0, false), false},
		"sealed": {of(0, true, open), false}, "a task": {of(6, false, open), false},
	} {
		if got := access.Sees(who, c.on); got != c.want {
			t.Errorf("%s: sees it %v", name, got)
		}
		if got := access.Can(who, access.Negotiate, c.on) == nil; got != c.want {
			t.Errorf("%s: negotiates %v", name, got)
		}
	}
}

// Who represents or manages an agency signs for it, whatever it shows them of its tickets; a supervisor of its people does not
// (ME-60, ME-63).
func TestWhoSigns(t *testing.T) {
	for _, shade := range []people.Shade{people.NoShade, people.Lines, people.Counts, people.Whole} {
		who := access.Charged(access.Actor{ID: 5, Role: people.Customer}, []access.Charge{
			{As: access.AsConsultant, Agency: "dhhs", Shade: shade},
			{As: access.AsManager, Agency: "dot", Shade: shade},
			{As: access.AsSupervisor, Agency: "labor", Person: 9, Shade: people.Whole},
		})
		if got := who.Authorized; !slices.Equal(got, []string{"dhhs", "dot"}) {
			t.Errorf("%s: signs for %v, want dhhs and dot", shade, got)
		}
	}
}
