package ticket

import (
	"maps"
	"slices"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/fault"
)

// Rated is what the customer thinks of one resolution (ME-21, ME-34, A16). Resolver and Team are whom it is credited to: who
// had it when it was resolved, whatever happened since.
type Rated struct {
	Resolution int             `json:"resolution"` // which one of the ticket, from 1
	Overall    int             `json:"overall"`    // 1 to 5; 4 and 5 are satisfied
	Answers    map[string]bool `json:"answers,omitempty"`
	Comment    string          `json:"comment,omitempty"`
	Resolver   people.ID       `json:"resolver,omitempty"`
	Team       string          `json:"team"`
}

// Name is the stored name.
func (Rated) Name() string { return "ticket.rated" }

// Public is false: what somebody thinks of the work is theirs and the desk's to know, and no business of others who follow
// the ticket. Who rated reads it in Survey.
func (Rated) Public() bool { return false }

// Bounds of a rating.
const (
	MaxOverall = 5
)

// Survey is what was asked of the customer about the last resolution, and what they said.
type Survey struct {
	Resolution int // how often the ticket was resolved; 0: never
	Resolver   people.ID
	Team       string
	Answer     *Rated // the latest word on this resolution; nil while there is none
	AnsweredAt time.Time
}

// surveyed reports whether the desk asks how a ticket went: a part of another, what is the same thing asked twice, and
// history of another system are not asked about.
func (t Ticket) surveyed() bool {
	return t.Survey.Resolution > 0 && t.Request.Parent == 0 && !t.Duplicate && t.MergedInto == 0 && t.Request.External == ""
}

// Rateable reports whether the last resolution can be rated now, or what was said of it be changed, until an instant.
func (t Ticket) Rateable(until, now time.Time) bool {
	return t.surveyed() && !t.Status.Open() && !now.After(until)
}

// Rate is the customer's word on the last resolution, which in names; questions are the ones that are asked beside the
// overall grade. Saying it again before until changes what was said. Errors: Conflict, Forbidden, Invalid.
func Rate(t Ticket, by people.ID, in Rated, questions []string, until, now time.Time) ([]Event, error) {
	s := t.Survey
	switch {
	case !t.surveyed() || t.Status.Open():
		return nil, fault.New(fault.Conflict, "{the ticket} %d is not resolved, so there is nothing to rate yet", t.ID)
	case in.Resolution != s.Resolution:
		return nil, fault.New(fault.Conflict, "{the ticket} %d was taken up again since; rate the last resolution", t.ID)
	case now.After(until):
		return nil, fault.New(fault.Conflict, "the time to rate {the ticket} %d is over", t.ID)
	case by != 0 && by == s.Resolver:
		return nil, fault.New(fault.Forbidden, "nobody rates their own work")
	case in.Overall < 1 || in.Overall > MaxOverall:
		return nil, fault.Field("overall", "choose a grade from 1 to %d", MaxOverall)
	}
	for id := range in.Answers {
		if !slices.Contains(questions, id) {
			return nil, fault.Field("answers", "the survey has no question %q", id)
		}
	}
	var err error
	if in.Comment, err = text("comment", in.Comment, false); err != nil {
		return nil, err
	}
	in.Resolver, in.Team = s.Resolver, s.Team
	if s.Answer != nil && s.Answer.same(in) {
		return nil, nil
	}
	return []Event{in}, nil
}

func (r Rated) same(o Rated) bool {
	return r.Overall == o.Overall && r.Comment == o.Comment && maps.Equal(r.Answers, o.Answers)
}

// resolvedBy begins to ask about a resolution.
func (s *Survey) resolvedBy(who people.ID, team string) {
	*s = Survey{Resolution: s.Resolution + 1, Resolver: who, Team: team}
}

func (s *Survey) rated(e Rated, at time.Time) {
	if e.Resolution == s.Resolution {
		s.Answer, s.AnsweredAt = &e, at
	}
}

// Ratings reads from a history each resolution that was asked about, with the last word on it where there is one.
func Ratings(life []Entry) []Survey {
	var out []Survey
	var t Ticket
	for _, en := range life {
		t.apply(en)
		switch en.Event.(type) {
		case Resolved:
			out = append(out, t.Survey)
		case Rated:
			if n := len(out); n > 0 {
				out[n-1] = t.Survey
			}
		}
	}
	if !t.surveyed() {
		return nil
	}
	return out
}
