package calendar

import (
	"fmt"
	"time"
)

const secondsPerDay = 24 * 60 * 60

// DateOf is the date that t shows in its own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// String writes the date as 2006-01-02.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day) }

// ParseDate reads 2006-01-02, of the years that calendars know.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < FirstYear || t.Year() >= EndYear {
		return Date{}, fmt.Errorf("%q is no date of the years %d to %d", s, FirstYear, EndYear-1)
	}
	return DateOf(t), nil
}

// Valid reports whether the date exists.
func (d Date) Valid() bool { return DateOf(d.utc()) == d }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// AddDays is the date n dates later, or earlier for a negative n.
func (d Date) AddDays(n int) Date { return DateOf(d.utc().AddDate(0, 0, n)) }

// Before reports whether d is earlier than e.
func (d Date) Before(e Date) bool { return d.utc().Before(e.utc()) }

// IsZero reports whether no date is meant.
func (d Date) IsZero() bool { return d == Date{} }

func (d Date) utc() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// number counts dates since 1970-01-01.
func (d Date) number() int64 { return d.utc().Unix() / secondsPerDay }
