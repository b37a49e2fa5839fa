package desk

import (
	"context"

	"switchboard/internal/core/access"
	"switchboard/internal/core/ticket"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Reply answers the customer of a ticket.
func (d *Desk) Reply(ctx context.Context, who access.Actor, on On, body string, files ...Upload) (ticket.Ticket, error) {
	return d.says(ctx, who, access.Reply, on, body, files, func(m moment, body string) ([]ticket.Event, error) {
		return ticket.Reply(m.ticket, body)
	})
}

// Note writes what only the desk reads; its files are the desk's alone too. Who is named in it with an @ is told (OK-09).
// Errors: Invalid where somebody is named who may not know of the ticket.
func (d *Desk) Note(ctx context.Context, who access.Actor, on On, body string, files ...Upload) (ticket.Ticket, error) {
	all, err := kept(files, false)
	if err != nil {
		return ticket.Ticket{}, err
	}
	body = orNames(body, all)
	return d.change(ctx, who, access.Note, on, func(ctx context.Context, tx *sqldb.Tx, m moment) ([]ticket.Event, error) {
		named, err := mentioned(ctx, tx, m, body)
		if err != nil {
			return nil, err
		}
		events, err := ticket.Note(body, named...)
		if err != nil {
			return nil, err
		}
		if err := store.AddMentions(ctx, tx, m.ticket.ID, m.ticket.Version+1, m.who.ID, named); err != nil {
			return nil, err
		}
		return brought{files: all}.carry(events), store.AddFiles(ctx, tx, m.ticket.ID, all)
	})
}

// Write is a message of the customer; it answers an open question, and reopens what was resolved a short while ago.
// On a ticket that was merged it goes to the survivor.
func (d *Desk) Write(ctx context.Context, who access.Actor, on On, body string, files ...Upload) (ticket.Ticket, error) {
	survivor, err := d.Survivor(ctx, who, on.Ticket)
	if err != nil {
		return ticket.Ticket{}, err
	}
	if survivor != on.Ticket {
		return d.writeOnMerged(ctx, who, on, survivor, body, files)
	}
	return d.writeHere(ctx, who, on, body, files)
}

func (d *Desk) writeHere(ctx context.Context, who access.Actor, on On, body string, files []Upload) (ticket.Ticket, error) {
	return d.says(ctx, who, access.WriteTicket, on, body, files, func(m moment, body string) ([]ticket.Event, error) {
		return ticket.Write(m.ticket, body, !m.now.After(m.confirmUntil()))
	})
}

// Ask asks the customer; clocks that may pause do so until the answer (CO-19).
func (d *Desk) Ask(ctx context.Context, who access.Actor, on On, q ticket.Asked) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.Ask, on, func(m moment) ([]ticket.Event, error) { return ticket.Ask(m.ticket, q, m.now) })
}

// Answer answers the open question.
func (d *Desk) Answer(ctx context.Context, who access.Actor, on On, body string, files ...Upload) (ticket.Ticket, error) {
	return d.says(ctx, who, access.AnswerTicket, on, body, files, func(m moment, body string) ([]ticket.Event, error) {
		return ticket.Answer(m.ticket, body)
	})
}

// PublishUpdate tells all who are impacted by an incident (CO-28).
func (d *Desk) PublishUpdate(ctx context.Context, who access.Actor, on On, body string) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.Publish, on, func(m moment) ([]ticket.Event, error) { return ticket.PublishUpdate(m.ticket, body) })
}
