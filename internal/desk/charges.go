package desk

import (
	"context"
	"slices"

	"switchboard/internal/core/access"
	"switchboard/internal/core/filter"
	"switchboard/internal/core/people"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Charge is what somebody sees of the tickets of those for whom they answer in one capacity: as much as the agency allows and
// no more (ASKS row 16).
type Charge struct {
	As     access.Capacity
	Agency people.Agency
	People int // with AsSupervisor: how many report to them
	Shade  people.Shade

	Open, Past Count // from people.Counts on
	Rows       []Row // the newest open ones: from people.Whole on as they are, with people.Lines only number, subject, status and who
}

// maxCharged bounds how many tickets of a charge are listed.
const maxCharged = 50

// MyPeople shows what the actor may see of the tickets of those for whom they answer: as a supervisor, as a consultant, as a
// manager of an agency. What is sealed is in none of it, and in no count.
func (d *Desk) MyPeople(ctx context.Context, who access.Actor) ([]Charge, error) {
	if err := access.May(who, access.ViewTicket); err != nil {
		return nil, err
	}
	var out []Charge
	err := d.db.Read(ctx, func(q sqldb.Q) error {
		out = nil
		all, err := store.ChargesOf(ctx, q, who.ID, d.Now())
		for len(all) > 0 && err == nil {
			first := all[0]
			same := func(c access.Charge) bool { return c.As == first.As && c.Agency == first.Agency }
			group := slices.DeleteFunc(slices.Clone(all), func(c access.Charge) bool { return !same(c) })
			all = slices.DeleteFunc(all, same)
			var c Charge
			c, err = d.charge(ctx, q, group)
			out = append(out, c)
		}
		return err
	})
	return out, err
}

var (
	chargedOpen = must("is:open sort:-number")
	chargedPast = must("-is:open sort:-number")
)

// charge counts and lists what a group of the same capacity and agency shows.
func (d *Desk) charge(ctx context.Context, q sqldb.Q, group []access.Charge) (Charge, error) {
	c := Charge{As: group[0].As, Shade: group[0].Shade}
	if c.As == access.AsSupervisor {
		c.People = len(group)
	}
	var err error
	if c.Agency, err = agencyOrName(ctx, q, group[0].Agency); err != nil || !c.Shade.AtLeast(people.Counts) {
		return c, err
	}
	look := func(f filter.Filter) store.Look {
		return store.Look{Filter: f, Now: d.Now(), Zone: d.Definition().Zone(), Scope: access.ScopeOfCharge(group...)}
	}
	counts, err := store.Counts(ctx, q, []store.Look{look(chargedOpen), look(chargedPast)})
	if err != nil {
		return c, err
	}
	c.Open, c.Past = counts[0], counts[1]
	if !c.Shade.AtLeast(people.Lines) || c.Open.N == 0 {
		return c, nil
	}
	found, err := store.Find(ctx, q, look(chargedOpen), Page{Limit: maxCharged})
	c.Rows = found.Rows
	if !c.Shade.AtLeast(people.Whole) {
		for i, r := range c.Rows {
			c.Rows[i] = Row{ID: r.ID, Subject: r.Subject, Status: r.Status, Requester: r.Requester, RequesterName: r.RequesterName, Received: r.Received}
		}
	}
	return c, err
}
