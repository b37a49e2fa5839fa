package ticket

import (
	"time"

	"switchboard/internal/core/people"
)

// Relations are how a ticket stands to others, and who takes part besides those whom it belongs to.
type Relations struct {
	MergedInto int64 // the ticket that is worked on in its place; 0: none
	MergedAt   time.Time
	MergeDepth int  // of the longest chain of mergers that ends here
	Duplicate  bool // merged as the same thing asked twice
	Links      map[int64]bool
	Tasks      map[int64]bool // of each, whether it is open
	Parties    map[people.ID]Party
	Escalation Escalation
	Review     Review
	Approvals  []Approval // in the order in which they were asked
	Contest    Contest
	Survey     Survey
	Sealed     bool // seen by need to know alone (ME-57)
}

// Party is how somebody takes part whom the ticket does not belong to.
type Party string

// PartyIncluded follows the ticket and writes on it, with consent.
const PartyIncluded Party = "included"

func (r Relations) clone() Relations {
	r.Links, r.Tasks, r.Parties = clone(r.Links), clone(r.Tasks), clone(r.Parties)
	return r
}

// relate folds in what concerns other tickets.
func (t *Ticket) relate(en Entry) {
	switch e := en.Event.(type) {
	case MergedInto:
		t.MergedInto, t.MergedAt, t.Duplicate, t.Status = e.Survivor, en.At, e.Duplicate, StatusMerged
		t.Question, t.UnansweredAt = nil, time.Time{}
	case TookOver:
		t.MergeDepth = max(t.MergeDepth, e.Depth)
	case PassedOn:
		t.heard(en.At)
	case Included:
		put(&t.Parties, e.Person, PartyIncluded)
	case Sealed:
		t.Sealed = true
	case Unsealed:
		t.Sealed = false
	case Admitted:
		put(&t.Parties, e.Person, PartyAdmitted)
	case Escalated, EscalationAnswered, EscalationLapsed:
		t.escalate(e)
	case ReviewDue, Reviewed:
		t.review(en)
	case ApprovalAsked, ApprovalDecided, ApprovalReminded, ApprovalEnded:
		t.approve(en)
	case Contested, ContestAnswered, ContestLapsed:
		t.contest(en)
	case Rated:
		t.Survey.rated(e, en.At)
	case Linked:
		put(&t.Links, e.Ticket, true)
	case Unlinked:
		delete(t.Links, e.Ticket)
	case TaskOpened:
		put(&t.Tasks, e.Ticket, true)
	case TaskEnded:
		put(&t.Tasks, e.Ticket, false)
	case TaskReopened:
		put(&t.Tasks, e.Ticket, true)
	default:
		t.term(en)
	}
}

// Admits are the people whom an event lets take part.
func Admits(e Event) []people.ID {
	switch e := e.(type) {
	case Included:
		return []people.ID{e.Person}
	case Admitted:
		return []people.ID{e.Person}
	case Escalated:
		return e.Let
	}
	return nil
}

func put[K comparable, V any](m *map[K]V, k K, v V) {
	if *m == nil {
		*m = map[K]V{}
	}
	(*m)[k] = v
}
