package tag_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"switchboard/internal/core/mail/tag"
)

var key = []byte("a key of the test")

// DESIGN 9.1: a tag holds for the ticket and the recipient for whom it was made, whatever servers do to its case.
func TestTagsHoldForOneRecipient(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 1<<50).Draw(t, "ticket")
		to := rapid.StringMatching(`[A-Za-z.]{1,20}@example\.gov`).Draw(t, "recipient")
		made := tag.Make(key, n, to)
		if len("desk+"+made) > 64 {
			t.Fatalf("%q fits no local part", made)
		}
		text := "Help Desk <" + rapid.SampledFrom([]func(string) string{strings.ToUpper, strings.ToLower}).Draw(t, "case")("desk+"+made+"@example.gov") + ">"
		if got, ok := tag.Read(key, text, strings.ToLower(to)); got != n || !ok || !tag.Tagged(text) {
			t.Fatalf("%q for %s: %d %v", text, to, got, ok)
		}
		if got, ok := tag.Read(key, text, "x"+to); ok {
			t.Fatalf("%q holds for another: %d", text, got)
		}
		if got, ok := tag.Read([]byte("another key"), text, to); ok {
			t.Fatalf("%q holds under another key: %d", text, got)
		}
		if got, ok := tag.ReadBounce(key, text); ok {
			t.Fatalf("%q is taken for a bounce of %d", text, got)
		}
		back := "<desk+" + tag.MakeBounce(key, n) + "@example.gov>"
		if got, ok := tag.ReadBounce(key, back); got != n || !ok {
			t.Fatalf("%q: %d %v", back, got, ok)
		}
		if got, ok := tag.Read(key, back, to); ok || tag.Tagged(back) {
			t.Fatalf("%q is taken for a reply on %d", back, got)
		}
	})
}

func TestNoTag(t *testing.T) {
	for _, text := range []string{"", "desk@example.gov", "desk+100123@example.gov", "desk+100123.short@example.gov",
		"desk+0.abcdefghijklmnop@example.gov", "desk+99999999999999999999.abcdefghijklmnop@example.gov", "100123.abcdefghijklmnop@example.gov"} {
		if n, ok := tag.Read(key, text, "dana@example.gov"); ok || tag.Tagged(text) {
			t.Errorf("%q: %d", text, n)
		}
	}
	one := tag.Make(key, 5, "dana@example.gov")
	if n, ok := tag.Read(key, strings.Repeat("a+7.abcdefghijklmnop@b, ", 10)+"desk+"+one+"@example.gov", "Dana@Example.gov"); n != 5 || !ok {
		t.Errorf("behind others: %d %v", n, ok)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("desk+"+tag.Make(key, 100123, "a@b")+"@example.gov", "a@b")
	f.Add("x+b.1.abcdefghijklmnop@y", "")
	f.Fuzz(func(t *testing.T, text, sender string) {
		if n, ok := tag.Read(key, text, sender); ok && !strings.Contains(strings.ToLower(text), "+"+tag.Make(key, n, sender)+"@") {
			t.Errorf("%q: %d for %q", text, n, sender)
		}
		tag.ReadBounce(key, text)
	})
}
