package search_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/eventlog"
	"switchboard/internal/follow/search"
	"switchboard/internal/job"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store"
	"switchboard/internal/store/migrations"
)

// What a file says finds its ticket, for those who may open the file.
func TestFiles(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx := context.Background()
		h := desktest.Open(t, db, "colorado", time.Date(2026, 11, 20, 16, 0, 0, 0, time.UTC))
		dana := h.Person("dana", people.Customer, "Revenue")
		theo := h.Person("theo", people.Customer, "Revenue")
		luis := h.Person("luis", people.Analyst, "", "service_desk")
		o, err := h.Open(ctx, dana, desk.Request{Subject: "Nightly load", Description: "It failed", Type: "incident", Channel: "portal"})
		if err != nil {
			t.Fatal(err)
		}
		id, on := o.Ticket.ID, desk.On{Ticket: o.Ticket.ID}
		if _, err := h.Write(ctx, dana, on, "Here it is", desk.Upload{Name: "nightly-load.log", Type: "text/plain", Bytes: []byte("ORA-12514 no listener\nquetzal")},
			desk.Upload{Name: "photo.png", Type: "image/png", Bytes: []byte("\x89PNG\x00pangolin")}); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Note(ctx, luis, on, "From the server", desk.Upload{Name: "trace.json", Type: "application/json", Bytes: []byte(`{"culprit": "tapir"}`)}); err != nil {
			t.Fatal(err)
		}
		follow(t, db)
		if got := find(t, h, dana, "photo"); !equal(got, []int64{id}) {
			t.Errorf("by the name of a file: %v", got)
		}
		work(t, db)
		for _, c := range []struct {
			who   desk.Actor
			query string
			want  []int64
		}{
			{dana, "quetzal", []int64{id}},
			{luis, `"no listener"`, []int64{id}},
			{luis, "tapir", []int64{id}},
			{dana, "tapir", nil}, // it hangs on an internal note
			{dana, "trace", nil},
			{theo, "quetzal", nil},
			{luis, "pangolin", nil},
		} {
			if got := find(t, h, c.who, c.query); !equal(got, c.want) {
				t.Errorf("%d finds %v by %q, want %v", c.who.ID, got, c.query, c.want)
			}
		}
		if _, err := h.Reply(ctx, luis, on, "Thank you"); err != nil {
			t.Fatal(err)
		}
		follow(t, db)
		if got := find(t, h, dana, "quetzal"); !equal(got, []int64{id}) {
			t.Errorf("after another fact: %v", got)
		}
	})
}

func follow(t *testing.T, db *sqldb.DB) {
	t.Helper()
	if err := eventlog.Drain(context.Background(), db, search.Follower()); err != nil {
		t.Fatal(err)
	}
}

// work does the jobs that the follower has asked for.
func work(t *testing.T, db *sqldb.DB) {
	t.Helper()
	r := &job.Runner{DB: db, Log: slog.New(slog.DiscardHandler), Handlers: map[string]job.Handler{
		store.ReadFileJob: {Do: func(ctx context.Context, j *job.Job) error { return search.ReadFile(ctx, db, j) }},
	}}
	for {
		n, err := r.Step(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
}
