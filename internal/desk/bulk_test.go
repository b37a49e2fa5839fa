package desk_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/bulk"
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

// A bulk changes no ticket while it is only tried, so its maker's pages are told by themselves: when what would happen can be
// read, and when it is done.
func TestBulkTellsItsMaker(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h := desktest.Open(t, db, "maine", time.Date(2026, 11, 16, 15, 0, 0, 0, time.UTC))
		luis := h.Person("luis", people.Analyst, "")
		made, err := h.Open(ctx, luis, desk.Request{Subject: "Printer", Type: "incident", Email: "dana@example.gov"})
		if err != nil {
			t.Fatal(err)
		}
		id, err := h.StartBulk(ctx, luis, desk.Chosen{Tickets: []int64{made.Ticket.ID}}, bulk.Deed{Verb: bulk.Note, Text: "Seen."})
		if err != nil {
			t.Fatal(err)
		}
		told := func() {
			t.Helper()
			rung := func() int {
				n, err := sqldb.One(ctx, db.Reader(), sqldb.Value[int], `SELECT count(*) FROM fact WHERE kind = $1 AND body = $2`,
					store.RungFact, fmt.Sprintf(`{"people":[%d]}`, luis.ID))
				if err != nil {
					t.Fatal(err)
				}
				return n
			}
			before := rung()
			if err := h.RunBulk(ctx, access.System, id); err != nil {
				t.Fatal(err)
			}
			if rung() == before {
				t.Error("its maker is not told")
			}
		}
		told()
		if err := h.ConfirmBulk(ctx, luis, id); err != nil {
			t.Fatal(err)
		}
		told()
	})
}

// A deed on many tickets is tried, then done by the ordinary verb, once for each, however often its job begins anew; and
// taken back where nothing has happened since.
func TestBulk(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h := desktest.Open(t, db, "maine", time.Date(2026, 11, 16, 15, 0, 0, 0, time.UTC))
		add := func(name string, role people.Role) access.Actor {
			id, err := h.AddPerson(ctx, access.System, people.Person{Email: name + "@example.gov", Role: role}, "")
			if err != nil {
				t.Fatal(err)
			}
			return access.Actor{ID: id, Role: role}
		}
		luis, marta, dana := add("luis", people.Analyst), add("marta", people.Lead), add("dana", people.Customer)
		var ids []int64
		for i := range 6 {
			made, err := h.Open(ctx, dana, desk.Request{Subject: fmt.Sprintf("Printer %d", i), Type: "incident"})
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, made.Ticket.ID)
			if _, err := h.Assign(ctx, luis, desk.On{Ticket: ids[i]}, luis.ID); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := h.Resolve(ctx, luis, desk.On{Ticket: ids[5]}, ticket.Resolved{Text: "done", Method: "remote"}); err != nil {
			t.Fatal(err)
		}
		run := func(id int64) desk.BulkSheet {
			t.Helper()
			if err := h.RunBulk(ctx, access.System, id); err != nil {
				t.Fatal(err)
			}
			s, err := h.Bulk(ctx, luis, id)
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		having := func(i int) people.ID {
			s, err := h.Ticket(ctx, luis, ids[i])
			if err != nil {
				t.Fatal(err)
			}
			return s.Ticket.Assignee
		}

		id, err := h.StartBulk(ctx, luis, desk.Chosen{Looking: desk.Looking{View: "any"}}, bulk.Deed{Verb: bulk.Assign, Person: marta.ID})
		if err != nil {
			t.Fatal(err)
		}
		tried := run(id)
		if tried.Bulk.State != bulk.Tried || tried.Outcomes[bulk.Able] != 5 || tried.Outcomes[bulk.Refused] != 1 {
			t.Errorf("tried: %+v", tried)
		}
		if len(tried.Refusals) != 1 || tried.Refusals[0].N != 1 || tried.Refusals[0].Tickets[0] != ids[5] || !fault.Is(tried.Refusals[0].Why, fault.Conflict) {
			t.Errorf("refused: %+v", tried.Refusals)
		}
		if having(0) != luis.ID {
			t.Error("to try changes something")
		}
		for range 2 {
			if err := h.ConfirmBulk(ctx, luis, id); err != nil {
				t.Fatal(err)
			}
		}
		done := run(id)
		if done.Bulk.State != bulk.Done || done.Outcomes[bulk.Did] != 5 || having(4) != marta.ID {
			t.Errorf("done: %+v", done)
		}

		if _, err := h.Note(ctx, luis, desk.On{Ticket: ids[1]}, "Something happened since."); err != nil {
			t.Fatal(err)
		}
		undo, err := h.UndoBulk(ctx, luis, id)
		if err != nil {
			t.Fatal(err)
		}
		undone := run(undo)
		if undone.Outcomes[bulk.Did] != 4 || undone.Outcomes[bulk.Refused] != 1 || having(0) != luis.ID || having(1) != marta.ID {
			t.Errorf("undone: %+v", undone)
		}

		// A node is killed in the middle of a reply to all: the next one goes on, and nobody gets it twice.
		reply, err := h.StartBulk(ctx, luis, desk.Chosen{Tickets: ids[:5]}, bulk.Deed{Verb: bulk.Reply, Text: "It works again."})
		if err != nil {
			t.Fatal(err)
		}
		run(reply)
		if err := h.ConfirmBulk(ctx, luis, reply); err != nil {
			t.Fatal(err)
		}
		killed, kill := context.WithCancelCause(ctx)
		h.At(h.Now().Add(time.Minute))
		go func() { kill(errors.New("killed")) }()
		_ = h.RunBulk(killed, access.System, reply) // however far it came
		if s := run(reply); s.Outcomes[bulk.Did] != 5 {
			t.Errorf("replied: %+v", s)
		}
		run(reply)
		for _, id := range ids[:5] {
			s, err := h.Ticket(ctx, luis, id)
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			for _, e := range s.Entries {
				if _, is := e.Event.(ticket.Replied); is {
					n++
				}
			}
			if n != 1 {
				t.Errorf("%d has %d replies", id, n)
			}
		}

		if _, err := h.Bulk(ctx, marta, id); !fault.Is(err, fault.NotFound) {
			t.Errorf("the work of others: %v", err)
		}
		if err := h.ConfirmBulk(ctx, dana, id); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a customer: %v", err)
		}
		if _, err := h.StartBulk(ctx, luis, desk.Chosen{Tickets: ids}, bulk.Deed{Verb: "confirm"}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a verb that is not for many: %v", err)
		}
		if _, err := h.StartBulk(ctx, luis, desk.Chosen{Tickets: []int64{1}}, bulk.Deed{Verb: bulk.Note, Text: "x"}); !fault.Is(err, fault.NotFound) {
			t.Errorf("a ticket that is not there: %v", err)
		}
		closing, err := h.StartBulk(ctx, luis, desk.Chosen{Tickets: ids}, bulk.Deed{Verb: bulk.Close, Text: "over"})
		if err != nil {
			t.Fatal(err)
		}
		if s := run(closing); s.Outcomes[bulk.Refused] != 6 || !fault.Is(s.Refusals[0].Why, fault.Forbidden) {
			t.Errorf("an analyst closes: %+v", s)
		}
	})
}
