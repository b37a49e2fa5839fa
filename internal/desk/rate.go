package desk

import (
	"context"
	"fmt"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/pass"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// ratePurpose is the purpose of the link in a resolution's letter.
const ratePurpose = "rate"

// RatePath is where the link in a letter leads, before the link itself.
const RatePath = "/rate/"

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

// Invited is what a link asks, for whoever holds it; nothing changes by looking. Errors: NotFound where there is nothing to
// rate by it any more.
func (d *Desk) Invited(ctx context.Context, link string) (Invitation, error) {
	who, p, err := d.holder(ctx, link)
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
			return noInvitation()
		}
		in = Invitation{Ticket: p.Ticket, Resolution: p.Nth, Resolved: m.ticket.ResolvedAt, Until: m.rateUntil(), Answered: m.ticket.Survey.Answer != nil}
		return nil
	})
	return in, err
}

// RateByLink is Rate for whoever holds the link of a letter: it does what its reader could do signed in, and no more.
func (d *Desk) RateByLink(ctx context.Context, link string, in ticket.Rated) (ticket.Ticket, error) {
	who, p, err := d.holder(ctx, link)
	if err != nil {
		return ticket.Ticket{}, err
	}
	in.Resolution = p.Nth
	t, err := d.Rate(ctx, who, On{Ticket: p.Ticket}, in)
	if fault.Is(err, fault.Forbidden) || fault.Is(err, fault.NotFound) {
		return t, noInvitation()
	}
	return t, err
}

// noInvitation is the one answer for a link that is none, that is over, and whose holder may not rate any more.
func noInvitation() error {
	return fault.New(fault.NotFound, "there is nothing to rate by this link, or its time is over")
}

// holder is for whom a link was made, as they are now.
func (d *Desk) holder(ctx context.Context, link string) (access.Actor, pass.Pass, error) {
	key, err := d.passKey(ctx)
	if err != nil {
		return access.Actor{}, pass.Pass{}, err
	}
	p, ok := pass.Read(key, ratePurpose, link)
	if !ok {
		return access.Actor{}, p, noInvitation()
	}
	who, _, err := d.Visitor(ctx, p.Person)
	if fault.Is(err, fault.NotFound) {
		err = noInvitation()
	}
	return who, p, err
}

// rateLink is the link by which the reader of a letter rates what it tells of; empty where they are not asked.
func (d *Desk) rateLink(ctx context.Context, m moment, who access.Actor) (string, error) {
	if !m.rateable(who) {
		return "", nil
	}
	key, err := d.passKey(ctx)
	if err != nil {
		return "", err
	}
	return pass.Make(key, pass.Pass{Purpose: ratePurpose, Ticket: m.ticket.ID, Nth: m.ticket.Survey.Resolution, Person: who.ID}), nil
}

// rateable reports whether somebody is asked about the last resolution, and can still answer.
func (m moment) rateable(who access.Actor) bool {
	return who.ID != 0 && who.ID != m.ticket.Survey.Resolver && access.Can(who, access.Rate, m.ticket) == nil && m.ticket.Rateable(m.rateUntil(), m.now)
}

// rateUntil is counted from the last resolution.
func (m moment) rateUntil() time.Time { return m.book.at(m.now).RateUntil(m.ticket.ResolvedAt) }

func (m moment) asks() []string { return m.book.at(m.now).Asks().IDs() }

// passKey is the key of the links in letters; it never changes, so it is read once.
func (d *Desk) passKey(ctx context.Context) ([]byte, error) {
	if key := d.pass.Load(); key != nil {
		return *key, nil
	}
	var key []byte
	err := d.db.Write(ctx, func(tx *sqldb.Tx) (err error) {
		key, err = store.Secret(ctx, tx, store.PassSecret)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("desk: key of links: %w", err)
	}
	d.pass.Store(&key)
	return key, nil
}
