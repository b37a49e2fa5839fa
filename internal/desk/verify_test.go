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

// TestVerify names the ticket whose row somebody has changed behind the desk's back, and the one whose history is gone.
func TestVerify(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h := desktest.Open(t, db, "colorado", time.Date(2026, 11, 20, 15, 0, 0, 0, time.UTC))
		luis := h.Person("luis", people.Analyst, "", "desk")
		var ids []int64
		for range 3 {
			o, err := h.Open(ctx, luis, desk.Request{Subject: "any", Channel: "phone", Email: "luis@example.gov"})
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, o.Ticket.ID)
		}
		h.Pass(24 * 30 * time.Hour) // what was not written down meanwhile makes no difference
		if got := verified(t, h); len(got) != 0 {
			t.Fatalf("nothing was touched: %v", got)
		}
		for _, text := range []string{"UPDATE ticket SET sealed = TRUE, subject = 'other' WHERE id = $1", "DELETE FROM fact WHERE ticket_id = $1 + 1"} {
			if err := db.Write(ctx, func(tx *sqldb.Tx) error { _, err := tx.Exec(ctx, text, ids[0]); return err }); err != nil {
				t.Fatal(err)
			}
		}
		got := verified(t, h)
		if len(got) != 2 || got[0].String() != "ticket 100001: subject, sealed" || got[1].Ticket != ids[1] || got[1].Err == nil {
			t.Errorf("found %v", got)
		}
		if _, err := h.Verify(ctx, luis, nil, nil); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an analyst: %v", err)
		}
	})
}

func verified(t *testing.T, h *desktest.House) (all []desk.Difference) {
	t.Helper()
	n, err := h.Verify(ctx, access.System, func(x desk.Difference) { all = append(all, x) }, func(int) {})
	if err != nil || n != 3 {
		t.Fatalf("%d tickets: %v", n, err)
	}
	return all
}
