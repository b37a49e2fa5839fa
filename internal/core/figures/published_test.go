package figures_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard/internal/core/figures"
)

// ME-73: every ticket is in one month and one class, so that both add up to the whole.
func TestPromisesAddUp(t *testing.T) {
	months := figures.Months(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC), time.UTC, 3)
	rapid.Check(t, func(t *rapid.T) {
		var all []figures.Promise
		tickets, met := 0, 0
		for range rapid.IntRange(0, 20).Draw(t, "n") {
			k := figures.Kept{Met: rapid.IntRange(0, 5).Draw(t, "met"), Missed: rapid.IntRange(0, 5).Draw(t, "missed")}
			k.Tickets = k.Met + k.Missed + rapid.IntRange(0, 5).Draw(t, "open")
			all = append(all, figures.Promise{Month: rapid.SampledFrom(months).Draw(t, "month"), Class: rapid.SampledFrom([]string{"low", "high"}).Draw(t, "class"), Kept: k})
			tickets, met = tickets+k.Tickets, met+k.Met
		}
		byMonth, byClass, sum := figures.SumPromises(all)
		for _, rows := range [][]figures.Promise{byMonth, byClass, {{Kept: sum}}} {
			gotTickets, gotMet := 0, 0
			for _, r := range rows {
				gotTickets, gotMet = gotTickets+r.Tickets, gotMet+r.Met
			}
			if gotTickets != tickets || gotMet != met {
				t.Fatalf("%d, %d of %+v; want %d, %d", gotTickets, gotMet, rows, tickets, met)
			}
		}
		if len(byMonth) > len(months) || len(byClass) > 2 {
			t.Fatalf("%d months, %d classes", len(byMonth), len(byClass))
		}
	})
}

// ME-73: of few nothing is published, not even how few.
func TestPublishable(t *testing.T) {
	for of, want := range map[int]bool{0: false, 1: false, figures.LeastPublished - 1: false, figures.LeastPublished: true, 200: true} {
		n, all, ok := figures.Publishable(of/2, of)
		if ok != want || ok && (n != of/2 || all != of) || !ok && n+all != 0 {
			t.Errorf("of %d: %d of %d, %v", of, n, all, ok)
		}
	}
}
