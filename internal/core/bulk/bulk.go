// Package bulk knows what it is to do one thing to many tickets: what is to be done, where the work stands, and what became
// of each ticket. It refuses to know how a ticket changes (ticket), who may change it (access) and when (desk): each ticket
// goes by its ordinary verb.
package bulk

import (
	"slices"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/fault"
)

// Bounds of one bulk.
const (
	Max     = 10_000 // tickets
	maxText = 64 << 10
)

// Deed is what is done to each ticket. Verb says which of the other fields count.
type Deed struct {
	Verb    string    `json:"verb"`
	Person  people.ID `json:"person,omitempty"` // assign; plan: who does the step
	Team    string    `json:"team,omitempty"`   // route
	Text    string    `json:"text,omitempty"`   // the reply, the note, the resolution, the reason, the next step
	Method  string    `json:"method,omitempty"` // resolve
	Due     time.Time `json:"due,omitzero"`     // plan
	Type    string    `json:"type,omitempty"`   // classify
	Impact  string    `json:"impact,omitempty"`
	Urgency string    `json:"urgency,omitempty"`
	Undoes  int64     `json:"undoes,omitempty"` // undo: the bulk that is taken back
}

// The verbs.
const (
	Assign   = "assign"
	Route    = "route"
	Classify = "classify"
	Reply    = "reply"
	Note     = "note"
	Plan     = "plan"
	Resolve  = "resolve"
	Close    = "close"
	Undo     = "undo" // not chosen by name
)

// Verbs are the verbs that can be chosen.
func Verbs() []string { return []string{Assign, Route, Classify, Reply, Note, Plan, Resolve, Close} }

// Undoable reports whether a deed can be taken back: who had a ticket, with which team, of which class.
func (d Deed) Undoable() bool { return slices.Contains([]string{Assign, Route, Classify}, d.Verb) }

// Check refuses a deed that is none. What a verb needs of each ticket, the verb itself says. Errors: Invalid.
func Check(d Deed) error {
	if !slices.Contains(Verbs(), d.Verb) {
		return fault.Field("do", "this is not done to many {tickets} at once")
	}
	if len(d.Text) > maxText {
		return fault.Field("text", "at most %d KB of text fit here; this has %d", maxText>>10, (len(d.Text)+1023)>>10)
	}
	return nil
}

// State is where a bulk stands.
type State string

// The states, in their order.
const (
	Trying  State = "trying"  // each ticket is tried, and nothing is changed
	Tried   State = "tried"   // it waits for the word to go
	Running State = "running" // each ticket is changed
	Done    State = "done"
)

// Outcome is what became of one ticket.
type Outcome string

// The outcomes.
const (
	Waiting Outcome = "waiting"
	Able    Outcome = "able" // it was tried, and would be done
	Did     Outcome = "did"
	Refused Outcome = "refused"
)

// Former is what a ticket was before, for a deed that can be undone.
type Former struct {
	Assignee people.ID `json:"assignee,omitempty"`
	Team     string    `json:"team,omitempty"`
	Type     string    `json:"type,omitempty"`
	Impact   string    `json:"impact,omitempty"`
	Urgency  string    `json:"urgency,omitempty"`
}

// Bulk is one deed on many tickets.
type Bulk struct {
	ID     int64
	Person people.ID
	Deed   Deed
	State  State
	At     time.Time
	Total  int
}
