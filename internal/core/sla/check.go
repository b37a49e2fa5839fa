package sla

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"switchboard/internal/fault"
)

// Bounds of an allowance: ten years.
const (
	maxTime = 3660 * 24 * time.Hour
	maxDays = 3660
)

// Check reports what makes a target impossible to count. Its error is fault.Invalid and names the metric.
func (t *Target) Check() error {
	name := string(t.Metric)
	a := t.Amount
	switch a.Unit {
	case Elapsed, Service:
		if a.Time <= 0 || a.Time > maxTime {
			return fault.Field(name, "the time allowed must be more than nothing and at most %d days", maxDays)
		}
	case BusinessDays, CalendarDays:
		if a.Days <= 0 || a.Days > maxDays {
			return fault.Field(name, "the number of days must lie between 1 and %d", maxDays)
		}
	case ByDate:
		if t.Metric != ReadyBy {
			return fault.Field(name, "only \"ready by\" is counted from a date that the request names")
		}
	default:
		return fault.Field(name, "%q is not a unit of time", a.Unit)
	}
	if t.Calendar == nil && (a.Unit != Elapsed || t.StartsOpen) {
		return fault.Field(name, "a target counted in %s needs a calendar", a.Unit)
	}
	return nil
}

// Check reports the first thing that makes a policy impossible to keep, so that it is found at publishing and not by a
// clock. now is the instant of publishing: every target must have a due instant for a ticket received then.
func (p *Policy) Check(now time.Time) error {
	for i := range p.Targets {
		t := &p.Targets[i]
		if err := t.publishable(now); err != nil {
			return fmt.Errorf("class %q: %w", t.Class, err)
		}
	}
	if p.ConfirmWindow == (Amount{}) {
		return nil
	}
	for i := range p.Targets {
		w := Target{Metric: "confirm_window", Amount: p.ConfirmWindow, Calendar: cmp.Or(p.ConfirmCalendar, p.Targets[i].Calendar)}
		if err := w.Check(); err != nil {
			return err
		}
	}
	return nil
}

func (t *Target) publishable(now time.Time) error {
	name := string(t.Metric)
	if err := t.Check(); err != nil {
		return err
	}
	if t.Metric.index() < 0 && t.Metric != AnswerCall {
		return fault.Field(name, "this is not a metric")
	}
	if !slices.Contains([]Obligation{Guarantee, Commitment, Goal, Expectation}, t.Obligation) {
		return fault.Field(name, "%q is not an obligation", t.Obligation)
	}
	if len(t.Pauses) > 0 && !t.Metric.pausable() {
		return fault.Field(name, "such a clock never pauses; only restore, resolve and close may")
	}
	if t.Metric == ReadyBy {
		return nil // its due instant is what a request names
	}
	start := now
	if t.StartsOpen {
		var err error
		if start, err = t.Calendar.NextOpen(now); err != nil {
			return fault.Field(name, "the desk does not open any more: %v", err)
		}
	}
	m := meter{target: t, start: start}
	if _, _, err := m.due(); err != nil {
		return fault.Field(name, "no due date can be found: %v", err)
	}
	return nil
}
