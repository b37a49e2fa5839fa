package notice

import (
	"slices"

	"switchboard/internal/core/scope"
	"switchboard/internal/core/ticket"
)

// terms is who hears on what terms the work is done; false for what is none of it. The customer reads what is covered before
// the work, the team that the definition names what policy forbids, and each side of a charge what the other has named.
func terms(t ticket.Ticket, act []ticket.Entry, i int) ([]Notice, bool) {
	switch e := act[i].Event.(type) {
	case ticket.Scoped:
		var out []Notice
		if news(act, i, t) {
			out = each(Scoped, ticket.Impacted(t))
		}
		if e.Tell != "" {
			out = append(out, Notice{Kind: Policy, Team: e.Tell})
		}
		return out, true
	case ticket.Nonstandard:
		return each(Nonstandard, ticket.Impacted(t)), true
	case ticket.Referred:
		return each(Referred, ticket.Impacted(t)), true
	case ticket.Dispatched:
		return each(Visit, ticket.Impacted(t)), true
	case ticket.ReferralDue:
		return keeper(t, ReferralDue), true
	case ticket.ChargeProposed:
		return each(Charge, e.To), true
	case ticket.ChargeCountered:
		return each(Charge, e.To), true
	}
	return nil, false
}

// news reports whether the customer has to hear what is covered: whatever is not simply in scope, and that it is so after all.
// What was decided as the ticket was opened stands in the letter that says we have it.
func news(act []ticket.Entry, i int, t ticket.Ticket) bool {
	opened := slices.ContainsFunc(act, func(en ticket.Entry) bool { _, is := en.Event.(ticket.Opened); return is })
	e := act[i].Event.(ticket.Scoped)
	return !opened && (e.Outcome != scope.InScope || t.ScopeChanges > 1)
}
