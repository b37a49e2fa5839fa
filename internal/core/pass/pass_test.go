package pass_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"switchboard/internal/core/pass"
	"switchboard/internal/core/people"
)

var key = []byte("a key of the test")

// A pass holds for what it was made for, and for nothing that differs in a single thing.
func TestPassHoldsForOneThing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := pass.Pass{Purpose: rapid.SampledFrom([]string{"rate", "approve"}).Draw(t, "purpose"), Ticket: rapid.Int64Min(1).Draw(t, "ticket"),
			Nth: rapid.IntRange(1, 1000).Draw(t, "nth"), Step: rapid.IntRange(0, 20).Draw(t, "step"), Person: people.ID(rapid.Int64Min(1).Draw(t, "person"))}
		made := pass.Make(key, p)
		if got, ok := pass.Read(key, p.Purpose, made); !ok || got != p || len(made) > pass.MaxLength {
			t.Fatalf("%q of %d bytes: %+v, %v", made, len(made), got, ok)
		}
		if _, ok := pass.Read(key, p.Purpose+"s", made); ok {
			t.Fatal("it holds for another purpose")
		}
		if _, ok := pass.Read([]byte("another key"), p.Purpose, made); ok {
			t.Fatal("it holds under another key")
		}
		i := rapid.IntRange(0, len(made)-1).Draw(t, "at")
		changed := made[:i] + string(rapid.SampledFrom([]rune("0123456789abcdefz.")).Draw(t, "as")) + made[i+1:]
		if _, ok := pass.Read(key, p.Purpose, changed); ok != (changed == made) {
			t.Fatalf("%q is read as %q", changed, made)
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add("rate", pass.Make(key, pass.Pass{Purpose: "rate", Ticket: 100123, Nth: 1, Person: 7}))
	f.Add("", "...")
	f.Add("rate", strings.Repeat("9", 200))
	f.Fuzz(func(t *testing.T, purpose, text string) {
		if p, ok := pass.Read(key, purpose, text); ok && pass.Make(key, p) != text {
			t.Errorf("%q is read as %+v", text, p)
		}
	})
}
