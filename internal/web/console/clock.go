package console

import (
	"time"

	"switchboard/internal/core/sla"
	"switchboard/internal/core/ticket"
	"switchboard/internal/web/ui"
)

// promise is one clock of a ticket in words: the chip, and what opens behind it.
type promise struct {
	Chip ui.Chip
	Why  []ui.Fact
}

func (f frame) promises(clocks []sla.Clock, merged bool) []promise {
	var out []promise
	for _, c := range shown(clocks, merged) {
		out = append(out, promise{Chip: f.clockChip(c), Why: f.why(c)})
	}
	return out
}

// shown are the clocks that still say something, the running ones first: of the intervals of one promise the latest.
// Superseded targets are left to the timeline, and so is what ended without a verdict, unless the ticket was merged: then
// that is the verdict (CLOCKS, rule 11).
func shown(clocks []sla.Clock, merged bool) []*sla.Clock {
	var running, done []*sla.Clock
	told := map[sla.Metric]bool{}
	for i := range clocks {
		c := &clocks[i]
		if c.State == sla.Superseded || c.State == sla.EndedState && !merged || told[c.Metric] {
			continue
		}
		told[c.Metric] = true // the latest interval comes first
		if c.Running() {
			running = append(running, c)
		} else {
			done = append(done, c)
		}
	}
	return append(running, done...)
}

func (f frame) clockChip(c *sla.Clock) ui.Chip {
	what := f.metric(c.Metric)
	say := func(kind ui.ChipKind, key string, span time.Duration) ui.Chip {
		return ui.Chip{Kind: kind, Text: what + ": " + f.Words.T(key, "span", f.Words.Span(span))}
	}
	switch {
	case c.State == sla.EndedState:
		return ui.Chip{Text: what + ": " + f.Words.T("console.chip.merged"), Plain: true}
	case c.State == sla.Paused:
		return ui.Chip{Kind: ui.Paused, Text: what + ": " + f.Words.T("console.chip.paused", "span", f.left(c))}
	case c.Running():
		chip := f.dueChip(c.Due)
		chip.Label = what
		if chip.Kind == ui.Late && !binding(c) {
			return say(ui.Soon, "console.chip.goal", f.Now.Sub(c.Due))
		}
		return chip
	case c.State == sla.Met:
		return say(ui.Met, "console.chip.kept", c.StoppedAt.Sub(c.Start))
	case !binding(c): // A19: a goal is reached or not; it is never breached
		return say(ui.Soon, "console.chip.goal", c.StoppedAt.Sub(c.Due))
	}
	return say(ui.Late, "console.chip.missed", c.StoppedAt.Sub(c.Due))
}

// binding reports whether missing the clock breaks a promise (A19).
func binding(c *sla.Clock) bool {
	return c.Obligation == sla.Guarantee || c.Obligation == sla.Commitment
}

// why explains a clock: what was promised, since when it counts, what has counted, until when.
func (f frame) why(c *sla.Clock) []ui.Fact {
	p, zone := f.Words, f.desk.Zone()
	facts := []ui.Fact{
		{Term: p.T("console.why.promise"), Text: p.T("console.obligation."+string(c.Obligation)) + ", " + f.amount(c.Target.Amount)},
		{Term: p.T("console.why.start"), Text: p.Moment(c.Start, f.Now, zone)},
	}
	if !c.Due.IsZero() {
		facts = append(facts, ui.Fact{Term: p.T("console.why.due"), Text: p.Exact(c.Due, zone)})
	}
	facts = append(facts, ui.Fact{Term: p.T("console.why.counted"), Text: f.measured(c, c.Elapsed)})
	if c.Paused > 0 {
		facts = append(facts, ui.Fact{Term: p.T("console.why.paused"), Text: f.measured(c, c.Paused)})
	}
	if !c.StoppedAt.IsZero() {
		facts = append(facts, ui.Fact{Term: p.T("console.why.stopped"), Text: p.Moment(c.StoppedAt, f.Now, zone)})
	}
	if c.Target.Note != "" {
		facts = append(facts, ui.Fact{Term: p.T("console.why.rule"), Text: f.desk.NoteOf(c.Target.Note, f.lang())})
	}
	if lines := f.segments(c); len(lines) > 0 {
		facts = append(facts, ui.Fact{Term: p.T("console.why.segments"), Body: segmentList(lines)})
	}
	return facts
}

// left is what remains of a clock that stands still, in the measure of its promise: a business day has no 24 hours.
func (f frame) left(c *sla.Clock) string {
	if c.Target.Amount.Unit == sla.BusinessDays {
		if day := c.Target.Calendar.RegularDay(); day > 0 && c.Remaining >= day {
			return f.Words.N("console.amount.business", int(c.Remaining/day))
		}
	}
	return f.Words.Span(c.Remaining)
}

// measured says a length of time in the measure of the clock: open hours where it counts those, else days and hours.
func (f frame) measured(c *sla.Clock, d time.Duration) string {
	if u := c.Target.Amount.Unit; d < time.Hour || u != sla.Service && u != sla.BusinessDays {
		return f.Words.Spell(d)
	}
	span := f.Words.N("spell.hours", int(d/time.Hour))
	if minutes := int(d / time.Minute % 60); minutes > 0 {
		span += " " + f.Words.N("spell.minutes", minutes)
	}
	return f.Words.T("console.amount.service", "span", span)
}

// maxSegments is how many stretches an explanation lists: the latest ones.
const maxSegments = 12

// segments tell when the clock counted and when it did not, and why. A clock that cannot be laid out is shown without.
func (f frame) segments(c *sla.Clock) []string {
	all, err := c.Segments()
	if err != nil {
		return nil
	}
	zone := f.desk.Zone()
	var out []string
	for _, s := range all[max(0, len(all)-maxSegments):] {
		out = append(out, f.Words.T("console.segment", "from", f.Words.Moment(s.From, f.Now, zone), "to", f.Words.MomentWithin(s.To, f.Now, zone),
			"why", f.Words.T("console.counts."+string(s.Why))))
	}
	return out
}

// amount says how long a target allows: "4 hours, day and night", "10 business days".
func (f frame) amount(a sla.Amount) string {
	switch a.Unit {
	case sla.BusinessDays:
		return f.Words.N("console.amount.business", a.Days)
	case sla.CalendarDays:
		return f.Words.N("console.amount.calendar", a.Days)
	case sla.ByDate:
		return f.Words.T("asking.amount.date")
	case sla.Service:
		return f.Words.T("console.amount.service", "span", f.Words.Spell(a.Time))
	}
	return f.Words.T("console.amount.elapsed", "span", f.Words.Spell(a.Time))
}

func (f frame) metric(m sla.Metric) string { return f.Words.T("console.metric." + string(m)) }

func (f frame) status(s ticket.Status) string { return f.Words.T("console.status." + string(s)) }
