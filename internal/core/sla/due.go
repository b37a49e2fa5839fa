package sla

import (
	"math/big"
	"time"

	"switchboard/internal/core/calendar"
)

// due is the due instant; ok is false while a pause lasts that began before the allowance was used up.
func (m *meter) due() (at time.Time, ok bool, err error) {
	a := m.target.Amount
	switch a.Unit {
	case Elapsed, Service:
		return m.reaches(a.Time)
	case CalendarDays:
		return m.dueCalendarDays()
	case ByDate:
		at, err = opens(m.first(), m.target.by)
		return at, err == nil, err
	}
	switch m.target.Reading {
	case OpenHours:
		return m.reaches(time.Duration(a.Days) * m.first().RegularDay())
	case SameTime:
		return m.dueSameTime()
	}
	if m.plain() {
		at, err = m.target.Calendar.EndOfDay(m.start, a.Days)
		return at, err == nil, err
	}
	return m.dueEndOfDay()
}

// dueCalendarDays is the same local time N dates later (A6), and later by as long as the clock was off before.
func (m *meter) dueCalendarDays() (time.Time, bool, error) {
	at, err := m.first().CalendarDays(m.start, m.target.Amount.Days)
	if err != nil || m.plain() {
		return at, err == nil, err
	}
	return m.reaches(at.Sub(m.start))
}

// dueEndOfDay is the general form of "N business days": every business day is worth 1, whatever its length; the due
// instant is the close of the day in which N is used up. Shares are exact fractions, so that days of mixed lengths
// lose nothing.
func (m *meter) dueEndOfDay() (time.Time, bool, error) {
	left := new(big.Rat).SetInt64(int64(m.target.Amount.Days))
	for _, s := range m.stretches() {
		if s.to.IsZero() {
			at, err := closeAfter(s.cal, s.from, left)
			return at, err == nil, err
		}
		used, endsAtClose, err := sharesBetween(s.cal, s.from, s.to)
		if err != nil {
			return time.Time{}, false, err
		}
		// A budget that ends exactly at a close belongs to the next window.
		if c := left.Cmp(used); c < 0 || c == 0 && !endsAtClose {
			at, err := closeAfter(s.cal, s.from, left)
			if err != nil || !s.handover || !at.After(s.to) {
				return at, err == nil, err
			}
			left.SetInt64(0) // used up, but the calendar that closes this day is the next one
			continue
		}
		left.Sub(left, used)
	}
	return time.Time{}, false, nil
}

// closeAfter is the close of the business day that lies this many shares after an instant.
func closeAfter(cal *calendar.Calendar, from time.Time, shares *big.Rat) (time.Time, error) {
	p, err := cal.Position(from)
	if err != nil {
		return time.Time{}, err
	}
	at := share(p)
	at.Add(at, shares)
	return cal.Close(p.Day + int(floor(at)))
}

// sharesBetween counts the shares of business days between two instants. atClose says that they end where a day ends
// or another begins.
func sharesBetween(cal *calendar.Calendar, from, to time.Time) (used *big.Rat, atClose bool, err error) {
	p, err := cal.Position(from)
	if err != nil {
		return nil, false, err
	}
	q, err := cal.Position(to)
	if err != nil {
		return nil, false, err
	}
	used = share(q)
	used.Add(used, new(big.Rat).SetInt64(int64(q.Day-p.Day)))
	used.Sub(used, share(p))
	return used, q.Into == 0, nil
}

// share is how much of its business day is over at a position.
func share(p calendar.Position) *big.Rat { return big.NewRat(int64(p.Into), int64(p.Length)) }

func floor(r *big.Rat) int64 {
	return new(big.Int).Div(r.Num(), r.Denom()).Int64()
}

// dueSameTime is the same local time N business days later. With pauses the shares between start and that instant are
// the allowance, and the due instant is where they are used up.
func (m *meter) dueSameTime() (time.Time, bool, error) {
	cal := m.first()
	at, err := cal.SameTime(m.start, m.target.Amount.Days)
	if err != nil || m.plain() {
		return at, err == nil, err
	}
	left, _, err := sharesBetween(cal, m.start, at)
	if err != nil {
		return time.Time{}, false, err
	}
	// Untouched by what comes later, the plain answer stands.
	stretches := m.stretches()
	if len(stretches) == 0 {
		return time.Time{}, false, nil
	}
	if first := stretches[0]; first.from.Equal(m.start) && !first.to.IsZero() && !first.to.Before(at) {
		return at, true, nil
	}
	for _, s := range stretches {
		if !s.to.IsZero() {
			used, _, err := sharesBetween(s.cal, s.from, s.to)
			if err != nil {
				return time.Time{}, false, err
			}
			if left.Cmp(used) > 0 {
				left.Sub(left, used)
				continue
			}
		}
		at, err := sharesAfter(s.cal, s.from, left)
		return at, err == nil, err
	}
	return time.Time{}, false, nil
}

// sharesAfter is the instant this many shares after another, to the nanosecond above.
func sharesAfter(cal *calendar.Calendar, from time.Time, shares *big.Rat) (time.Time, error) {
	p, err := cal.Position(from)
	if err != nil {
		return time.Time{}, err
	}
	at := share(p)
	at.Add(at, shares)
	whole := floor(at)
	day := p.Day + int(whole)
	length, err := cal.Length(day)
	if err != nil {
		return time.Time{}, err
	}
	at.Sub(at, new(big.Rat).SetInt64(whole))
	at.Mul(at, new(big.Rat).SetInt64(int64(length)))
	into := floor(at)
	if !at.IsInt() {
		into++
	}
	if into == 0 && whole > 0 { // used up exactly at a close
		return cal.Close(day - 1)
	}
	return cal.Instant(day, time.Duration(into))
}
