package desk_test

import (
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store"
	"switchboard/internal/store/migrations"
)

// ME-57: a letter about a sealed ticket leaves only for who may know of it, whatever was decided before it was sealed.
func TestLettersKeepTheSeal(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h := desktest.Open(t, db, "maine", time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC))
		dana, fay := h.Person("dana", people.Customer, "Revenue"), h.Person("fay", people.Analyst, "", "security")
		mona, erik := h.Person("mona", people.Manager, "", "desk"), h.Person("erik", people.Customer, "Revenue")
		o, err := h.Open(ctx, dana, desk.Request{Subject: "A payroll file on a stick", Type: "incident", Service: "security"})
		if err != nil || !o.Ticket.Sealed {
			t.Fatalf("sealed: %v, %v", o.Ticket.Sealed, err)
		}
		if _, err := h.Write(ctx, dana, desk.On{Ticket: o.Ticket.ID}, "It is mine."); err != nil {
			t.Fatal(err)
		}
		life, err := store.History(ctx, db.Reader(), o.Ticket.ID)
		if err != nil {
			t.Fatal(err)
		}
		first, last := life[0].Seq, life[len(life)-1].Seq
		for name, c := range map[string]struct {
			kind   string
			cause  int64
			to     access.Actor
			leaves bool
		}{
			"to the team":              {"wrote", last, fay, true},
			"to a manager":             {"wrote", last, mona, false},
			"to who asked":             {"acknowledged", first, dana, true},
			"to somebody else":         {"acknowledged", first, erik, false},
			"of its clocks to a lead":  {"missed", last, mona, false},
			"to who asked, as a staff": {"wrote", last, dana, false},
		} {
			_, p, err := h.Visitor(ctx, c.to.ID)
			if err != nil {
				t.Fatal(err)
			}
			id := addLetterOnce(t, h, store.Letter{Kind: c.kind, Cause: c.cause, Ticket: o.Ticket.ID, Person: p.ID, Address: p.Email, MessageID: "<" + name + ">"})
			post, err := h.Post(ctx, access.System, id)
			if err != nil || (post.Withheld == "") != c.leaves {
				t.Errorf("%s: withheld %q, %v", name, post.Withheld, err)
			}
		}
	})
}

func addLetterOnce(t *testing.T, h *desktest.House, l store.Letter) int64 {
	t.Helper()
	l.State = store.LetterQueued
	err := h.DB.Write(ctx, func(tx *sqldb.Tx) error {
		_, err := store.AddLetter(ctx, tx, l)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	all, err := store.LettersOf(ctx, h.DB.Reader(), l.Ticket)
	if err != nil || len(all) == 0 {
		t.Fatal(len(all), err)
	}
	for _, one := range all {
		if one.Kind == l.Kind && one.Cause == l.Cause && one.Address == l.Address {
			return one.ID
		}
	}
	t.Fatal("the letter is not there")
	return 0
}
