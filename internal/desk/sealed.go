package desk

import (
	"context"
	"slices"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// sealed adds to what was decided that the seal of a ticket follows its team (ME-57). A team that the definition no
// longer knows opens nothing.
func (m moment) sealed(events []ticket.Event) []ticket.Event {
	after := ticket.Apply(m.ticket, m.stamp(events)...)
	team, known := m.book.at(m.now).Team(after.Team)
	return append(slices.Clip(events), ticket.SealFollows(after, team.Sealed || !known && after.Sealed)...)
}

// Admit lets one more person of the desk know of a sealed ticket; only who knows of it may (ME-57).
func (d *Desk) Admit(ctx context.Context, who access.Actor, on On, person people.ID, reason string) (ticket.Ticket, error) {
	return d.change(ctx, who, access.Admit, on, func(ctx context.Context, tx *sqldb.Tx, m moment) ([]ticket.Event, error) {
		if err := mustBeStaff(ctx, tx, "person", person); err != nil {
			return nil, err
		}
		return ticket.Admit(m.ticket, person, reason)
	})
}

// mayKnow refuses to give a sealed ticket to somebody who may not see it.
func mayKnow(ctx context.Context, q sqldb.Q, t ticket.Ticket, field string, id people.ID) error {
	if !t.Sealed {
		return nil
	}
	p, err := store.Person(ctx, q, id)
	if err == nil && !access.SeesInternal(actorOf(p), t) {
		err = fault.Field(field, "{the ticket} is sealed; let them in first, with the reason")
	}
	return err
}
