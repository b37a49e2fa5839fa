package people_test

import (
	"testing"

	"pgregory.net/rapid"

	"switchboard/internal/core/people"
)

// CO-05, ME-62: what is written is what was read, and nonsense is no number of people.
func TestFTE(t *testing.T) {
	for text, want := range map[string]people.FTE{"": 0, "1250": 125000, " 37.5 ": 3750, "0.25": 25, "10.05": 1005, "10.50": 1050, "0": 0} {
		if got, err := people.ParseFTE(text); err != nil || got != want {
			t.Errorf("%q: %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"-1", "1,250", "x", "1.234", "10000001", "123456789", "1e3", ".5"} {
		if got, err := people.ParseFTE(text); err == nil {
			t.Errorf("%q is taken as %d", text, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		n := people.FTE(rapid.IntRange(0, int(people.MaxFTE)).Draw(t, "n"))
		if got, err := people.ParseFTE(n.String()); err != nil || got != n {
			t.Fatalf("%d is written %q and read %d, %v", n, n, got, err)
		}
	})
}
