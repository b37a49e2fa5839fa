package desk_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

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

// Whatever is merged into whatever, in any order: each number leads to one ticket that was not merged, as the map of
// what was taken says, never in a circle, and every row stays the fold of its facts.
func TestAnyMergers(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h := desktest.Open(t, db, "colorado", time.Date(2026, 11, 20, 15, 0, 0, 0, time.UTC))
		h.Person("dana", people.Customer, "Revenue")
		luis := h.Person("luis", people.Analyst, "", "desk")
		rapid.Check(t, func(rt *rapid.T) {
			ids := openSome(rt, h, luis, rapid.IntRange(2, 6).Draw(rt, "tickets"))
			into := map[int64]int64{}
			for range rapid.IntRange(1, 12).Draw(rt, "mergers") {
				gone, kept := rapid.SampledFrom(ids).Draw(rt, "gone"), rapid.SampledFrom(ids).Draw(rt, "kept")
				_, err := h.Merge(ctx, luis, desk.On{Ticket: gone}, kept, ticket.Merger{Reason: "one thing"})
				may := gone != kept && into[gone] == 0 && into[kept] == 0
				if may != (err == nil) || err != nil && fault.Is(err, fault.Internal) {
					rt.Fatalf("%d into %d, where %v: %v", gone, kept, into, err)
				}
				if err == nil {
					into[gone] = kept
				}
			}
			for _, id := range ids {
				want := id
				for into[want] != 0 {
					want = into[want]
				}
				if got, err := h.Survivor(ctx, luis, id); err != nil || got != want {
					rt.Fatalf("%d leads to %d, %v; want %d by %v", id, got, err, want, into)
				}
				refold(rt, h, id)
			}
		})
	})
}

func openSome(t fataler, h *desktest.House, who access.Actor, n int) []int64 {
	var ids []int64
	for range n {
		o, err := h.Open(ctx, who, desk.Request{Subject: "one of many", Channel: "phone", Email: "dana@example.gov"})
		if err != nil {
			t.Fatal(err)
		}
		h.Pass(time.Minute)
		ids = append(ids, o.Ticket.ID)
	}
	return ids
}

// People who merge the same tickets into each other at the same moment make no circle and lose nothing: one of them is
// told what the other has done.
func TestMergersAtOnce(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h := desktest.Open(t, db, "colorado", time.Date(2026, 11, 20, 15, 0, 0, 0, time.UTC))
		h.Person("dana", people.Customer, "Revenue")
		luis := h.Person("luis", people.Analyst, "", "desk")
		for range 10 {
			ids := openSome(t, h, luis, 3)
			var all sync.WaitGroup
			for i := range ids {
				all.Go(func() {
					_, err := h.Merge(ctx, luis, desk.On{Ticket: ids[i]}, ids[(i+1)%3], ticket.Merger{Reason: "one thing"})
					if err != nil && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Invalid) {
						t.Error(err)
					}
				})
			}
			all.Wait()
			var ends []int64
			for _, id := range ids {
				end, err := h.Survivor(ctx, luis, id)
				if err != nil {
					t.Fatal(err)
				}
				sheet, err := h.Ticket(ctx, luis, end)
				if err != nil || sheet.Ticket.MergedInto != 0 {
					t.Fatalf("%d leads to %d, which was merged itself: %v", id, end, err)
				}
				ends = append(ends, end)
				refold(t, h, id)
			}
			if slices.Sort(ends); len(slices.Compact(ends)) == 3 {
				t.Error("nobody merged anything")
			}
		}
	})
}

// A chain of mergers has an end: the bound is told before it is passed.
func TestMergeChainIsBounded(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h := desktest.Open(t, db, "colorado", time.Date(2026, 11, 20, 15, 0, 0, 0, time.UTC))
		h.Person("dana", people.Customer, "Revenue")
		luis := h.Person("luis", people.Analyst, "", "desk")
		ids := openSome(t, h, luis, ticket.MaxMergeDepth+2)
		for i := range ticket.MaxMergeDepth {
			must(t)(h.Merge(ctx, luis, desk.On{Ticket: ids[i]}, ids[i+1], ticket.Merger{Reason: "one thing"}))
		}
		last := ids[ticket.MaxMergeDepth]
		if got, err := h.Survivor(ctx, luis, ids[0]); err != nil || got != last {
			t.Errorf("the first leads to %d, %v; want %d", got, err, last)
		}
		if _, err := h.Merge(ctx, luis, desk.On{Ticket: last}, ids[ticket.MaxMergeDepth+1], ticket.Merger{Reason: "one more"}); !fault.Is(err, fault.Conflict) {
			t.Errorf("one more: %v, want a conflict", err)
		}
	})
}
