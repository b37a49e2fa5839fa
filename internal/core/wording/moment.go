package wording

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// near is how many days on either side a weekday alone is clear.
const near = 6

// Moment says an instant as it stands at the start of a line: "Today, 9:12 a.m.", "Friday, 4:30 p.m.",
// "Friday, December 11, 5 p.m.", and with the year where it is another one. Days are those of the zone.
func (p Printer) Moment(t, now time.Time, zone *time.Location) string {
	return upperFirst(p.MomentWithin(t, now, zone))
}

// MomentWithin says an instant within a sentence: "today, 9:12 a.m.".
func (p Printer) MomentWithin(t, now time.Time, zone *time.Location) string {
	t, now = t.In(zone), now.In(zone)
	return p.T("date.at", "day", p.day(t, now), "clock", p.Clock(t))
}

// By says until when: "by 5 p.m. today", "by Tuesday, 5 p.m.".
func (p Printer) By(t, now time.Time, zone *time.Location) string {
	t, now = t.In(zone), now.In(zone)
	switch days := daysBetween(now, t); {
	case days == 0:
		return p.T("date.by.today", "clock", p.Clock(t))
	case days == 1 || days == -1:
		return p.T("date.by.near", "moment", p.MomentWithin(t, now, zone))
	}
	return p.T("date.by", "moment", p.MomentWithin(t, now, zone))
}

// Since says from when: "since 9:12 a.m.", "since Friday, 4:30 p.m.".
func (p Printer) Since(t, now time.Time, zone *time.Location) string {
	t, now = t.In(zone), now.In(zone)
	switch days := daysBetween(now, t); {
	case days == 0:
		return p.T("date.since.today", "clock", p.Clock(t))
	case days == 1 || days == -1:
		return p.T("date.since.near", "moment", p.MomentWithin(t, now, zone))
	}
	return p.T("date.since", "moment", p.MomentWithin(t, now, zone))
}

// Date says a day: "Friday, December 11", with the year where it is another one than now's.
func (p Printer) Date(t, now time.Time, zone *time.Location) string {
	return upperFirst(p.DateWithin(t, now, zone))
}

// DateWithin says a day within a sentence; Spanish begins it with a small letter.
func (p Printer) DateWithin(t, now time.Time, zone *time.Location) string {
	t, now = t.In(zone), now.In(zone)
	key := "date.full"
	if t.Year() != now.Year() {
		key = "date.full.year"
	}
	return p.dated(key, t)
}

// Exact says an instant without leaving anything to the reader: "Friday, December 11, 2026, 5 p.m. MST".
func (p Printer) Exact(t time.Time, zone *time.Location) string {
	return upperFirst(p.ExactWithin(t, zone))
}

// ExactWithin says the same within a sentence.
func (p Printer) ExactWithin(t time.Time, zone *time.Location) string {
	t = t.In(zone)
	return p.T("date.at", "day", p.dated("date.full.year", t), "clock", p.Clock(t)) + " " + t.Format("MST")
}

// Clock says the time of day of t, in t's own zone: "9:12 a.m.", "5 p.m.", "noon".
func (p Printer) Clock(t time.Time) string {
	hour, minute := t.Hour(), t.Minute()
	if hour == 12 && minute == 0 {
		return p.T("date.noon")
	}
	half := p.T("date.am")
	if hour >= 12 {
		half = p.T("date.pm")
	}
	hour = (hour+11)%12 + 1
	if minute == 0 {
		return p.T("date.hour", "hour", strconv.Itoa(hour), "half", half)
	}
	return p.T("date.clock", "hour", strconv.Itoa(hour), "minute", fmt.Sprintf("%02d", minute), "half", half)
}

// Short says an instant in as little room as a chip has: "9:12 a.m.", "Mon 5 p.m.", "Dec 4", "Dec 4, 2025".
func (p Printer) Short(t, now time.Time, zone *time.Location) string {
	t, now = t.In(zone), now.In(zone)
	days := daysBetween(now, t)
	switch {
	case days == 0:
		return p.Clock(t)
	case days >= -near && days <= near:
		return p.T("date.short.near", "weekday", p.pick("date.weekdays.short", int(t.Weekday())), "clock", p.Clock(t))
	case t.Year() == now.Year():
		return p.dated("date.short", t)
	}
	return p.dated("date.short.year", t)
}

// Weekday names a day of the week: "Friday".
func (p Printer) Weekday(d time.Weekday) string { return p.pick("date.weekdays", int(d)) }

// Month names a month: "December".
func (p Printer) Month(m time.Month) string { return p.pick("date.months", int(m)-1) }

func (p Printer) day(t, now time.Time) string {
	switch days := daysBetween(now, t); {
	case days == 0:
		return p.T("date.today")
	case days == 1:
		return p.T("date.tomorrow")
	case days == -1:
		return p.T("date.yesterday")
	case days >= -near && days <= near:
		return p.Weekday(t.Weekday())
	case t.Year() == now.Year():
		return p.dated("date.full", t)
	}
	return p.dated("date.full.year", t)
}

func (p Printer) dated(key string, t time.Time) string {
	return p.T(key,
		"weekday", p.Weekday(t.Weekday()),
		"month", p.Month(t.Month()),
		"mon", p.pick("date.months.short", int(t.Month())-1),
		"day", strconv.Itoa(t.Day()),
		"year", strconv.Itoa(t.Year()))
}

// pick takes one of the words that stand under a key, parted by "|".
func (p Printer) pick(key string, i int) string {
	words := strings.Split(p.T(key), "|")
	if i < 0 || i >= len(words) {
		return key
	}
	return words[i]
}

// daysBetween counts the midnights from a to b, which are in one zone; a day of 23 or 25 hours is a day.
func daysBetween(a, b time.Time) int {
	return int(dayNumber(b) - dayNumber(a))
}

func dayNumber(t time.Time) int64 {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400
}
