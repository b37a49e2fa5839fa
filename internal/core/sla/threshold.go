package sla

import (
	"slices"
	"strconv"
	"time"
)

// Breach is the index of the due instant among the thresholds of a clock.
const Breach = -1

// Crossing is a threshold with the true instant at which it is reached, whenever that is noticed (rule 9).
type Crossing struct {
	Threshold int // index in Target.Warn, or Breach
	At        time.Time
	// Epoch counts the pauses and reopenings before At. A crossing happens once per clock, threshold and epoch.
	Epoch int
}

// Binds reports whether missing such a target is a breach; goals and expectations have attainment only (A19).
func (o Obligation) Binds() bool { return o == Guarantee || o == Commitment }

// Key names a clock within its ticket, the same one for as long as its history only grows: "resolve", the third
// interval "update#2", "resolve~1" after one change of target.
func (c *Clock) Key() string {
	key := string(c.Metric)
	if c.Interval > 0 {
		key += "#" + strconv.Itoa(c.Interval)
	}
	if c.Generation > 0 {
		key += "~" + strconv.Itoa(c.Generation)
	}
	return key
}

// Warnings gives the instants of the target's thresholds in order of time, also of those after the due instant. One
// that a lasting pause leaves open is missing. A share or a time before the due instant is measured as the clock
// counts: two hours before Monday 08:00 is on Friday.
func (c *Clock) Warnings() ([]Crossing, error) {
	if len(c.Target.Warn) == 0 {
		return nil, nil
	}
	out := make([]Crossing, 0, len(c.Target.Warn))
	total, err := c.total()
	if err != nil {
		return nil, err
	}
	for i, w := range c.Target.Warn {
		at, ok, err := c.reaches(w, total)
		if err != nil {
			return nil, err
		}
		if ok {
			at = later(at, c.held).UTC()
			out = append(out, Crossing{i, at, c.epoch(at)})
		}
	}
	slices.SortStableFunc(out, func(a, b Crossing) int { return a.At.Compare(b.At) })
	return out, nil
}

// total is all that counts until the due instant.
func (c *Clock) total() (time.Duration, error) {
	if c.Due.IsZero() {
		return c.Elapsed + c.Remaining, nil
	}
	return c.m.consumed(c.Due)
}

func (c *Clock) reaches(w Threshold, total time.Duration) (time.Time, bool, error) {
	switch {
	case w.Before < 0:
		if c.Due.IsZero() {
			return time.Time{}, false, nil
		}
		after := meter{target: c.Target, start: c.Due, tenure: c.m.tenure}
		return after.reaches(-w.Before)
	case c.LateOnUpgrade:
		return time.Time{}, false, nil // it came to hold with its due instant
	case w.Percent > 0:
		// In two steps, so that a long target times its percent stays in range.
		return c.m.reaches(total/100*time.Duration(w.Percent) + total%100*time.Duration(w.Percent)/100)
	case w.After > 0:
		return c.m.reaches(w.After)
	}
	return c.m.reaches(max(0, total-w.Before))
}

func (c *Clock) epoch(at time.Time) int {
	n := 0
	for _, o := range c.m.offs {
		if !o.to.IsZero() && !o.to.After(at) {
			n++
		}
	}
	return n
}

// Crossed lists the thresholds that the clock has crossed while it ran, the due instant among them once it is past.
func (c *Clock) Crossed() ([]Crossing, error) {
	all, err := c.Warnings()
	if err != nil {
		return nil, err
	}
	if !c.Due.IsZero() {
		all = append(all, Crossing{Breach, c.Due, c.epoch(c.Due)})
		slices.SortStableFunc(all, func(a, b Crossing) int { return a.At.Compare(b.At) })
	}
	out := all[:0]
	for _, x := range all {
		// A stop at the very instant comes first: equality meets.
		if x.At.Before(c.end) || x.At.Equal(c.end) && x.Threshold != Breach && c.Running() {
			out = append(out, x)
		}
	}
	return out, nil
}

// breachDelay is the shortest time after the due instant at which a stop at that instant can no longer come: instants
// are kept in milliseconds.
const breachDelay = time.Millisecond

// Next is the instant at which the clock must be looked at again: its next warning, or right after its due instant.
// It is zero when nothing is to come but by another fact. The event carries the true instant, see Crossed.
func (c *Clock) Next() (time.Time, error) {
	if !c.Running() {
		return time.Time{}, nil
	}
	all, err := c.Warnings()
	if err != nil {
		return time.Time{}, err
	}
	var next time.Time
	if c.State == Counting {
		next = c.Due.Add(breachDelay)
	}
	for _, x := range all {
		if x.At.After(c.end) && (next.IsZero() || x.At.Before(next)) {
			next = x.At
		}
	}
	return next, nil
}

// NextInstant is the earliest instant at which one of the clocks must be looked at again, zero for none.
func NextInstant(clocks []Clock) (time.Time, error) {
	var next time.Time
	for i := range clocks {
		at, err := clocks[i].Next()
		if err != nil {
			return time.Time{}, err
		}
		if !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return next, nil
}
