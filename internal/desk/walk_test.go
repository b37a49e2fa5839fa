package desk_test

import (
	"context"
	"testing"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// TestWalk takes one ticket from the door to its end, on both databases.
func TestWalk(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx := context.Background()
		h := desktest.Open(t, db, "colorado", time.Date(2026, 11, 20, 23, 30, 0, 0, time.UTC))
		dana := h.Person("dana", people.Customer, "Revenue")
		mallory := h.Person("mallory", people.Customer, "Revenue")
		luis := h.Person("luis", people.Analyst, "", "service_desk")
		opened, err := h.Open(ctx, dana, desk.Request{Subject: "Outlook asks for my password", Type: "incident", Channel: "portal", Key: "k1"})
		if err != nil {
			t.Fatal(err)
		}
		id := opened.Ticket.ID
		if id < 100001 || opened.Ticket.Class != "self_service" || opened.Ticket.Team == "" || len(opened.Clocks) != 3 {
			t.Fatalf("opened %+v with clocks %+v", opened.Ticket, opened.Clocks)
		}
		again, err := h.Open(ctx, dana, desk.Request{Subject: "Outlook asks for my password", Type: "incident", Channel: "portal", Key: "k1"})
		if err != nil || !again.Again || again.Ticket.ID != id {
			t.Fatalf("the same request again: %+v, %v", again, err)
		}
		on := desk.On{Ticket: id}
		if _, err := h.Ticket(ctx, mallory, id); !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger gets %v, want not found", err)
		}
		if _, err := h.Assign(ctx, dana, on, luis.ID); !fault.Is(err, fault.Forbidden) { // OK-12
			t.Errorf("a customer assigns: %v, want forbidden", err)
		}
		h.Pass(time.Minute)
		must(t)(h.Accept(ctx, luis, on))
		must(t)(h.Reply(ctx, luis, on, "I look at it."))
		must(t)(h.Ask(ctx, luis, on, ticket.Asked{Question: "In the browser too?", ReplyBy: h.Now().Add(48 * time.Hour)}))
		if got := must(t)(h.Answer(ctx, dana, on, "No.")); got.Status != ticket.StatusInProgress {
			t.Errorf("after the answer it is %s", got.Status)
		}
		must(t)(h.Resolve(ctx, luis, on, ticket.Resolved{Text: "Done.", Method: "remote"}))
		if got := must(t)(h.Confirm(ctx, dana, on)); got.Status != ticket.StatusClosed {
			t.Errorf("after the confirmation it is %s", got.Status)
		}
		sheet, err := h.Ticket(ctx, dana, id)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range sheet.Clocks {
			t.Logf("%s %s due %s", c.Metric, c.State, c.Due)
		}
		list, err := h.List(ctx, dana, "requested", desk.Page{Limit: 10})
		if err != nil || len(list.Rows) != 1 || list.Rows[0].ID != id {
			t.Errorf("dana's list: %+v, %v", list, err)
		}
	})
}

func must(t *testing.T) func(ticket.Ticket, error) ticket.Ticket {
	return func(got ticket.Ticket, err error) ticket.Ticket {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
}
