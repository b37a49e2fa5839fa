package server_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"switchboard/desks"
	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/eventlog"
	"switchboard/internal/server"
	"switchboard/internal/sqldb"
)

// A fact that was put aside for the index of words, before the house was opened, is shown, rings the alarm, and is applied
// by its follower when a manager has it tried again: then the ticket is found. DESIGN 9.9
func TestPutAsideIsApplied(t *testing.T) {
	loaded, err := desks.Load("colorado")
	if err != nil {
		t.Fatal(err)
	}
	folder, ctx := t.TempDir(), context.Background()
	c := server.Config{Data: folder, DeskName: "colorado", Desk: loaded.Source, Listen: "127.0.0.1:0", Version: "test", Log: slog.New(slog.DiscardHandler)}
	d, db, err := server.OpenDesk(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	id, err := d.AddPerson(ctx, access.System, people.Person{Email: "ann@example.gov", Role: people.Manager}, "")
	if err != nil {
		t.Fatal(err)
	}
	ann := access.Actor{ID: id, Role: people.Manager}
	made, err := d.Open(ctx, ann, desk.Request{Subject: "Quetzalcoatlus"})
	if err != nil {
		t.Fatal(err)
	}
	seq := putAside(t, db, made.Ticket.ID)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}

	s, err := server.Start(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	found := func() int {
		t.Helper()
		l, err := s.Desk.Search(ctx, ann, "Quetzalcoatlus", 5)
		if err != nil {
			t.Fatal(err)
		}
		return len(l.Rows)
	}
	standing := func(want int) func() bool {
		return func() bool {
			all, err := s.Desk.Standing(ctx, ann)
			ringing, err2 := s.Desk.Alarms(ctx, ann)
			return err == nil && err2 == nil && len(all.Work) == want && (want == 0 || len(ringing) == 1 && ringing[0].Name == desk.StandingAlarm)
		}
	}
	soon(t, "the alarm", standing(1))
	if n := found(); n != 0 {
		t.Fatalf("found %d although it was put aside; the test proves nothing", n)
	}
	if err := s.Desk.TryAgain(ctx, ann, fmt.Sprintf("fact %d search", seq)); err != nil {
		t.Fatal(err)
	}
	soon(t, "that it is applied", standing(0))
	if n := found(); n != 1 {
		t.Errorf("found %d", n)
	}
}

// putAside lets the index stand behind all facts, with one of a ticket put aside.
func putAside(t *testing.T, db *sqldb.DB, ticket int64) (seq int64) {
	t.Helper()
	if err := eventlog.BeginAtEnd(t.Context(), db, "search"); err != nil {
		t.Fatal(err)
	}
	err := db.Write(t.Context(), func(tx *sqldb.Tx) (err error) {
		seq, err = sqldb.One(t.Context(), tx, sqldb.Value[int64], `INSERT INTO follower_parked (name, seq, error, parked_at)
			SELECT 'search', min(seq), 'no such word', 1 FROM fact WHERE ticket_id = $1 RETURNING seq`, ticket)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return seq
}

// soon waits until something is so, a minute at the longest.
func soon(t *testing.T, what string, is func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for !is() {
		select {
		case <-again.C:
		case <-ctx.Done():
			t.Fatalf("waited in vain for %s", what)
		}
	}
}
