package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/figures"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store"
	"switchboard/internal/store/migrations"
)

// ME-31, ME-56, CO-41: what is counted by month is what the tickets say, one by one.
func TestCountedByMonth(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx, rng := context.Background(), rand.New(rand.NewPCG(5, 6))
		months := figures.Months(noon, time.UTC, 3)
		apart, used := map[string]figures.Apart{}, map[string]figures.Use{}
		err := db.Write(ctx, func(tx *sqldb.Tx) error {
			if _, err := store.AddPerson(ctx, tx, people.Person{Email: "dana@example.gov", Role: people.Customer}, ""); err != nil {
				return err
			}
			for range 300 {
				var x ticket.Ticket
				x.Version, x.Status = 1, ticket.StatusNew
				x.Request = ticket.Opened{Subject: "x", Requester: dana, Agency: []string{"", "DOT", "Parks"}[rng.IntN(3)], Service: []string{"", "vpn"}[rng.IntN(2)]}
				x.ReceivedAt = months[0].Add(-48 * time.Hour).Add(time.Duration(rng.IntN(92*24)) * time.Hour)
				x.ChangedAt = x.ReceivedAt
				x.Wanted.Short, x.Sealed, x.Effort.Labor = rng.IntN(4) == 0, rng.IntN(5) == 0, rng.IntN(2)*15
				if rng.IntN(4) == 0 {
					x.Nonstandard = &ticket.Nonstandard{Reason: "y"}
				}
				if rng.IntN(8) == 0 {
					x.MergedInto = 1
				}
				end := ticket.End{State: []ticket.EndState{ticket.EndNone, ticket.EndRunning, ticket.EndMet, ticket.EndMissed}[rng.IntN(4)], Due: noon.Add(time.Duration(rng.IntN(3)-1) * time.Millisecond)}
				if end.State == ticket.EndNone || rng.IntN(6) == 0 && end.State == ticket.EndRunning {
					end.Due = time.Time{} // paused
				}
				if _, err := store.InsertTicket(ctx, tx, x, ticket.Timing{End: end}); err != nil {
					return err
				}
				count(x, end, months, apart, used)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		all, err := store.ApartIn(ctx, db.Reader(), months, noon)
		if err != nil {
			t.Fatal(err)
		}
		rows, _ := figures.SumApart(all)
		for _, r := range rows {
			if got, want := r, apart[r.Month.String()+r.Agency]; got != want {
				t.Errorf("%s %q: got %+v, want %+v", r.Month, r.Agency, got, want)
			}
		}
		if len(rows) != len(apart) {
			t.Errorf("%d rows, want %d", len(rows), len(apart))
		}
		for _, sealed := range []bool{false, true} {
			uses, err := store.UsageIn(ctx, db.Reader(), store.Used{Agency: "DOT", Sealed: sealed}, months, noon)
			if err != nil {
				t.Fatal(err)
			}
			for _, u := range uses {
				if want := used[fmt.Sprint(sealed, u.Month, u.Service)]; u != want {
					t.Errorf("%v %q: got %+v, want %+v", u.Month, u.Service, u, want)
				}
			}
		}
	})
}

// count is the slow way: one ticket after the other.
func count(x ticket.Ticket, end ticket.End, months []time.Time, apart map[string]figures.Apart, used map[string]figures.Use) {
	for i, from := range months[:len(months)-1] {
		if x.ReceivedAt.Before(from) || !x.ReceivedAt.Before(months[i+1]) {
			continue
		}
		kept := func(k *figures.Kept, is bool) {
			if !is {
				return
			}
			k.Tickets++
			switch {
			case end.State == ticket.EndMet:
				k.Met++
			case end.State == ticket.EndMissed, end.State == ticket.EndRunning && !end.Due.IsZero() && end.Due.Before(noon):
				k.Missed++
			}
		}
		if x.MergedInto == 0 && (x.Wanted.Short || x.Nonstandard != nil) {
			key := from.String() + x.Request.Agency
			a := apart[key]
			a.Month, a.Agency = from, x.Request.Agency
			kept(&a.ShortNotice, x.Wanted.Short)
			kept(&a.Nonstandard, x.Nonstandard != nil)
			apart[key] = a
		}
		for _, sealed := range []bool{false, true} {
			if x.Request.Agency != "DOT" || x.Sealed && !sealed {
				continue
			}
			key := fmt.Sprint(sealed, from, x.Request.Service)
			u := used[key]
			u.Month, u.Service = from, x.Request.Service
			u.Tickets, u.Minutes = u.Tickets+1, u.Minutes+x.Effort.Minutes()
			kept(&u.ShortNotice, x.Wanted.Short)
			kept(&u.Nonstandard, x.Nonstandard != nil)
			used[key] = u
		}
	}
}

// What is reported apart is found by the indexes that hold nothing else.
func TestReportedApartUsesItsIndexes(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		crowd(t, db)
		text, params := store.ApartSQL(figures.Months(noon, time.UTC, figures.UsageMonths), noon)
		plan := explained(t, db, text, params)
		for _, index := range []string{"ticket_short_notice", "ticket_nonstandard"} {
			if !strings.Contains(plan, index) {
				t.Errorf("it does not use %s:\n%s", index, plan)
			}
		}
	})
}
