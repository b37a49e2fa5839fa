package desk

import (
	"context"
	"slices"

	"switchboard/internal/core/access"
	"switchboard/internal/core/money"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Proposal is an extra charge that somebody proposes: why it may cost extra at all, and how much.
type Proposal struct {
	Cause  string // ticket.ForEffort, ForDeviation, ForOption
	Option string // of the service
	Amount money.Money
	Why    string
}

// ProposeCharge begins the negotiation of an extra charge, before the work (ME-63). A service that lists no option offers
// none (ME-29), and a desk that is charged by staffing no ticket at all (CO-05). The other side is told.
func (d *Desk) ProposeCharge(ctx context.Context, who access.Actor, on On, in Proposal) (ticket.Ticket, error) {
	return d.negotiate(ctx, who, on, func(m moment, side ticket.Side) ([]ticket.Event, error) {
		def := m.book.at(m.now)
		if !def.ChargesTickets(m.now) {
			return nil, fault.New(fault.Conflict, "{the agency} pays by how many people work there; {no ticket} costs anything")
		}
		service, _ := def.Service(m.ticket.Request.Service)
		var listed []string
		for _, o := range service.Options {
			listed = append(listed, o.En)
		}
		return ticket.ProposeCharge(m.ticket, in.Cause, in.Option, ticket.Offer{By: who.ID, Side: side, Amount: in.Amount, Why: in.Why}, listed)
	})
}

// CounterCharge names another amount.
func (d *Desk) CounterCharge(ctx context.Context, who access.Actor, on On, charge int, amount money.Money, why string) (ticket.Ticket, error) {
	return d.negotiate(ctx, who, on, func(m moment, side ticket.Side) ([]ticket.Event, error) {
		return ticket.CounterCharge(m.ticket, charge, ticket.Offer{By: who.ID, Side: side, Amount: amount, Why: why})
	})
}

// SignCharge signs the amount that the signer saw.
func (d *Desk) SignCharge(ctx context.Context, who access.Actor, on On, charge int, seen money.Money) (ticket.Ticket, error) {
	return d.negotiate(ctx, who, on, func(m moment, side ticket.Side) ([]ticket.Event, error) {
		return ticket.SignCharge(m.ticket, charge, who.ID, side, seen)
	})
}

// WithdrawCharge ends a negotiation without a charge.
func (d *Desk) WithdrawCharge(ctx context.Context, who access.Actor, on On, charge int, why string) (ticket.Ticket, error) {
	return d.negotiate(ctx, who, on, func(m moment, side ticket.Side) ([]ticket.Event, error) {
		return ticket.WithdrawCharge(m.ticket, charge, who.ID, side, why)
	})
}

// PostCharge hands a charge that both sides signed to billing.
func (d *Desk) PostCharge(ctx context.Context, who access.Actor, on On, charge int, costCode string) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.PostCharge, on, func(m moment) ([]ticket.Event, error) {
		return ticket.PostCharge(m.ticket, charge, costCode)
	})
}

// negotiate is a change by somebody who signs for a side; an offer is told to those who sign for the other.
func (d *Desk) negotiate(ctx context.Context, who access.Actor, on On, decide func(moment, ticket.Side) ([]ticket.Event, error)) (ticket.Ticket, error) {
	return d.change(ctx, who, access.Negotiate, on, func(ctx context.Context, tx *sqldb.Tx, m moment) ([]ticket.Event, error) {
		side := access.SideOf(who, m.ticket)
		events, err := decide(m, side)
		if err != nil {
			return nil, err
		}
		to, err := m.signers(ctx, tx, side)
		return ticket.OfferedTo(events, to), err
	})
}

// signers are who signs for the side that is not this one.
func (m moment) signers(ctx context.Context, q sqldb.Q, not ticket.Side) ([]people.ID, error) {
	var held []people.Person
	var err error
	if not == ticket.SideDesk {
		if held, err = store.ConsultantsAt(ctx, q, m.ticket.Request.Agency, m.now); err != nil {
			return nil, err
		}
		var more []people.Person
		more, err = store.AgencyManagersAt(ctx, q, m.ticket.Request.Agency, m.now)
		held = append(held, more...)
	} else {
		held, err = holders(ctx, q, m.book.at(m.now).DeskTeam(), people.Manager)
	}
	var out []people.ID
	for _, p := range held {
		if !slices.Contains(out, p.ID) {
			out = append(out, p.ID)
		}
	}
	return out, err
}
