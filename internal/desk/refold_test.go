package desk_test

import (
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// Tickets that were here before a column get it from their histories.
func TestRefold(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h := desktest.Open(t, db, "maine", time.Date(2026, 11, 16, 15, 0, 0, 0, time.UTC))
		id, err := h.AddPerson(ctx, access.System, people.Person{Email: "dana@example.gov", Role: people.Customer}, "")
		if err != nil {
			t.Fatal(err)
		}
		impact := h.Definition().Impact[0].ID
		for range 120 {
			if _, err := h.Open(ctx, access.Actor{ID: id, Role: people.Customer}, desk.Request{Subject: "Printer", Type: "incident", Impact: impact}); err != nil {
				t.Fatal(err)
			}
		}
		count := func() int {
			t.Helper()
			list, err := h.Find(ctx, access.System, desk.Looking{Filter: "impact:" + impact}, desk.Page{Limit: 200})
			if err != nil {
				t.Fatal(err)
			}
			return len(list.Rows)
		}
		err = db.Write(ctx, func(tx *sqldb.Tx) error {
			_, err := tx.Exec(ctx, "UPDATE ticket SET impact = ''")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if n := count(); n != 0 {
			t.Fatalf("%d are found before", n)
		}
		if _, err := h.Refold(ctx, access.System, 0); err != nil {
			t.Fatal(err)
		}
		if n := count(); n != 120 {
			t.Errorf("%d are found, want 120", n)
		}
		if _, err := h.Refold(ctx, access.Actor{ID: id, Role: people.Administrator}, 0); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a person refolds: %v", err)
		}
	})
}
