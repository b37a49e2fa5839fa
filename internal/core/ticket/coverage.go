package ticket

import (
	"time"

	"switchboard/internal/core/people"
)

// Coverage is who was on task for an urgent incident, and when nobody was (ME-43).
type Coverage struct {
	Stints []Stint // by their beginning
	Gaps   []Span  // nobody on task, between the naming of a team and the end
}

// Stint is one person's time on task.
type Stint struct {
	Person people.ID
	Part   string
	Span
}

// Span is a time; To is zero while it lasts.
type Span struct{ From, To time.Time }

// CoverageOf reads from a history who was on task from when to when: from being named until released by the lead, or
// until the incident was resolved (A18). Who was on task at a resolution is so again after a reopening.
func CoverageOf(entries []Entry) Coverage {
	var c coverage
	for _, en := range entries {
		switch e := en.Event.(type) {
		case TeamIdentified:
			for _, m := range e.Members {
				c.begin(m.Person, m.Part, en.At)
			}
		case Released:
			c.end(e.Person, en.At)
		case Resolved:
			c.pause(en.At)
		case Reopened:
			c.resume(en.At)
		}
	}
	return c.Coverage
}

type coverage struct {
	Coverage
	on      []int // stints that last
	waiting []Stint
	named   bool
}

func (c *coverage) begin(p people.ID, part string, at time.Time) {
	for _, i := range c.on {
		if c.Stints[i].Person == p {
			return
		}
	}
	if len(c.on) == 0 && c.named {
		c.closeGap(at)
	}
	c.named = true
	c.on = append(c.on, len(c.Stints))
	c.Stints = append(c.Stints, Stint{Person: p, Part: part, Span: Span{From: at}})
}

func (c *coverage) end(p people.ID, at time.Time) {
	for k, i := range c.on {
		if c.Stints[i].Person == p {
			c.Stints[i].To = at
			c.on = append(c.on[:k], c.on[k+1:]...)
			if len(c.on) == 0 {
				c.Gaps = append(c.Gaps, Span{From: at})
			}
			return
		}
	}
}

func (c *coverage) closeGap(at time.Time) {
	if n := len(c.Gaps); n > 0 && c.Gaps[n-1].To.IsZero() {
		c.Gaps[n-1].To = at
	}
}

// pause ends what lasts because the incident is resolved, which is no gap.
func (c *coverage) pause(at time.Time) {
	c.closeGap(at)
	c.waiting = nil
	for _, i := range c.on {
		c.Stints[i].To = at
		c.waiting = append(c.waiting, c.Stints[i])
	}
	c.on = nil
}

func (c *coverage) resume(at time.Time) {
	for _, s := range c.waiting {
		c.begin(s.Person, s.Part, at)
	}
	if c.named && len(c.waiting) == 0 {
		c.Gaps = append(c.Gaps, Span{From: at})
	}
	c.waiting = nil
}
