package desk_test

import (
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// nodes opens a desk twice on one database: on PostgreSQL as two processes would, on SQLite on the one connection that
// there is.
func nodes(t *testing.T, db *sqldb.DB) (*desktest.House, *desk.Desk) {
	t.Helper()
	h := desktest.Open(t, db, "colorado", time.Date(2026, 11, 20, 15, 0, 0, 0, time.UTC))
	second := db
	if db.Dialect() == sqldb.Postgres {
		second = sqltest.SecondNode(t, db)
		second.Now = db.Now
	}
	other := desk.New(second)
	if err := other.Reload(ctx); err != nil {
		t.Fatal(err)
	}
	return h, other
}

// Two nodes that write on one ticket at once lose nothing: each reply that was accepted stands in the history, once.
func TestNoReplyIsLost(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h, other := nodes(t, db)
		dana, luis := h.Person("dana", people.Customer, "Revenue"), h.Person("luis", people.Analyst, "", "desk")
		opened, err := h.Open(ctx, dana, desk.Request{Subject: "Printer"})
		if err != nil {
			t.Fatal(err)
		}
		var accepted sync.Map
		var wg sync.WaitGroup
		for n, d := range []*desk.Desk{h.Desk, other, h.Desk, other} {
			wg.Go(func() {
				for i := range 15 {
					body := fmt.Sprintf("writer %d reply %d", n, i)
					_, err := d.Reply(ctx, luis, desk.On{Ticket: opened.Ticket.ID}, body)
					if err == nil {
						accepted.Store(body, true)
					} else if !fault.Is(err, fault.Conflict) { // others were quicker each time
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		sheet, err := h.Ticket(ctx, luis, opened.Ticket.ID)
		if err != nil {
			t.Fatal(err)
		}
		found := map[string]int{}
		for _, e := range sheet.Entries {
			if r, ok := e.Event.(ticket.Replied); ok {
				found[r.Body]++
			}
		}
		n := 0
		accepted.Range(func(body, _ any) bool {
			n++
			if found[body.(string)] != 1 {
				t.Errorf("%q stands there %d times", body, found[body.(string)])
			}
			return true
		})
		if len(found) != n || n < 30 {
			t.Errorf("%d replies were accepted, %d are there, of 60", n, len(found))
		}
		refold(t, h, opened.Ticket.ID)
	})
}

// Of two who act on what they both saw, one succeeds, and the other is told to look at what is new.
func TestWhoSawTheSame(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h, other := nodes(t, db)
		dana := h.Person("dana", people.Customer, "Revenue")
		luis, nora := h.Person("luis", people.Analyst, "", "desk"), h.Person("nora", people.Analyst, "", "desk")
		for range 10 {
			opened, err := h.Open(ctx, dana, desk.Request{Subject: "Printer"})
			if err != nil {
				t.Fatal(err)
			}
			on := desk.On{Ticket: opened.Ticket.ID, Seen: opened.Ticket.Version}
			var won atomic.Int32
			var wg sync.WaitGroup
			take := func(d *desk.Desk, who access.Actor) {
				switch _, err := d.Accept(ctx, who, on); {
				case err == nil:
					won.Add(1)
				case !fault.Is(err, fault.Conflict):
					t.Errorf("refused with %v", err)
				}
			}
			wg.Go(func() { take(h.Desk, luis) })
			wg.Go(func() { take(other, nora) })
			wg.Wait()
			if won.Load() != 1 {
				t.Errorf("%d of two took the ticket", won.Load())
			}
		}
	})
}

// A form that is posted several times at once, by two nodes, makes one ticket.
func TestOneTicketPerKey(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h, other := nodes(t, db)
		dana := h.Person("dana", people.Customer, "Revenue")
		for round := range 10 {
			in := desk.Request{Subject: "Printer", Key: fmt.Sprintf("key %d", round)}
			var made, numbers sync.Map
			var wg sync.WaitGroup
			for n, d := range []*desk.Desk{h.Desk, other, h.Desk, other, h.Desk, other} {
				wg.Go(func() {
					opened, err := d.Open(ctx, dana, in)
					if err != nil {
						t.Error(err)
					}
					numbers.Store(opened.Ticket.ID, true)
					if !opened.Again {
						made.Store(n, true)
					}
				})
			}
			wg.Wait()
			if a, b := size(&made), size(&numbers); a != 1 || b != 1 {
				t.Errorf("round %d: made %d times, %d numbers", round, a, b)
			}
		}
		if rows := pages(t, h, access.System, "any", 50, nil); len(rows) != 10 {
			t.Errorf("%d tickets of 10 keys", len(rows))
		}
	})
}

func size(m *sync.Map) (n int) {
	m.Range(func(any, any) bool { n++; return true })
	return n
}

// Two nodes whose timers ring at once tell each warning and each breach once, with its true instant.
func TestTwoNodesRingOnce(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h, other := nodes(t, db)
		luis := h.Person("luis", people.Analyst, "", "desk")
		const tickets = 12
		for range tickets {
			if _, err := h.Open(ctx, luis, desk.Request{Subject: "Down", Channel: "phone", Outage: true}); err != nil {
				t.Fatal(err)
			}
		}
		h.Pass(40 * time.Minute)
		quiet := slog.New(slog.NewTextHandler(io.Discard, nil))
		for rest := 1; rest > 0; {
			var wg sync.WaitGroup
			for _, d := range []*desk.Desk{h.Desk, other} {
				wg.Go(func() {
					if _, err := d.RingDue(ctx, quiet); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			var err error
			if rest, err = h.RingDue(ctx, quiet); err != nil {
				t.Fatal(err)
			}
		}
		for id := range pages(t, h, access.System, "any", 50, nil) {
			sheet, err := h.Ticket(ctx, access.System, id)
			if err != nil {
				t.Fatal(err)
			}
			rang := map[string]int{}
			for _, e := range sheet.Entries {
				switch e.Event.(type) {
				case ticket.ClockWarned, ticket.ClockMissed:
					rang[fmt.Sprintf("%s %v", e.Event.Name(), e.Event)]++
					if got := e.At.Sub(sheet.Ticket.ReceivedAt); got > 30*time.Minute || got%(5*time.Minute) != 0 {
						t.Errorf("%v is dated %s after the report", e.Event, got)
					}
				}
			}
			// assign_team at 5, 10 and its miss at 15; update at 20, 25 and its miss at 30
			if len(rang) != 6 {
				t.Errorf("ticket %d rang %v", id, rang)
			}
			for what, n := range rang {
				if n != 1 {
					t.Errorf("ticket %d: %s %d times", id, what, n)
				}
			}
		}
	})
}

// Pages that are turned while others work show every ticket that nobody touched, once, and by number every ticket that
// was there.
func TestPagesUnderChange(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h, other := nodes(t, db)
		dana, luis := h.Person("dana", people.Customer, "Revenue"), h.Person("luis", people.Analyst, "", "desk")
		var ids []int64
		for range 60 {
			h.Pass(time.Duration(rand.IntN(300)) * time.Minute)
			opened, err := h.Open(ctx, dana, desk.Request{Subject: "Printer"})
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, opened.Ticket.ID)
		}
		for _, view := range []string{"open", "due", "unassigned", "any"} {
			touched := map[int64]bool{}
			seen := pages(t, h, luis, view, 7, func() {
				id := ids[rand.IntN(len(ids))]
				touched[id] = true
				if _, err := other.Reply(ctx, luis, desk.On{Ticket: id}, "still on it"); err != nil {
					t.Fatal(err)
				}
				if _, err := other.Open(ctx, dana, desk.Request{Subject: "Another"}); err != nil {
					t.Fatal(err)
				}
			})
			for _, id := range ids {
				if _, ok := seen[id]; !ok && (!touched[id] || view == "any") {
					t.Errorf("%s does not show %d", view, id)
				}
			}
		}
	})
}
