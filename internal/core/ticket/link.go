package ticket

import (
	"switchboard/internal/core/people"
	"switchboard/internal/fault"
)

// Linked says on each of two tickets that they have to do with each other.
type Linked struct {
	Ticket int64 `json:"ticket"`
}

// Unlinked says that they do not.
type Unlinked struct {
	Ticket int64  `json:"ticket"`
	Reason string `json:"reason"`
}

// SplitOff says that a message of this ticket became one of its own. Entry is the place of the message, from 1.
type SplitOff struct {
	Ticket int64 `json:"ticket"`
	Entry  int   `json:"entry"`
}

// ParentUpdated is an update published on the ticket whose task this is, which reached those whom this one's updates are
// for (CLOCKS, rule 11).
type ParentUpdated struct {
	Ticket   int64       `json:"ticket"`
	Audience []people.ID `json:"audience,omitempty"`
}

func (Linked) Name() string        { return "ticket.linked" }
func (Unlinked) Name() string      { return "ticket.unlinked" }
func (SplitOff) Name() string      { return "ticket.split_off" }
func (ParentUpdated) Name() string { return "ticket.parent_updated" }

func (Linked) Public() bool        { return false } // the other one may be somebody else's
func (Unlinked) Public() bool      { return false }
func (SplitOff) Public() bool      { return true } // both are the same requester's
func (ParentUpdated) Public() bool { return false }

// maxLinks bounds how many links and tasks one ticket has.
const maxLinks = 100

// Link says on both that two tickets have to do with each other. Errors: Conflict, Invalid.
func Link(a, b Ticket) (onA, onB []Event, err error) {
	switch {
	case a.ID == b.ID:
		return nil, nil, fault.Field("other", "{a ticket} is not linked to itself")
	case a.Links[b.ID]:
		return nil, nil, fault.New(fault.Conflict, "%d and %d are linked already", a.ID, b.ID)
	case len(a.Links) >= maxLinks || len(b.Links) >= maxLinks:
		return nil, nil, fault.New(fault.Conflict, "{a ticket} has at most %d links", maxLinks)
	}
	return []Event{Linked{Ticket: b.ID}}, []Event{Linked{Ticket: a.ID}}, nil
}

// Unlink takes a link back, with the reason. Errors: Conflict, Invalid.
func Unlink(a, b Ticket, reason string) (onA, onB []Event, err error) {
	if !a.Links[b.ID] {
		return nil, nil, fault.New(fault.Conflict, "%d and %d are not linked", a.ID, b.ID)
	}
	if reason, err = text("reason", reason, true); err != nil {
		return nil, nil, err
	}
	return []Event{Unlinked{Ticket: b.ID, Reason: reason}}, []Event{Unlinked{Ticket: a.ID, Reason: reason}}, nil
}

// Message is what the customer wrote in an entry, for a ticket split off from it. Entry counts from 1. Errors: Invalid.
func Message(entries []Entry, entry int) (string, error) {
	if entry >= 1 && entry <= len(entries) {
		switch e := entries[entry-1].Event.(type) {
		case Opened:
			return e.Description, nil
		case Wrote:
			return e.Body, nil
		case Answered:
			return e.Body, nil
		}
	}
	return "", fault.Field("entry", "choose a message of {the customer}")
}
