package desk_test

import (
	"bytes"
	"context"
	"log/slog"
	"testing"
	"time"

	"switchboard/desks"
	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// A new edition leaves verdicts that stand alone; running clocks move to it from the instant at which it is in force,
// and their timers with them (CLOCKS, rules 6 and 7).
func TestEditions(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx := context.Background()
		monday := time.Date(2026, 11, 16, 16, 0, 0, 0, time.UTC)
		h := desktest.Open(t, db, "colorado", monday)
		dana := h.Person("dana", people.Customer, "Revenue")
		luis := h.Person("luis", people.Analyst, "", "desk")
		open := func() desk.On {
			o, err := h.Open(ctx, dana, desk.Request{Subject: "Laptop will not start", Type: "incident", Channel: "portal"})
			if err != nil {
				t.Fatal(err)
			}
			return desk.On{Ticket: o.Ticket.ID}
		}
		done, running := open(), open()
		h.Pass(48 * time.Hour)
		must(t)(h.Resolve(ctx, luis, done, ticket.Resolved{Text: "A new battery.", Method: "on_site"}))

		loaded, err := desks.Load("colorado")
		if err != nil {
			t.Fatal(err)
		}
		stricter := bytes.Replace(loaded.Source, []byte("14 business days"), []byte("5 business days"), 1)
		if bytes.Equal(stricter, loaded.Source) {
			t.Fatal("the definition promises 14 business days nowhere")
		}
		if err := h.Publish(ctx, dana, "colorado", stricter, h.Now()); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a customer publishes: %v", err)
		}
		from := h.Now().Add(24 * time.Hour)
		if err := h.Publish(ctx, access.System, "colorado", stricter, from); err != nil {
			t.Fatal(err)
		}
		if err := h.Publish(ctx, access.System, "colorado", []byte("desk: 7"), from.Add(time.Hour)); !fault.Is(err, fault.Invalid) {
			t.Errorf("half a definition is published: %v", err)
		}
		if got := due(t, h, dana, running); !got.Equal(day(2026, 12, 7)) { // Thanksgiving is no business day
			t.Errorf("before the edition is in force: due %s", got)
		}
		h.At(from.Add(time.Minute))
		if err := h.RetimeAll(ctx, access.System); err != nil {
			t.Fatal(err)
		}
		if got := due(t, h, dana, running); !got.Equal(day(2026, 11, 23)) {
			t.Errorf("under the new edition: due %s", got)
		}
		if got := due(t, h, dana, done); !got.Equal(day(2026, 12, 7)) {
			t.Errorf("the verdict that stands: due %s", got)
		}
		h.At(day(2026, 11, 23).Add(time.Second))
		if _, err := h.RingDue(ctx, slog.New(slog.DiscardHandler)); err != nil {
			t.Fatal(err)
		}
		if missed := count[ticket.ClockMissed](t, h, luis, running, "resolve"); missed != 1 {
			t.Errorf("%d misses of the new promise, want 1", missed)
		}
	})
}

// day is the close of business of a day in Denver, in winter.
func day(year int, month time.Month, d int) time.Time {
	return time.Date(year, month, d+1, 0, 0, 0, 0, time.UTC)
}

func due(t *testing.T, h *desktest.House, who access.Actor, on desk.On) time.Time {
	t.Helper()
	s, err := h.Ticket(context.Background(), who, on.Ticket)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range s.Clocks {
		if c.Metric == sla.Resolve && c.State != sla.Superseded {
			return c.Due
		}
	}
	return time.Time{}
}

func count[E ticket.Event](t *testing.T, h *desktest.House, who access.Actor, on desk.On, metric string) (n int) {
	t.Helper()
	s, err := h.Ticket(context.Background(), who, on.Ticket)
	if err != nil {
		t.Fatal(err)
	}
	for _, en := range s.Entries {
		if e, ok := en.Event.(E); ok {
			if m, ok := any(e).(ticket.ClockMissed); !ok || m.Metric == metric {
				n++
			}
		}
	}
	return n
}
