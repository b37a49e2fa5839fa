package desk_test

import (
	"context"
	"testing"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// A key is honoured for a week; what is older is forgotten a little with each new one, so that the table does not grow
// with the history.
func TestKeysAreForgotten(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx := context.Background()
		h := desktest.Open(t, db, "colorado", time.Date(2026, 11, 16, 16, 0, 0, 0, time.UTC))
		dana := h.Person("dana", people.Customer, "Revenue")
		open := func(key string) desk.Opened {
			o, err := h.Open(ctx, dana, desk.Request{Subject: "Laptop will not start", Type: "incident", Channel: "portal", Key: key})
			if err != nil {
				t.Fatal(err)
			}
			return o
		}
		first := open("a")
		h.Pass(6 * 24 * time.Hour)
		open("b")
		if again := open("a"); !again.Again || again.Ticket.ID != first.Ticket.ID {
			t.Errorf("after six days the key gives %d, want %d again", again.Ticket.ID, first.Ticket.ID)
		}
		h.Pass(2 * 24 * time.Hour)
		open("c")
		if fresh := open("a"); fresh.Again {
			t.Error("after eight days the key is still kept")
		}
		if kept := open("b"); !kept.Again {
			t.Error("a key of two days is forgotten")
		}
	})
}
