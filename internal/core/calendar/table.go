package calendar

import "time"

// second counts seconds since tableEpoch: 32 bits reach past the horizon and halve the table.
type second = uint32

// tableEpoch lies before the first local midnight of the horizon in every zone.
var tableEpoch = time.Date(FirstYear, 1, -1, 0, 0, 0, 0, time.UTC).Unix()

// table lists every open window of the horizon in order. The columns of windows are parallel; so are those of days.
type table struct {
	open, shut []second // half-open instants of window i
	before     []second // open seconds before window i; one more entry holds the total
	day        []int32  // number of the business day to which window i belongs
	first      []int32  // index of the first window of business day k; one more entry ends the last day
	date       []int32  // date of business day k, counted since 1970-01-01
	regular    second   // length of a regular business day, see regularDay
}

// lookup gives the table, made at first use.
func (c *Calendar) lookup() *table {
	c.once.Do(func() { c.tab = build(c.spec, &c.zone) })
	return c.tab
}

func build(s Spec, z *zone) *table {
	week := s.Week
	if s.Always {
		for i := range week {
			week[i] = []Window{{0, 24 * time.Hour}}
		}
	}
	days, windows := capacity(week, len(s.Days))
	t := &table{open: make([]second, 0, windows), shut: make([]second, 0, windows), before: make([]second, 0, windows+1),
		day: make([]int32, 0, windows), first: make([]int32, 0, days+1), date: make([]int32, 0, days)}
	special := specialDates(s)
	start, end := Date{FirstYear, 1, 1}, Date{EndYear, 1, 1}
	wd := int(start.Weekday())
	next := int64(-1)
	if len(special) > 0 {
		next = special[0].number()
	}
	for n := start.number(); n < end.number(); n++ {
		ws := week[wd]
		if n == next {
			ws = s.Days[special[0]].Windows
			special, next = special[1:], -1
			if len(special) > 0 {
				next = special[0].number()
			}
		}
		t.addDate(z, n, ws)
		wd = (wd + 1) % 7
	}
	t.finish(week)
	return t
}

// capacity estimates the sizes of the columns, so that they grow once.
func capacity(week [7][]Window, special int) (days, windows int) {
	const weeks = (EndYear-FirstYear)*365/7 + 5
	for _, ws := range week {
		windows += len(ws) * weeks
		if len(ws) > 0 {
			days += weeks
		}
	}
	return days + special, windows + special
}

// addDate appends the windows that begin on a date. Where clocks jump forward two windows may come to overlap or one
// to vanish; the earlier one keeps the time.
func (t *table) addDate(z *zone, date int64, ws []Window) {
	begun := false
	for _, w := range ws {
		open := second(z.unix(date*secondsPerDay+int64(w.From/time.Second)) - tableEpoch)
		shut := second(z.unix(date*secondsPerDay+int64(w.To/time.Second)) - tableEpoch)
		if n := len(t.shut); n > 0 {
			open = max(open, t.shut[n-1])
		}
		if shut <= open {
			continue
		}
		if !begun {
			begun = true
			t.date = append(t.date, int32(date))
			t.first = append(t.first, int32(len(t.open)))
		}
		t.open, t.shut = append(t.open, open), append(t.shut, shut)
		t.day = append(t.day, int32(len(t.date)-1))
	}
}

func (t *table) finish(week [7][]Window) {
	t.first = append(t.first, int32(len(t.open)))
	var sum second
	for i := range t.open {
		t.before = append(t.before, sum)
		sum += t.shut[i] - t.open[i]
	}
	t.before = append(t.before, sum)
	if len(t.date) == 0 {
		return
	}
	t.regular = regularDay(week)
	if t.regular == 0 {
		t.regular = t.length(0)
	}
}

// regularDay is the length of most weekdays that open, the longer one of two that are as frequent.
func regularDay(week [7][]Window) second {
	count := map[second]int{}
	var best second
	for _, ws := range week {
		var sum second
		for _, w := range ws {
			sum += second((w.To - w.From) / time.Second)
		}
		if sum == 0 {
			continue
		}
		count[sum]++
		if count[sum] > count[best] || count[sum] == count[best] && sum > best {
			best = sum
		}
	}
	return best
}

// length is the open time of business day k.
func (t *table) length(k int) second { return t.before[t.first[k+1]] - t.before[t.first[k]] }

// window is the first window that closes after s: the one that is open at s, or else the next one to open.
// It is len(t.shut) when none is left.
func (t *table) window(s second) int {
	lo, hi := 0, len(t.shut)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if t.shut[mid] > s {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return lo
}

// reaching is the first window at whose close at least this much open time has passed; len(t.shut) when there is none.
func (t *table) reaching(worked time.Duration) int {
	lo, hi := 0, len(t.shut)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if time.Duration(t.before[mid+1])*time.Second >= worked {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return lo
}
