package desk

import (
	"context"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Merge ends a ticket in favour of another one, which takes over the earliest receipt unless the analyst states another
// cause (CLOCKS, rule 11). It stays merged: nothing undoes it. Errors: Conflict, Invalid, NotFound for either.
func (d *Desk) Merge(ctx context.Context, who access.Actor, on On, into int64, how ticket.Merger) (ticket.Ticket, error) {
	if into < 1 {
		return ticket.Ticket{}, fault.Field("into", "give the number of {the ticket} that goes on")
	}
	if into == on.Ticket {
		return ticket.Ticket{}, fault.Field("into", "{a ticket} cannot be merged into itself")
	}
	return d.changePair(ctx, who, access.Merge, pair{on: on, other: On{Ticket: into}},
		func(_ context.Context, _ *sqldb.Tx, gone, kept moment) (end, over []ticket.Event, err error) {
			from, err := gone.countsFrom()
			if err != nil {
				return nil, nil, err
			}
			keptFrom, err := kept.countsFrom()
			if err != nil {
				return nil, nil, err
			}
			return ticket.Merge(gone.ticket, kept.ticket, how, from, keptFrom, gone.entries)
		})
}

// countsFrom is the instant from which the clocks of a ticket count.
func (m moment) countsFrom() (time.Time, error) {
	in := m.ticket.Request
	return sla.CountsFrom(sla.Subject{Channel: in.Channel, Agency: in.Agency, Service: in.Service}, ticket.Facts(m.entries), m.book.editions, m.now)
}

// Survivor is the ticket that is worked on in place of another one: itself, where it was not merged. A reply to a merged
// ticket belongs there. Errors: NotFound, also for one that is not theirs.
func (d *Desk) Survivor(ctx context.Context, who access.Actor, id int64) (int64, error) {
	q := d.db.Reader()
	m, err := d.load(ctx, q, id, who, d.Now())
	if err != nil {
		return 0, err
	}
	if err := access.Can(who, access.ViewTicket, m.ticket); err != nil || m.ticket.MergedInto == 0 {
		return id, err
	}
	return store.Survivor(ctx, q, id)
}

// writeOnMerged is a message on a ticket that was merged. Who may write on the survivor writes there. Who may not
// keeps their own ticket, and the survivor is told, for the desk to read.
func (d *Desk) writeOnMerged(ctx context.Context, who access.Actor, on On, survivor int64, body string, files []Upload) (ticket.Ticket, error) {
	t, err := d.writeHere(ctx, who, On{Ticket: survivor}, body, files)
	if !fault.Is(err, fault.NotFound) {
		return t, err
	}
	all, err := kept(files, true)
	if err != nil {
		return t, err
	}
	body = orNames(body, all)
	return d.changePair(ctx, who, access.WriteTicket, pair{on: on, other: On{Ticket: survivor}, follows: true},
		func(ctx context.Context, tx *sqldb.Tx, m, survivor moment) (own, told []ticket.Event, err error) {
			if own, err = ticket.Write(m.ticket, body, false); err != nil {
				return nil, nil, err
			}
			if told, err = ticket.PassOn(survivor.ticket, m.ticket.ID, body, !survivor.now.After(survivor.confirmUntil())); err != nil {
				return nil, nil, err
			}
			return brought{files: all}.carry(own), told, store.AddFiles(ctx, tx, m.ticket.ID, all)
		})
}

// Include lets a person take part in a ticket that is not theirs; consent says how they agreed (DESIGN 9.1). Who is not
// known yet is added as somebody of whom only the address is claimed.
func (d *Desk) Include(ctx context.Context, who access.Actor, on On, address, consent string) (ticket.Ticket, error) {
	return d.change(ctx, who, access.Include, on, func(ctx context.Context, tx *sqldb.Tx, m moment) ([]ticket.Event, error) {
		person, err := d.claim(ctx, tx, "email", address, "")
		if err != nil {
			return nil, err
		}
		return ticket.Include(m.ticket, person, consent)
	})
}
