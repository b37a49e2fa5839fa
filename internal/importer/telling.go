package importer

import (
	"cmp"
	"fmt"
	"time"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/ticket"
)

// telling is one life being told, row by row.
type telling struct {
	Teller
	now     time.Time
	at      time.Time // of the last row; time never runs backwards
	row     Row       // the last row
	entries []ticket.Entry
	ticket  ticket.Ticket // what the entries add up to
}

// add appends an event at the present point of the life.
func (l *telling) add(by string, e ticket.Event) {
	en := ticket.Entry{At: l.at, Recorded: l.now, By: l.Person(by), Event: e}
	l.entries = append(l.entries, en)
	l.ticket = ticket.Apply(l.ticket, en)
}

// tell adds what a row changes.
func (l *telling) tell(r Row) error {
	defer func() { l.row = r }()
	next := stateOf(r.State)
	if !l.ticket.Status.Open() && (!next.done() || r.Reopens > l.row.Reopens) {
		l.add(r.UpdatedBy, ticket.Reopened{Reason: "Taken up again: " + r.State})
	}
	if err := l.classify(r); err != nil {
		return err
	}
	l.hand(r)
	l.move(r, next)
	return nil
}

func (l *telling) classify(r Row) error {
	if r.Impact == l.row.Impact && r.Urgency == l.row.Urgency && r.Priority == l.row.Priority {
		return nil
	}
	place, err := l.place(r)
	if err != nil {
		return err
	}
	t := l.ticket
	if place.Class != t.Class || place.Impact != t.Impact || place.Urgency != t.Urgency {
		l.add(r.UpdatedBy, place)
	}
	return nil
}

// hand follows group and person. The names of teams are kept as they are; the definition need not know them.
func (l *telling) hand(r Row) {
	if r.Group != "" && r.Group != l.ticket.Team {
		l.add(r.UpdatedBy, ticket.Routed{Team: r.Group, From: l.ticket.Team, Rule: "so it was there"})
	}
	if id := l.Person(r.Assignee); id != 0 && id != l.ticket.Assignee {
		l.add(r.UpdatedBy, ticket.Assigned{Person: id})
	}
}

// state is what a state of the log means here.
type state int

const (
	isNew state = iota
	isActive
	asksCustomer
	waitsElsewhere // for a vendor, a problem, evidence: the desk's own affair, no pause (CLOCKS, rule 4)
	isResolved
	isClosed
)

func (s state) done() bool { return s == isResolved || s == isClosed }

func stateOf(s string) state {
	switch s {
	case "New":
		return isNew
	case "Active", "In Progress":
		return isActive
	case "Awaiting User Info":
		return asksCustomer
	case "Resolved":
		return isResolved
	case "Closed":
		return isClosed
	}
	return waitsElsewhere
}

func (l *telling) move(r Row, next state) {
	if l.ticket.Question != nil && !next.done() && next != asksCustomer {
		l.add(r.UpdatedBy, ticket.Answered{Body: "Answered; the words are not in the log."})
	}
	if next != isNew {
		l.accept(r, next)
	}
	switch next {
	case asksCustomer:
		if l.ticket.Question == nil {
			l.add(r.UpdatedBy, ticket.Asked{Question: "Awaiting User Info; the words are not in the log.", ReplyBy: l.at.Add(answerWithin)})
		}
	case waitsElsewhere:
		if r.State != l.row.State {
			l.add(r.UpdatedBy, ticket.Noted{Body: r.State})
		}
	case isResolved:
		l.resolve(r)
	case isClosed:
		l.close(r)
	}
}

// accept makes the one who has it the one who accepted it; at a resolution, the one who resolved it.
func (l *telling) accept(r Row, next state) {
	if l.ticket.Accepted || !l.ticket.Status.Open() {
		return
	}
	name := r.Assignee
	if next.done() {
		name = cmp.Or(name, r.ResolvedBy)
	}
	if name == "" {
		return
	}
	if !l.ticket.FirstRead {
		l.add(name, ticket.Read{})
	}
	l.add(name, ticket.Accepted{Person: l.Person(name)})
}

func (l *telling) resolve(r Row) {
	if !l.ticket.Status.Open() {
		return
	}
	text := "Resolved; the words are not in the log."
	if r.ClosedCode != "" {
		text = fmt.Sprintf("Resolved with %q; the words are not in the log.", r.ClosedCode)
	}
	l.add(cmp.Or(r.ResolvedBy, r.UpdatedBy), ticket.Resolved{Text: text, Code: r.ClosedCode})
}

// close ends the life. Where the log goes straight to Closed, it was resolved when its last column says so, if that
// lies between the rows.
func (l *telling) close(r Row) {
	closed := l.at
	if l.ticket.Status.Open() {
		if before := l.entries[len(l.entries)-1].At; r.Resolved.After(before) && r.Resolved.Before(closed) {
			l.at = r.Resolved
		}
		l.resolve(r)
		l.at = closed
	}
	if l.ticket.Status != ticket.StatusClosed {
		l.add(r.UpdatedBy, ticket.Closed{Why: "closed there"})
	}
}

// leaveNobody hands what is open and was with no group to the desk, now: somebody must see it.
func (l *telling) leaveNobody() {
	if l.ticket.Team != "" || !l.ticket.Status.Open() {
		return
	}
	team, _ := l.Definition.Route(definition.RouteQuery{Class: l.ticket.Class, Channel: l.ticket.Request.Channel})
	l.at = l.now
	l.add("", ticket.Routed{Team: team, Rule: "it was with no group there"})
}
