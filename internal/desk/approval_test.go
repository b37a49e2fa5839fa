package desk_test

import (
	"fmt"
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
	"switchboard/internal/store"
	"switchboard/internal/store/migrations"
)

// newcomer answers the form of a new user.
var newcomer = map[string][]string{"person": {"Rosa Marín"}, "start_date": {"2027-02-01"}, "location": {"Augusta"}, "supervisor": {"sue@example.gov"}}

// What waits for somebody comes page by page in the order in which they were asked, and what they decided from the last on;
// each is on one page.
func TestMyApprovalsInPages(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h := desktest.Open(t, db, "maine", time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC))
		dana, sue := h.Person("dana", people.Customer, "Revenue"), h.Person("sue", people.Customer, "Revenue")
		if err := h.SetSupervisor(ctx, access.System, dana.ID, sue.ID); err != nil {
			t.Fatal(err)
		}
		var asked []int64
		for i := range 5 {
			o, err := h.Open(ctx, dana, desk.Request{Subject: fmt.Sprint("Account ", i), Type: "new_user", Answers: newcomer})
			if err != nil {
				t.Fatal(err)
			}
			asked = append(asked, o.Ticket.ID)
		}
		if p, err := h.Visit(ctx, sue.ID); p.Approvals != 5 || err != nil {
			t.Errorf("%d wait, %v", p.Approvals, err)
		}
		pages := func(decided bool) (got []int64) {
			for after := int64(0); ; {
				all, next, err := h.MyApprovals(ctx, sue, decided, desk.Page{Limit: 2, After: desk.Cursor{ID: after, Set: after > 0}})
				if err != nil || len(all) > 2 {
					t.Fatalf("%+v, %v", all, err)
				}
				for _, a := range all {
					got = append(got, a.Ticket)
				}
				if after = next; next == 0 {
					return got
				}
			}
		}
		if got := pages(false); fmt.Sprint(got) != fmt.Sprint(asked) {
			t.Errorf("waiting are %v, want %v", got, asked)
		}
		for _, id := range asked {
			must(t)(h.DecideApproval(ctx, sue, desk.On{Ticket: id}, 1, ticket.Verdict{Yes: true}))
		}
		want := []int64{asked[4], asked[3], asked[2], asked[1], asked[0]}
		if got := pages(true); fmt.Sprint(got) != fmt.Sprint(want) || len(pages(false)) != 0 {
			t.Errorf("decided are %v, want %v", got, want)
		}
		if _, _, err := h.MyApprovals(ctx, access.Actor{}, false, desk.Page{}); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("nobody's list: %v", err)
		}
	})
}

// Only managers write the directory; an agency manager is one for a time, and the dates of a relation do not run backwards.
func TestAgencyManagers(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		now := time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC)
		h := desktest.Open(t, db, "maine", now)
		mark, luis, mona := h.Person("mark", people.Customer, "Revenue"), h.Person("luis", people.Analyst, "", "desk"), h.Person("mona", people.Manager, "", "desk")
		in := desk.AgencyManager{Agency: " Revenue ", Person: mark.ID, From: now, Until: now.Add(time.Hour)}
		if err := h.SetAgencyManager(ctx, luis, in); !fault.Is(err, fault.Forbidden) {
			t.Errorf("an analyst: %v", err)
		}
		for _, wrong := range []desk.AgencyManager{{Person: mark.ID}, {Agency: "Revenue\x00", Person: mark.ID}, {Agency: "Revenue", Person: mark.ID, From: now, Until: now}} {
			if err := h.SetAgencyManager(ctx, mona, wrong); !fault.Is(err, fault.Invalid) {
				t.Errorf("%+v: %v", wrong, err)
			}
		}
		if err := h.SetAgencyManager(ctx, mona, desk.AgencyManager{Agency: "Revenue", Person: 999}); !fault.Is(err, fault.NotFound) {
			t.Errorf("nobody of that number: %v", err)
		}
		if err := h.SetAgencyManager(ctx, mona, in); err != nil {
			t.Fatal(err)
		}
		for at, want := range map[time.Time]int{now.Add(-time.Millisecond): 0, now: 1, in.Until.Add(-time.Millisecond): 1, in.Until: 0} {
			if all, err := store.AgencyManagersAt(ctx, db.Reader(), "Revenue", at); err != nil || len(all) != want {
				t.Errorf("at %s: %d, want %d, %v", at, len(all), want, err)
			}
		}
	})
}
