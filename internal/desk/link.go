package desk

import (
	"context"

	"switchboard/internal/core/access"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Link says that two tickets have to do with each other, on both.
func (d *Desk) Link(ctx context.Context, who access.Actor, on On, other int64) (ticket.Ticket, error) {
	if other == on.Ticket {
		return ticket.Ticket{}, fault.Field("other", "{a ticket} is not linked to itself")
	}
	return d.changePair(ctx, who, access.Link, pair{on: on, other: On{Ticket: other}},
		func(_ context.Context, _ *sqldb.Tx, m, o moment) (events, others []ticket.Event, err error) {
			return ticket.Link(m.ticket, o.ticket)
		})
}

// Unlink takes a link back.
func (d *Desk) Unlink(ctx context.Context, who access.Actor, on On, other int64, reason string) (ticket.Ticket, error) {
	if other == on.Ticket {
		return ticket.Ticket{}, fault.Field("other", "{a ticket} is not linked to itself")
	}
	return d.changePair(ctx, who, access.Link, pair{on: on, other: On{Ticket: other}},
		func(_ context.Context, _ *sqldb.Tx, m, o moment) (events, others []ticket.Event, err error) {
			return ticket.Unlink(m.ticket, o.ticket, reason)
		})
}

// Part is what becomes a ticket of its own when one is split.
type Part struct {
	Entry   int // the customer's message, by its place in the history, from 1
	Subject string
	Type    string
	Service string
}

// Split makes a ticket of a message of another one, for the same people; both say so. It answers the new one.
func (d *Desk) Split(ctx context.Context, who access.Actor, on On, in Part) (t ticket.Ticket, err error) {
	err = d.write(ctx, who, on, &t, func(tx *sqldb.Tx) error {
		m, err := d.open(ctx, tx, who, access.Split, on)
		if err != nil {
			return err
		}
		if m.ticket.Sealed {
			return fault.New(fault.Conflict, "{the ticket} %d is sealed; what is split off would not be", m.ticket.ID)
		}
		body, err := ticket.Message(m.entries, in.Entry)
		if err != nil {
			return err
		}
		req, err := d.sameAsker(ctx, tx, m.ticket.Request)
		if err != nil {
			return err
		}
		req.Subject, req.Description, req.Type, req.Service, req.splitFrom = in.Subject, body, first(in.Type, m.ticket.Type), in.Service, m.ticket.ID
		req.Impact, req.Urgency = m.ticket.Impact, m.ticket.Urgency
		fresh, events, err := d.decideOpen(ctx, tx, who, req)
		if err != nil {
			return err
		}
		if t, _, err = d.insert(ctx, tx, fresh, events); err != nil {
			return err
		}
		_, err = d.save(ctx, tx, m, []ticket.Event{ticket.SplitOff{Ticket: t.ID, Entry: in.Entry}})
		return err
	})
	if fault.Is(err, fault.Forbidden) {
		d.recordDenied(ctx, who, on.Ticket, access.Split)
	}
	return t, err
}

// sameAsker is a request by the same people, from the same place and by the same way as another one.
func (d *Desk) sameAsker(ctx context.Context, tx *sqldb.Tx, was ticket.Opened) (Request, error) {
	asker, err := store.Person(ctx, tx, was.Requester)
	if err != nil {
		return Request{}, err
	}
	req := Request{Channel: was.Channel, Email: asker.Email, Agency: was.Agency, Location: was.Location, Phone: was.Phone, Alternate: was.Alternate}
	if was.Customer != 0 {
		customer, err := store.Person(ctx, tx, was.Customer)
		if err != nil {
			return req, err
		}
		req.Customer = customer.Email
	}
	return req, nil
}

// OpenTask lets a team do a part of a ticket, as a ticket of its own that the customer does not see (CO-17, ME-09). It
// answers the task.
func (d *Desk) OpenTask(ctx context.Context, who access.Actor, on On, in ticket.Task) (t ticket.Ticket, err error) {
	err = d.write(ctx, who, on, &t, func(tx *sqldb.Tx) error {
		m, err := d.open(ctx, tx, who, access.Task, on)
		if err != nil {
			return err
		}
		def := m.book.at(m.now)
		if in.Team != "" {
			if err := def.CheckTeam(in.Team); err != nil {
				return err
			}
		}
		asker := who.ID
		if asker == 0 { // the desk's own rules act for whoever has the ticket
			asker = max(m.ticket.Assignee, m.ticket.Request.Requester)
		}
		events, err := ticket.OpenTask(m.ticket, in, ticket.Opened{Requester: asker, Definition: def.version})
		if err != nil {
			return err
		}
		if t, _, err = d.insert(ctx, tx, moment{book: m.book, now: m.now, who: who}, events); err != nil {
			return err
		}
		_, err = d.save(ctx, tx, m, []ticket.Event{ticket.TaskOpened{Ticket: t.ID, Team: in.Team, Step: t.Request.Subject}})
		return err
	})
	if fault.Is(err, fault.Forbidden) {
		d.recordDenied(ctx, who, on.Ticket, access.Task)
	}
	return t, err
}

// tellParent lets the ticket of which this is a task know that it has ended, or is open again. The parent has the lower
// number, so it is saved first, as pairs are.
func (d *Desk) tellParent(ctx context.Context, tx *sqldb.Tx, m moment, after ticket.Ticket) error {
	parent := m.ticket.Request.Parent
	if parent == 0 || m.ticket.Status.Open() == after.Status.Open() {
		return nil
	}
	p, err := d.load(ctx, tx, parent, m.who, m.now)
	if err != nil {
		return err
	}
	_, err = d.save(ctx, tx, p, ticket.TaskMoved(p.ticket, after.ID, m.ticket.Status.Open(), after.Status.Open()))
	return err
}

// tellTasks lets the open tasks of a ticket know of an update that reached its people (CLOCKS, rule 11).
func (d *Desk) tellTasks(ctx context.Context, tx *sqldb.Tx, m moment, fresh []ticket.Entry) error {
	for _, en := range fresh {
		update, ok := en.Event.(ticket.UpdatePublished)
		if !ok {
			continue
		}
		for _, id := range m.ticket.TaskNumbers() {
			task, err := d.load(ctx, tx, id, m.who, m.now)
			if err != nil {
				return err
			}
			if _, err := d.save(ctx, tx, task, []ticket.Event{ticket.ParentUpdated{Ticket: m.ticket.ID, Audience: update.Audience}}); err != nil {
				return err
			}
		}
	}
	return nil
}
