package desk_test

import (
	"slices"
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
	"switchboard/internal/store/migrations"
)

// ME-24: beside a ticket stands where the same work may be going on: with the same person about the same service, or with
// another team for the same agency within a day; never what is known to belong to it, is closed, or is sealed to who looks.
func TestTwins(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h := desktest.Open(t, db, "maine", time.Date(2026, 11, 16, 15, 0, 0, 0, time.UTC))
		dana, theo := h.Person("dana", people.Customer, "Revenue"), h.Person("theo", people.Customer, "Revenue")
		luis := h.Person("luis", people.Analyst, "", "desk")
		ask := func(who access.Actor, subject, service string) ticket.Ticket {
			o, err := h.Open(ctx, who, desk.Request{Subject: subject, Type: "incident", Service: service, Impact: "person", Urgency: "partly",
				Location: "Augusta", Phone: "1", Alternate: "Kim", Agency: "Revenue"})
			if err != nil {
				t.Fatal(err)
			}
			return o.Ticket
		}
		route := func(of ticket.Ticket, team string) {
			if _, err := h.Route(ctx, luis, desk.On{Ticket: of.ID}, team, "theirs"); err != nil {
				t.Fatal(err)
			}
		}
		twins := func(who access.Actor, of ticket.Ticket) (same, agency []int64) {
			s, err := h.Ticket(ctx, access.System, of.ID)
			if err != nil {
				t.Fatal(err)
			}
			all, err := h.Twins(ctx, who, s.Ticket)
			if err != nil {
				t.Fatal(err)
			}
			for _, one := range all {
				if one.Person {
					same = append(same, one.ID)
				} else {
					agency = append(agency, one.ID)
				}
			}
			return same, agency
		}
		want := func(of ticket.Ticket, wantSame, wantAgency []int64) {
			t.Helper()
			if same, agency := twins(luis, of); !slices.Equal(same, wantSame) || !slices.Equal(agency, wantAgency) {
				t.Errorf("of the person %v, of the agency %v; want %v and %v", same, agency, wantSame, wantAgency)
			}
		}
		first := ask(dana, "No mail", "email")
		again := ask(dana, "Still no mail", "email")
		other := ask(theo, "Mail is slow", "email")
		ask(dana, "A question", "")
		want(first, []int64{again.ID}, nil)
		route(other, "network")
		want(first, []int64{again.ID}, []int64{other.ID})
		if _, err := h.Link(ctx, luis, desk.On{Ticket: first.ID}, again.ID); err != nil {
			t.Fatal(err)
		}
		want(first, nil, []int64{other.ID})
		route(other, "security") // which seals it
		want(first, nil, nil)
		h.Pass(25 * time.Hour)
		late := ask(theo, "No mail at all", "email")
		route(late, "network")
		want(first, nil, nil)
		if _, err := h.Resolve(ctx, luis, desk.On{Ticket: first.ID}, ticket.Resolved{Text: "Mended", Method: "remote"}); err != nil {
			t.Fatal(err)
		}
		want(first, nil, nil)
		if _, err := h.Twins(ctx, dana, again); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a customer sees what others have: %v", err)
		}
	})
}
