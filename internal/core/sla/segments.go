package sla

import (
	"time"

	"switchboard/internal/core/calendar"
)

// Why says why time counts or does not.
type Why string

// The reasons besides the causes of a pause.
const (
	WhyOpen     Why = "open"
	WhyClosed   Why = "closed"   // outside of the calendar's hours
	WhyResolved Why = "resolved" // between a resolution and the reopening that undid it
)

// Segment is a stretch of a clock's life in which it counted, or did not, for one reason (rule 3).
type Segment struct {
	From, To time.Time
	Counts   bool
	Why      Why
}

// Segments lists the life of the clock without a gap, from its start until it stopped or the instant of asking. Where a
// pause meets closed hours the closed hours are the reason, so that the segments that count add up to Elapsed, and
// those of the pauses to Paused. An interval in which the ticket was resolved is one segment.
func (c *Clock) Segments() ([]Segment, error) {
	return c.AppendSegments(nil)
}

// AppendSegments appends the segments to dst, for callers that use its room again.
func (c *Clock) AppendSegments(dst []Segment) ([]Segment, error) {
	w := segmenter{m: &c.m, out: dst, first: len(dst)}
	from := c.Start
	for _, o := range c.m.offs {
		w.hours(from, o.from, WhyOpen)
		if o.to.IsZero() || o.to.After(c.end) {
			o.to = c.end
		}
		if o.why == WhyResolved {
			w.add(o.from, o.to, WhyResolved)
		} else {
			w.hours(o.from, o.to, o.why)
		}
		from = o.to
	}
	w.hours(from, c.end, WhyOpen)
	return w.out, w.err
}

// segmenter cuts stretches of time at the hours of the calendars in force.
type segmenter struct {
	m     *meter
	out   []Segment
	first int // index of the clock's own first segment in out
	err   error
}

// add appends a stretch, or lengthens the segment before it when the reason is still the same.
func (w *segmenter) add(from, to time.Time, why Why) {
	if !from.Before(to) {
		return
	}
	if n := len(w.out); n > w.first && w.out[n-1].Why == why {
		w.out[n-1].To = to.UTC()
		return
	}
	w.out = append(w.out, Segment{from.UTC(), to.UTC(), why == WhyOpen, why})
}

// hours appends the time between two instants: why where the calendar is open, closed where it is not.
func (w *segmenter) hours(from, to time.Time, why Why) {
	if w.m.target.wall() {
		w.add(from, to, why)
		return
	}
	if len(w.m.tenure) == 0 {
		w.cut(w.m.target.Calendar, from, to, why)
		return
	}
	for i, t := range w.m.tenure {
		until := to
		if i+1 < len(w.m.tenure) && w.m.tenure[i+1].from.Before(to) {
			until = w.m.tenure[i+1].from
		}
		if from.Before(until) {
			w.cut(t.cal, from, until, why)
			from = until
		}
	}
}

func (w *segmenter) cut(cal *calendar.Calendar, from, to time.Time, why Why) {
	if w.err != nil || !from.Before(to) {
		return
	}
	w.err = cal.Windows(from, to, func(open, shut time.Time) bool {
		w.add(from, open, WhyClosed)
		w.add(open, shut, why)
		from = shut
		return true
	})
	if w.err == nil {
		w.add(from, to, WhyClosed)
	}
}
