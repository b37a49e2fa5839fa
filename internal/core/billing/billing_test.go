package billing_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"switchboard/internal/core/billing"
	"switchboard/internal/core/money"
	"switchboard/internal/core/people"
)

func usd(cents int64) money.Money { return money.Money{Cents: cents, Currency: money.Dollar} }

// CO-05: rate times full-time people; nothing where there is no rate or no count.
func TestPerFTE(t *testing.T) {
	rate := billing.Rate{Code: "2451", Unit: billing.PerFTE, Price: usd(1234)}
	counts := []billing.Headcount{{Agency: "Courts"}, {Agency: "Revenue", FTE: 1250}}
	if got := billing.Charge(rate, "Revenue", counts); got.Charge != usd(15425) || !got.Known() || got.All != 1250 {
		t.Errorf("12.5 people at $12.34 are %+v", got)
	}
	for _, agency := range []string{"Courts", "Parks"} {
		if got := billing.Charge(rate, agency, counts); got.Known() || got.Charge != usd(0) || got.Count.Agency != agency {
			t.Errorf("%s, of which nobody knows how many work there, pays %+v", agency, got)
		}
	}
	rate.Price = money.Money{}
	if got := billing.Charge(rate, "Revenue", counts); got.Known() || !got.Charge.IsZero() {
		t.Errorf("under no rate it pays %+v", got)
	}
}

// CO-05: what the agencies pay of a pool is the pool, to the cent, whatever their staffing.
func TestPool(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rate := billing.Rate{Code: "2451", Unit: billing.Pool, Price: usd(rapid.Int64Range(1, money.Max).Draw(t, "pool"))}
		var counts []billing.Headcount
		for i := range rapid.IntRange(1, 20).Draw(t, "agencies") {
			counts = append(counts, billing.Headcount{Agency: fmt.Sprintf("%02d", i), FTE: people.FTE(rapid.IntRange(0, 1_000_000).Draw(t, "fte"))})
		}
		var sum int64
		for _, c := range counts {
			s := billing.Charge(rate, c.Agency, counts)
			if sum += s.Charge.Cents; s.Known() != (c.FTE > 0) {
				t.Fatalf("%+v", s)
			}
		}
		if all := billing.Charge(rate, "", counts).All; all > 0 && sum != rate.Price.Cents || all == 0 && sum != 0 {
			t.Fatalf("of %v all pay %d", rate.Price, sum)
		}
	})
}

// CO-40: a rate is in force from a date until the day before another.
func TestHolds(t *testing.T) {
	year := billing.Rate{Code: "2451", From: "2026-07-01", Until: "2027-07-01"}
	for day, want := range map[string]bool{"2026-06-30": false, "2026-07-01": true, "2027-06-30": true, "2027-07-01": false} {
		if year.Holds(day) != want || !(billing.Rate{}).Holds(day) {
			t.Errorf("on %s it is %v", day, !want)
		}
	}
	for other, want := range map[billing.Rate]bool{
		{Code: "2451"}: true, {Code: "2452"}: false, {Code: "2451", From: "2027-07-01"}: false, {Code: "2451", Until: "2026-07-01"}: false,
		{Code: "2451", Until: "2026-08-01"}: true, {Code: "2451", From: "2027-06-01"}: true,
	} {
		if year.Overlaps(other) != want || other.Overlaps(year) != want {
			t.Errorf("beside %+v it is %v", other, !want)
		}
	}
}
