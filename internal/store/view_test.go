package store_test

import (
	"cmp"
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store"
	"switchboard/internal/store/migrations"
)

// Page after page, of any length, each ticket of a view comes once and in order, also where many are due at one instant
// or none has a promise that counts.
func TestPagesAddUp(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx, rng := context.Background(), rand.New(rand.NewPCG(1, 2))
		type key struct{ due, id int64 }
		var want []key
		var requester people.ID
		now := time.Date(2026, 3, 2, 16, 0, 0, 0, time.UTC)
		err := db.Write(ctx, func(tx *sqldb.Tx) (err error) {
			if requester, err = store.AddPerson(ctx, tx, people.Person{Email: "dana@example.gov", Role: people.Customer}, ""); err != nil {
				return err
			}
			for range 300 {
				var due ticket.Timing
				if n := rng.IntN(5); n > 0 {
					due.Due = now.Add(time.Duration(n) * time.Hour)
				}
				k := ticket.Ticket{Version: 1, Request: ticket.Opened{Subject: "x", Requester: requester}, Status: ticket.StatusNew, Team: "desk", ReceivedAt: now, ChangedAt: now}
				id, err := store.InsertTicket(ctx, tx, k, due)
				if err != nil {
					return err
				}
				at := int64(9_000_000_000_000_000)
				if !due.Due.IsZero() {
					at = due.Due.UnixMilli()
				}
				want = append(want, key{at, id})
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		slices.SortFunc(want, func(a, b key) int { return cmp.Or(cmp.Compare(a.due, b.due), cmp.Compare(a.id, b.id)) })
		for _, view := range []string{"open", "unassigned", "team:desk"} {
			v, err := store.FindView(view)
			if err != nil {
				t.Fatal(err)
			}
			for _, scope := range []access.Scope{{All: true}, {Only: requester}} {
				for _, limit := range []int{1, 7, 64, 300} {
					var got []key
					page := store.Page{Limit: limit}
					for {
						rows, err := store.List(ctx, db.Reader(), v, 0, scope, page)
						if err != nil {
							t.Fatal(err)
						}
						for _, r := range rows {
							page.After = r.Cursor()
							got = append(got, key{page.After.Key, r.ID})
						}
						if len(rows) < limit {
							break
						}
					}
					if !slices.Equal(got, want) {
						t.Fatalf("%s by %d: %d tickets, want %d in order", view, limit, len(got), len(want))
					}
				}
			}
		}
	})
}
