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
	Parties    map[people.ID]bool
}

func (r Relations) clone() Relations {
	r.Parties = clone(r.Parties)
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
	case Joined:
		t.admit(e.Person)
	}
}

// Admits are the people whom an event lets take part.
func Admits(e Event) []people.ID {
	if j, ok := e.(Joined); ok {
		return []people.ID{j.Person}
	}
	return nil
}

func (t *Ticket) admit(p people.ID) {
	if t.Parties == nil {
		t.Parties = map[people.ID]bool{}
	}
	t.Parties[p] = true
}
