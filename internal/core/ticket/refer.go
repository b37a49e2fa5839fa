package ticket

import (
	"time"

	"switchboard/internal/core/scope"
	"switchboard/internal/fault"
)

// Referred sends the customer to somebody else, who helps with this (ME-67). It ends the ticket as neither resolved nor
// failed; CheckAt is when the desk looks whether it helped.
type Referred struct {
	To      string    `json:"to"`
	Said    string    `json:"said"` // what the customer reads
	CheckAt time.Time `json:"check_at"`
}

// ReferralDue says that it is time to look whether it helped.
type ReferralDue struct {
	Since time.Time `json:"since"`
}

// ReferralChecked is what came of it. What did not help is taken up again.
type ReferralChecked struct {
	Helped bool   `json:"helped,omitempty"`
	Note   string `json:"note,omitempty"`
}

func (Referred) Name() string        { return "ticket.referred" }
func (ReferralDue) Name() string     { return "ticket.referral_due" }
func (ReferralChecked) Name() string { return "ticket.referral_checked" }

func (Referred) Public() bool        { return true }
func (ReferralDue) Public() bool     { return false }
func (ReferralChecked) Public() bool { return false }

// When is its true instant, however late it is noticed.
func (e ReferralDue) When() time.Time { return e.Since }

// Referral is where a ticket was sent.
type Referral struct {
	Referred
	At      time.Time
	Due     bool // the desk was reminded to look
	Checked bool
}

// MaxCheckAhead is how far ahead the look may be set.
const MaxCheckAhead = 366 * 24 * time.Hour

// ReferTo sends the customer on. Only what the service helps with on a best effort, or not at all, is referred: all else goes
// to a team. Errors: Conflict, Invalid.
func ReferTo(t Ticket, r Referred, now time.Time) ([]Event, error) {
	if err := mustBeOpen(t); err != nil {
		return nil, err
	}
	if s := t.Scope; s == nil || s.Outcome != scope.Refer && s.Outcome != scope.BestEffort && s.Outcome != scope.NotCovered {
		return nil, fault.New(fault.Conflict, "{the ticket} %d is not to be referred by what the service covers; hand it to {a team} instead", t.ID)
	}
	var err error
	if r.To, err = line("to", r.To, MaxLine); err != nil {
		return nil, err
	}
	if r.To == "" {
		return nil, fault.Field("to", "say who helps with this")
	}
	if r.Said, err = text("said", r.Said, true); err != nil {
		return nil, err
	}
	if !r.CheckAt.After(now) || r.CheckAt.Sub(now) > MaxCheckAhead {
		return nil, fault.Field("check_at", "the look whether it helped lies ahead, within a year")
	}
	return append(firstRead(t, nil), r), nil
}

// ReferralCheck is when the desk is reminded to look; zero where it is not.
func (t Ticket) ReferralCheck() time.Time {
	if r := t.Referral; r != nil && !r.Due && !r.Checked {
		return r.CheckAt
	}
	return time.Time{}
}

// RemindOfReferral is what time asks for: the reminder, once.
func RemindOfReferral(t Ticket, now time.Time) []Event {
	at := t.ReferralCheck()
	if at.IsZero() || now.Before(at) {
		return nil
	}
	return []Event{ReferralDue{Since: at}}
}

// CheckReferral writes down whether it helped; what did not is taken up again, with its promises as if it had never been sent
// away. Errors: Conflict, Invalid.
func CheckReferral(t Ticket, c ReferralChecked) ([]Event, error) {
	if t.Referral == nil || t.Referral.Checked {
		return nil, fault.New(fault.Conflict, "{the ticket} %d is not with somebody else", t.ID)
	}
	var err error
	if c.Note, err = text("note", c.Note, !c.Helped); err != nil {
		return nil, err
	}
	if c.Helped {
		return []Event{c}, nil
	}
	return []Event{c, Reopened{Reason: c.Note}}, nil
}

func (t *Ticket) refer(en Entry) {
	if e, ok := en.Event.(Referred); ok {
		t.Referral = &Referral{Referred: e, At: en.At}
		t.Status, t.ClosedAt, t.Question, t.UnansweredAt, t.Urging = StatusClosed, en.At, nil, time.Time{}, false
		return
	}
	if t.Referral == nil {
		return
	}
	r := *t.Referral
	switch en.Event.(type) {
	case ReferralDue:
		r.Due = true
	case ReferralChecked:
		r.Checked = true
	}
	t.Referral = &r
}
