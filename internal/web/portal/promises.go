package portal

import (
	"time"

	"switchboard/internal/core/calendar"
	"switchboard/internal/core/definition/render"
	"switchboard/internal/core/sla"
	"switchboard/internal/desk"
	"switchboard/internal/web/ui"
)

// promised is one promise on the ticket with its state and its explanation.
type promised struct {
	Chip    ui.Chip
	Text    string // "Solved within 14 business days"
	Kind    string // "commitment", in words
	Why     []said // how it was counted, a sentence each
	Stopped bool
	Earlier int // intervals before this one, and how many of them were kept
	Kept    int
}

// said is a sentence; At is the instant that it is about, for programs, zero where it is about none.
type said struct {
	Text string
	At   time.Time
}

// promises are the clocks that stand, one per metric: of updates the present interval. What was promised under a class
// that the ticket no longer has is told after it.
func (r reader) promises() ([]promised, error) {
	var out []promised
	place := map[sla.Metric]int{}
	for i := range r.sheet.Clocks {
		c := &r.sheet.Clocks[i]
		if at, seen := place[c.Metric]; seen && c.State != sla.Superseded {
			out[at].Earlier++
			if c.State == sla.Met {
				out[at].Kept++
			}
			continue
		}
		why, err := r.explain(c)
		if err != nil {
			return nil, err
		}
		if c.State != sla.Superseded {
			place[c.Metric] = len(out)
		}
		out = append(out, promised{Chip: r.clockChip(c), Text: r.promise(c.Target), Kind: r.T("portal.kind." + string(c.Obligation)), Why: why, Stopped: !c.Running()})
	}
	return out, nil
}

// clockChip says the state of a promise in few words.
func (r reader) clockChip(c *desk.Clock) ui.Chip {
	switch {
	case c.State == sla.Met:
		return ui.Chip{Kind: ui.Met, Text: r.T("portal.clock.met")}
	case c.State == sla.Missed && c.Running():
		return ui.Chip{Kind: ui.Late, Text: r.Left(c.Due, r.now, r.zone)}
	case c.State == sla.Missed:
		return ui.Chip{Kind: ui.Late, Text: r.T("portal.clock.missed")}
	case c.State == sla.Paused:
		return ui.Chip{Kind: ui.Paused, Text: r.T("portal.clock.paused")}
	case c.State == sla.Superseded:
		return ui.Chip{Text: r.T("portal.clock.superseded"), Plain: true}
	case c.State == sla.EndedState:
		return ui.Chip{Text: r.T("portal.clock.ended"), Plain: true}
	}
	chip := ui.Chip{Kind: ui.Neutral, Text: r.T("portal.clock.by", "short", r.short(c.Due))}
	if c.Remaining*4 < c.Elapsed+c.Remaining {
		chip.Kind = ui.Soon
	}
	return chip
}

// explain says how a due time comes about: when it began, what counts, which days do not, what stood still.
func (r reader) explain(c *desk.Clock) ([]said, error) {
	why := []said{{r.began(c), c.Start}}
	if line := r.counts(c); line != "" {
		why = append(why, said{Text: line})
	}
	if line := r.daysOff(c); line != "" {
		why = append(why, said{Text: line})
	}
	pauses, err := r.pauses(c)
	if err != nil {
		return nil, err
	}
	for _, line := range pauses {
		why = append(why, said{Text: line})
	}
	return append(why, r.ending(c)...), nil
}

// began says from when it counts.
func (r reader) began(c *desk.Clock) string {
	received := r.sheet.Ticket.ReceivedAt
	if c.Start.Equal(received) {
		return r.T("portal.why.received", "moment", r.within(c.Start))
	}
	return r.T("portal.why.start", "moment", r.within(c.Start))
}

// counts says what time counts for this promise.
func (r reader) counts(c *desk.Clock) string {
	amount, spell := r.amount(c.Target.Amount), r.T("portal.why.moment")
	if c.Elapsed >= time.Minute {
		spell = r.Spell(c.Elapsed)
	}
	switch c.Target.Amount.Unit {
	case sla.BusinessDays:
		return r.dayZero(c)
	case sla.ByDate:
		return r.T("asking.why.date")
	case sla.CalendarDays:
		return r.T("portal.why.calendar", "amount", amount)
	case sla.Service:
		return r.T("portal.why.service", "amount", amount, "spell", spell, "hours", r.hoursOf(c.Target.Calendar))
	}
	if c.Running() {
		return r.T("portal.why.elapsed", "amount", amount, "spell", spell)
	}
	return r.T("portal.why.elapsed.done", "amount", amount, "spell", spell)
}

// dayZero names the day that is not counted yet (A1).
func (r reader) dayZero(c *desk.Clock) string {
	cal := c.Target.Calendar
	zero, err := cal.NextOpen(c.Start)
	if err != nil {
		return ""
	}
	key := "portal.why.day0"
	if !zero.Equal(c.Start) {
		key = "portal.why.day0.closed"
	}
	switch c.Target.Reading {
	case sla.SameTime:
		key = "portal.why.sametime"
	case sla.OpenHours:
		key = "portal.why.openhours"
	}
	return upper(r.T(key, "date", r.DateWithin(zero, r.now, cal.Location()), "amount", r.amount(c.Target.Amount), "hours", r.hoursOf(cal)))
}

// hoursOf says the weekly hours of a calendar of the definition.
func (r reader) hoursOf(cal *calendar.Calendar) string {
	for _, info := range r.def.Calendars {
		if cal.Same(r.def.Calendar(info.ID)) {
			return render.Week(r.def, r.Printer, info.ID)
		}
	}
	return cal.Name()
}

// maxDaysOff bounds how many days without hours are named.
const maxDaysOff = 12

// daysOff names the holidays between start and end, which do not count.
func (r reader) daysOff(c *desk.Clock) string {
	if u := c.Target.Amount.Unit; u != sla.BusinessDays && u != sla.Service {
		return ""
	}
	cal, until := c.Target.Calendar, c.Due
	if until.IsZero() {
		until = r.now
	}
	var names []string
	for d, last := cal.Date(c.Start), cal.Date(until); !last.Before(d) && len(names) < maxDaysOff; d = d.AddDays(1) {
		if name := cal.Holiday(d); name != "" && !cal.BusinessDay(d) {
			names = append(names, r.T("portal.why.holiday", "date", r.DateWithin(time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, cal.Location()), r.now, cal.Location()), "name", r.holiday(name)))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return r.T("portal.why.holidays", "days", r.list(names))
}

// pauses says when it stood still, and why.
func (r reader) pauses(c *desk.Clock) ([]string, error) {
	segments, err := c.Segments()
	if err != nil {
		return nil, err
	}
	stops := r.stops(segments)
	if c.State == sla.Paused && len(stops) == 0 { // paused out of hours, or this very instant
		stops = append(stops, r.stopNow())
	}
	var out []string
	for i, s := range stops {
		why := r.T("portal.why.pause." + string(s.Why))
		if c.State == sla.Paused && i == len(stops)-1 {
			out = append(out, r.T("portal.why.paused.since", "why", why, "since", r.since(s.From)))
			continue
		}
		out = append(out, r.T("portal.why.paused.span", "why", why, "from", r.within(s.From), "to", r.within(s.To)))
	}
	return out, nil
}

// stops are the segments in which a recorded cause held the clock. One that goes on over closed hours is one.
func (r reader) stops(segments []sla.Segment) []sla.Segment {
	var out []sla.Segment
	goesOn := false
	for _, s := range segments {
		switch {
		case s.Counts:
			goesOn = false
		case s.Why == sla.WhyClosed:
		case goesOn && out[len(out)-1].Why == s.Why:
			out[len(out)-1].To = s.To
		default:
			out, goesOn = append(out, s), true
		}
	}
	return out
}

// stopNow is the pause that has just begun.
func (r reader) stopNow() sla.Segment {
	if t := r.sheet.Ticket; t.Question != nil {
		return sla.Segment{From: t.AskedAt, Why: sla.Why(sla.Question)}
	}
	return sla.Segment{From: r.now, Why: sla.Why(sla.Duty)}
}

// ending says when it is or was due, and what came of it.
func (r reader) ending(c *desk.Clock) []said {
	zone := r.zone
	if c.Target.Calendar != nil {
		zone = c.Target.Calendar.Location()
	}
	var out []said
	switch {
	case c.State == sla.Paused:
		return []said{{Text: r.T("portal.why.left", "left", r.left(c))}}
	case c.Due.IsZero():
		return nil
	}
	out = append(out, said{r.T("portal.why.due", "moment", r.ExactWithin(c.Due, zone)), c.Due})
	if !c.StoppedAt.IsZero() {
		out = append(out, said{r.T("portal.why.stopped", "moment", r.within(c.StoppedAt)), c.StoppedAt})
	}
	if c.LateOnUpgrade {
		out = append(out, said{Text: r.T("portal.why.upgrade")})
	}
	return out
}

// left says what is left of a paused promise: of days in days, of hours in hours.
func (r reader) left(c *desk.Clock) string {
	if c.Target.Amount.Unit == sla.BusinessDays {
		if day := c.Target.Calendar.RegularDay(); day > 0 {
			return r.N("portal.why.left.days", int((c.Remaining+day-1)/day))
		}
	}
	return r.Spell(c.Remaining)
}

// summary is the message that opens the explanation.
func (p promised) summary() string {
	if p.Stopped {
		return "portal.why.was"
	}
	return "portal.why.is"
}
