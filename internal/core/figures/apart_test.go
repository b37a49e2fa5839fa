package figures_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard/internal/core/figures"
)

// ME-31, ME-56: however the counts come in, each agency and month has one row, the latest month first, and the sum is that of the
// rows.
func TestApart(t *testing.T) {
	months := figures.Months(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC), time.UTC, 3)
	kept := func(t *rapid.T) figures.Kept {
		met, missed := rapid.IntRange(0, 5).Draw(t, "met"), rapid.IntRange(0, 5).Draw(t, "missed")
		return figures.Kept{Tickets: met + missed + rapid.IntRange(0, 5).Draw(t, "open"), Met: met, Missed: missed}
	}
	rapid.Check(t, func(t *rapid.T) {
		var all []figures.Apart
		want := map[string]int{}
		for range rapid.IntRange(0, 20).Draw(t, "n") {
			a := figures.Apart{Month: rapid.SampledFrom(months).Draw(t, "month"), Agency: rapid.SampledFrom([]string{"", "Courts", "Revenue"}).Draw(t, "agency"),
				ShortNotice: kept(t), Nonstandard: kept(t)}
			all = append(all, a)
			want[a.Month.String()+a.Agency] += a.ShortNotice.Tickets
		}
		rows, sum := figures.SumApart(all)
		var short, met, missed int
		for i, r := range rows {
			if r.ShortNotice.Tickets != want[r.Month.String()+r.Agency] {
				t.Fatalf("%s in %s: %d", r.Agency, r.Month, r.ShortNotice.Tickets)
			}
			if i > 0 && (rows[i-1].Month.Before(r.Month) || rows[i-1].Month.Equal(r.Month) && rows[i-1].Agency >= r.Agency) {
				t.Fatalf("row %d is out of order: %+v", i, rows)
			}
			short, met, missed = short+r.ShortNotice.Tickets, met+r.Nonstandard.Met, missed+r.Nonstandard.Missed
		}
		if len(rows) != len(want) || sum.ShortNotice.Tickets != short || sum.Nonstandard.Judged() != (figures.Part{N: met, Of: met + missed}) {
			t.Fatalf("the sum %+v is not that of %+v", sum, rows)
		}
	})
}
