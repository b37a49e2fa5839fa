package sla

import (
	"cmp"
	"slices"
	"time"
)

// ending says how a clock ends, if it does.
type ending struct {
	at     time.Time // zero: it runs
	how    how
	solved []off // intervals between a resolution and a reopening that resumed the clock
}

type how int

const (
	stopped  how = iota
	unheard      // stopped by a resolution that told the customer nothing: a miss (rule 5)
	lapsed       // what it waited for cannot come any more: ended, unless it is missed already
	replaced     // by another target (rule 6)
)

// single gives the clocks of a metric that is met once: the one that holds, and before it those which it superseded.
func (e *evaluation) single(turns []turn) error {
	var before *Clock
	first, generation, settled := len(e.clocks), 0, false
	for i, turn := range turns {
		t := turn.target
		settled = settled && !turn.whole && !e.owesMore(turns[i:])
		if t == nil || settled {
			before = nil
			continue
		}
		if err := t.Check(); err != nil {
			return err
		}
		end := e.ending(turn)
		settled = !end.at.IsZero() && (i+1 == len(turns) || !end.at.After(turns[i+1].from))
		end = end.superseded(turns[i+1:], settled)
		c, err := e.judge(turn, e.starts(turn), end, before)
		if err != nil {
			return err
		}
		c.Generation = generation
		e.clocks = append(e.clocks, c)
		before = &e.clocks[len(e.clocks)-1]
		generation++
	}
	slices.Reverse(e.clocks[first:])
	return nil
}

// superseded is the ending of a clock that later targets replace. One that was settled before them keeps its verdict,
// unless a target judges the whole life anew (rule 6); its stop is then still shown.
func (end ending) superseded(later []turn, settled bool) ending {
	switch {
	case len(later) == 0:
	case !settled:
		end.at, end.how = later[0].from, replaced
	case slices.ContainsFunc(later, func(t turn) bool { return t.whole }):
		end.how = replaced
	}
	return end
}

// owesMore reports whether a later target asks for more than what ended the clock so far: a team that had the ticket
// has met self-service, and yet nobody has accepted the major incident that it became (CO-27).
func (e *evaluation) owesMore(later []turn) bool {
	return slices.ContainsFunc(later, func(t turn) bool {
		if t.target == nil {
			return false
		}
		at := e.ending(t).at
		return at.IsZero() || at.After(t.from)
	})
}

// starts is where a clock begins: with the ticket, or for a team's own target when that team received it (rule 6).
func (e *evaluation) starts(t turn) time.Time {
	if t.target.When.Team != "" {
		return t.regime.teamSince
	}
	return e.start
}

// ending finds what ends a clock with the target of this turn.
func (e *evaluation) ending(turn turn) ending {
	var end ending
	t := turn.target
	switch t.Metric {
	case Restore, Resolve, Close, ReadyBy:
		return e.solution(t)
	case AssignTeam:
		end.at = e.assigned(turn)
	case AssignProvider:
		if end.at = e.first(AssignedTeam, AssignedPerson); t.Accepted {
			end.at = e.first(Accepted)
		}
	case Accept:
		end.at = e.acceptedBy(t.By)
	case FirstRead:
		end.at = e.first(FirstReadFact)
	case FirstReply:
		end.at = e.first(PublicReply)
	case TeamIdentified:
		end.at = e.first(TeamNamed)
	}
	return e.orResolution(t, end)
}

// assigned is when a team has the ticket and, where the target asks for it, somebody has accepted (A13, CO-27). A class
// that brought a team of its own is not met by whoever had the ticket before: then only what follows counts.
func (e *evaluation) assigned(turn turn) time.Time {
	facts := e.facts
	for i := range e.facts {
		if f := &e.facts[i]; turn.whole && f.Kind == AssignedTeam && f.At.Equal(turn.from) {
			facts = e.facts[i:]
		}
	}
	at, accepted := firstOf(facts, AssignedTeam), firstOf(facts, Accepted)
	if !turn.target.Accepted || at.IsZero() {
		return at
	}
	if accepted.IsZero() || accepted.After(at) {
		return accepted
	}
	return at
}

func firstOf(facts []Fact, kind Kind) time.Time {
	for i := range facts {
		if facts[i].Kind == kind {
			return facts[i].At
		}
	}
	return time.Time{}
}

// acceptedBy is the first acceptance by one of the roles, or by anybody when none is named.
func (e *evaluation) acceptedBy(roles []string) time.Time {
	for i := range e.facts {
		f := &e.facts[i]
		if f.Kind == Accepted && (len(roles) == 0 || f.Role == "" || slices.Contains(roles, f.Role)) {
			return f.At
		}
	}
	return time.Time{}
}

// orResolution lets a resolution end what is still waited for. Who resolved a ticket had it, read it and took it, and
// the text of the resolution is a reply; but it is not the response of a named role, nor a team identified.
func (e *evaluation) orResolution(t *Target, end ending) ending {
	f := e.find(Resolved, Closed)
	if f != nil && (end.at.IsZero() || end.at.After(f.At)) {
		end.at = f.At
		switch {
		case t.Metric == FirstReply && f.Silent:
			end.how = unheard
		case t.Metric == TeamIdentified || t.Metric == Accept && len(t.By) > 0:
			end.how = lapsed
		}
	}
	return e.orEnded(end)
}

// orEnded lets a merger or withdrawal end what still runs.
func (e *evaluation) orEnded(end ending) ending {
	if end.at.IsZero() && !e.ended.IsZero() {
		end.at, end.how = e.ended, lapsed
	}
	return end
}

// solution finds the last resolution of a ticket, and the intervals after those that a reopening undid (rule 8).
func (e *evaluation) solution(t *Target) ending {
	var end ending
	var resolved time.Time // the latest resolution: the confirm window counts from it
	restores := t.Restored || t.Metric == Restore
	for i := range e.facts {
		f := &e.facts[i]
		switch {
		case f.Kind == Resolved, f.Kind == Closed && resolved.IsZero(), f.Kind == RestoredFact && restores:
			if f.Kind != RestoredFact {
				resolved = f.At
			}
			if end.at.IsZero() {
				end.at = f.At
			}
		case f.Kind == Reopened && !end.at.IsZero():
			since := resolved
			if since.IsZero() {
				since = end.at
			}
			if !e.withinWindow(t, since, f.At) {
				return end // the verdict stands; what follows is a new ticket's
			}
			end.solved = append(end.solved, off{from: end.at, to: f.At, why: WhyResolved})
			end.at, resolved = time.Time{}, time.Time{}
		}
	}
	return e.orEnded(end)
}

// withinWindow reports whether a reopening comes within the confirm window. A policy that states none has no limit.
func (e *evaluation) withinWindow(t *Target, resolved, reopened time.Time) bool {
	i := 0
	for i+1 < len(e.editions) && !e.editions[i+1].From.After(resolved) {
		i++
	}
	p := e.editions[i].Policy
	if p.ConfirmWindow == (Amount{}) {
		return true
	}
	w := Target{Metric: "confirm_window", Amount: p.ConfirmWindow, Calendar: cmp.Or(p.ConfirmCalendar, t.Calendar)}
	if w.Check() != nil {
		return true // days without a calendar: Policy.Check refuses such a window at publishing
	}
	m := meter{target: &w, start: resolved}
	until, _, err := m.due()
	return err != nil || !reopened.After(until)
}
