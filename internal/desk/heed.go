package desk

import (
	"context"
	"slices"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/ticket"
	"switchboard/internal/sqldb"
)

// Heed is what whoever works on a ticket, or writes on it, has to heed (ME-70), by the edition in force now: the law does not
// wait until a ticket is closed.
type Heed struct {
	Data     []definition.DataClass // which data that the law guards it may hold
	Policies []definition.Policy    // that its service and its type link
}

// HeedOf is what a ticket says of itself, its parent apart.
func (d *Desk) HeedOf(t ticket.Ticket) Heed {
	def := d.Definition()
	return Heed{def.DataClassesOf(t.Request.Service, t.Type, t.Request.Agency), def.PoliciesOf(t.Request.Service, t.Type)}
}

// heed adds for a task what holds for the ticket that it is a part of: whoever does the part works with the same data.
func (d *Desk) heed(ctx context.Context, q sqldb.Q, m moment) (Heed, error) {
	own := d.HeedOf(m.ticket)
	if m.ticket.Request.Parent == 0 {
		return own, nil
	}
	parent, err := d.load(ctx, q, m.ticket.Request.Parent, m.who, m.now)
	if err != nil {
		return own, err
	}
	whole := d.HeedOf(parent.ticket)
	return Heed{
		Data:     union(whole.Data, own.Data, func(c definition.DataClass) string { return c.ID }),
		Policies: union(whole.Policies, own.Policies, func(p definition.Policy) string { return p.URL }),
	}, nil
}

// union is all of the first list, and of the second what the first does not name.
func union[T any](all, more []T, name func(T) string) []T {
	for _, one := range more {
		if !slices.ContainsFunc(all, func(have T) bool { return name(have) == name(one) }) {
			all = append(slices.Clip(all), one)
		}
	}
	return all
}
