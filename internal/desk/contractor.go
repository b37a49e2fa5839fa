package desk

import (
	"context"

	"switchboard/internal/core/access"
	"switchboard/internal/core/ticket"
	"switchboard/internal/sqldb"
)

// chainContractor is the chain of the definition by which an agency approves that a contractor goes at its expense (ME-60).
const chainContractor = "contractor"

// DraftOrder drafts a contractor's work order and asks the agency to approve it; nobody goes before that (ME-60).
func (d *Desk) DraftOrder(ctx context.Context, who access.Actor, on On, in ticket.OrderDrafted) (ticket.Ticket, error) {
	return d.change(ctx, who, access.Dispatch, on, func(ctx context.Context, tx *sqldb.Tx, m moment) ([]ticket.Event, error) {
		drafted, err := ticket.DraftOrder(m.ticket, in, m.now)
		if err != nil {
			return nil, err
		}
		return m.approved(ctx, tx, drafted, len(m.ticket.Orders), in.Reason)
	})
}

// RaiseEstimate says that an order would cost more, and asks the agency anew.
func (d *Desk) RaiseEstimate(ctx context.Context, who access.Actor, on On, in ticket.EstimateRaised) (ticket.Ticket, error) {
	return d.change(ctx, who, access.Dispatch, on, func(ctx context.Context, tx *sqldb.Tx, m moment) ([]ticket.Event, error) {
		raised, err := ticket.RaiseEstimate(m.ticket, in)
		if err != nil {
			return nil, err
		}
		return m.approved(ctx, tx, raised, in.Order-1, in.Reason)
	})
}

// approved adds to what became of an order that its present estimate is put to the agency.
func (m moment) approved(ctx context.Context, q sqldb.Q, events []ticket.Event, order int, reason string) ([]ticket.Event, error) {
	after := ticket.Apply(m.ticket, m.stamp(events)...)
	o := after.Orders[order]
	m.ticket = after // what was asked of a lower estimate waits no more
	asked, err := m.askApproval(ctx, q, ApprovalRequest{Chain: chainContractor, Purpose: o.Purpose(), Reason: reason, Cost: costOf(o)})
	return append(events, asked...), err
}

// costOf is what an order costs, from which account, and who goes, as whoever approves it reads it.
func costOf(o ticket.Order) string {
	return o.Estimate().String() + ", " + o.CostCode + ", " + o.Trip.Company
}
