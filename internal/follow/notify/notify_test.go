package notify_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/eventlog"
	"switchboard/internal/follow/notify"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store"
	"switchboard/internal/store/migrations"
)

var ctx = context.Background()

func house(t *testing.T, db *sqldb.DB) (*desktest.House, eventlog.Follower) {
	h := desktest.Open(t, db, "colorado", time.Date(2026, 11, 16, 17, 0, 0, 0, time.UTC))
	return h, notify.Follower(notify.Config{Domain: "desk.example.gov", DeskTeam: func() string { return h.Definition().DeskTeam() }})
}

// said lists the letters of a ticket: "acknowledged dana".
func said(t *testing.T, h *desktest.House, id int64) string {
	t.Helper()
	letters, err := store.LettersOf(ctx, h.DB.Reader(), id)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, l := range letters {
		name, _, _ := strings.Cut(l.Address, "@")
		out = append(out, l.Kind+" "+name)
	}
	return strings.Join(out, ", ")
}

// Each fact is told once, to whom it concerns, however often the follower looks, and each letter has a job (CO-18, OK-09).
func TestLettersFollowFacts(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h, follower := house(t, db)
		dana, luis := h.Person("dana", people.Customer, "Revenue"), h.Person("luis", people.Analyst, "", "desk")
		open := func(subject string) int64 {
			o, err := h.Open(ctx, dana, desk.Request{Subject: subject, Type: "incident", Customer: "kim@example.gov"})
			if err != nil {
				t.Fatal(err)
			}
			return o.Ticket.ID
		}
		old := open("Before the desk wrote mail")
		if err := notify.Begin(ctx, db); err != nil {
			t.Fatal(err)
		}
		id := open("Printer")
		must := func(_ ticket.Ticket, err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		must(h.Accept(ctx, luis, desk.On{Ticket: id}))
		h.Pass(time.Minute)
		must(h.Reply(ctx, luis, desk.On{Ticket: id}, "On it."))
		h.Pass(time.Minute)
		must(h.Write(ctx, dana, desk.On{Ticket: id}, "Thank you."))
		for range 3 {
			if err := eventlog.Drain(ctx, db, follower); err != nil {
				t.Fatal(err)
			}
			if err := notify.Begin(ctx, db); err != nil { // changes nothing where there is a cursor
				t.Fatal(err)
			}
		}
		if got := said(t, h, old); got != "" {
			t.Errorf("of history: %q", got)
		}
		want := "acknowledged dana, acknowledged kim, started dana, started kim, replied dana, replied kim, wrote luis"
		if got := said(t, h, id); got != want {
			t.Errorf("told are %q, want %q", got, want)
		}
		n, err := sqldb.One(ctx, db.Reader(), sqldb.Value[int], `SELECT count(*) FROM job WHERE kind = $1 AND state = 'available'`, store.SendMailJob)
		if err != nil || n != 7 {
			t.Errorf("%d jobs, %v", n, err)
		}
		letters, err := store.LettersOf(ctx, db.Reader(), id)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, l := range letters {
			if prefix := fmt.Sprintf("<%d.", id); !strings.HasPrefix(l.MessageID, prefix) || !strings.HasSuffix(l.MessageID, "@desk.example.gov>") || seen[l.MessageID] {
				t.Errorf("a letter is called %s", l.MessageID)
			}
			seen[l.MessageID] = true
		}
	})
}

// A life from elsewhere is not news: nobody gets a letter for it, what it missed included.
func TestAnImportTellsNobody(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h, follower := house(t, db)
		ids, err := h.ImportPeople(ctx, access.System, []people.Person{{Email: "dana@example.gov"}})
		if err != nil {
			t.Fatal(err)
		}
		at := h.Now().Add(-time.Minute) // as young as an import can be
		life := []ticket.Entry{
			{At: at, By: ids[0], Event: ticket.Opened{Subject: "Printer", Channel: "portal", Requester: ids[0], External: "INC1"}},
			{At: at, Event: ticket.Classified{Type: "incident", Class: "self_service"}}, {At: at, Event: ticket.Routed{Team: "desk", Rule: "imported"}},
			{At: at, Event: ticket.Resolved{Text: "Done.", Method: "remote"}},
		}
		if _, err := h.Import(ctx, access.System, []desk.Imported{{Number: "INC1", Entries: life}}); err != nil {
			t.Fatal(err)
		}
		if err := eventlog.Drain(ctx, db, follower); err != nil {
			t.Fatal(err)
		}
		id, err := store.TicketOfOldNumber(ctx, db.Reader(), "INC1")
		if err != nil {
			t.Fatal(err)
		}
		if got := said(t, h, id); got != "" {
			t.Errorf("told are %q", got)
		}
		h.Pass(10 * 24 * time.Hour)
		if err := h.Tick(ctx, access.System, id); err != nil { // it closes here, which is news
			t.Fatal(err)
		}
		if err := eventlog.Drain(ctx, db, follower); err != nil {
			t.Fatal(err)
		}
		if got := said(t, h, id); got != "closed dana" {
			t.Errorf("told are %q of what happened here", got)
		}
	})
}

// Managers are told that a part of the desk is sick, once, by mail where that is not the part that sends it.
func TestAlarmsAreTold(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h, follower := house(t, db)
		h.Person("luis", people.Analyst, "", "desk")
		h.Person("boss", people.Manager, "")
		for _, name := range []string{"mailbox:desk", "mailbox:desk", desk.SendingAlarm} {
			if err := h.RaiseAlarm(ctx, access.System, name, "no sign of life"); err != nil {
				t.Fatal(err)
			}
			if err := eventlog.Drain(ctx, db, follower); err != nil {
				t.Fatal(err)
			}
		}
		told, err := sqldb.All(ctx, db.Reader(), sqldb.Value[string], `SELECT address || ' ' || about FROM letter WHERE kind = 'alarm' ORDER BY id`)
		if err != nil || len(told) != 1 || told[0] != `boss@example.gov {"name":"mailbox:desk","says":"no sign of life"}` {
			t.Errorf("told are %q, %v", told, err)
		}
	})
}
