package figures_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard/internal/core/figures"
)

// ME-32: each way as a part of all, and by month the remote part.
func TestSumMethods(t *testing.T) {
	got := figures.SumMethods([]figures.Resolved{{"on_site", "2026-10"}, {"remote", "2026-10"}, {"remote", "2026-11"}, {"self", "2026-11"}, {"remote", "2026-11"}})
	if want := []figures.Part{{"remote", 3, 5}, {"on_site", 1, 5}, {"self", 1, 5}}; !slices.Equal(got.All, want) {
		t.Errorf("got %v", got.All)
	}
	if want := []figures.Part{{"2026-10", 1, 2}, {"2026-11", 2, 3}}; !slices.Equal(got.Remote, want) {
		t.Errorf("by month %v", got.Remote)
	}
	if empty := figures.SumMethods(nil); len(empty.All)+len(empty.Remote) != 0 {
		t.Errorf("of nothing %v", empty)
	}
}

// A month is one of the desk's own zone.
func TestMonth(t *testing.T) {
	at := time.Date(2026, 12, 1, 3, 0, 0, 0, time.UTC)
	if got := figures.Month(at, time.FixedZone("MST", -7*3600)); got != "2026-11" {
		t.Errorf("it is %s", got)
	}
}

// A percentage is within half of one of the exact part, and all and none are what they say.
func TestPercent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		of := rapid.IntRange(1, 1_000_000).Draw(t, "of")
		n := rapid.IntRange(0, of).Draw(t, "n")
		exact := 100 * float64(n) / float64(of)
		if got := float64((figures.Part{N: n, Of: of}).Percent()); got-exact > 0.5 || exact-got > 0.5 {
			t.Fatalf("%d of %d is %v%%, and not %v%%", n, of, exact, got)
		}
	})
	if (figures.Part{}).Percent() != 0 {
		t.Error("nothing of nothing")
	}
}
