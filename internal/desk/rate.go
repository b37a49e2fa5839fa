package desk

import (
	"context"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/pass"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
)

// Rate is what the customer thinks of the resolution that in names (ME-21, ME-34). Said again within its time it replaces what
// was said. Errors: NotFound, Forbidden, Conflict, Invalid.
func (d *Desk) Rate(ctx context.Context, who access.Actor, on On, in ticket.Rated) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.Rate, on, func(m moment) ([]ticket.Event, error) {
		return ticket.Rate(m.ticket, who.ID, in, m.asks(), m.rateUntil(), m.now)
	})
}

// Invitation is what a link in a letter asks its reader to rate. It says nothing of what the ticket is about.
type Invitation struct {
	Ticket     int64
	Resolution int
	Resolved   time.Time
	Until      time.Time
	Answered   bool // what is sent now replaces an earlier answer
}

// Invited is what a link asks, for whoever holds it; nothing changes by looking. Errors: NotFound for a link that
// the desk did not make; Conflict where there is nothing to rate by it any more.
func (d *Desk) Invited(ctx context.Context, link string) (Invitation, error) {
	who, p, err := d.holder(ctx, passToRate, link)
	if err != nil {
		return Invitation{}, err
	}
	var in Invitation
	err = d.db.Read(ctx, func(q sqldb.Q) error {
		m, err := d.load(ctx, q, p.Ticket, who, d.Now())
		if err != nil {
			return err
		}
		if m.ticket.Survey.Resolution != p.Nth || !m.rateable(who) {
			return rateOver()
		}
		in = Invitation{Ticket: p.Ticket, Resolution: p.Nth, Resolved: m.ticket.ResolvedAt, Until: m.rateUntil(), Answered: m.ticket.Survey.Answer != nil}
		return nil
	})
	return in, err
}

// RateByLink is Rate for whoever holds the link of a letter: it does what its reader could do signed in, and no more.
// Errors: as Invited, and Invalid.
func (d *Desk) RateByLink(ctx context.Context, link string, in ticket.Rated) (ticket.Ticket, error) {
	who, p, err := d.holder(ctx, passToRate, link)
	if err != nil {
		return ticket.Ticket{}, err
	}
	in.Resolution = p.Nth
	t, err := d.Rate(ctx, who, On{Ticket: p.Ticket}, in)
	if fault.Is(err, fault.Forbidden) || fault.Is(err, fault.NotFound) {
		return t, rateOver()
	}
	return t, err
}

// rateOver is the one answer for a link that is over, and whose holder may not rate any more.
func rateOver() error {
	return fault.New(fault.Conflict, "there is nothing to rate by this link, or its time is over")
}

// ratePass lets the reader of a letter rate what it tells of; empty where they are not asked.
func (m moment) ratePass(key []byte, who access.Actor) string {
	if !m.rateable(who) {
		return ""
	}
	return pass.Make(key, pass.Pass{Purpose: passToRate, Ticket: m.ticket.ID, Nth: m.ticket.Survey.Resolution, Person: who.ID})
}

// rateable reports whether somebody is asked about the last resolution, and can still answer.
func (m moment) rateable(who access.Actor) bool {
	return who.ID != 0 && who.ID != m.ticket.Survey.Resolver && access.Can(who, access.Rate, m.ticket) == nil && m.ticket.Rateable(m.rateUntil(), m.now)
}

// rateUntil is counted from the last resolution.
func (m moment) rateUntil() time.Time { return m.book.at(m.now).RateUntil(m.ticket.ResolvedAt) }

func (m moment) asks() []string { return m.book.at(m.now).Asks().IDs() }
