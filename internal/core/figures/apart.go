package figures

import (
	"cmp"
	"slices"
	"time"
)

// Kept is how many tickets of a kind there were, and what became of the promise to finish them. Those of which neither is so are
// still under way, or nothing was promised.
type Kept struct{ Tickets, Met, Missed int }

// Judged are those whose promise was kept or missed.
func (k Kept) Judged() Part { return Part{N: k.Met, Of: k.Met + k.Missed} }

// Apart is what is reported apart from the rest, of one agency and one month of receipt: what was asked with less than the
// published notice (ME-56), and what deviated from the standard (ME-31). A ticket may be both, and is counted in each.
type Apart struct {
	Month       time.Time // its first instant; zero in a sum over months
	Agency      string    // empty where none is known; also in a sum over agencies
	ShortNotice Kept
	Nonstandard Kept
}

// SumApart adds up what there is of each agency and month, the latest month first, and all of it.
func SumApart(all []Apart) (rows []Apart, sum Apart) {
	for _, a := range all {
		sum = sum.and(a)
		i := slices.IndexFunc(rows, func(r Apart) bool { return r.Month.Equal(a.Month) && r.Agency == a.Agency })
		if i < 0 {
			i, rows = len(rows), append(rows, Apart{Month: a.Month, Agency: a.Agency})
		}
		rows[i] = rows[i].and(a)
	}
	slices.SortFunc(rows, func(a, b Apart) int { return cmp.Or(b.Month.Compare(a.Month), cmp.Compare(a.Agency, b.Agency)) })
	return rows, sum
}

func (a Apart) and(more Apart) Apart {
	a.ShortNotice, a.Nonstandard = a.ShortNotice.and(more.ShortNotice), a.Nonstandard.and(more.Nonstandard)
	return a
}

func (k Kept) and(more Kept) Kept {
	return Kept{k.Tickets + more.Tickets, k.Met + more.Met, k.Missed + more.Missed}
}
