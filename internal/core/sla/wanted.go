package sla

import (
	"time"

	"switchboard/internal/core/calendar"
)

// Wanted is the date by which a request is to be ready: "start date in 3 weeks" (CLOCKS, rule 13). The zero value is a
// request without one.
type Wanted struct {
	By    calendar.Date
	Short bool // asked later than the notice that the desk needs, so that the date is not guaranteed (A20, A21)
}

// dated lets the date that a request names take the place of what the class allows to the end, counted from receipt: what
// is wanted in three weeks is neither late after two nor in time after four. With short notice the date is what the desk
// expects and no promise, and nothing else is promised in its place (ME-56). A policy that promises nothing by date keeps
// what it promises.
func (best *chosen) dated(w Wanted) {
	ready := ReadyBy.index()
	if best[ready] == nil || w.By.IsZero() {
		best[ready] = nil
		return
	}
	t := *best[ready]
	t.by = w.By
	if w.Short {
		t.Obligation = Expectation
	}
	best[ready], best[Resolve.index()], best[Close.index()] = &t, nil, nil
}

// opens is when the desk opens on a date, the beginning of it where it does not: by then it has to be ready.
func opens(cal *calendar.Calendar, d calendar.Date) (time.Time, error) {
	midnight := cal.Midnight(d)
	at, err := cal.NextOpen(midnight)
	if err != nil || cal.Date(at) != d {
		return midnight, err
	}
	return at, nil
}
