package sla

import (
	"slices"
	"strconv"
	"time"
)

// Warning is a threshold with the true instant at which it is reached, whenever that is noticed (rule 9).
type Warning struct {
	At        time.Time
	Threshold Threshold
	// Epoch counts the pauses and reopenings before At. A warning is given once per clock, threshold and epoch.
	Epoch int
}

// String names the threshold: "50%", "after 5m0s", "15m0s before due", "1h0m0s after due".
func (t Threshold) String() string {
	switch {
	case t.Percent > 0:
		return strconv.Itoa(t.Percent) + "%"
	case t.After > 0:
		return "after " + t.After.String()
	case t.Before < 0:
		return (-t.Before).String() + " after due"
	}
	return t.Before.String() + " before due"
}

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

// Warnings gives the instants of the target's thresholds in order of time, past and to come, also of those after the
// due instant. One that a lasting pause leaves open, or that lies beyond the calendar's horizon, is missing. A share or
// a time before the due instant is measured as the clock counts: two hours before Monday 08:00 is on Friday. A share of
// business days is one of the stricter reading, until the same time of day, so that who heeds it keeps both (A1).
func (c *Clock) Warnings() []Warning {
	if len(c.Target.Warn) == 0 {
		return nil
	}
	total, err := c.total()
	if err != nil {
		return nil
	}
	strict, err := c.strictTotal(total)
	if err != nil {
		return nil
	}
	out := make([]Warning, 0, len(c.Target.Warn))
	for _, w := range c.Target.Warn {
		if at, ok, err := c.reaches(w, total, strict); ok && err == nil {
			at = later(at, c.held).UTC()
			out = append(out, Warning{at, w, c.epoch(at)})
		}
	}
	slices.SortStableFunc(out, func(a, b Warning) int { return a.At.Compare(b.At) })
	return out
}

// total is all that counts until the due instant.
func (c *Clock) total() (time.Duration, error) {
	if c.Due.IsZero() {
		return c.Elapsed + c.Remaining, nil
	}
	return c.m.consumed(c.Due)
}

// strictTotal is all that counts until the due instant of the stricter reading, where a target has one.
func (c *Clock) strictTotal(total time.Duration) (time.Duration, error) {
	if c.Target.Amount.Unit != BusinessDays || c.Target.Reading == SameTime || c.Target.Reading == OpenHours {
		return total, nil
	}
	m := c.m
	if c.Due.IsZero() {
		m = m.beforePause()
	}
	due, ok, err := m.dueSameTime()
	if err != nil || !ok {
		return total, err
	}
	return m.consumed(due)
}

func (c *Clock) reaches(w Threshold, total, strict time.Duration) (time.Time, bool, error) {
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
		return c.m.reaches(strict/100*time.Duration(w.Percent) + strict%100*time.Duration(w.Percent)/100)
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
