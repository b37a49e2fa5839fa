package desk

import (
	"context"

	"switchboard/internal/core/access"
	"switchboard/internal/core/scope"
	"switchboard/internal/core/ticket"
	"switchboard/internal/sqldb"
)

// Dispatch sends a technician of the state; never to a private home (ME-59).
func (d *Desk) Dispatch(ctx context.Context, who access.Actor, on On, trip ticket.Trip) (ticket.Ticket, error) {
	return d.change(ctx, who, access.Dispatch, on, func(ctx context.Context, tx *sqldb.Tx, m moment) ([]ticket.Event, error) {
		if err := mustBeStaff(ctx, tx, "person", trip.Person); err != nil {
			return nil, err
		}
		if err := mayKnow(ctx, tx, m.ticket, "person", trip.Person); err != nil {
			return nil, err
		}
		return ticket.Dispatch(m.ticket, trip, scope.Words(m.book.at(m.now).HomeVisits()), m.now)
	})
}

// IssueOrder sends the contractor of an order that was approved.
func (d *Desk) IssueOrder(ctx context.Context, who access.Actor, on On, order int) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.Dispatch, on, func(m moment) ([]ticket.Event, error) { return ticket.Issue(m.ticket, order) })
}

// FinishDispatch says what was done where somebody went.
func (d *Desk) FinishDispatch(ctx context.Context, who access.Actor, on On, done ticket.DispatchDone) (ticket.Ticket, error) {
	return d.change(ctx, who, access.Dispatch, on, func(ctx context.Context, tx *sqldb.Tx, m moment) ([]ticket.Event, error) {
		p, err := m.proportion(ctx, tx)
		if err != nil {
			return nil, err
		}
		return ticket.FinishDispatch(m.ticket, done, p, m.now)
	})
}

// CancelDispatch says why nobody goes; what waits for an approval is not asked any more.
func (d *Desk) CancelDispatch(ctx context.Context, who access.Actor, on On, in ticket.DispatchCancelled) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.Dispatch, on, func(m moment) ([]ticket.Event, error) { return ticket.CancelDispatch(m.ticket, in) })
}

// MatchInvoice matches a contractor's invoice to its order, within what was approved (ME-60).
func (d *Desk) MatchInvoice(ctx context.Context, who access.Actor, on On, in ticket.InvoiceMatched) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.Dispatch, on, func(m moment) ([]ticket.Event, error) { return ticket.MatchInvoice(m.ticket, in) })
}
