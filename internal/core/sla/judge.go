package sla

import "time"

// judge gives the verdict on one clock. before is the clock that it superseded at turn.from, nil if none.
func (e *evaluation) judge(t turn, start time.Time, end ending, before *Clock) (Clock, error) {
	c := Clock{Target: t.target, Metric: t.target.Metric, Obligation: t.target.Obligation,
		received: e.received.UTC(), end: end.at.UTC()}
	if end.at.IsZero() {
		c.end = e.asOf
	} else {
		c.StoppedAt = c.end
	}
	var err error
	if c.Start, err = e.openingOf(t, start); err != nil {
		return c, err
	}
	c.m = meter{target: t.target, start: c.Start,
		tenure: e.tenure(t.target, t.regime.subject, c.Start, c.end, end.at.IsZero()),
		offs:   e.offs(t.target, c.Start, later(c.end, c.Start), end)}
	due, known, err := c.m.due()
	if err != nil {
		return c, err
	}
	if known {
		c.Due = due
	}
	if t.from.After(e.start) {
		c.held = t.from
		e.upgrade(&c, t, before)
	}
	c.State = c.verdict(end)
	return c, e.amounts(&c)
}

func (e *evaluation) openingOf(t turn, start time.Time) (time.Time, error) {
	cal := t.target.Calendar
	if t.target.StartsOpen && len(e.editions) > 1 {
		for _, ed := range e.editions {
			same := ed.Policy.choose(t.regime.subject, e.start)[t.target.Metric.index()]
			if !ed.From.After(start) && same != nil && same.Calendar != nil {
				cal = same.Calendar
			}
		}
	}
	at, err := opening(t.target, cal, start)
	return at.UTC(), err
}

// verdict is the state of a clock that ended so, or runs at c.end. Equality meets (rule 10).
func (c *Clock) verdict(end ending) State {
	past := !c.Due.IsZero() && c.end.After(c.Due)
	switch {
	case c.StoppedAt.IsZero() && past:
		return Missed
	case c.StoppedAt.IsZero() && c.Due.IsZero():
		return Paused
	case c.StoppedAt.IsZero():
		return Counting
	case end.how == replaced:
		return Superseded
	case end.how == unheard || past:
		return Missed
	case end.how == lapsed:
		return EndedState
	}
	return Met
}

// upgrade marks a clock whose target is stricter than the one before and was past already when it came to hold: it is
// due at that instant and what grace the target gives (rule 6). What had come by then, but too late for the former target
// as well, stays late. A team's own target begins with the team and is exempt.
func (*evaluation) upgrade(c *Clock, t turn, before *Clock) {
	if c.Due.IsZero() || !c.Due.Before(t.from) || t.target.When.Team != "" {
		return
	}
	if !c.StoppedAt.IsZero() && !c.StoppedAt.After(c.Due) {
		return
	}
	if before != nil && !before.Due.IsZero() {
		wasLate := before.StoppedAt.After(before.Due) && before.StoppedAt.Before(t.from)
		if noStricter := !c.Due.Before(before.Due); noStricter || wasLate {
			return
		}
	}
	c.LateOnUpgrade = true
	c.Due = t.from.Add(max(0, t.target.Grace))
}

// offs lists the stretches in which a clock does not count: the pauses that its target knows, and the intervals in
// which the ticket was resolved.
func (e *evaluation) offs(t *Target, start, at time.Time, end ending) []off {
	if len(end.solved) == 0 && (len(t.Pauses) == 0 || len(e.pauses) == 0 || !t.Metric.pausable()) {
		return nil
	}
	offs := append(make([]off, 0, len(end.solved)+len(e.pauses)), end.solved...)
	if t.Metric.pausable() {
		for _, p := range e.pauses {
			if t.pausedBy(p.cause) {
				offs = append(offs, off{p.from, p.to, Why(p.cause)})
			}
		}
	}
	runs := end.at.IsZero() || end.how == replaced || end.how == lapsed
	return overlay(offs, start, at, runs)
}

func (t *Target) pausedBy(cause Cause) bool {
	for _, c := range t.Pauses {
		if c == cause {
			return true
		}
	}
	return false
}

// amounts fills in what has counted, what was paused and what is left.
func (e *evaluation) amounts(c *Clock) error {
	var err error
	if c.Elapsed, err = c.m.consumed(c.end); err != nil {
		return err
	}
	if len(c.m.offs) > 0 {
		if c.Paused, err = c.m.pausedTime(c.end); err != nil {
			return err
		}
	}
	m, from, due := &c.m, later(c.end, c.Start), c.Due
	if due.IsZero() {
		// What was left when the pause began stays what is left, however long it lasts.
		before := c.m.beforePause()
		m, from = &before, c.m.offs[len(before.offs)].from
		if due, _, err = before.due(); err != nil {
			return err
		}
	}
	c.Remaining, err = m.between(from, due)
	return err
}

// beforePause is the meter as it was until the pause that lasts began, whatever caused it since.
func (m *meter) beforePause() meter {
	began := len(m.offs) - 1
	for began > 0 && m.offs[began-1].why != WhyResolved && m.offs[began-1].to.Equal(m.offs[began].from) {
		began--
	}
	before := *m
	before.offs = m.offs[:began:began]
	return before
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
