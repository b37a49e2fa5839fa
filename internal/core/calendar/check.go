package calendar

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"

	"switchboard/internal/fault"
)

// Bounds of a spec, so that a table stays small whatever a definition says.
const (
	maxWindowsPerDay = 24
	maxDays          = 4000
)

func check(s Spec) error {
	if len(s.Days) > maxDays {
		return fault.Field("days", "calendar %q names %d special days; at most %d are possible", s.Name, len(s.Days), maxDays)
	}
	for wd, ws := range s.Week {
		if err := checkWindows(time.Weekday(wd).String(), ws); err != nil {
			return err
		}
		if s.Always && len(ws) > 0 {
			return fault.Field("week", "calendar %q is always open, so it cannot have hours on %s as well", s.Name, time.Weekday(wd))
		}
	}
	for _, d := range specialDates(s) {
		if err := checkDay(s, d); err != nil {
			return err
		}
	}
	if err := checkNeighbours(s); err != nil {
		return err
	}
	return checkOpens(s)
}

func checkDay(s Spec, d Date) error {
	switch {
	case !d.Valid():
		return fault.Field(d.String(), "this date does not exist")
	case d.Year < FirstYear || d.Year >= EndYear:
		return fault.Field(d.String(), "a special day must lie in the years %d to %d", FirstYear, EndYear-1)
	case s.Always && len(s.Days[d].Windows) > 0:
		return fault.Field(d.String(), "calendar %q is always open, so a special day cannot have hours", s.Name)
	}
	return checkWindows(d.String(), s.Days[d].Windows)
}

func checkWindows(where string, ws []Window) error {
	if len(ws) > maxWindowsPerDay {
		return fault.Field(where, "%d windows on one day; at most %d are possible", len(ws), maxWindowsPerDay)
	}
	for i, w := range ws {
		switch {
		case w.From%time.Second != 0 || w.To%time.Second != 0:
			return fault.Field(where, "%s is not in whole seconds", w)
		case w.From < 0 || w.From >= 24*time.Hour:
			return fault.Field(where, "%s must begin between 00:00 and 24:00", w)
		case w.To <= w.From:
			return fault.Field(where, "%s is empty: it must end after it begins", w)
		case w.To > w.From+24*time.Hour:
			return fault.Field(where, "%s is longer than 24 hours", w)
		case i > 0 && w.From < ws[i-1].To:
			return fault.Field(where, "%s overlaps %s", w, ws[i-1])
		}
	}
	return nil
}

// checkNeighbours finds a shift past midnight that runs into the windows of the next date: for each pair of weekdays,
// and around each special day.
func checkNeighbours(s Spec) error {
	for wd := range s.Week {
		next := time.Weekday((wd + 1) % 7)
		if err := spills(time.Weekday(wd).String(), s.Week[wd], next.String(), s.Week[next]); err != nil {
			return err
		}
	}
	for _, d := range specialDates(s) {
		before, after := d.AddDays(-1), d.AddDays(1)
		if err := spills(before.String(), windowsOn(s, before), d.String(), windowsOn(s, d)); err != nil {
			return err
		}
		if err := spills(d.String(), windowsOn(s, d), after.String(), windowsOn(s, after)); err != nil {
			return err
		}
	}
	return nil
}

func spills(day string, ws []Window, nextDay string, next []Window) error {
	if len(ws) == 0 || len(next) == 0 {
		return nil
	}
	last := ws[len(ws)-1]
	if last.To-24*time.Hour > next[0].From {
		return fault.Field(day, "%s runs past midnight into %s of %s", last, next[0], nextDay)
	}
	return nil
}

func checkOpens(s Spec) error {
	if s.Always {
		return nil
	}
	for _, ws := range s.Week {
		if len(ws) > 0 {
			return nil
		}
	}
	for _, d := range s.Days {
		if len(d.Windows) > 0 {
			return nil
		}
	}
	return fault.Field("week", "calendar %q never opens: give it hours on at least one day", s.Name)
}

func windowsOn(s Spec, d Date) []Window {
	if day, special := s.Days[d]; special {
		return day.Windows
	}
	return s.Week[d.Weekday()]
}

// specialDates lists the dates of Days in order, so that errors and digests do not depend on map order.
func specialDates(s Spec) []Date {
	dates := make([]Date, 0, len(s.Days))
	for d := range s.Days {
		dates = append(dates, d)
	}
	slices.SortFunc(dates, func(a, b Date) int { return a.utc().Compare(b.utc()) })
	return dates
}

// String writes the window as 07:00-17:00; a shift past midnight as 22:00-30:00.
func (w Window) String() string { return clockTime(w.From) + "-" + clockTime(w.To) }

func clockTime(d time.Duration) string {
	h, m, s := d/time.Hour, d%time.Hour/time.Minute, d%time.Minute
	if s != 0 {
		return fmt.Sprintf("%02d:%02d:%02d", h, m, s/time.Second)
	}
	return fmt.Sprintf("%02d:%02d", h, m)
}

// digest identifies what a spec means, whatever its name and the names of its days.
func digest(s Spec) [sha256.Size]byte {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %v %v", s.Zone, s.Always, s.Week)
	for _, d := range specialDates(s) {
		fmt.Fprintf(&b, " %v%v", d, s.Days[d].Windows)
	}
	return sha256.Sum256([]byte(b.String()))
}
