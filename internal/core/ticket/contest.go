package ticket

import (
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/fault"
)

// What a customer can contest (A26): that a clock stood still, or the class.
const (
	ContestPause = "pause"
	ContestClass = "class"
)

// The causes of a pause that can be contested.
const (
	ByQuestion = "question"
	ByDuty     = "duty"
)

// Contested is the customer's word that a clock stood still for no good reason, or that the class is wrong. No clock changes
// by it (A26).
type Contested struct {
	What     string    `json:"what"`
	Cause    string    `json:"cause,omitempty"` // of a pause
	Duty     string    `json:"duty,omitempty"`  // of a pause by one
	Since    time.Time `json:"since,omitzero"`  // when that pause began
	Class    string    `json:"class,omitempty"` // the one that is contested
	Metric   string    `json:"metric,omitempty"`
	Text     string    `json:"text"`
	AnswerBy time.Time `json:"answer_by"`
}

// ContestAnswered is the word of whoever looked at it. A pause that is taken back counts from its beginning as if it had
// never been: the facts that made it stay in the history, and this one corrects them (CLOCKS, rule 1).
type ContestAnswered struct {
	Upheld bool   `json:"upheld"`
	Reason string `json:"reason"`
}

// ContestLapsed says once that nobody has answered in time.
type ContestLapsed struct{}

func (Contested) Name() string       { return "ticket.contested" }
func (ContestAnswered) Name() string { return "ticket.contest_answered" }
func (ContestLapsed) Name() string   { return "ticket.contest_lapsed" }

func (Contested) Public() bool       { return true }
func (ContestAnswered) Public() bool { return true }
func (ContestLapsed) Public() bool   { return true }

// Contest is where the last objection to a pause or a class stands.
type Contest struct {
	Open   bool // nobody has answered yet
	Lapsed bool // nor has anybody in time
	Count  int
	Since  time.Time
	Last   Contested
	Answer ContestAnswered // once it is not open
}

// Pause is a stretch in which clocks stood still by a recorded cause, that its customer can contest.
type Pause struct {
	Cause string
	Duty  string
	Since time.Time
	Until time.Time // zero while it lasts
	By    people.ID // who recorded it
}

// Pauses reads from a history what made clocks stand still, the oldest first, without what was taken back.
func Pauses(life []Entry) []Pause {
	gone := withdrawn(life)
	var out []Pause
	end := func(cause, duty string, at time.Time) {
		for i := range out {
			if p := &out[i]; p.Until.IsZero() && (cause == "" || p.Cause == cause && p.Duty == duty) {
				p.Until = at
			}
		}
	}
	for i, en := range life {
		switch e := en.Event.(type) {
		case Asked:
			if !gone[i] {
				out = append(out, Pause{Cause: ByQuestion, Since: en.At, By: en.By})
			}
		case DutyUnmet:
			if !gone[i] {
				out = append(out, Pause{Cause: ByDuty, Duty: e.Duty, Since: en.At, By: en.By})
			}
		case Answered:
			end(ByQuestion, "", en.At)
		case DutyMet:
			end(ByDuty, e.Duty, en.At)
		case Resolved, Closed, MergedInto:
			end("", "", en.At)
		}
	}
	return out
}

// withdrawn are the entries whose pause was found wrong, by their place.
func withdrawn(life []Entry) map[int]bool {
	var gone map[int]bool
	var last Contested
	for _, en := range life {
		switch e := en.Event.(type) {
		case Contested:
			last = e
		case ContestAnswered:
			if !e.Upheld || last.What != ContestPause {
				continue
			}
			for i, began := range life {
				if last.began(began) {
					if gone == nil {
						gone = map[int]bool{}
					}
					gone[i] = true
				}
			}
		}
	}
	return gone
}

// began reports whether an entry is the one that made the contested pause.
func (c Contested) began(en Entry) bool {
	if !en.At.Equal(c.Since) {
		return false
	}
	switch e := en.Event.(type) {
	case Asked:
		return c.Cause == ByQuestion
	case DutyUnmet:
		return c.Cause == ByDuty && e.Duty == c.Duty
	}
	return false
}

// MakeContest is the customer's objection; one is looked at at a time. Errors: Conflict, Invalid.
func MakeContest(t Ticket, life []Entry, in Contested) ([]Event, error) {
	switch {
	case t.MergedInto != 0:
		return nil, mergedAway(t)
	case t.Status == StatusClosed:
		return nil, fault.New(fault.Conflict, "{the ticket} %d is closed; reopen it to change it", t.ID)
	case t.Contest.Open:
		return nil, fault.New(fault.Conflict, "what you object to is looked at already; you get an answer first")
	}
	var err error
	if in.Text, err = text("text", in.Text, true); err != nil {
		return nil, err
	}
	switch in.What {
	case ContestPause:
		if _, ok := pauseOf(life, in); !ok {
			return nil, fault.Field("what", "nothing of this kind made a clock stand still then")
		}
		in.Class = ""
	case ContestClass:
		in.Class, in.Cause, in.Duty, in.Since = t.Class, "", "", time.Time{}
	default:
		return nil, fault.Field("what", "say what you object to: a pause or the class")
	}
	return []Event{in}, nil
}

func pauseOf(life []Entry, c Contested) (Pause, bool) {
	for _, p := range Pauses(life) {
		if p.Cause == c.Cause && p.Duty == c.Duty && p.Since.Equal(c.Since) {
			return p, true
		}
	}
	return Pause{}, false
}

// AnswerContest answers an objection, with the reason that the customer reads. Who stopped the clock does not judge it, and
// of a class that was wrong the ticket has to have the right one before. Errors: Conflict, Forbidden, Invalid.
func AnswerContest(t Ticket, life []Entry, by people.ID, a ContestAnswered) ([]Event, error) {
	c := t.Contest
	if !c.Open {
		return nil, fault.New(fault.Conflict, "no objection to {the ticket} %d waits for an answer", t.ID)
	}
	if !Judges(t, life, by) {
		return nil, fault.New(fault.Forbidden, "somebody else than who stopped the clock answers")
	}
	if c.Last.What == ContestClass && a.Upheld && t.Class == c.Last.Class {
		return nil, fault.New(fault.Conflict, "classify {the ticket} anew first; then say that the objection was right")
	}
	var err error
	if a.Reason, err = text("reason", a.Reason, true); err != nil {
		return nil, err
	}
	return []Event{a}, nil
}

// Judges reports whether somebody may answer the objection that waits: not who stopped the clock that it is about.
func Judges(t Ticket, life []Entry, by people.ID) bool {
	p, ok := pauseOf(life, t.Contest.Last)
	return !ok || t.Contest.Last.What != ContestPause || by == 0 || p.By != by
}

// ContestDue is when an objection has to be answered; zero where none waits, or that was missed already.
func (t Ticket) ContestDue() time.Time {
	if c := t.Contest; c.Open && !c.Lapsed {
		return c.Last.AnswerBy
	}
	return time.Time{}
}

// LapseContest is what follows when nobody has answered in time.
func LapseContest(t Ticket, now time.Time) []Event {
	if at := t.ContestDue(); at.IsZero() || now.Before(at) {
		return nil
	}
	return []Event{ContestLapsed{}}
}

func (t *Ticket) contest(en Entry) {
	switch e := en.Event.(type) {
	case Contested:
		t.Contest = Contest{Open: true, Count: t.Contest.Count + 1, Since: en.At, Last: e}
	case ContestAnswered:
		t.Contest.Open, t.Contest.Answer = false, e
		if d, unmet := t.Unmet[t.Contest.Last.Duty]; e.Upheld && unmet && t.Contest.Last.What == ContestPause && d.Duty != "" {
			delete(t.Unmet, d.Duty)
		}
	case ContestLapsed:
		t.Contest.Lapsed = true
	}
}
