package reply_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"switchboard/internal/core/mail/reply"
)

func TestPieces(t *testing.T) {
	text := "It works now.\n\nOn Mon, Nov 16, 2026 at 9:12 AM Luis <luis@example.gov> wrote:\n> Does it work?\n> Luis"
	got := reply.Pieces(text, false)
	if len(got) != 2 || got[0].Old || !got[1].Old || got[0].Text != "It works now.\n" || !strings.HasPrefix(got[1].Text, "On Mon") {
		t.Errorf("got %+v", got)
	}
}

// Put together again the pieces are the text, and what is new of them is what Visible shows.
func TestPiecesAreTheText(t *testing.T) {
	line := rapid.SampledFrom([]string{"Thanks", "> quoted", "", "On Mon, Nov 16, 2026 at 9:12 AM Luis <luis@example.gov> wrote:", "-- ", "Dana", "From: Luis", "Sent: Monday",
		"To: Dana", "Subject: Printer", "Sent from my iPhone", "________________________________", "  x  "})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(line, 0, 30).Draw(t, "lines"), "\n")
		var all, fresh []string
		for _, p := range reply.Pieces(text, false) {
			all = append(all, p.Text)
			if !p.Old {
				fresh = append(fresh, p.Text)
			}
		}
		if got := strings.Join(all, "\n"); got != text {
			t.Fatalf("%q became %q", text, got)
		}
		if got, want := strings.Fields(strings.Join(fresh, "\n")), strings.Fields(reply.Visible(text, false)); strings.Join(got, " ") != strings.Join(want, " ") {
			t.Fatalf("of %q new are %q, and shown %q", text, got, want)
		}
	})
}
