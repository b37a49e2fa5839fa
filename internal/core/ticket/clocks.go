package ticket

import (
	"fmt"
	"slices"
	"time"

	"switchboard/internal/core/sla"
)

// Clocks judges a ticket by its whole history, as of an instant.
func Clocks(t Ticket, entries []Entry, editions []sla.Edition, asOf time.Time) ([]sla.Clock, error) {
	clocks, err := sla.Evaluate(sla.Subject{Channel: t.Request.Channel, Agency: t.Request.Agency, Service: t.Request.Service},
		Facts(entries), editions, asOf)
	if err != nil {
		return nil, fmt.Errorf("ticket %d: %w", t.ID, err)
	}
	return clocks, nil
}

// Timing is what a list and the timers need of a ticket's clocks; it can always be computed again.
type Timing struct {
	Due    time.Time // of the next promise that counts; zero where none does
	Metric sla.Metric
	State  sla.State // of that promise; sla.Paused where the only ones left wait, empty where none is left
	Timer  time.Time // when a clock has to speak next; zero where none has
	End    End       // what became of the promise to finish
}

// End is what became of the promise to finish a ticket: its own date, else its resolution. Until it stands, it is missed as
// soon as Due is past.
type End struct {
	State EndState
	Due   time.Time // zero while the clock is paused, and where nothing is promised
}

// EndState is a verdict on it.
type EndState string

// The verdicts.
const (
	EndNone    EndState = "" // nothing of the kind is promised, or it ended without a verdict
	EndRunning EndState = "running"
	EndMet     EndState = "met"
	EndMissed  EndState = "missed"
)

// TimingOf sums up the clocks. What was rung already, by the entries, is not rung again.
func TimingOf(clocks []sla.Clock, entries []Entry) Timing {
	out := Timing{End: endOf(clocks)}
	rung := rungBefore(entries)
	for i := range clocks {
		c := &clocks[i]
		if !c.Running() || c.State == sla.Superseded {
			continue
		}
		switch {
		case c.State == sla.Paused && out.State == "":
			out.Metric, out.State = c.Metric, c.State
		case !c.Due.IsZero() && (out.Due.IsZero() || c.Due.Before(out.Due)):
			out.Due, out.Metric, out.State = c.Due, c.Metric, c.State
		}
	}
	for _, b := range bells(clocks) {
		if !rung[b.key] && (out.Timer.IsZero() || b.at.Before(out.Timer)) {
			out.Timer = b.at
		}
	}
	return out
}

// endOf judges the promise to finish. Stopped late is missed, whether anything rang or not: an expectation never rings.
func endOf(clocks []sla.Clock) End {
	for _, metric := range []sla.Metric{sla.ReadyBy, sla.Resolve, sla.Close} {
		for i := range clocks {
			c := &clocks[i]
			if c.Metric != metric || c.State == sla.Superseded || c.State == sla.EndedState {
				continue
			}
			switch {
			case c.Running():
				return End{EndRunning, c.Due}
			case c.State == sla.Met:
				return End{EndMet, c.Due}
			}
			return End{EndMissed, c.Due}
		}
	}
	return End{}
}

// Ring gives the events of all thresholds and misses that have passed by now and were not rung before, each at its
// own instant (CLOCKS, rules 9 and 10), in the order of these.
func Ring(clocks []sla.Clock, entries []Entry, now time.Time) []Event {
	rung := rungBefore(entries)
	due := slices.DeleteFunc(bells(clocks), func(b bell) bool { return rung[b.key] || b.at.After(now) })
	slices.SortStableFunc(due, func(a, b bell) int { return a.at.Compare(b.at) })
	out := make([]Event, len(due))
	for i, b := range due {
		out[i] = b.event
	}
	return out
}

// PromisedEnd is when the ticket has to be resolved; zero where nothing of the kind counts.
func PromisedEnd(clocks []sla.Clock) time.Time {
	for _, c := range clocks {
		if (c.Metric == sla.Resolve || c.Metric == sla.Close) && c.Running() && c.State != sla.Superseded {
			return c.Due
		}
	}
	return time.Time{}
}

// bell is one moment at which a clock speaks.
type bell struct {
	at    time.Time
	key   string
	event Event
}

// bells are the moments of all clocks that run, past ones and ones to come, and the misses of those that stopped late. A goal or an expectation is reported as
// attainment and never rings as a miss (A19).
func bells(clocks []sla.Clock) []bell {
	var out []bell
	for i := range clocks {
		c := &clocks[i]
		if c.State == sla.Superseded || c.State == sla.EndedState || c.State == sla.Met {
			continue
		}
		if c.Running() {
			out = append(out, warnings(c)...)
		}
		if !c.Due.IsZero() && (c.Obligation == sla.Guarantee || c.Obligation == sla.Commitment) {
			e := ClockMissed{Metric: string(c.Metric), Interval: c.Interval, Generation: c.Generation, Obligation: string(c.Obligation), At: c.Due}
			out = append(out, bell{justAfter(c.Due), e.key(), e})
		}
	}
	return out
}

func warnings(c *sla.Clock) []bell {
	var out []bell
	for _, w := range c.Warnings() {
		e := ClockWarned{Metric: string(c.Metric), Interval: c.Interval, Generation: c.Generation, Obligation: string(c.Obligation), Due: c.Due,
			Threshold: w.Threshold.String(), At: w.At}
		out = append(out, bell{w.At, e.key(), e})
	}
	return out
}

// justAfter is the first instant at which a promise due at this one is broken: to stop at the due instant keeps it.
func justAfter(due time.Time) time.Time { return due.Add(time.Millisecond) }

func rungBefore(entries []Entry) map[string]bool {
	rung := map[string]bool{}
	for _, en := range entries {
		switch e := en.Event.(type) {
		case ClockWarned:
			rung[e.key()] = true
		case ClockMissed:
			rung[e.key()] = true
		}
	}
	return rung
}

func (e ClockWarned) key() string {
	return fmt.Sprintf("%s/%d/%d/%s", e.Metric, e.Interval, e.Generation, e.Threshold)
}

func (e ClockMissed) key() string {
	return fmt.Sprintf("%s/%d/%d/missed", e.Metric, e.Interval, e.Generation)
}

// When is the true instant of the threshold.
func (e ClockWarned) When() time.Time { return e.At }

// When is the due instant itself.
func (e ClockMissed) When() time.Time { return e.At }
