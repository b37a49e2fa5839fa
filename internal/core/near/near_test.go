package near_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"switchboard/internal/core/near"
)

func TestName(t *testing.T) {
	for name, want := range map[string]string{
		"Dana Whitfield": "dana whitfield", "José O’Hara-Núñez": "jose ohara nunez", "": "", " - ": "", "Ann ann": "ann", "Straße 7": "straße 7",
		strings.Repeat("x", 99): strings.Repeat("x", 30),
	} {
		if got := strings.Join(near.Name(name), " "); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}

func TestSpoken(t *testing.T) {
	for word, want := range map[string]bool{"printer": true, "niño": true, "vpn": false, "inc0001": false, "": false, strings.Repeat("a", 31): false} {
		if near.Spoken(word) != want {
			t.Errorf("%q is spoken: %v", word, !want)
		}
	}
}

// Two words share a key whenever one letter makes the difference, and OneOff agrees with a slow oracle.
func TestKeysAndOneOff(t *testing.T) {
	letters := rapid.StringMatching(`[abcé]{1,9}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := letters.Draw(t, "a"), letters.Draw(t, "b")
		want := distance([]rune(a), []rune(b)) <= 1
		if got := near.OneOff(a, b); got != want {
			t.Fatalf("OneOff(%q, %q) = %v", a, b, got)
		}
		if want && near.Long(a) && near.Long(b) {
			if !slices.ContainsFunc(near.Keys(a), func(k string) bool { return slices.Contains(near.Keys(b), k) }) {
				t.Fatalf("%q and %q share no key", a, b)
			}
		}
	})
}

// distance is the optimal string alignment distance, by its definition.
func distance(a, b []rune) int {
	switch {
	case len(a) == 0:
		return len(b)
	case len(b) == 0:
		return len(a)
	}
	d := min(distance(a[1:], b)+1, distance(a, b[1:])+1)
	same := 1
	if a[0] == b[0] {
		same = 0
	}
	d = min(d, distance(a[1:], b[1:])+same)
	if len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] {
		d = min(d, distance(a[2:], b[2:])+1)
	}
	return d
}
