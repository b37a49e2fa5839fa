package wording

import (
	"fmt"
	"strconv"
	"time"
)

// Span says a length of time in as little room as a chip has, rounded down to what is shown: "under 1 min", "22 min", "1 h 05",
// "5 h", "2 days". The sign is left out.
func (p Printer) Span(d time.Duration) string {
	minutes := int(d.Abs() / time.Minute)
	hours, rest := minutes/60, minutes%60
	switch {
	case minutes < 1:
		return p.T("span.moment")
	case hours < 1:
		return p.T("span.min", "n", strconv.Itoa(minutes))
	case hours < 24 && rest == 0:
		return p.T("span.hour", "n", strconv.Itoa(hours))
	case hours < 24:
		return p.T("span.hour.min", "n", strconv.Itoa(hours), "mm", fmt.Sprintf("%02d", rest))
	}
	return p.N("span.days", hours/24)
}

// Spell says a length of time in full words, for explanations: "4 hours", "1 hour 5 minutes", "2 days 3 hours". Two units say
// enough; what is smaller is left out.
func (p Printer) Spell(d time.Duration) string {
	minutes := int(d.Abs() / time.Minute)
	days, hours, rest := minutes/1440, minutes/60%24, minutes%60
	first, second := "", ""
	switch {
	case days > 0:
		first = p.N("spell.days", days)
		if hours > 0 {
			second = p.N("spell.hours", hours)
		}
	case hours > 0:
		first = p.N("spell.hours", hours)
		if rest > 0 {
			second = p.N("spell.minutes", rest)
		}
	case rest > 0:
		first = p.N("spell.minutes", rest)
	default:
		first = p.N("spell.seconds", int(d.Abs()/time.Second))
	}
	if second == "" {
		return first
	}
	return first + " " + second
}

// Left says what is left until a due instant, or how far it is over: "22 min", "Mon 5 p.m.", "Dec 4", "3 min over". Within
// a day it counts; beyond, the day says more than a number of hours.
func (p Printer) Left(due, now time.Time, zone *time.Location) string {
	left := due.Sub(now)
	switch {
	case left < 0:
		return p.T("span.over", "span", p.Span(left))
	case left < 24*time.Hour:
		return p.Span(left)
	}
	return p.Short(due, now, zone)
}

// ClockWords are the messages with which a browser lets a clock count down as Span and Left would say it; places in them
// are {n}, {mm} and {span}.
func (p Printer) ClockWords() map[string]string {
	return map[string]string{
		"moment":  p.T("span.moment"),
		"min":     p.T("span.min", "n", "{n}"),
		"hour":    p.T("span.hour", "n", "{n}"),
		"hourMin": p.T("span.hour.min", "n", "{n}", "mm", "{mm}"),
		"day":     p.N("span.days", 1),
		"days":    p.say(p.catalogue.messages[p.lang]["span.days"].other, nil),
		"over":    p.T("span.over", "span", "{span}"),
	}
}
