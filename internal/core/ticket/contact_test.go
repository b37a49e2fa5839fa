package ticket_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard/internal/core/ticket"
)

// CO-09: whatever happens in a life, a first contact is one whose resolution came within the session, by the first of
// the desk who touched it, and nothing that takes longer than a contact came before it or undid it.
func TestFirstContactIsShortAndAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := opened(t)
		for range rapid.IntRange(0, 8).Draw(t, "steps") {
			l.now = l.now.Add(time.Duration(rapid.IntRange(0, 30).Draw(t, "minutes")) * time.Minute)
			if events, err := rapid.SampledFrom(acts).Draw(t, "act").do(t, l); err == nil {
				l.take(events)
			}
		}
		at, ok := ticket.FirstContact(l.entries)
		if !ok {
			return
		}
		if at.Sub(l.entries[0].At) > ticket.Session || l.ticket.Handovers+l.ticket.Returns > 0 || !l.ticket.ResolvedAt.Equal(at) || l.ticket.Status.Open() {
			t.Fatalf("resolved at the first contact at %s: %+v", at, l.ticket)
		}
	})
}
