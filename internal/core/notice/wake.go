package notice

import (
	"slices"

	"switchboard/internal/core/ticket"
)

// paged calls who is to take up a ticket with which nobody waits for the morning (CO-27, ME-41): its assignee, or else its
// team. Of several moves at once the last calls; what somebody has taken up calls nobody. A ticket that only claims to be
// urgent calls who leads the team, who may sleep on (A9).
func paged(t ticket.Ticket, act []ticket.Entry, i int) []Notice {
	if e, is := act[i].Event.(ticket.Flagged); is && e.Flag == ticket.ClaimsUrgency && t.Status.Open() {
		return []Notice{{Kind: Paged, Team: t.Team, Leads: true}}
	}
	if !t.Wakes || !t.Status.Open() || t.Accepted || !calls(act[i]) || slices.ContainsFunc(act[i+1:], calls) {
		return nil
	}
	return keeper(t, Paged)
}

// calls reports whether an entry puts a ticket before somebody else, or makes it one that cannot wait.
func calls(en ticket.Entry) bool {
	switch en.Event.(type) {
	case ticket.Classified, ticket.Routed, ticket.Returned, ticket.Assigned, ticket.Unassigned, ticket.Reopened:
		return true
	}
	return false
}

// wakes reports whether at least one reader of a notice hears of it at once, whatever they chose: it is of a clock by which
// the desk has bound itself, or it asks somebody to act on what cannot wait.
func (n Notice) wakes(t ticket.Ticket, act []ticket.Entry) bool {
	switch n.Kind {
	case Warned, Missed:
		return t.Wakes || slices.ContainsFunc(act, bound)
	case Paged:
		return t.Wakes
	case Wrote, Ruled, AnswerWanted:
		return t.Wakes && t.Status.Open()
	}
	return false
}
