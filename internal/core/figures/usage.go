package figures

import (
	"cmp"
	"slices"
	"time"
)

// Use is what an agency used of one service in one month (CO-41). Months are those in which the tickets were received: time that
// is recorded on a ticket later counts where the ticket does, so that a month's row speaks of the same tickets throughout.
type Use struct {
	Month   time.Time // its first instant; zero in a sum over months
	Service string    // by its id, empty where none was named; also in a sum over services
	Tickets int
	Major   int // of them, major incidents as they are classed now
	Minutes int // of labor and travel that were recorded on them

	ShortNotice, Nonstandard Kept // of them; see Apart
}

// UsageMonths is how many months of use are shown: this one and those before it.
const UsageMonths = 12

// Months are the first instants of the last n months, the earliest first, and behind them that of the month to come: a month
// lasts from one of them up to the next.
func Months(now time.Time, zone *time.Location, n int) []time.Time {
	year, month, _ := now.In(zone).Date()
	out := make([]time.Time, 0, n+1)
	for i := 1 - n; i <= 1; i++ {
		out = append(out, time.Date(year, month+time.Month(i), 1, 0, 0, 0, 0, zone))
	}
	return out
}

// Usage is the use of one agency, summed up.
type Usage struct {
	All      Use
	Months   []Use // the latest first
	Services []Use // the one with the most tickets first
}

// SumUse sums up by month and by service.
func SumUse(all []Use) Usage {
	var out Usage
	for _, u := range all {
		out.All = out.All.and(u)
		out.Months = addTo(out.Months, Use{Month: u.Month}, u)
		out.Services = addTo(out.Services, Use{Service: u.Service}, u)
	}
	slices.SortFunc(out.Months, func(a, b Use) int { return b.Month.Compare(a.Month) })
	slices.SortFunc(out.Services, func(a, b Use) int {
		return cmp.Or(cmp.Compare(b.Tickets, a.Tickets), cmp.Compare(a.Service, b.Service))
	})
	return out
}

// addTo adds to the sum that has the month and service of zero; there are few of them.
func addTo(sums []Use, zero, u Use) []Use {
	i := slices.IndexFunc(sums, func(s Use) bool { return s.Month.Equal(zero.Month) && s.Service == zero.Service })
	if i < 0 {
		return append(sums, zero.and(u))
	}
	sums[i] = sums[i].and(u)
	return sums
}

func (u Use) and(more Use) Use {
	u.Tickets, u.Major, u.Minutes = u.Tickets+more.Tickets, u.Major+more.Major, u.Minutes+more.Minutes
	u.ShortNotice, u.Nonstandard = u.ShortNotice.and(more.ShortNotice), u.Nonstandard.and(more.Nonstandard)
	return u
}
