package figures_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard/internal/core/figures"
)

func TestArrivals(t *testing.T) { // CO-01, OK-31
	var tally figures.Tally
	for _, a := range []figures.Arrival{
		{Channel: "portal", Touched: true, Waited: 10 * time.Minute},
		{Channel: "portal", Touched: true, Waited: 4 * time.Minute},
		{Channel: "portal"},
		{Channel: "phone", Direct: "network", Touched: true, Waited: 8 * time.Minute},
		{Channel: "mail"},
	} {
		tally.Add(a)
	}
	got := tally.Sum()
	want := []figures.Channel{{"portal", 3, 2, 7 * time.Minute}, {"mail", 1, 0, 0}, {"phone", 1, 1, 8 * time.Minute}}
	if got.Total != 5 || got.Direct != 1 || !slices.Equal(got.Channels, want) {
		t.Errorf("got %+v, want 5, 1, %+v", got, want)
	}
	told := map[string]int{"phone": 1, "portal": 2, "mail": 3}
	if inverted := figures.Inversions(got, told); !slices.Equal(inverted, []figures.Inversion{{Faster: "phone", Slower: "portal"}}) {
		t.Errorf("inverted are %v", inverted)
	}
	if inverted := figures.Inversions(got, nil); len(inverted) != 0 {
		t.Errorf("without ranks %v", inverted)
	}
}

// The median has as many times below it as above it, and does not disturb what it is given.
func TestMedian(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		times := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) time.Duration {
			return time.Duration(rapid.Int64Range(0, 1000).Draw(t, "time"))
		}), 1, 40).Draw(t, "times")
		before := slices.Clone(times)
		m, below, above := figures.Median(times), 0, 0
		for _, d := range times {
			if d < m {
				below++
			}
			if d > m {
				above++
			}
		}
		if 2*below > len(times) || 2*above > len(times) || !slices.Equal(times, before) {
			t.Fatalf("median of %v is %v: %d below, %d above", before, m, below, above)
		}
	})
	if figures.Median(nil) != 0 {
		t.Error("the median of nothing is not zero")
	}
}
