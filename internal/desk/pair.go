package desk

import (
	"context"

	"switchboard/internal/core/access"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
)

// pair is two tickets that change together. The actor needs the verb on both, but for the one that follows: that changes
// as a consequence, whoever acts, and may be one that they cannot see.
type pair struct {
	on, other On
	follows   bool // other needs no permission
}

// changePair is change for two tickets: both are saved or neither. They are saved in the order of their numbers, so
// that two such changes wait for each other and never in a circle; what another one changed meanwhile runs it again.
func (d *Desk) changePair(ctx context.Context, who access.Actor, verb access.Verb, p pair,
	decide func(ctx context.Context, tx *sqldb.Tx, m, other moment) (events, others []ticket.Event, err error)) (t ticket.Ticket, err error) {
	denied := p.on.Ticket
	err = d.write(ctx, who, p.on, &t, func(tx *sqldb.Tx) error {
		denied = p.on.Ticket
		m, err := d.open(ctx, tx, who, verb, p.on)
		if err != nil {
			return err
		}
		denied = p.other.Ticket
		asker := who
		if p.follows {
			asker = access.System
		}
		other, err := d.open(ctx, tx, asker, verb, p.other)
		if err != nil {
			return err
		}
		other.who = who
		events, others, err := decide(ctx, tx, m, other)
		if err != nil {
			return err
		}
		if m.ticket.ID < other.ticket.ID {
			if t, err = d.save(ctx, tx, m, events); err == nil {
				_, err = d.save(ctx, tx, other, others)
			}
			return err
		}
		if _, err = d.save(ctx, tx, other, others); err == nil {
			t, err = d.save(ctx, tx, m, events)
		}
		return err
	})
	if fault.Is(err, fault.Forbidden) {
		d.recordDenied(ctx, who, denied, verb)
	}
	return t, err
}
