package figures

import (
	"cmp"
	"slices"
	"time"

	"switchboard/internal/core/money"
)

// Item is one thing that a statement is made of: a ticket that was opened, time that was recorded, or a charge that was billed.
type Item struct {
	At      time.Time // when it was written down
	Ticket  int64     // zero where its number is not for the reader
	Service string    // by its id, as it stood at the end of the month; empty where none was named
	Opened  bool
	Minutes int
	Charge  money.Money
	Account string // which pays the charge
}

// Line is what a service came to in one month.
type Line struct {
	Service string // empty where none was named, and in the sum
	Tickets int
	Minutes int
	Charges []money.Money // one for each currency, by its name; none where nothing was billed
	Items   []Item        // what it is made of, the earliest first; none in the sum
}

// SumStatement makes the lines of a month of its items, by service, and the sum of the lines.
func SumStatement(items []Item) (lines []Line, sum Line) {
	items = slices.SortedStableFunc(slices.Values(items), func(a, b Item) int {
		return cmp.Or(cmp.Compare(a.Service, b.Service), a.At.Compare(b.At), cmp.Compare(a.Ticket, b.Ticket))
	})
	for _, item := range items {
		if n := len(lines); n == 0 || lines[n-1].Service != item.Service {
			lines = append(lines, Line{Service: item.Service})
		}
		last := &lines[len(lines)-1]
		last.add(item)
		last.Items = append(last.Items, item)
		sum.add(item)
	}
	return lines, sum
}

func (l *Line) add(item Item) {
	if item.Opened {
		l.Tickets++
	}
	l.Minutes += item.Minutes
	l.Charges = money.Sum(append(l.Charges, item.Charge)...)
}
