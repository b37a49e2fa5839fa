package desk_test

import (
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
	"switchboard/internal/store"
	"switchboard/internal/store/migrations"
)

// What the desk remarks by itself while somebody writes is not in their way; what a person did is.
func TestOnlyPeopleAreInTheWay(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h := desktest.Open(t, db, "colorado", time.Date(2026, 11, 16, 17, 0, 0, 0, time.UTC))
		dana := h.Person("dana", people.Customer, "Revenue")
		luis := h.Person("luis", people.Analyst, "", "desk")
		opened, err := h.Open(ctx, dana, desk.Request{Subject: "Printer", Type: "incident"})
		if err != nil {
			t.Fatal(err)
		}
		on := desk.On{Ticket: opened.Ticket.ID, Seen: opened.Ticket.Version}
		h.Pass(30 * 24 * time.Hour)
		if err := h.Tick(ctx, access.System, on.Ticket); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Assign(ctx, dana, on, luis.ID); !fault.Is(err, fault.Forbidden) {
			t.Fatalf("a customer assigned: %v", err)
		}
		letter := addLetter(t, h, store.Letter{Kind: "acknowledged", Cause: 1, Ticket: on.Ticket, Person: dana.ID, Address: "dana@example.gov"})
		if _, err := h.ReportDelivery(ctx, access.System, letter, desk.LetterAccepted, "250 Ok"); err != nil {
			t.Fatal(err)
		}
		sheet, err := h.Ticket(ctx, luis, on.Ticket)
		if err != nil || sheet.Ticket.Version < on.Seen+4 {
			t.Fatalf("only %d entries, %v: clocks, the attempt and the letter are to be on record", sheet.Ticket.Version, err)
		}
		if _, err := h.Reply(ctx, luis, on, "On it."); err != nil {
			t.Errorf("the desk's own remarks were in the way: %v", err)
		}
		if _, err := h.Reply(ctx, luis, on, "On it, too."); !fault.Is(err, fault.Conflict) {
			t.Errorf("a second answer to what both saw: %v", err)
		}
		if _, err := h.Reply(ctx, luis, desk.On{Ticket: on.Ticket, Seen: 1 << 40}, "On it."); !fault.Is(err, fault.Conflict) {
			t.Errorf("who saw what has not happened yet: %v", err)
		}
	})
}

// CO-18: how telling somebody ended is on the ticket, once; what the next server took may still come back.
func TestDeliveryIsReportedOnce(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h := desktest.Open(t, db, "colorado", time.Date(2026, 11, 16, 17, 0, 0, 0, time.UTC))
		dana, luis := h.Person("dana", people.Customer, "Revenue"), h.Person("luis", people.Analyst, "", "desk")
		opened, err := h.Open(ctx, dana, desk.Request{Subject: "Printer", Type: "incident"})
		if err != nil {
			t.Fatal(err)
		}
		id := opened.Ticket.ID
		letter := addLetter(t, h, store.Letter{Kind: "acknowledged", Cause: 1, Ticket: id, Person: dana.ID, Address: "dana@example.gov"})
		toStaff := addLetter(t, h, store.Letter{Kind: "wrote", Cause: 2, Ticket: id, Person: luis.ID, Address: "luis@example.gov"})
		ofNone := addLetter(t, h, store.Letter{Kind: "alarm", Cause: 3, Address: "luis@example.gov"})
		for _, c := range []struct {
			name   string
			letter int64
			state  desk.LetterState
			facts  int
			stands desk.LetterState
		}{
			{"accepted", letter, desk.LetterAccepted, 1, desk.LetterAccepted},
			{"accepted again", letter, desk.LetterAccepted, 1, desk.LetterAccepted},
			{"refused after it was accepted", letter, desk.LetterRefused, 1, desk.LetterAccepted},
			{"bounced", letter, desk.LetterBounced, 2, desk.LetterBounced},
			{"accepted after it came back", letter, desk.LetterAccepted, 2, desk.LetterBounced},
			{"a colleague's mailbox is full", toStaff, desk.LetterBounced, 2, desk.LetterBounced},
			{"of no ticket", ofNone, desk.LetterFailed, 2, desk.LetterFailed},
		} {
			if _, err := h.ReportDelivery(ctx, access.System, c.letter, c.state, "5.1.1\r\nno\x00 such user "+strings.Repeat("é", 999)); err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			if n := reported(t, h, id); n != c.facts {
				t.Errorf("%s: %d facts, want %d", c.name, n, c.facts)
			}
			l, err := store.LetterByID(ctx, db.Reader(), c.letter)
			if err != nil || l.State != c.stands || strings.ContainsAny(l.Detail, "\r\n\x00") || len(l.Detail) > 500 || l.Settled.IsZero() {
				t.Errorf("%s: %+v, %v", c.name, l, err)
			}
		}
		all, err := h.Letters(ctx, luis, id)
		if err != nil || len(all) != 2 {
			t.Errorf("%d letters, %v", len(all), err)
		}
		if _, err := h.Letters(ctx, dana, id); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a customer reads who was told: %v", err)
		}
		if _, err := h.ReportDelivery(ctx, luis, letter, desk.LetterBounced, ""); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a person reports a delivery: %v", err)
		}
		if _, err := h.ReportDelivery(ctx, access.System, letter, "lost", ""); !fault.Is(err, fault.Invalid) {
			t.Errorf("a state that is none: %v", err)
		}
		if _, err := h.ReportDelivery(ctx, access.System, 1<<40, desk.LetterBounced, ""); !fault.Is(err, fault.NotFound) {
			t.Errorf("a letter that is none: %v", err)
		}
	})
}

func addLetter(t *testing.T, h *desktest.House, l store.Letter) int64 {
	t.Helper()
	l.State, l.MessageID = store.LetterQueued, "<"+l.Kind+"@example.gov>"
	err := h.DB.Write(ctx, func(tx *sqldb.Tx) error {
		_, err := store.AddLetter(ctx, tx, l)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	found, err := store.LetterByMessageID(ctx, h.DB.Reader(), l.MessageID)
	if err != nil {
		t.Fatal(err)
	}
	return found.ID
}

func reported(t *testing.T, h *desktest.House, id int64) int {
	t.Helper()
	sheet, err := h.Ticket(ctx, access.System, id)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, e := range sheet.Entries {
		if _, ok := e.Event.(ticket.DeliveryReported); ok {
			n++
		}
	}
	return n
}
