package desk_test

import (
	"context"
	"strings"
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

// What is wrong with one life is said of it by name; the others of the batch come in, each once.
func TestImportRefusesLives(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx, now := context.Background(), time.Date(2026, 3, 2, 16, 0, 0, 0, time.UTC)
		h := desktest.Open(t, db, "colorado", now)
		dana := h.Person("dana", people.Customer, "Revenue").ID
		life := func(number string, at ...time.Duration) desk.Imported {
			in := desk.Imported{Number: number}
			for i, d := range at {
				var e ticket.Event = ticket.Noted{Body: "then"}
				if i == 0 {
					e = ticket.Opened{Subject: "Old", Requester: dana, External: number}
				}
				in.Entries = append(in.Entries, ticket.Entry{At: now.Add(d), Event: e})
			}
			return in
		}
		unopened := life("D", -time.Hour)
		unopened.Entries[0].Event = ticket.Noted{Body: "x"}
		nobodys := life("E", -time.Hour)
		nobodys.Entries[0].Event = ticket.Opened{Subject: "Old", External: "E"}
		renamed := life("F", -time.Hour)
		renamed.Number = "G"
		res, err := h.Import(ctx, access.System, []desk.Imported{
			life("A", -2*time.Hour, -time.Hour), life("A", -time.Hour),
			life("B", -time.Hour, time.Second), life("C", -time.Hour, -2*time.Hour), unopened, nobodys, renamed, life("H"), life("", -time.Hour),
			life(strings.Repeat("9", 251), -time.Hour), life("I", -time.Hour),
		})
		if err != nil || res.New != 2 || res.Known != 1 || len(res.Refused) != 8 {
			t.Fatalf("%+v, %v; want 2 new, 1 known, 8 refused", res, err)
		}
		for i, want := range []struct{ number, reason string }{{"B", "future"}, {"C", "out of order"}, {"D", "begins with its opening"},
			{"E", "begins with its opening"}, {"G", "under the number that it had"}, {"H", "1 to"}, {"", "1 to"}} {
			if got := res.Refused[i]; got.Number != want.number || !strings.Contains(got.Reason, want.reason) {
				t.Errorf("refused %+v, want %+v", got, want)
			}
		}
		id, err := h.FindOld(ctx, access.Actor{ID: dana, Role: people.Customer}, "A")
		if err != nil {
			t.Error("the customer does not find what was hers:", err)
		}
		stranger := h.Person("theo", people.Customer, "Revenue")
		if _, err := h.FindOld(ctx, stranger, "A"); !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger finds ticket %d by its old number: %v", id, err)
		}
	})
}

// An import grants no rights and takes none away.
func TestImportPeople(t *testing.T) {
	ctx := context.Background()
	h := desktest.Open(t, sqltest.SQLite(t, migrations.FS), "colorado", time.Date(2026, 3, 2, 16, 0, 0, 0, time.UTC))
	luis := h.Person("luis", people.Analyst, "", "desk")
	ids, err := h.ImportPeople(ctx, access.System, []people.Person{
		{Email: "Luis@example.gov", Name: "Somebody else", Role: people.Customer},
		{Email: "new@example.gov", Name: "New", Role: people.Administrator, Teams: []string{"desk"}},
		{Email: "new@example.gov"},
	})
	if err != nil || len(ids) != 3 || ids[0] != luis.ID || ids[1] != ids[2] {
		t.Fatalf("%v, %v; want luis, %d, and one new person twice", ids, err, luis.ID)
	}
	for i, want := range []people.Person{{Name: "luis", Role: people.Analyst}, {Name: "New", Role: people.Customer}} {
		if p, err := h.Desk.Person(ctx, access.System, ids[i]); err != nil || p.Name != want.Name || p.Role != want.Role || i == 1 && (p.Proven || len(p.Teams) > 0) {
			t.Errorf("%+v, %v; want %s as %s", p, err, want.Name, want.Role)
		}
	}
	if _, err := h.ImportPeople(ctx, access.System, []people.Person{{Email: "nobody"}}); !fault.Is(err, fault.Invalid) {
		t.Errorf("no address: %v, want Invalid", err)
	}
	if _, err := h.ImportPeople(ctx, luis, nil); !fault.Is(err, fault.Forbidden) {
		t.Errorf("an analyst imports: %v, want Forbidden", err)
	}
	if _, err := h.Import(ctx, access.System, make([]desk.Imported, desk.MaxImport+1)); !fault.Is(err, fault.TooLarge) {
		t.Errorf("a batch too large: %v", err)
	}
}
