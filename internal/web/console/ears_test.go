package console

import (
	"fmt"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// Whoever may not know of a sealed ticket is not told when it changes, also where they listened to it before it was sealed. Who may
// know is told, and a list says what it says to everybody (ME-57).
func TestEarsHearNothingOfWhatIsSealed(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx := t.Context()
		h := desktest.Open(t, db, "maine", time.Date(2026, 11, 16, 17, 0, 0, 0, time.UTC))
		dana := h.Person("dana", people.Customer, "Revenue")
		network := access.Actor{ID: h.Person("gil", people.Analyst, "").ID, Role: people.Analyst, Teams: []string{"network"}}
		security := access.Actor{ID: h.Person("fay", people.Analyst, "").ID, Role: people.Analyst, Teams: []string{"security"}}
		made, err := h.Open(ctx, dana, desk.Request{Subject: "A laptop was taken", Type: "incident", Service: "network", Channel: "portal"})
		if err != nil {
			t.Fatal(err)
		}
		topic := fmt.Sprint("ticket/", made.Ticket.ID)
		id := made.Ticket.ID
		says := func(who access.Actor, own []int64, changed ...string) string {
			t.Helper()
			said, err := (&ears{desk: h.Desk, teams: who.Teams, own: own}).says(ctx, who, changed)
			if err != nil {
				t.Fatal(err)
			}
			return said
		}
		for _, c := range []struct {
			sealed  bool
			who     access.Actor
			own     []int64
			changed []string
			want    string
		}{
			{false, network, []int64{id}, []string{topic}, "again"},
			{false, network, nil, []string{topic}, "rows"},
			{false, network, nil, []string{"ticket/7"}, ""},
			{false, network, nil, nil, ""},
			{true, network, []int64{id}, []string{topic}, ""},
			{true, network, nil, []string{topic}, ""},
			{true, network, []int64{id}, []string{topicHere(id)}, ""},
			{true, security, []int64{id}, []string{topicHere(id)}, "again"},
			{true, network, []int64{id}, []string{topic, "tickets"}, "rows"},
			{true, network, []int64{id}, []string{topic, "desk"}, "again"},
			{true, security, []int64{id}, []string{topic}, "again"},
			{true, security, nil, []string{topic}, "rows"},
		} {
			if c.sealed && !made.Ticket.Sealed {
				if made.Ticket, err = h.Route(ctx, access.System, desk.On{Ticket: made.Ticket.ID}, "security", "a crime"); err != nil || !made.Ticket.Sealed {
					t.Fatalf("it is not sealed: %v", err)
				}
			}
			if got := says(c.who, c.own, c.changed...); got != c.want {
				t.Errorf("sealed %v: with %v open, of %q team %q is told %q, want %q", c.sealed, c.own, c.changed, c.who.Teams, got, c.want)
			}
		}
		moved := network
		moved.Teams = nil
		if _, err := (&ears{desk: h.Desk, teams: network.Teams}).says(ctx, moved, nil); !fault.Is(err, fault.Forbidden) {
			t.Errorf("after leaving the team: %v", err)
		}
	})
}
