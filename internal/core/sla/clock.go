package sla

import "time"

// State is the verdict on a clock at the instant of asking.
type State string

// The states of a clock.
const (
	Counting   State = "counting" // also outside of hours: the due instant is known and not past
	Paused     State = "paused"   // by a recorded cause; there is no due instant
	Met        State = "met"      // stopped at or before the due instant
	Missed     State = "missed"   // stopped after it, or not stopped and past it
	Superseded State = "superseded"
	EndedState State = "ended" // what it waited for cannot come any more: merged, withdrawn, resolved without it
)

// Clock is one target counting on one ticket, as of an instant. All instants are UTC.
type Clock struct {
	Target     *Target
	Metric     Metric
	Obligation Obligation
	Interval   int // of update and next_reply clocks, from 0; 0 for all others
	Generation int // how many targets this clock had before (rule 6)
	Start      time.Time
	Due        time.Time // zero while paused
	State      State
	StoppedAt  time.Time // zero while it runs
	// Elapsed is what has counted; Paused is what did not because of a pause: open time of the calendar for targets in
	// service hours and business days, wall time for the others. The interval between a resolution and a reopening is
	// in neither. Remaining is what is left until the due instant in the same measure, never negative.
	Elapsed, Paused, Remaining time.Duration
	// LateOnUpgrade marks a clock whose stricter target was past already when it came to hold (rule 6).
	LateOnUpgrade bool

	received time.Time // when the ticket came in
	end      time.Time // when it stopped, or the instant of asking
	held     time.Time // when its target came to hold, if after the ticket was received
	m        meter
}

// Running reports whether the clock may still be met or missed by what is to come.
func (c *Clock) Running() bool { return c.StoppedAt.IsZero() }

// index orders the metrics for tables; -1 for one that is not counted on tickets.
func (m Metric) index() int {
	switch m {
	case AssignTeam:
		return 0
	case AssignProvider:
		return 1
	case Accept:
		return 2
	case FirstRead:
		return 3
	case FirstReply:
		return 4
	case NextReply:
		return 5
	case Update:
		return 6
	case TeamIdentified:
		return 7
	case Restore:
		return 8
	case Resolve:
		return 9
	case Close:
		return 10
	case ReadyBy:
		return 11
	}
	return -1 // AnswerCall is counted on calls
}

const metricCount = 12

// pausable reports whether a metric may pause at all: assignment, reply and update clocks never do (rule 4).
func (m Metric) pausable() bool { return m == Restore || m == Resolve || m == Close }
