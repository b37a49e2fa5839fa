package sla

import (
	"time"

	"switchboard/internal/core/calendar"
)

// StepKind names a step of an explanation; pages turn each into a sentence.
type StepKind string

// The steps, in the order in which they are told.
const (
	StepReceived StepKind = "received"  // At: when the ticket came in
	StepStart    StepKind = "start"     // At: where this clock begins, if later
	StepDayZero  StepKind = "day_zero"  // Date: the day that does not count yet (A1)
	StepHoliday  StepKind = "holiday"   // Date, Name: a date skipped on the way
	StepHalfDay  StepKind = "half_day"  // Date, Name: a date with hours of its own
	StepCalendar StepKind = "calendar"  // At: another edition of the calendar counts from here (rule 7)
	StepPause    StepKind = "pause"     // At, Until (zero while it lasts), Why, Took in the measure of the target
	StepResolved StepKind = "resolved"  // At, Until: a resolution that a reopening undid (rule 8)
	StepUpgraded StepKind = "upgraded"  // At: the target came to hold when it was past already (rule 6)
	StepWanted   StepKind = "wanted"    // Date: by which it is to be ready, as the request says (rule 13)
	StepDue      StepKind = "due"       // At
	StepStopped  StepKind = "stopped"   // At
	StepLeft     StepKind = "left"      // Took: what is left while a pause lasts
	StepOvertime StepKind = "over_time" // Took: how much more than the allowance has counted after the due instant
)

// Step is one step of an explanation; only the fields that its kind names are set.
type Step struct {
	Kind      StepKind
	At, Until time.Time
	Date      calendar.Date
	Name      string
	Why       Why
	Took      time.Duration
}

// Twin is the same clock read another way (rule 14).
type Twin struct {
	Reading TwinReading
	Due     time.Time // zero while paused
	State   State
}

// TwinReading names the other way.
type TwinReading string

// The other ways. Each is given only where it could differ.
const (
	WithoutPauses  TwinReading = "without_pauses"
	AsEndOfDay     TwinReading = "end_of_day"
	AsSameTime     TwinReading = "same_time"
	AsOpenHours    TwinReading = "open_hours"
	AsElapsedHours TwinReading = "elapsed_hours"
	AsServiceHours TwinReading = "service_hours"
)

// Explanation says why a clock is due when it is.
type Explanation struct {
	Steps []Step
	Twins []Twin
	Wall  time.Duration // since the start, day and night
	Open  time.Duration // of that, within the hours of the calendar; 0 without one
}

// Explain gives the steps that lead to the due instant, and the twins of the verdict.
func (c *Clock) Explain() (Explanation, error) {
	var x Explanation
	x.add(Step{Kind: StepReceived, At: c.received})
	if !c.Start.Equal(c.received) {
		x.add(Step{Kind: StepStart, At: c.Start})
	}
	if err := c.explainDays(&x); err != nil {
		return x, err
	}
	if err := c.explainOffs(&x); err != nil {
		return x, err
	}
	if err := c.explainEnd(&x); err != nil {
		return x, err
	}
	if c.end.After(c.Start) {
		x.Wall = c.end.Sub(c.Start)
		if c.Target.Calendar != nil {
			open := meter{target: &Target{Amount: Amount{Unit: Service}, Calendar: c.Target.Calendar}, start: c.Start, tenure: c.m.tenure}
			var err error
			if x.Open, err = open.consumed(c.end); err != nil {
				return x, err
			}
		}
	}
	return x, c.twins(&x)
}

func (x *Explanation) add(s Step) { x.Steps = append(x.Steps, s) }

// explainDays names day 0 and the dates with hours of their own on the way to the due instant.
func (c *Clock) explainDays(x *Explanation) error {
	for i, t := range c.m.tenure {
		if i > 0 && t.from.After(c.Start) {
			x.add(Step{Kind: StepCalendar, At: t.from})
		}
	}
	if c.Target.wall() {
		return nil
	}
	cal := c.m.first()
	zero, err := cal.NextOpen(c.Start)
	if err != nil {
		return err
	}
	if c.Target.Amount.Unit == BusinessDays {
		x.add(Step{Kind: StepDayZero, Date: cal.Date(zero)})
	}
	until := c.Due
	if until.IsZero() {
		until = c.end
	}
	last := cal.Date(until)
	for d := cal.Date(c.Start); !last.Before(d); d = d.AddDays(1) {
		if len(c.m.tenure) > 0 {
			cal = c.m.inForce(d)
		}
		name := cal.Holiday(d)
		switch ws, _ := cal.Hours(d); {
		case name == "":
		case len(ws) == 0:
			x.add(Step{Kind: StepHoliday, Date: d, Name: name})
		default:
			x.add(Step{Kind: StepHalfDay, Date: d, Name: name})
		}
	}
	return nil
}

// inForce is the calendar by which a date ends.
func (m *meter) inForce(d calendar.Date) *calendar.Calendar {
	cal := m.first()
	for _, t := range m.tenure[1:] {
		if !d.Before(t.cal.Date(t.from)) {
			cal = t.cal
		}
	}
	return cal
}

func (c *Clock) explainOffs(x *Explanation) error {
	for _, o := range c.m.offs {
		if o.why == WhyResolved {
			x.add(Step{Kind: StepResolved, At: o.from, Until: o.to})
			continue
		}
		until := o.to
		if until.IsZero() {
			until = c.end
		}
		took, err := c.m.between(o.from, until)
		if err != nil {
			return err
		}
		x.add(Step{Kind: StepPause, At: o.from, Until: o.to, Why: o.why, Took: took})
	}
	return nil
}

func (c *Clock) explainEnd(x *Explanation) error {
	if c.LateOnUpgrade {
		x.add(Step{Kind: StepUpgraded, At: c.held})
	}
	if by := c.Target.by; !by.IsZero() {
		x.add(Step{Kind: StepWanted, Date: by})
	}
	if c.Due.IsZero() {
		x.add(Step{Kind: StepLeft, Took: c.Remaining})
	} else {
		x.add(Step{Kind: StepDue, At: c.Due})
	}
	if !c.StoppedAt.IsZero() {
		x.add(Step{Kind: StepStopped, At: c.StoppedAt})
	}
	if c.Due.IsZero() || !c.end.After(c.Due) {
		return nil
	}
	over, err := c.m.between(c.Due, c.end)
	x.add(Step{Kind: StepOvertime, Took: over})
	return err
}

// twins reads the clock in the other ways in which its target could be read.
func (c *Clock) twins(x *Explanation) error {
	t := c.Target
	other := func(r TwinReading, change func(*meter, *Target)) error {
		target, m := *t, c.m
		change(&m, &target)
		m.target = &target
		due, known, err := m.due()
		if err != nil {
			return err
		}
		if !known {
			due = time.Time{}
		}
		x.Twins = append(x.Twins, Twin{r, due, c.judgedBy(due)})
		return nil
	}
	if c.Paused > 0 || c.State == Paused {
		if err := other(WithoutPauses, func(m *meter, _ *Target) { m.offs = m.resolvedOnly() }); err != nil {
			return err
		}
	}
	switch t.Amount.Unit {
	case BusinessDays:
		for _, r := range []struct {
			twin    TwinReading
			reading Reading
		}{{AsEndOfDay, EndOfDay}, {AsSameTime, SameTime}, {AsOpenHours, OpenHours}} {
			if r.reading == t.Reading || r.reading == EndOfDay && t.Reading == "" {
				continue
			}
			if err := other(r.twin, func(_ *meter, t *Target) { t.Reading = r.reading }); err != nil {
				return err
			}
		}
	case Service:
		return other(AsElapsedHours, func(_ *meter, t *Target) { t.Amount.Unit = Elapsed })
	case Elapsed:
		if t.Calendar != nil && !t.Calendar.Always() {
			return other(AsServiceHours, func(_ *meter, t *Target) { t.Amount.Unit = Service })
		}
	}
	return nil
}

func (m *meter) resolvedOnly() []off {
	var out []off
	for _, o := range m.offs {
		if o.why == WhyResolved {
			out = append(out, o)
		}
	}
	return out
}

// judgedBy is the verdict if the clock were due at another instant.
func (c *Clock) judgedBy(due time.Time) State {
	past := !due.IsZero() && c.end.After(due)
	switch {
	case c.State == Superseded || c.State == EndedState:
		return c.State
	case past:
		return Missed
	case c.Running() && due.IsZero():
		return Paused
	case c.Running():
		return Counting
	}
	return Met
}
