package figures

import (
	"cmp"
	"slices"
	"time"
)

// Promise is what was received in one month of one class, and what became of the promise to finish it.
type Promise struct {
	Month time.Time // its first instant; zero in a sum over months
	Class string    // empty in a sum over classes
	Kept
}

// SumPromises sums up by month, the latest first, by class, the one with the most tickets first, and all of it.
func SumPromises(all []Promise) (months, classes []Promise, sum Kept) {
	for _, p := range all {
		sum = sum.and(p.Kept)
		months = addPromise(months, Promise{Month: p.Month}, p.Kept)
		classes = addPromise(classes, Promise{Class: p.Class}, p.Kept)
	}
	slices.SortFunc(months, func(a, b Promise) int { return b.Month.Compare(a.Month) })
	slices.SortFunc(classes, func(a, b Promise) int {
		return cmp.Or(cmp.Compare(b.Tickets, a.Tickets), cmp.Compare(a.Class, b.Class))
	})
	return months, classes, sum
}

// addPromise adds to the sum that has the month and class of zero; there are few of them.
func addPromise(sums []Promise, zero Promise, k Kept) []Promise {
	i := slices.IndexFunc(sums, func(s Promise) bool { return s.Month.Equal(zero.Month) && s.Class == zero.Class })
	if i < 0 {
		i, sums = len(sums), append(sums, zero)
	}
	sums[i].Kept = sums[i].Kept.and(k)
	return sums
}

// LeastPublished is how many people's matters a share for everybody is made of at least: below it, what one of them said or had could be
// guessed.
const LeastPublished = 10

// Publishable is a share for everybody; none where it is made of too few, of which then not even their number is told.
func Publishable(n, of int) (shown, all int, ok bool) {
	if of < LeastPublished {
		return 0, 0, false
	}
	return n, of, true
}
