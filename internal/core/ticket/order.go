package ticket

import (
	"fmt"
	"time"

	"switchboard/internal/core/money"
	"switchboard/internal/core/people"
	"switchboard/internal/core/scope"
)

// Who is sent.
const (
	Technician = "technician" // of the state
	Contractor = "contractor" // a company from outside, at the agency's expense
)

// Trip is who goes where and when.
type Trip struct {
	Who     string    `json:"who"`
	Person  people.ID `json:"person,omitempty"`  // the technician
	Company string    `json:"company,omitempty"` // the contractor
	Place   string    `json:"place"`             // scope.Office, scope.Home, scope.Field
	Address string    `json:"address"`
	At      time.Time `json:"at"`
}

// OrderDrafted is a contractor's work order before it is issued: what it would cost, and which account of the agency pays.
type OrderDrafted struct {
	Order    int         `json:"order"` // of those of the ticket, from 1
	Trip     Trip        `json:"trip"`
	Estimate money.Money `json:"estimate"`
	CostCode string      `json:"cost_code"`
	Reason   string      `json:"reason"`
}

// EstimateRaised is that it would cost more, which is to be approved anew.
type EstimateRaised struct {
	Order    int         `json:"order"`
	Estimate money.Money `json:"estimate"`
	Reason   string      `json:"reason"`
}

// Dispatched sends somebody: a technician at once, a contractor by an order that was approved.
type Dispatched struct {
	Order int  `json:"order"`
	Trip  Trip `json:"trip"`
}

// DispatchDone says what was done there.
type DispatchDone struct {
	Order int    `json:"order"`
	Note  string `json:"note"`
}

// DispatchCancelled says why nobody goes.
type DispatchCancelled struct {
	Order  int    `json:"order"`
	Reason string `json:"reason"`
}

// InvoiceMatched is the contractor's invoice for an order.
type InvoiceMatched struct {
	Order  int         `json:"order"`
	Number string      `json:"number"`
	Amount money.Money `json:"amount"`
}

func (OrderDrafted) Name() string      { return "ticket.order_drafted" }
func (EstimateRaised) Name() string    { return "ticket.estimate_raised" }
func (Dispatched) Name() string        { return "ticket.dispatched" }
func (DispatchDone) Name() string      { return "ticket.dispatch_done" }
func (DispatchCancelled) Name() string { return "ticket.dispatch_cancelled" }
func (InvoiceMatched) Name() string    { return "ticket.invoice_matched" }

func (OrderDrafted) Public() bool      { return true }
func (EstimateRaised) Public() bool    { return true }
func (Dispatched) Public() bool        { return true }
func (DispatchDone) Public() bool      { return true }
func (DispatchCancelled) Public() bool { return true }
func (InvoiceMatched) Public() bool    { return false }

// OrderState is where a work order stands.
type OrderState string

// The states.
const (
	OrderWaiting   OrderState = "waiting" // for its approval
	OrderIssued    OrderState = "issued"
	OrderDone      OrderState = "done"
	OrderCancelled OrderState = "cancelled"
)

// Order is a work order.
type Order struct {
	Number    int
	Trip      Trip
	Estimates []money.Money // each was put to approval; the last holds
	CostCode  string
	State     OrderState
	Note      string // what was done, or why not
	Invoice   InvoiceMatched
}

// Estimate is what it is to cost at most; zero for a technician.
func (o Order) Estimate() money.Money {
	if len(o.Estimates) == 0 {
		return money.Money{}
	}
	return o.Estimates[len(o.Estimates)-1]
}

// Purpose is what the approval of an order is for. A raised estimate is another purpose: what was approved before does not
// hold for it.
func (o Order) Purpose() string { return o.purpose(len(o.Estimates)) }

func (o Order) purpose(estimate int) string {
	if estimate > 1 {
		return fmt.Sprintf("contractor:%d:%d", o.Number, estimate)
	}
	return fmt.Sprintf("contractor:%d", o.Number)
}

// purposes are those of all its estimates; none of a technician's, which nobody approves.
func (o Order) purposes() []string {
	var out []string
	for n := range o.Estimates {
		out = append(out, o.purpose(n+1))
	}
	return out
}

// Forbidden reports whether nobody can be sent so: a technician of the state to a private home, whatever the definition says
// (ME-59).
func (t Trip) Forbidden() bool { return t.Who != Contractor && t.Place == scope.Home }

// order folds in what concerns work orders. A trip that is forbidden is none, and a contractor who was not approved is not
// sent, whoever wrote the row.
func (t *Ticket) order(en Entry) {
	with := func(number int, do func(*Order)) { t.Orders = change(t.Orders, number, do) }
	switch e := en.Event.(type) {
	case OrderDrafted:
		if e.Order == len(t.Orders)+1 && !e.Trip.Forbidden() {
			t.Orders = append(t.Orders[:len(t.Orders):len(t.Orders)], Order{Number: e.Order, Trip: e.Trip, Estimates: []money.Money{e.Estimate},
				CostCode: e.CostCode, State: OrderWaiting})
		}
	case EstimateRaised:
		with(e.Order, func(o *Order) { o.Estimates = append(o.Estimates[:len(o.Estimates):len(o.Estimates)], e.Estimate) })
	case Dispatched:
		switch {
		case e.Trip.Forbidden():
		case e.Order == len(t.Orders)+1 && e.Trip.Who == Technician:
			t.Orders = append(t.Orders[:len(t.Orders):len(t.Orders)], Order{Number: e.Order, Trip: e.Trip, State: OrderIssued})
		default:
			with(e.Order, func(o *Order) {
				if o.State == OrderWaiting && t.Approved(o.Purpose()) {
					o.State = OrderIssued
				}
			})
		}
	case DispatchDone:
		with(e.Order, func(o *Order) {
			if o.State == OrderIssued {
				o.State, o.Note = OrderDone, e.Note
				t.Effort.Visits++
			}
		})
	case DispatchCancelled:
		with(e.Order, func(o *Order) { o.State, o.Note = OrderCancelled, e.Reason })
	case InvoiceMatched:
		with(e.Order, func(o *Order) { o.Invoice = e })
	}
}
