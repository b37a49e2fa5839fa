package demo_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/demo"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

var ctx = context.Background()

func seed(t *testing.T, db *sqldb.DB, definition string, now time.Time) *desktest.House {
	t.Helper()
	h := desktest.Open(t, db, definition, now)
	if err := db.Unsynced(func() error { return demo.Seed(ctx, h.Desk, &db.Now) }); err != nil {
		t.Fatal(err)
	}
	if got := h.Now(); !got.Equal(now) {
		t.Fatalf("the desk's clock stands at %v, want %v", got, now)
	}
	return h
}

// all reads a view to its end, page by page.
func all(t *testing.T, d *desk.Desk, view string) []desk.Row {
	t.Helper()
	var out []desk.Row
	page := desk.Page{Limit: desk.MaxPage}
	for {
		l, err := d.List(ctx, access.System, view, page)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, l.Rows...)
		if page.After = l.Next; !l.Next.Set {
			return out
		}
	}
}

// A shipped desk at work on a Wednesday, one in the middle of the night, one on a Sunday, and desks that nobody here has
// seen: each gets a demo that shows every state.
func TestSeed(t *testing.T) {
	wednesday := time.Date(2026, 3, 4, 20, 30, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		definition string
		now        time.Time
	}{
		"colorado":            {"colorado", wednesday},
		"maine":               {"maine", wednesday},
		"oklahoma":            {"oklahoma", wednesday},
		"oklahoma, at night":  {"oklahoma", time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)}, // clocks changed the day before
		"maine, on a Sunday":  {"maine", time.Date(2026, 11, 22, 14, 0, 0, 0, time.UTC)},
		"a harbor":            {"../core/definition/testdata/harbor.yaml", wednesday},
		"a desk of one class": {"../core/definition/testdata/minimal.yaml", wednesday},
	} {
		t.Run(name, func(t *testing.T) {
			if testing.Short() && c.definition != "colorado" && c.definition != "../core/definition/testdata/harbor.yaml" {
				t.Skip("plays a fortnight; one shipped desk and one unknown are enough for a short run")
			}
			h := seed(t, sqltest.SQLite(t, migrations.FS), c.definition, c.now)
			states, channels, agencies := map[ticket.Status]int{}, map[string]int{}, map[string]int{}
			overdue, soon, major := 0, 0, 0
			for _, r := range all(t, h.Desk, "any") {
				states[r.Status]++
				channels[r.Channel]++
				agencies[r.Agency]++
				if !r.Due.IsZero() && r.Status.Open() {
					switch left := r.Due.Sub(c.now); {
					case left < 0:
						overdue++
					case left < 48*time.Hour:
						soon++
					}
				}
				if r.Status.Open() && r.Class == h.Definition().MajorClass() {
					major++
				}
				if r.Received.After(c.now) {
					t.Errorf("ticket %d is opened in the future", r.ID)
				}
			}
			for _, s := range []ticket.Status{ticket.StatusNew, ticket.StatusInProgress, ticket.StatusPending, ticket.StatusResolved, ticket.StatusClosed} {
				if states[s] < 5 {
					t.Errorf("%d tickets are %s; all: %v", states[s], s, states)
				}
			}
			if len(agencies) != 12 || overdue < 2 || overdue > 20 || soon < 3 {
				t.Errorf("%d agencies, %d overdue, %d due within two days", len(agencies), overdue, soon)
			}
			if h.Definition().MajorClass() != "" && major != 1 {
				t.Errorf("%d major incidents are open, want 1", major)
			}
			if len(channels) < 2 && len(h.Definition().Channels) > 2 {
				t.Errorf("tickets come by %v", channels)
			}
		})
	}
}

// Those whom the sign-in page names can sign in as what it says, and the customer has tickets of her own.
func TestSignIns(t *testing.T) {
	h := seed(t, sqltest.SQLite(t, migrations.FS), "colorado", time.Date(2026, 3, 4, 20, 30, 0, 0, time.UTC))
	for email, role := range map[string]people.Role{"dana.whitfield@example.gov": people.Customer, "luis.ortega@example.gov": people.Analyst,
		"marta.bell@example.gov": people.Lead, "ann.cho@example.gov": people.Manager, "admin@example.gov": people.Administrator} {
		who, err := h.SignIn(ctx, email, demo.Password)
		if err != nil || who.Role != role {
			t.Errorf("%s is %q, %v; want %s", email, who.Role, err, role)
			continue
		}
		if role == people.Customer {
			l, err := h.List(ctx, who, "requested", desk.Page{Limit: 50})
			if err != nil || len(l.Rows) < 4 {
				t.Errorf("the customer has %d tickets, %v", len(l.Rows), err)
			}
		}
	}
}

// A second start leaves everything as it is; a desk that is in use is not filled.
func TestSeedOnce(t *testing.T) {
	db := sqltest.SQLite(t, migrations.FS)
	now := time.Date(2026, 3, 4, 20, 30, 0, 0, time.UTC)
	h := seed(t, db, "maine", now)
	before := len(all(t, h.Desk, "any"))
	if err := demo.Seed(ctx, h.Desk, &db.Now); err != nil || len(all(t, h.Desk, "any")) != before {
		t.Errorf("seeded again: %v", err)
	}
	waits(t, h)
	db = sqltest.SQLite(t, migrations.FS)
	used := desktest.Open(t, db, "maine", now)
	used.Person("kim", people.Administrator, "")
	if err := demo.Seed(ctx, used.Desk, &db.Now); !fault.Is(err, fault.Conflict) || len(all(t, used.Desk, "any")) > 0 {
		t.Errorf("a desk in use: %v, want Conflict", err)
	}
}

// waits tells whether, on a desk that asks for approvals and sends people out, each waits for whoever signs in, and has been done.
func waits(t *testing.T, h *desktest.House) {
	t.Helper()
	for email, want := range map[string]map[string]bool{"dana.whitfield@example.gov": {"new_user": true, "contractor": true}, "marta.bell@example.gov": {"new_user": true}} {
		who, err := h.SignIn(ctx, email, demo.Password)
		if err != nil {
			t.Fatal(err)
		}
		asked, _, err := h.MyApprovals(ctx, who, false, desk.Page{Limit: 20})
		for _, a := range asked {
			purpose, _, _ := strings.Cut(a.Purpose, ":")
			delete(want, purpose)
		}
		if err != nil || len(want) > 0 {
			t.Errorf("of %s nobody asks %v: %+v, %v", email, want, asked, err)
		}
	}
	contractors, technicians := 0, 0
	for _, r := range all(t, h.Desk, "any") {
		sheet, err := h.Ticket(ctx, access.System, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range sheet.Ticket.Orders {
			switch {
			case o.Trip.Company != "" && o.Invoice.Number != "":
				contractors++
			case o.Trip.Person != 0 && o.Trip.At.After(h.Now()):
				technicians++
			}
		}
	}
	if contractors != 1 || technicians != 1 {
		t.Errorf("%d contractors are paid, %d technicians on their way", contractors, technicians)
	}
}

func TestSeedOnPostgres(t *testing.T) {
	if testing.Short() {
		t.Skip("commits some thousand times")
	}
	seed(t, sqltest.Postgres(t, migrations.FS), "colorado", time.Date(2026, 3, 4, 20, 30, 0, 0, time.UTC))
}
