package ticket

import (
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/fault"
)

// Who climbs the ladder: the requester by themselves or by the phone, somebody of the desk, or time.
const (
	ByCustomer = "customer"
	ByAnalyst  = "analyst"
	ByRule     = "rule"
)

// Escalated takes a ticket one level up the ladder of the definition (ME-47, OK-10). Who is the rung in the definition's
// words, To are the people who hold it, Passed the rungs below that nobody held.
type Escalated struct {
	Level    int         `json:"level"`
	Who      string      `json:"who"`
	To       []people.ID `json:"to"`
	Let      []people.ID `json:"let,omitempty"` // of these, who comes to see the ticket by it
	Reason   string      `json:"reason"`
	By       string      `json:"by"`
	Caller   string      `json:"caller,omitempty"` // who asked for it on the phone
	AnswerBy time.Time   `json:"answer_by"`
	Passed   []string    `json:"passed,omitempty"`
}

// EscalationAnswered is the word of the level that was asked; the customer reads it (OK-11).
type EscalationAnswered struct {
	Level int    `json:"level"`
	Text  string `json:"text"`
}

// EscalationLapsed says that the last level there is did not answer in time.
type EscalationLapsed struct {
	Level int `json:"level"`
}

func (Escalated) Name() string          { return "ticket.escalated" }
func (EscalationAnswered) Name() string { return "ticket.escalation_answered" }
func (EscalationLapsed) Name() string   { return "ticket.escalation_lapsed" }

func (Escalated) Public() bool          { return true } // the customer sees the level and the answer
func (EscalationAnswered) Public() bool { return true }
func (EscalationLapsed) Public() bool   { return true }

// PartyRung was asked to answer an escalation, and sees what customers see.
const PartyRung Party = "rung"

// Escalation is how high a ticket has come.
type Escalation struct {
	Level  int // 0: never
	Count  int
	Open   bool // the level has not answered yet
	Lapsed bool // nor has it in time, and there is none above
	Last   Escalated
}

// Rung is a step of the ladder above who has the ticket, and who holds it; nobody, where it is not filled.
type Rung struct {
	Name     string
	Holders  []people.ID
	Let      []people.ID // of these, who does not see the ticket yet
	AnswerBy time.Time   // if it is asked now
}

// Plea is what somebody who escalates says.
type Plea struct {
	Reason string
	By     string
	Caller string
}

// Escalate asks the next rung that somebody holds; those without anybody are passed over and named. Each level needs that
// the former has answered, or has not in time (ME-48). Errors: Conflict, Invalid.
func Escalate(t Ticket, ladder []Rung, in Plea, now time.Time) ([]Event, error) {
	if err := mustBeOpen(t); err != nil {
		return nil, err
	}
	if e := t.Escalation; e.Open && !e.Lapsed && now.Before(e.Last.AnswerBy) {
		return nil, fault.New(fault.Conflict, "level %d is asked already; the next is asked when it has answered, or has not in time", e.Level)
	}
	var err error
	if in.Reason, err = text("reason", in.Reason, true); err != nil {
		return nil, err
	}
	if in.Caller, err = line("caller", in.Caller, MaxLine); err != nil {
		return nil, err
	}
	e, ok := climb(t, ladder)
	if !ok {
		return nil, fault.New(fault.Conflict, "nobody above level %d can be asked; call the desk", t.Escalation.Level)
	}
	e.Reason, e.By, e.Caller = in.Reason, in.By, in.Caller
	return []Event{e}, nil
}

// climb finds the next rung that somebody holds. The level is the place on the ladder, so that a rung filled later is
// not asked out of turn.
func climb(t Ticket, ladder []Rung) (Escalated, bool) {
	var e Escalated
	for i := t.Escalation.Level; i < len(ladder); i++ {
		r := ladder[i]
		if len(r.Holders) == 0 {
			e.Passed = append(e.Passed, r.Name)
			continue
		}
		e.Level, e.Who, e.To, e.Let, e.AnswerBy = i+1, r.Name, r.Holders, r.Let, r.AnswerBy
		return e, true
	}
	return e, false
}

// Unanswered is what follows when a level has not answered in time: the next one is asked, and where there is none, that
// is said once.
func Unanswered(t Ticket, ladder []Rung, now time.Time) []Event {
	if at := t.EscalationDue(); at.IsZero() || now.Before(at) || !t.Status.Open() {
		return nil
	}
	e, ok := climb(t, ladder)
	if !ok {
		return []Event{EscalationLapsed{Level: t.Escalation.Level}}
	}
	e.Reason, e.By = "no answer in time", ByRule
	return []Event{e}
}

// EscalationDue is when the level that is asked has to have answered; zero where none is.
func (t Ticket) EscalationDue() time.Time {
	if e := t.Escalation; e.Open && !e.Lapsed && t.Status.Open() {
		return e.Last.AnswerBy
	}
	return time.Time{}
}

// AnswerEscalation is the word of the level that was asked. Errors: Conflict, Invalid.
func AnswerEscalation(t Ticket, said string) ([]Event, error) {
	if !t.Escalation.Open {
		return nil, fault.New(fault.Conflict, "no escalation of {the ticket} %d waits for an answer", t.ID)
	}
	said, err := text("text", said, true)
	if err != nil {
		return nil, err
	}
	return []Event{EscalationAnswered{Level: t.Escalation.Level, Text: said}}, nil
}

func (t *Ticket) escalate(e Event) {
	switch e := e.(type) {
	case Escalated:
		t.Escalation = Escalation{Level: e.Level, Count: t.Escalation.Count + 1, Open: true, Last: e}
		for _, p := range e.Let {
			if t.Parties[p] == "" {
				put(&t.Parties, p, PartyRung)
			}
		}
	case EscalationAnswered:
		t.Escalation.Open = false
	case EscalationLapsed:
		t.Escalation.Lapsed = true
	}
}
