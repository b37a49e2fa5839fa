package ticket

import (
	"time"

	"switchboard/internal/core/money"
	"switchboard/internal/fault"
)

// Kinds of effort.
const (
	Labor  = "labor"
	Travel = "travel"
	Parts  = "parts"
)

// EffortKinds lists them.
var EffortKinds = []string{Labor, Travel, Parts}

// TimeSpent is what somebody has put into a ticket. Nothing of it is ever billed: where the service covers it, it is Included
// (ME-07, ME-17), and what is billed beside that is a Charge.
type TimeSpent struct {
	Kind     string      `json:"kind"`
	Minutes  int         `json:"minutes,omitempty"` // of labor and travel
	Cost     money.Money `json:"cost,omitzero"`     // of parts, to the desk itself
	Note     string      `json:"note,omitempty"`
	Included bool        `json:"included,omitempty"`
}

// EffortExceeded says that the effort has become extraordinary (ME-61).
type EffortExceeded struct {
	Minutes int `json:"minutes"`
	Visits  int `json:"visits"`
}

func (TimeSpent) Name() string      { return "ticket.time_spent" }
func (EffortExceeded) Name() string { return "ticket.effort_exceeded" }

func (TimeSpent) Public() bool      { return false } // the sums are told; who sat how long is the desk's own
func (EffortExceeded) Public() bool { return false }

// Effort is what a ticket has taken so far.
type Effort struct {
	Labor, Travel int // minutes
	Included      int // of them, covered by the service
	Parts         int64
	Visits        int // orders done
	Exceeded      bool
}

// Minutes is labor and travel.
func (e Effort) Minutes() int { return e.Labor + e.Travel }

func (e *Effort) add(s TimeSpent) {
	switch s.Kind {
	case Labor:
		e.Labor += s.Minutes
	case Travel:
		e.Travel += s.Minutes
	case Parts:
		e.Parts += s.Cost.Cents
	}
	if s.Included {
		e.Included += s.Minutes
	}
}

// Proportion is from when on effort is extraordinary, zero where it never is, and who reviews it then.
type Proportion struct {
	Minutes, Visits int
	Reviewer        Rung
}

// MaxSpent bounds one entry: a day.
const MaxSpent = 24 * 60

// SpendTime writes down what somebody put into a ticket, in any state: much is written down afterwards. Errors: Invalid.
func SpendTime(t Ticket, s TimeSpent, p Proportion, now time.Time) ([]Event, error) {
	var err error
	if s.Note, err = line("note", s.Note, MaxLine); err != nil {
		return nil, err
	}
	switch s.Kind {
	case Labor, Travel:
		if s.Minutes < 1 || s.Minutes > MaxSpent {
			return nil, fault.Field("minutes", "give the minutes, at most a day of them")
		}
		s.Cost = money.Money{}
	case Parts:
		if s.Minutes = 0; s.Cost == (money.Money{}) {
			s.Cost.Currency = money.Dollar
		}
		if err := s.Cost.Check(); err != nil {
			return nil, fault.At("cost", err)
		}
	default:
		return nil, fault.Field("kind", "choose one of the answers")
	}
	s.Included = t.Scope == nil || t.Scope.Outcome.Works()
	return append([]Event{s}, exceeded(t, s, 0, p, now)...), nil
}

// exceeded tells the reviewer, once, when more effort makes it extraordinary.
func exceeded(t Ticket, s TimeSpent, visits int, p Proportion, now time.Time) []Event {
	e := t.Effort
	e.add(s)
	e.Visits += visits
	if e.Exceeded || (p.Minutes == 0 || e.Minutes() < p.Minutes) && (p.Visits == 0 || e.Visits < p.Visits) {
		return nil
	}
	out := []Event{EffortExceeded{Minutes: e.Minutes(), Visits: e.Visits}}
	if t.Status.Open() {
		out = append(out, ReviewDue{Since: now, By: p.Reviewer.Name, To: p.Reviewer.Holders, Why: ReasonEffort})
	}
	return out
}

// ReasonEffort is why such a review is due.
const ReasonEffort = "the effort is out of proportion"
