package calendar

import "time"

// place is an instant on the table's scale: whole seconds and the rest.
type place struct {
	sec  second
	nano time.Duration
}

// place finds t on the table's scale; an error when t lies outside the horizon.
func (c *Calendar) place(t time.Time) (place, error) {
	sec := t.Unix()
	if sec < tableEpoch+2*secondsPerDay || sec >= horizonEnd {
		return place{}, c.outside()
	}
	return place{second(sec - tableEpoch), time.Duration(t.Nanosecond())}, nil
}

var horizonEnd = time.Date(EndYear, 1, 1, 0, 0, 0, 0, time.UTC).Unix()

func instant(s second) time.Time { return time.Unix(int64(s)+tableEpoch, 0).UTC() }

// worked is the open time from the start of the table up to p.
func (t *table) worked(p place) time.Duration {
	i := t.window(p.sec)
	sum := time.Duration(t.before[i]) * time.Second
	if i < len(t.open) && t.open[i] <= p.sec {
		sum += time.Duration(p.sec-t.open[i])*time.Second + p.nano
	}
	return sum
}

// Open reports whether the desk is open at t. At exactly the closing time it is closed.
func (c *Calendar) Open(t time.Time) (bool, error) {
	p, err := c.place(t)
	if err != nil || c.spec.Always {
		return err == nil, err
	}
	tab := c.lookup()
	i := tab.window(p.sec)
	return i < len(tab.open) && tab.open[i] <= p.sec, nil
}

// NextOpen is t itself when the desk is open at t, or else the next opening.
func (c *Calendar) NextOpen(t time.Time) (time.Time, error) {
	p, err := c.place(t)
	if err != nil || c.spec.Always {
		return t, err
	}
	return c.nextOpen(t, p)
}

// nextOpen asks the table even of a calendar that is always open: its table holds the business days only.
func (c *Calendar) nextOpen(t time.Time, p place) (time.Time, error) {
	tab := c.lookup()
	switch i := tab.window(p.sec); {
	case i == len(tab.open):
		return time.Time{}, c.outside()
	case tab.open[i] <= p.sec:
		return t, nil
	default:
		return instant(tab.open[i]), nil
	}
}

// Worked is the open time between two instants, negative when to lies before from.
func (c *Calendar) Worked(from, to time.Time) (time.Duration, error) {
	a, err := c.place(from)
	if err != nil {
		return 0, err
	}
	b, err := c.place(to)
	if err != nil {
		return 0, err
	}
	if c.spec.Always {
		return to.Sub(from), nil
	}
	tab := c.lookup()
	return tab.worked(b) - tab.worked(a), nil
}

// Add is the instant at which d of open time has passed since from: the closing instant when it is used up exactly
// then, from itself when d is 0. A negative d goes back.
func (c *Calendar) Add(from time.Time, d time.Duration) (time.Time, error) {
	p, err := c.place(from)
	if err != nil || d == 0 {
		return from, err
	}
	if c.spec.Always {
		to := from.Add(d)
		_, err := c.place(to)
		return to, err
	}
	tab := c.lookup()
	sum := tab.worked(p) + d
	i := tab.reaching(sum)
	if sum < 0 || i == len(tab.open) {
		return time.Time{}, c.outside()
	}
	return instant(tab.open[i]).Add(sum - time.Duration(tab.before[i])*time.Second), nil
}

// Now is what a page says of a desk at an instant.
type Now struct {
	Open  bool
	Until time.Time // the next closing when open, the next opening when not; zero when there is none in the horizon
	Name  string    // of the local date, when it differs from its weekday
}

// At tells whether the desk is open at t, and until when. Windows that touch are one.
func (c *Calendar) At(t time.Time) (Now, error) {
	p, err := c.place(t)
	if err != nil {
		return Now{}, err
	}
	now := Now{Name: c.Holiday(c.Date(t))}
	if c.spec.Always {
		now.Open = true
		return now, nil
	}
	tab := c.lookup()
	i := tab.window(p.sec)
	if i == len(tab.open) {
		return now, nil
	}
	if tab.open[i] > p.sec {
		now.Until = instant(tab.open[i])
		return now, nil
	}
	now.Open = true
	for i+1 < len(tab.open) && tab.open[i+1] == tab.shut[i] {
		i++
	}
	if i+1 < len(tab.open) {
		now.Until = instant(tab.shut[i])
	}
	return now, nil
}

// Windows calls yield with each open stretch between two instants, in order, cut to fit; windows that touch are one.
// It stops when yield returns false.
func (c *Calendar) Windows(from, to time.Time, yield func(from, to time.Time) bool) error {
	a, err := c.place(from)
	if err != nil || !from.Before(to) {
		return err
	}
	if _, err := c.place(to); err != nil {
		return err
	}
	if c.spec.Always {
		yield(from, to)
		return nil
	}
	tab := c.lookup()
	for i := tab.window(a.sec); i < len(tab.open); i++ {
		open := instant(tab.open[i])
		for i+1 < len(tab.open) && tab.open[i+1] == tab.shut[i] {
			i++
		}
		shut := instant(tab.shut[i])
		if !open.Before(to) {
			return nil
		}
		if open.Before(from) {
			open = from
		}
		if shut.After(to) {
			shut = to
		}
		if !yield(open, shut) {
			return nil
		}
	}
	return nil
}
