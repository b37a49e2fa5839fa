package ticket

import (
	"slices"
	"time"

	"switchboard/internal/core/people"
)

// ApprovalState is where an approval stands. All but the first are its end.
type ApprovalState string

// The states. An approval lapses when nobody is left who could answer in time.
const (
	StateWaiting   ApprovalState = "waiting"
	StateApproved  ApprovalState = "approved"
	StateRefused   ApprovalState = "refused"
	StateLapsed    ApprovalState = "lapsed"
	StateWithdrawn ApprovalState = "withdrawn"
)

// ApprovalCase is what is to be approved and by whom, as it was when it was asked: a later edition changes nothing of it.
type ApprovalCase struct {
	Purpose string         `json:"purpose"`         // what the approval is for, a key: "new_user", "contractor:2"
	Chain   string         `json:"chain,omitempty"` // the chain of the definition that gave the steps
	Reason  string         `json:"reason,omitempty"`
	Cost    string         `json:"cost,omitempty"` // what it would cost and who pays, in words
	ByRule  bool           `json:"by_rule,omitempty"`
	Own     bool           `json:"own,omitempty"` // who asks for it may approve it too
	Steps   []ApprovalStep `json:"steps"`
}

// ApprovalStep is one step of a chain: one of the roles decides or, with All, each of them, by different people.
type ApprovalStep struct {
	Roles []string `json:"roles"`
	All   bool     `json:"all,omitempty"`
}

// Approver is somebody who may decide a step. For is the person in whose place, where they stand in for somebody. The
// holders of a role with the lowest Turn are asked first, the next when those did not answer in time.
type Approver struct {
	Person people.ID `json:"person"`
	Role   string    `json:"role"`
	For    people.ID `json:"for,omitempty"`
	Turn   int       `json:"turn,omitempty"`
}

// seat is the person whose word it is: who stands in speaks for another.
func (a Approver) seat() people.ID {
	if a.For != 0 {
		return a.For
	}
	return a.Person
}

// sameSeat reports whether two speak in the same role, as the same person and for the same one.
func (a Approver) sameSeat(b Approver) bool {
	return a.Person == b.Person && a.Role == b.Role && a.For == b.For
}

// Decision is one word on an approval.
type Decision struct {
	Approver
	Step int
	Yes  bool
	Text string
	At   time.Time
}

// Approval is one approval of a ticket.
type Approval struct {
	ApprovalCase
	Number    int // of those of the ticket, from 1
	AskedBy   people.ID
	State     ApprovalState
	Step      int        // the one that is asked now, from 0
	Asked     []Approver // who is asked now
	Tried     []people.ID
	Round     int // how often somebody was asked; a mail link is good for one round
	Began     time.Time
	Since     time.Time // since when these are asked
	Remind    time.Time
	Until     time.Time // the first instant at which their answer comes too late
	Reminded  bool
	Decisions []Decision
	EndedAt   time.Time
	Why       string
	Missing   []string // roles that nobody held when their turn came
	Unneeded  bool     // the answers to the form need it no more
}

// ApprovalAsked puts a step to people. The first of an approval says what it is about.
type ApprovalAsked struct {
	Number int           `json:"number"`
	Case   *ApprovalCase `json:"case,omitempty"`
	Step   int           `json:"step"`
	Of     []Approver    `json:"of,omitempty"` // none only where the approval ends at once, since nobody can be asked
	Remind time.Time     `json:"remind,omitzero"`
	Until  time.Time     `json:"until,omitzero"`
	Ours   bool          `json:"ours,omitempty"` // only people of the desk are asked: no clock waits for them
}

// ApprovalDecided is one person's word.
type ApprovalDecided struct {
	Number int       `json:"number"`
	Step   int       `json:"step"`
	Role   string    `json:"role"`
	For    people.ID `json:"for,omitempty"`
	Yes    bool      `json:"yes,omitempty"`
	Text   string    `json:"text,omitempty"`
	ByLink bool      `json:"by_link,omitempty"` // by the link in their mail, not signed in
}

// ApprovalReminded says that half of the time is over.
type ApprovalReminded struct {
	Number int `json:"number"`
}

// ApprovalLapsed says that those who were asked have not answered in time.
type ApprovalLapsed struct {
	Number int `json:"number"`
	Step   int `json:"step"`
}

// ApprovalEnded says what came of it.
type ApprovalEnded struct {
	Number  int           `json:"number"`
	State   ApprovalState `json:"state"`
	Why     string        `json:"why,omitempty"`
	Missing []string      `json:"missing,omitempty"`

	Unneeded bool `json:"unneeded,omitempty"` // the answers to the form need it no more, and other answers ask for it anew
}

func (ApprovalAsked) Name() string    { return "ticket.approval_asked" }
func (ApprovalDecided) Name() string  { return "ticket.approval_decided" }
func (ApprovalReminded) Name() string { return "ticket.approval_reminded" }
func (ApprovalLapsed) Name() string   { return "ticket.approval_lapsed" }
func (ApprovalEnded) Name() string    { return "ticket.approval_ended" }

func (ApprovalAsked) Public() bool    { return true } // who waits for whom, and since when, is the requester's to know
func (ApprovalDecided) Public() bool  { return true }
func (ApprovalReminded) Public() bool { return false }
func (ApprovalLapsed) Public() bool   { return true }
func (ApprovalEnded) Public() bool    { return true }

// Approval is the last one that was asked for a purpose.
func (t Ticket) Approval(purpose string) (Approval, bool) {
	for _, a := range slices.Backward(t.Approvals) {
		if a.Purpose == purpose {
			return a, true
		}
	}
	return Approval{}, false
}

// Approved reports whether what was last asked for a purpose was approved, at every step.
func (t Ticket) Approved(purpose string) bool {
	a, ok := t.Approval(purpose)
	return ok && a.State == StateApproved
}

// WaitingApprovals are those that somebody has to decide.
func (t Ticket) WaitingApprovals() []Approval {
	var out []Approval
	for _, a := range t.Approvals {
		if a.State == StateWaiting {
			out = append(out, a)
		}
	}
	return out
}

// Unapproved are the approvals that the definition asks for and that are not given: no work should begin.
// What was asked last for a purpose counts, whoever asked: to ask again by hand does not lift what is needed.
func (t Ticket) Unapproved() []Approval {
	var out []Approval
	for i, a := range t.Approvals {
		same := func(b Approval) bool { return b.Purpose == a.Purpose }
		needed := slices.ContainsFunc(t.Approvals[:i+1], func(b Approval) bool { return same(b) && b.ByRule && !b.Unneeded })
		if needed && !slices.ContainsFunc(t.Approvals[i+1:], same) && a.State != StateApproved {
			out = append(out, a)
		}
	}
	return out
}

// AskedNow reports whether a person is one of those who may decide the approval now.
func (a Approval) AskedNow(person people.ID) bool {
	_, ok := a.chair(person)
	return ok
}

// ApprovalDue is when the next approval lapses or is reminded of; zero where none waits.
func (t Ticket) ApprovalDue() time.Time {
	var due time.Time
	for _, a := range t.WaitingApprovals() {
		at := a.Until
		if !a.Reminded && a.Remind.Before(at) {
			at = a.Remind
		}
		if due.IsZero() || at.Before(due) {
			due = at
		}
	}
	return due
}

// approve folds in what concerns approvals.
func (t *Ticket) approve(en Entry) {
	if e, ok := en.Event.(ApprovalAsked); ok {
		t.askedFor(e, en)
		return
	}
	switch e := en.Event.(type) {
	case ApprovalDecided:
		t.onApproval(e.Number, func(a *Approval) {
			who := Approver{Person: en.By, Role: e.Role, For: e.For}
			a.Decisions = append(slices.Clip(a.Decisions), Decision{Approver: who, Step: e.Step, Yes: e.Yes, Text: e.Text, At: en.At})
		})
	case ApprovalReminded:
		t.onApproval(e.Number, func(a *Approval) { a.Reminded = true })
	case ApprovalEnded:
		t.onApproval(e.Number, func(a *Approval) {
			a.State, a.EndedAt, a.Why, a.Missing, a.Unneeded, a.Asked = e.State, en.At, e.Why, e.Missing, e.Unneeded, nil
		})
	}
}

func (t *Ticket) askedFor(e ApprovalAsked, en Entry) {
	if e.Case != nil {
		t.Approvals = append(slices.Clip(t.Approvals), Approval{ApprovalCase: *e.Case, Number: len(t.Approvals) + 1, AskedBy: en.By,
			State: StateWaiting, Began: en.At})
	}
	t.onApproval(e.Number, func(a *Approval) {
		if e.Step != a.Step {
			a.Tried = nil
		}
		a.Step, a.Asked, a.Since, a.Remind, a.Until, a.Reminded = e.Step, e.Of, en.At, e.Remind, e.Until, false
		a.Round++
		a.Tried = slices.Clip(a.Tried)
		for _, p := range e.Of {
			a.Tried = append(a.Tried, p.Person)
		}
	})
}

// onApproval changes one approval, and leaves those that another copy of the ticket has as they are.
func (t *Ticket) onApproval(number int, change func(*Approval)) {
	if number < 1 || number > len(t.Approvals) {
		return // a row that nobody of ours wrote
	}
	t.Approvals = slices.Clone(t.Approvals)
	change(&t.Approvals[number-1])
}
