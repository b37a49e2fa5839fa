package desk_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"switchboard/internal/core/access"
	rules "switchboard/internal/core/automate"
	"switchboard/internal/core/filter"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/eventlog"
	"switchboard/internal/follow/automate"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// smallHouse is the small desk of the stories with rules.
func smallHouse(t *testing.T, db *sqldb.DB, rules string) *desktest.House {
	t.Helper()
	source, err := os.ReadFile("testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "small.yaml")
	if err := os.WriteFile(name, append(source, "\n"+rules...), 0o600); err != nil {
		t.Fatal(err)
	}
	return desktest.Open(t, db, name, time.Date(2026, 11, 16, 17, 0, 0, 0, time.UTC))
}

// A crash before the commit leaves nothing behind, and one after it nothing to do again: whoever asks once more, at the same moment
// or from an older place in the log, an act is there once.
func TestRulesActOnce(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx := context.Background()
		h := smallHouse(t, db, `rules: {seen: {name: Seen, on: opened, then: {note: Seen.}}, late: {name: Late, since: routed, after: 1 hour, clock: always, then: {note: Late.}}}`)
		opened, err := h.Desk.Open(ctx, h.Person("dana", people.Customer, "Revenue"), desk.Request{Subject: "Screen"})
		if err != nil {
			t.Fatal(err)
		}
		id := opened.Ticket.ID
		expect := func(when string, want int) {
			t.Helper()
			sheet, err := h.Ticket(ctx, access.System, id)
			if err != nil {
				t.Fatal(err)
			}
			applied, notes := 0, 0
			for _, en := range sheet.Entries {
				switch en.Event.(type) {
				case ticket.RuleApplied:
					applied++
				case ticket.Noted:
					notes++
				}
			}
			if applied != want || notes != want {
				t.Errorf("%s rules acted %d times and wrote %d notes, want %d", when, applied, notes, want)
			}
		}
		first := opened.Ticket.ID
		facts, err := eventlog.OfTicket(ctx, db.Reader(), first)
		if err != nil {
			t.Fatal(err)
		}
		crash := errors.New("crash")
		err = db.Write(ctx, func(tx *sqldb.Tx) error {
			return errors.Join(h.React(ctx, tx, id, facts[0].Seq), crash)
		})
		if !errors.Is(err, crash) {
			t.Fatal(err)
		}
		expect("after a crash", 0)
		if err := eventlog.Drain(ctx, db, automate.Follower(h.Desk)); err != nil {
			t.Fatal(err)
		}
		expect("after the log was read", 1)
		if err := db.Write(ctx, func(tx *sqldb.Tx) error { return h.React(ctx, tx, id, facts[0].Seq) }); err != nil {
			t.Fatal(err)
		}
		expect("after the same fact again", 1)
		h.Pass(time.Hour)
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				if err := h.Tick(ctx, access.System, id); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		expect("after four nodes have looked at the time", 2)
	})
}

// A rule and the store read one language in one way: what the store finds is what the condition holds for.
func TestRulesAndStoreAgree(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx := context.Background()
		h := smallHouse(t, db, "")
		dana, luis := h.Person("dana", people.Customer, "Revenue"), h.Person("luis", people.Analyst, "", "desk", "network")
		var ids []int64
		for i, in := range []desk.Request{{Subject: "VPN drops", Service: "vpn"}, {Subject: "Printer", Service: "printing", Customer: "kim@example.gov"}, {Subject: "Else"},
			{Subject: "Done", Service: "vpn"}, {Subject: "Asked"}, {Subject: "By mail", Channel: "mail", Email: "sam@example.gov"}} {
			who := dana
			if in.Email != "" {
				who = luis
			}
			o, err := h.Desk.Open(ctx, who, in)
			if err != nil {
				t.Fatal(err)
			}
			on := desk.On{Ticket: o.Ticket.ID}
			switch i {
			case 0:
				_, err = h.Accept(ctx, luis, on)
			case 1:
				_, err = h.Write(ctx, dana, on, "Still?")
			case 3:
				_, err = h.Resolve(ctx, luis, on, ticket.Resolved{Text: "Done.", Method: "remote"})
			case 4:
				_, err = h.Ask(ctx, luis, on, ticket.Asked{Question: "Which?", ReplyBy: h.Now().Add(72 * time.Hour)})
			}
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, o.Ticket.ID)
			h.Pass(26 * time.Hour)
		}
		for _, q := range []string{"is:open", "is:unassigned", "-is:unassigned", "is:waiting", "is:paused", "is:overdue", "is:unanswered", "is:reopened", "status:open",
			"status:new", "status:resolved,pending", "-status:new,resolved", "team:network", "-team:desk", "service:none", "service:any", "service:vpn,printing",
			"channel:mail", "assignee:none", "assignee:any", "customer:any", "customer:none", "agency:Revenue", "agency:none", "class:low", "type:incident", "promise:resolve",
			"promise:none", "due:any", "due:none", "due<2d", "due>=now", "received<-2d", "received:today", "resolved:any", "resolved:none", "-resolved:none", "unanswered<-1h",
			"unanswered:none", "changed>-50h", "number:1,3", "is:open team:desk -service:printing received<-24h"} {
			f, err := filter.Parse(q, h.Vocabulary())
			if err != nil {
				t.Fatal(err)
			}
			list, err := h.Find(ctx, access.System, desk.Looking{Filter: q}, desk.Page{Limit: 100})
			if err != nil {
				t.Fatal(err)
			}
			var found, held []int64
			for _, row := range list.Rows {
				found = append(found, row.ID)
			}
			for _, id := range ids {
				sheet, err := h.Ticket(ctx, access.System, id)
				if err != nil {
					t.Fatal(err)
				}
				s := rules.State{Ticket: sheet.Ticket, Entries: sheet.Entries, Timing: ticket.TimingOf(sheet.Clocks, sheet.Entries)}
				if rules.Holds(f, s, h.Now(), h.Definition().Zone()) {
					held = append(held, id)
				}
			}
			slices.Sort(found)
			if !slices.Equal(found, held) {
				t.Errorf("%s: the store finds %v, a rule %v", q, found, held)
			}
		}
	})
}
