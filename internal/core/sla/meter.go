package sla

import (
	"slices"
	"time"

	"switchboard/internal/core/calendar"
)

// meter measures one clock: from its start, but for the stretches in which it is off, by the calendar in force.
type meter struct {
	target *Target
	start  time.Time
	offs   []off    // disjoint, in order, after start; the last may be open
	tenure []tenure // calendars by editions; empty when the target's own held all the while
}

// off is a stretch in which a clock does not count; to is zero while it lasts.
type off struct {
	from, to time.Time
	why      Why
}

// tenure is a calendar with the instant from which it is in force.
type tenure struct {
	from time.Time
	cal  *calendar.Calendar
}

// stretch is time that counts, measured by one calendar; to is zero for the last one of a clock that is not paused.
// handover says that it ends because another calendar takes over.
type stretch struct {
	from, to time.Time
	cal      *calendar.Calendar
	handover bool
}

// stretches lists the time that counts. It is the one place where pauses and changes of calendar meet.
func (m *meter) stretches() []stretch {
	out := make([]stretch, 0, len(m.offs)+len(m.tenure)+1)
	from := m.start
	for _, o := range m.offs {
		out = m.split(out, from, o.from)
		if o.to.IsZero() {
			return out
		}
		from = o.to
	}
	return m.split(out, from, time.Time{})
}

// split appends the time between two instants, cut where a calendar takes over.
func (m *meter) split(out []stretch, from, to time.Time) []stretch {
	cal := m.target.Calendar
	for i, t := range m.tenure {
		if i == 0 || !t.from.After(from) {
			cal = t.cal
			continue
		}
		if !to.IsZero() && !t.from.Before(to) {
			break
		}
		out = append(out, stretch{from, t.from, cal, true})
		from, cal = t.from, t.cal
	}
	if to.IsZero() || to.After(from) {
		out = append(out, stretch{from, to, cal, false})
	}
	return out
}

// first is the calendar in force as the clock starts.
func (m *meter) first() *calendar.Calendar {
	if len(m.tenure) > 0 {
		return m.tenure[0].cal
	}
	return m.target.Calendar
}

// plain reports whether one calendar counts without interruption.
func (m *meter) plain() bool { return len(m.offs) == 0 && len(m.tenure) == 0 }

// wall reports whether the target counts day and night.
func (t *Target) wall() bool {
	return t.Amount.Unit == Elapsed || t.Amount.Unit == CalendarDays || t.Amount.Unit == ByDate
}

// measure is how much of the time between two instants counts by a calendar.
func (m *meter) measure(cal *calendar.Calendar, from, to time.Time) (time.Duration, error) {
	if m.target.wall() {
		return to.Sub(from), nil
	}
	return cal.Worked(from, to)
}

func (m *meter) advance(cal *calendar.Calendar, from time.Time, d time.Duration) (time.Time, error) {
	if m.target.wall() {
		return from.Add(d), nil
	}
	return cal.Add(from, d)
}

// consumed is what has counted up to an instant.
func (m *meter) consumed(at time.Time) (time.Duration, error) {
	if !at.After(m.start) {
		return 0, nil
	}
	if m.plain() {
		return m.measure(m.target.Calendar, m.start, at)
	}
	var sum time.Duration
	for _, s := range m.stretches() {
		if !s.from.Before(at) {
			break
		}
		if s.to.IsZero() || s.to.After(at) {
			s.to = at
		}
		d, err := m.measure(s.cal, s.from, s.to)
		if err != nil {
			return 0, err
		}
		sum += d
	}
	return sum, nil
}

// reaches is the instant at which this much has counted; ok is false when a pause that lasts comes first.
func (m *meter) reaches(budget time.Duration) (at time.Time, ok bool, err error) {
	if m.plain() {
		at, err = m.advance(m.target.Calendar, m.start, budget)
		return at, err == nil, err
	}
	for _, s := range m.stretches() {
		if s.to.IsZero() {
			at, err = m.advance(s.cal, s.from, budget)
			return at, err == nil, err
		}
		d, err := m.measure(s.cal, s.from, s.to)
		if err != nil {
			return time.Time{}, false, err
		}
		if budget <= d {
			at, err = m.advance(s.cal, s.from, budget)
			return at, err == nil, err
		}
		budget -= d
	}
	return time.Time{}, false, nil
}

// between is the measure of what is left from one instant to another one, by the calendars in force.
func (m *meter) between(from, to time.Time) (time.Duration, error) {
	if !to.After(from) {
		return 0, nil
	}
	rest := meter{target: m.target, start: from, tenure: m.tenure}
	return rest.consumed(to)
}

// pausedTime is what did not count up to an instant because of a pause.
func (m *meter) pausedTime(upTo time.Time) (time.Duration, error) {
	var sum time.Duration
	for _, o := range m.offs {
		if o.why == WhyResolved {
			continue
		}
		if o.to.IsZero() || o.to.After(upTo) {
			o.to = upTo
		}
		d, err := m.between(o.from, o.to)
		if err != nil {
			return 0, err
		}
		sum += d
	}
	return sum, nil
}

// overlay makes offs disjoint: of two that overlap the earlier keeps its time, and two of one reason that meet are one.
// It clips them to begin at start, drops those from end on, and leaves the last one open, if it lasts beyond end, only for a clock that runs.
func overlay(offs []off, start, end time.Time, runs bool) []off {
	slices.SortStableFunc(offs, func(a, b off) int { return a.from.Compare(b.from) })
	out := offs[:0]
	from := start
	for _, o := range offs {
		if o.from.Before(from) {
			o.from = from
		}
		if !o.from.Before(end) && !(runs && o.from.Equal(end)) {
			break
		}
		if o.to.IsZero() || o.to.After(end) {
			if o.to = end; runs {
				o.to = time.Time{}
			}
		} else if !o.to.After(o.from) {
			continue
		}
		if n := len(out); n > 0 && out[n-1].why == o.why && out[n-1].to.Equal(o.from) {
			out[n-1].to = o.to
		} else {
			out = append(out, o)
		}
		if o.to.IsZero() {
			break
		}
		from = o.to
	}
	return out
}
