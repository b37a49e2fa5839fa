package desk_test

import (
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/money"
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

// ME-60, ME-63: who signs an extra charge is what the directory says at that instant: the consultants of the agency, their deputies and
// the managers whom it has authorised, however little the agency lets them see otherwise; and for the desk its managers. Nobody
// else does, and nobody signs what is sealed.
func TestWhoSignsACharge(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		for _, shade := range people.AllShades {
			t.Run(string(shade), func(t *testing.T) { signs(t, db, shade) })
		}
	})
}

func signs(t *testing.T, db *sqldb.DB, shade people.Shade) {
	now := time.Date(2026, 11, 23, 15, 0, 0, 0, time.UTC)
	h := desktest.Open(t, db, "maine", now)
	on := string(shade) + "."
	customer := func(name, agency string) access.Actor { return h.Person(on+name, people.Customer, agency) }
	revenue, before, after := "Revenue "+on, now.Add(-24*time.Hour), now.Add(24*time.Hour)
	dana, luis, mona := customer("dana", revenue), h.Person(on+"luis", people.Analyst, "", "desk"), h.Person(on+"mona", people.Manager, "", "desk")
	represents := func(name string, role people.Role, agency string, deputy bool, from, until time.Time) access.Actor {
		who := h.Person(on+name, role, "")
		need(t, h.SetConsultant(ctx, access.System, desk.Consultant{Agency: agency, Person: who.ID, Deputy: deputy, From: from, Until: until}))
		return who
	}
	manages := func(name string, from, until time.Time) access.Actor {
		who := customer(name, "")
		need(t, db.Write(ctx, func(tx *sqldb.Tx) error {
			return store.SetAgencyManager(ctx, tx, store.AgencyManager{Agency: revenue, Person: who.ID, From: from, Until: until})
		}))
		return who
	}
	sue := customer("sue", revenue)
	need(t, h.SetSupervisor(ctx, access.System, dana.ID, sue.ID))
	need(t, db.Write(ctx, func(tx *sqldb.Tx) error {
		return store.SaveAgency(ctx, tx, people.Agency{Key: revenue, Shades: people.Shades{Supervisor: shade, Consultant: shade, Manager: shade}})
	}))
	none := time.Time{}
	for name, c := range map[string]struct {
		who  access.Actor
		side ticket.Side
	}{
		"the requester":                  {dana, ""},
		"a colleague":                    {customer("erik", revenue), ""},
		"the supervisor":                 {sue, ""},
		"the consultant":                 {represents("tess", people.Customer, revenue, false, none, none), ticket.SideAgency},
		"the deputy":                     {represents("vera", people.Customer, revenue, true, before, after), ticket.SideAgency},
		"who was the consultant":         {represents("paul", people.Customer, revenue, false, none, now), ""},
		"who will be the consultant":     {represents("nora", people.Customer, revenue, false, after, none), ""},
		"the consultant of others":       {represents("carl", people.Customer, "Courts", false, none, none), ""},
		"the authorised manager":         {manages("mark", none, after), ticket.SideAgency},
		"who was authorised":             {manages("olga", before, now), ""},
		"an analyst":                     {luis, ""},
		"a lead":                         {h.Person(on+"lena", people.Lead, "", "desk"), ""},
		"a manager of the desk":          {mona, ticket.SideDesk},
		"an administrator":               {h.Person(on+"adam", people.Administrator, ""), ticket.SideDesk},
		"an analyst who is consultant":   {represents("tia", people.Analyst, revenue, false, none, none), ticket.SideAgency},
		"a manager who is consultant":    {represents("maya", people.Manager, revenue, false, none, none), ticket.SideAgency},
		"the desk's rules, by their own": {access.System, ""},
	} {
		signer := c.who
		if !signer.System { // as every door loads who asks
			var err error
			signer, _, err = h.Visitor(ctx, c.who.ID)
			need(t, err)
		}
		id, amount := charged(t, h, dana, luis, mona, "workstation")
		sheet, err := h.Ticket(ctx, access.System, id)
		need(t, err)
		if got := access.SideOf(signer, sheet.Ticket); got != c.side {
			t.Errorf("%s signs for %q, want %q", name, got, c.side)
		}
		after, err := h.SignCharge(ctx, signer, desk.On{Ticket: id}, 1, amount)
		switch agreed := err == nil && after.Charges[0].State == ticket.ChargeAgreed; {
		case c.side == ticket.SideAgency && !agreed:
			t.Errorf("%s cannot sign: %v", name, err)
		case c.side == ticket.SideDesk && !fault.Is(err, fault.Conflict): // mona has signed for the desk
			t.Errorf("%s signs a second time for the desk: %v", name, err)
		case c.side == "" && !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.NotFound):
			t.Errorf("%s signs: %v", name, err)
		}
	}
}

// charged is a ticket of dana with a charge that mona has proposed.
func charged(t *testing.T, h *desktest.House, dana, luis, mona access.Actor, service string) (int64, money.Money) {
	t.Helper()
	made, err := h.Open(ctx, dana, desk.Request{Subject: "Another keyboard", Type: "incident", Service: service})
	need(t, err)
	on := desk.On{Ticket: made.Ticket.ID}
	_, err = h.MarkNonstandard(ctx, luis, on, "For one hand")
	need(t, err)
	amount := money.Money{Cents: 40000, Currency: money.Dollar}
	_, err = h.ProposeCharge(ctx, mona, on, desk.Proposal{Cause: ticket.ForDeviation, Amount: amount, Why: "It is made to order"})
	need(t, err)
	return on.Ticket, amount
}
