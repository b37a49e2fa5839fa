package figures_test

import (
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"switchboard/internal/core/figures"
)

// The values are those of R's prop.test(k, n, correct = FALSE), to four places; the first is the one of A16.
// ME-34
func TestWilson(t *testing.T) {
	for _, c := range []struct {
		k, n      int
		low, high float64
	}{
		{195, 200, 0.9428, 0.9893},
		{0, 0, 0, 1},
		{0, 10, 0, 0.2775},
		{10, 10, 0.7225, 1},
		{5, 10, 0.2366, 0.7634},
		{81, 263, 0.2553, 0.3662}, // Newcombe, Statistics in Medicine 17 (1998), table I, method 3
		{15, 148, 0.0624, 0.1605},
		{1, 29, 0.0061, 0.1718},
	} {
		low, high := figures.Wilson(c.k, c.n)
		if math.Abs(low-c.low) > 5e-5 || math.Abs(high-c.high) > 5e-5 {
			t.Errorf("%d of %d: %.4f to %.4f, want %.4f to %.4f", c.k, c.n, low, high, c.low, c.high)
		}
	}
}

// Both ends solve |p - k/n| = z sqrt(p (1-p) / n), by which Wilson defined them, and hold the share between them.
func TestWilsonByItsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 100_000).Draw(t, "n")
		k := rapid.IntRange(0, n).Draw(t, "k")
		low, high := figures.Wilson(k, n)
		share := float64(k) / float64(n)
		if low > share || high < share || low < 0 || high > 1 {
			t.Fatalf("%d of %d: %v to %v", k, n, low, high)
		}
		for _, p := range []float64{low, high} {
			if d := math.Abs(math.Abs(p-share) - 1.959963984540054*math.Sqrt(p*(1-p)/float64(n))); d > 1e-9 {
				t.Fatalf("%d of %d: %v is off by %v", k, n, p, d)
			}
		}
	})
}

func TestSumReplies(t *testing.T) {
	all, teams := figures.SumReplies([]figures.Reply{
		{Team: "desk", Overall: 5, Answers: map[string]bool{"courteous": true, "timely": false}},
		{Team: "network"},
		{Team: "desk", Overall: 4, Answers: map[string]bool{"courteous": true}},
		{Team: "network", Overall: 3},
		{Team: "desk"},
	})
	if all.Asked != 5 || all.Answered != 3 || all.Satisfied != 2 {
		t.Errorf("all: %+v", all)
	}
	if want := map[string]figures.Yes{"courteous": {Yes: 2, Of: 2}, "timely": {Of: 1}}; !reflect.DeepEqual(all.Questions, want) {
		t.Errorf("questions: %v", all.Questions)
	}
	if len(teams) != 2 || teams[0].Name != "desk" || teams[0].Answered != 2 || teams[1].Satisfied != 0 || teams[1].Asked != 2 {
		t.Errorf("teams: %+v", teams)
	}
}
