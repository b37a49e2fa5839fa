package filter

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"
)

// Span is a stretch of time: between two moments, or before or after one. The zero Span is none.
type Span struct {
	Op       string // < <= > >= or : for the days From to To
	From, To Moment // with : both, one of which may be empty; otherwise From
}

// Moment is a time as it is written, in one form for each: "2026-11-01", "2026-11-01T14:30", "today", "-7d", "2h", "now".
type Moment string

var (
	errNoTime = errors.New("filter: no time")
	errNoDay  = errors.New("filter: an instant is no stretch of time")
)

// maxAmount bounds a relative time, in its unit.
const maxAmount = 100_000

const (
	dayForm    = "2006-01-02"
	minuteForm = "2006-01-02T15:04"
)

// days are the days that have names, as days from today.
var days = map[string]int{"yesterday": -1, "today": 0, "tomorrow": 1}

// momentOf reads a moment.
func momentOf(text string) (Moment, error) {
	low := strings.ToLower(text)
	if _, named := days[low]; named || low == "now" {
		return Moment(low), nil
	}
	for _, form := range []string{dayForm, minuteForm} {
		if t, err := time.Parse(form, strings.ToUpper(low)); err == nil && t.Year() >= 1900 {
			return Moment(t.Format(form)), nil
		}
	}
	if n, unit, ok := amountOf(low); ok {
		return Moment(strconv.Itoa(n) + string(unit)), nil
	}
	return "", errNoTime
}

func amountOf(text string) (n int, unit byte, ok bool) {
	if len(text) < 2 {
		return 0, 0, false
	}
	unit = text[len(text)-1]
	n, err := strconv.Atoi(strings.TrimPrefix(text[:len(text)-1], "+"))
	return n, unit, err == nil && strings.IndexByte("mhdw", unit) >= 0 && n >= -maxAmount && n <= maxAmount
}

// spanOf reads what stands behind an operator.
func spanOf(op, text string) (Span, error) {
	from, to, isRange := strings.Cut(text, "..")
	if op != ":" || !isRange {
		m, err := momentOf(text)
		if err != nil {
			return Span{}, err
		}
		if op == ":" {
			if !m.day() {
				return Span{}, errNoDay
			}
			return Span{Op: ":", From: m, To: m}, nil
		}
		return Span{Op: op, From: m}, nil
	}
	span := Span{Op: ":"}
	for _, end := range []struct {
		text string
		to   *Moment
	}{{from, &span.From}, {to, &span.To}} {
		if end.text == "" {
			continue
		}
		m, err := momentOf(end.text)
		if err != nil {
			return Span{}, err
		}
		*end.to = m
	}
	if span.From == "" && span.To == "" {
		return Span{}, errNoTime
	}
	return span, nil
}

// day reports whether a moment is a whole day.
func (m Moment) day() bool {
	_, named := days[string(m)]
	return named || len(m) == len(dayForm) && strings.Count(string(m), "-") == 2
}

// bounds are the first instant of a moment and the last, in the zone of the desk. Days and weeks are counted on the
// calendar; what is relative is counted from now.
func (m Moment) bounds(now time.Time, zone *time.Location) (first, last time.Time) {
	local := now.In(zone)
	if m == "now" {
		return now, now
	}
	if m.day() {
		var day time.Time
		if n, named := days[string(m)]; named {
			day = time.Date(local.Year(), local.Month(), local.Day()+n, 0, 0, 0, 0, zone)
		} else {
			day, _ = time.ParseInLocation(dayForm, string(m), zone) // it was read before
		}
		return day, day.AddDate(0, 0, 1).Add(-time.Millisecond)
	}
	if n, unit, ok := amountOf(string(m)); ok {
		at := local
		switch unit {
		case 'm':
			at = now.Add(time.Duration(n) * time.Minute)
		case 'h':
			at = now.Add(time.Duration(n) * time.Hour)
		case 'd':
			at = local.AddDate(0, 0, n)
		case 'w':
			at = local.AddDate(0, 0, 7*n)
		}
		return at, at
	}
	at, _ := time.ParseInLocation(minuteForm, string(m), zone)
	return at, at
}

// Bounds are the first and the last instant of a span, in milliseconds since 1970; the ends of the scale where it has none.
func (s Span) Bounds(now time.Time, zone *time.Location) (first, last int64) {
	first, last = math.MinInt64, math.MaxInt64
	from, until := s.From.bounds(now, zone)
	switch s.Op {
	case "<":
		last = from.UnixMilli() - 1
	case "<=":
		last = until.UnixMilli()
	case ">":
		first = until.UnixMilli() + 1
	case ">=":
		first = from.UnixMilli()
	case ":":
		if s.From != "" {
			first = from.UnixMilli()
		}
		if s.To != "" {
			_, until = s.To.bounds(now, zone)
			last = until.UnixMilli()
		}
	}
	return first, last
}
