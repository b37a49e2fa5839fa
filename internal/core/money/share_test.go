package money_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"switchboard/internal/core/money"
)

func usd(cents int64) money.Money { return money.Money{Cents: cents, Currency: money.Dollar} }

func TestTimes(t *testing.T) {
	for _, c := range []struct{ cents, n, per, want int64 }{
		{1234, 1250, 100, 15425}, {1, 50, 100, 1}, {1, 49, 100, 0}, {3, 50, 100, 2}, {1250, 0, 100, 0}, {1250, -1, 100, 0}, {1250, 1, 0, 0},
		{money.Max, 1_000_000_000, 100, money.Max * 10_000_000}, // does not overflow on the way
	} {
		if got := usd(c.cents).Times(c.n, c.per); got != usd(c.want) {
			t.Errorf("%d for %d of %d is %v, want %d", c.cents, c.n, c.per, got, c.want)
		}
	}
}

// CO-05: the shares of a pool sum up to the pool to the cent, none is a cent away from its exact part, and who weighs more never pays less.
func TestSplit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pool := usd(rapid.Int64Range(0, money.Max).Draw(t, "cents"))
		weights := rapid.SliceOfN(rapid.Int64Range(0, 1_000_000_000), 1, 40).Draw(t, "weights")
		var all, sum int64
		for _, w := range weights {
			all += w
		}
		shares := pool.Split(weights)
		for i, s := range shares {
			sum += s.Cents
			exact := 0.0
			if all > 0 {
				exact = float64(pool.Cents) / float64(all) * float64(weights[i])
			}
			if off := float64(s.Cents) - exact; off < -1.001 || off > 1.001 {
				t.Fatalf("share %d is %v, exactly it is %f", i, s, exact)
			}
			for j := range shares {
				if weights[i] > weights[j] && s.Cents < shares[j].Cents {
					t.Fatalf("%v weigh more and less than %v by %v", s, shares[j], weights)
				}
			}
		}
		if all > 0 && sum != pool.Cents || all == 0 && sum != 0 {
			t.Fatalf("%v by %v are %v, in all %d", pool, weights, shares, sum)
		}
	})
}

func TestSum(t *testing.T) {
	euro := money.Money{Cents: 5, Currency: "EUR"}
	if got, want := money.Sum(usd(3), euro, usd(0), usd(4)), []money.Money{euro, usd(7)}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
