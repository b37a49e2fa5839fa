package calendar

import "time"

// Position is a place in business days: Into of the open time of business day number Day, which has Length in all. An
// instant outside of hours lies where the next window begins.
type Position struct {
	Day          int
	Into, Length time.Duration
}

// Position finds an instant among the business days.
func (c *Calendar) Position(t time.Time) (Position, error) {
	p, err := c.place(t)
	if err != nil {
		return Position{}, err
	}
	tab := c.lookup()
	i := tab.window(p.sec)
	if i == len(tab.open) {
		return Position{}, c.outside()
	}
	k := int(tab.day[i])
	into := tab.worked(p) - time.Duration(tab.before[tab.first[k]])*time.Second
	return Position{k, into, time.Duration(tab.length(k)) * time.Second}, nil
}

// Instant is the reverse of Position: the instant at which this much of business day k is over, the closing one when
// it is all of a window.
func (c *Calendar) Instant(k int, into time.Duration) (time.Time, error) {
	tab := c.lookup()
	if k < 0 || k >= len(tab.date) {
		return time.Time{}, c.outside()
	}
	if into == 0 {
		return instant(tab.open[tab.first[k]]), nil
	}
	sum := time.Duration(tab.before[tab.first[k]])*time.Second + into
	i := tab.reaching(sum)
	if i == len(tab.open) {
		return time.Time{}, c.outside()
	}
	return instant(tab.open[i]).Add(sum - time.Duration(tab.before[i])*time.Second), nil
}

// Length is the open time of business day k.
func (c *Calendar) Length(k int) (time.Duration, error) {
	tab := c.lookup()
	if k < 0 || k >= len(tab.date) {
		return 0, c.outside()
	}
	return time.Duration(tab.length(k)) * time.Second, nil
}

// Close is the closing instant of business day k.
func (c *Calendar) Close(k int) (time.Time, error) {
	tab := c.lookup()
	if k < 0 || k >= len(tab.date) {
		return time.Time{}, c.outside()
	}
	return instant(tab.shut[tab.first[k+1]-1]), nil
}

// RegularDay is the open time of a regular business day: that of most weekdays which open, the longer of two lengths
// that are as frequent.
func (c *Calendar) RegularDay() time.Duration { return time.Duration(c.lookup().regular) * time.Second }

// EndOfDay is the close of the nth business day after that of from (reading A1): the day of receipt is day 0, what
// arrives outside of hours arrives at the next opening.
func (c *Calendar) EndOfDay(from time.Time, n int) (time.Time, error) {
	p, err := c.place(from)
	if err != nil {
		return time.Time{}, err
	}
	tab := c.lookup()
	i := tab.window(p.sec)
	if i == len(tab.open) {
		return time.Time{}, c.outside()
	}
	return c.Close(int(tab.day[i]) + n)
}

// SameTime is the same local time n business days later, but not after the close of that day, which a half day may
// bring forward.
func (c *Calendar) SameTime(from time.Time, n int) (time.Time, error) {
	p, err := c.place(from)
	if err != nil {
		return time.Time{}, err
	}
	start, err := c.nextOpen(from, p)
	if err != nil {
		return time.Time{}, err
	}
	tab := c.lookup()
	k := int(tab.day[tab.window(p.sec)])
	end, err := c.Close(k + n)
	if err != nil {
		return time.Time{}, err
	}
	sinceMidnight := c.zone.local(start.Unix()) - int64(tab.date[k])*secondsPerDay
	due := c.wall(int64(tab.date[k+n])*secondsPerDay+sinceMidnight, start.Nanosecond())
	if due.After(end) {
		return end, nil
	}
	return due, nil
}

// maxCalendarDays reaches across the whole horizon.
const maxCalendarDays = (EndYear - FirstYear) * 366

// CalendarDays is the same local time n dates later (reading A6): a local time that clocks skip moves forward by the
// gap, of one that they show twice it is the first.
func (c *Calendar) CalendarDays(from time.Time, n int) (time.Time, error) {
	if _, err := c.place(from); err != nil {
		return time.Time{}, err
	}
	if n < -maxCalendarDays || n > maxCalendarDays {
		return time.Time{}, c.outside()
	}
	due := c.wall(c.zone.local(from.Unix())+int64(n)*secondsPerDay, from.Nanosecond())
	_, err := c.place(due)
	return due, err
}

// BusinessDay reports whether windows begin on a date.
func (c *Calendar) BusinessDay(d Date) bool {
	if c.spec.Always {
		_, special := c.spec.Days[d]
		return !special
	}
	return len(windowsOn(c.spec, d)) > 0
}

// Midnight is the beginning of a date; where clocks skip it, the first instant after the gap.
func (c *Calendar) Midnight(d Date) time.Time { return c.wall(d.number()*secondsPerDay, 0) }

func (c *Calendar) wall(local int64, nano int) time.Time {
	return time.Unix(c.zone.unix(local), int64(nano)).UTC()
}
