package notice

import (
	"time"

	"switchboard/internal/fault"
)

// Quiet is when somebody wants no letter and no push: some hours of every day, and some whole days. The zero Quiet is
// never.
type Quiet struct {
	From, Until int                   // minutes since midnight on their clock; over midnight where From is later; equal: none
	Off         map[time.Weekday]bool // whole days
	Zone        *time.Location        // nil: UTC
}

const dayMinutes = 24 * 60

// Check refuses what could never end. Errors: Invalid.
func (q Quiet) Check() error {
	switch {
	case q.From < 0 || q.From >= dayMinutes:
		return fault.Field("from", "write a time of day like 18:00")
	case q.Until < 0 || q.Until >= dayMinutes:
		return fault.Field("until", "write a time of day like 18:00")
	}
	free := 7
	for d := time.Sunday; d <= time.Saturday; d++ {
		if q.Off[d] {
			free--
		}
	}
	if free == 0 {
		return fault.Field("off", "leave at least one day of the week")
	}
	return nil
}

// steps bounds how often the search for the end goes on: six days off, and two nights around each.
const steps = 24

// End is when what comes at an instant may be told: then, or when the quiet hours end that hold it. It is at most a week
// later.
func (q Quiet) End(at time.Time) time.Time {
	if q.Zone == nil {
		q.Zone = time.UTC
	}
	t := at
	for range steps {
		next := q.leave(t)
		if !next.After(t) {
			return t
		}
		t = next
	}
	return t
}

// leave is the end of the stretch in which an instant lies, or the instant where it is not quiet then.
func (q Quiet) leave(t time.Time) time.Time {
	local := t.In(q.Zone)
	year, month, day := local.Date()
	wall := func(days, minute int) time.Time {
		at := time.Date(year, month, day+days, minute/60, minute%60, 0, 0, q.Zone)
		if got := at.Hour()*60 + at.Minute(); got != minute { // the clock jumps over it
			_, at = at.ZoneBounds()
		}
		return at
	}
	m := local.Hour()*60 + local.Minute()
	switch {
	case q.Off[local.Weekday()]:
		return wall(1, 0)
	case q.From < q.Until && q.From <= m && m < q.Until, q.From > q.Until && m < q.Until:
		return wall(0, q.Until)
	case q.From > q.Until && m >= q.From:
		return wall(1, q.Until)
	}
	return t
}
