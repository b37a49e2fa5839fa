package tail_test

import (
	"context"
	"log/slog"
	"slices"
	"testing"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/follow/tail"
	"switchboard/internal/live"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store"
	"switchboard/internal/store/migrations"
)

// What is committed is told to those who look at the ticket and to those who look at lists, and not to others.
func TestTellsWhoLooks(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx, cancel := context.WithCancel(t.Context())
		h := desktest.Open(t, db, "colorado", time.Date(2026, 11, 16, 17, 0, 0, 0, time.UTC))
		dana := h.Person("dana", people.Customer, "Revenue")
		ask := func() int64 {
			made, err := h.Open(ctx, dana, desk.Request{Subject: "Printer", Type: "incident", Channel: "portal"})
			if err != nil {
				t.Fatal(err)
			}
			return made.Ticket.ID
		}
		one, other := ask(), ask()
		hub := &live.Hub{}
		woken := make(chan struct{}, 1)
		eyes, err := hub.Subscribe("dana", hub.Version(), func() {
			select {
			case woken <- struct{}{}:
			default:
			}
		}, tail.Ticket(one), tail.Tickets, tail.Desk)
		if err != nil {
			t.Fatal(err)
		}
		stranger, err := hub.Subscribe("mallory", hub.Version(), func() {}, tail.Ticket(other))
		if err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- tail.Run(ctx, db, slog.New(slog.DiscardHandler), hub) }()
		// The tail begins where the log ends when it starts, so write until it has begun.
		for told := false; !told; {
			if _, err := h.Write(ctx, dana, desk.On{Ticket: one}, "And another thing."); err != nil {
				t.Fatal(err)
			}
			select {
			case <-woken:
				told = true
			case <-time.After(50 * time.Millisecond):
			}
		}
		changed, _ := eyes.Take()
		slices.Sort(changed)
		if !slices.Equal(changed, []string{tail.Ticket(one), tail.Tickets}) {
			t.Errorf("told of %v", changed)
		}
		if told, _ := stranger.Take(); len(told) != 0 {
			t.Errorf("who looks at another ticket is told of %v", told)
		}
		for _, kind := range []string{store.MailHeldFact, store.MailDecidedFact} { // how much mail waits stands on every page of the desk's people
			if err := db.Write(ctx, func(tx *sqldb.Tx) error { return store.NoteHeld(ctx, tx, kind, 1) }); err != nil {
				t.Fatal(err)
			}
			for changed, _ := eyes.Take(); !slices.Contains(changed, tail.Desk); changed, _ = eyes.Take() {
				select {
				case <-woken:
				case <-time.After(10 * time.Second):
					t.Fatalf("of %s is told %v", kind, changed)
				}
			}
		}
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}
