package ticket

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"switchboard/internal/core/money"
	"switchboard/internal/core/scope"
	"switchboard/internal/fault"
)

// maxOrders bounds the work orders of one ticket.
const maxOrders = 50

// Dispatch sends a technician of the state. To a private home it never does (ME-59); says is the definition's sentence for
// that. Errors: Conflict, Invalid.
func Dispatch(t Ticket, trip Trip, says scope.Words, now time.Time) ([]Event, error) {
	trip.Who = Technician
	if err := mayGo(t); err != nil {
		return nil, err
	}
	trip, err := checkTrip(trip, now)
	if err != nil {
		return nil, err
	}
	if trip.Forbidden() || atHome(t, trip) {
		if says == (scope.Words{}) {
			return nil, fault.Field("place", "a technician is never sent to a private home; draft an order for a contractor instead")
		}
		return nil, fault.Field("place", "%s", says)
	}
	if t.Scope != nil && t.Scope.Outcome == scope.NotCovered {
		return nil, fault.New(fault.Conflict, "the service does not cover this; no technician is sent")
	}
	if err := someone("person", trip.Person); err != nil {
		return nil, err
	}
	return []Event{Dispatched{Order: len(t.Orders) + 1, Trip: trip}}, nil
}

// atHome reports whether a trip goes to the private home by another name: where the work is at a home, and the address is
// that of the ticket.
func atHome(t Ticket, trip Trip) bool {
	return t.Scope != nil && t.Scope.Facts.Place == scope.Home && spelled(trip.Address) == spelled(t.Request.Location)
}

// spelled is an address without what people write differently: case, blanks and marks.
func spelled(address string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, address)
}

// TripsFollow calls back the technicians who were sent to what turns out to be a private home: its place was said later, or its
// address (ME-59). says is the definition's sentence for that.
func TripsFollow(t Ticket, says scope.Words) []Event {
	var out []Event
	for _, o := range t.Orders {
		if o.State == OrderIssued && o.Trip.Who == Technician && atHome(t, o.Trip) {
			out = append(out, DispatchCancelled{Order: o.Number, Reason: says.En})
		}
	}
	return out
}

func mayGo(t Ticket) error {
	if err := mustBeOpen(t); err != nil {
		return err
	}
	if t.Scope != nil && t.Scope.Outcome == scope.Refused {
		return fault.New(fault.Conflict, "policy forbids to work on this; nobody is sent")
	}
	if len(t.Orders) >= maxOrders {
		return fault.New(fault.Conflict, "{the ticket} has %d work orders; no more fit", maxOrders)
	}
	return nil
}

func checkTrip(trip Trip, now time.Time) (Trip, error) {
	var err error
	if trip.Address, err = line("address", trip.Address, MaxLine); err != nil {
		return trip, err
	}
	if trip.Company, err = line("company", trip.Company, MaxLine); err != nil {
		return trip, err
	}
	switch {
	case trip.Place != scope.Office && trip.Place != scope.Home && trip.Place != scope.Field:
		return trip, fault.Field("place", "choose one of the answers")
	case trip.Address == "":
		return trip, fault.Field("address", "say where to go")
	case trip.At.Before(now.Add(-time.Minute)):
		return trip, fault.Field("at", "the visit lies ahead")
	}
	return trip, nil
}

// DraftOrder asks that a contractor goes, at the agency's expense. Nobody goes before the approval of the order's Purpose
// (ME-60). Errors: Conflict, Invalid.
func DraftOrder(t Ticket, in OrderDrafted, now time.Time) ([]Event, error) {
	if err := mayGo(t); err != nil {
		return nil, err
	}
	in.Trip.Who, in.Trip.Person = Contractor, 0
	var err error
	if in.Trip, err = checkTrip(in.Trip, now); err != nil {
		return nil, err
	}
	if in.CostCode, err = line("cost_code", in.CostCode, MaxLine); err != nil {
		return nil, err
	}
	if in.Reason, err = text("reason", in.Reason, true); err != nil {
		return nil, err
	}
	switch {
	case in.Trip.Company == "":
		return nil, fault.Field("company", "name the contractor")
	case in.CostCode == "":
		return nil, fault.Field("cost_code", "say which account of {the agency} pays")
	}
	if err := amount("estimate", in.Estimate); err != nil {
		return nil, err
	}
	in.Order = len(t.Orders) + 1
	return []Event{in}, nil
}

func amount(field string, m money.Money) error {
	if err := m.Check(); err != nil {
		return fault.At(field, err)
	}
	if m.IsZero() {
		return fault.Field(field, "give the amount")
	}
	return nil
}

// RaiseEstimate says that an order would cost more; that is approved anew, and nobody is asked about less any more. Errors:
// Conflict, Invalid.
func RaiseEstimate(t Ticket, in EstimateRaised) ([]Event, error) {
	o, err := t.orderOf(in.Order)
	if err != nil {
		return nil, err
	}
	if o.Trip.Who != Contractor || o.State == OrderCancelled || o.Invoice.Number != "" || len(o.Estimates) >= maxOrders {
		return nil, fault.New(fault.Conflict, "the estimate of work order %d stands", o.Number)
	}
	if err := amount("estimate", in.Estimate); err != nil {
		return nil, err
	}
	if !in.Estimate.Over(o.Estimate()) {
		return nil, fault.Field("estimate", "this is not more than %s, which was put to approval", o.Estimate())
	}
	if in.Reason, err = text("reason", in.Reason, true); err != nil {
		return nil, err
	}
	return append([]Event{in}, t.unasked(o)...), nil
}

// Issue sends the contractor of an order that was approved. Errors: Conflict, Invalid.
func Issue(t Ticket, order int) ([]Event, error) {
	if err := mayGo(t); err != nil {
		return nil, err
	}
	o, err := t.orderOf(order)
	if err != nil {
		return nil, err
	}
	switch {
	case o.State != OrderWaiting:
		return nil, fault.New(fault.Conflict, "work order %d waits for nothing", o.Number)
	case !t.Approved(o.Purpose()):
		return nil, fault.New(fault.Conflict, "work order %d is not approved; no contractor is sent without", o.Number)
	}
	return []Event{Dispatched{Order: o.Number, Trip: o.Trip}}, nil
}

// FinishDispatch says what was done there; with it the effort may become extraordinary. Errors: Conflict, Invalid.
func FinishDispatch(t Ticket, d DispatchDone, p Proportion, now time.Time) ([]Event, error) {
	o, err := t.orderOf(d.Order)
	if err != nil {
		return nil, err
	}
	if o.State != OrderIssued {
		return nil, fault.New(fault.Conflict, "nobody was sent by work order %d, or they are back", o.Number)
	}
	if d.Note, err = text("note", d.Note, true); err != nil {
		return nil, err
	}
	return append([]Event{d}, exceeded(t, TimeSpent{}, 1, p, now)...), nil
}

// unasked takes back what waits for an order, whichever estimate it was about.
func (t Ticket) unasked(o Order) []Event {
	var out []Event
	for _, a := range t.WaitingApprovals() {
		if slices.Contains(o.purposes(), a.Purpose) {
			out = append(out, ApprovalEnded{Number: a.Number, State: StateWithdrawn})
		}
	}
	return out
}

// CancelDispatch says why nobody goes; what waits for an approval is not asked any more. Errors: Conflict, Invalid.
func CancelDispatch(t Ticket, d DispatchCancelled) ([]Event, error) {
	o, err := t.orderOf(d.Order)
	if err != nil {
		return nil, err
	}
	if o.State != OrderWaiting && o.State != OrderIssued {
		return nil, fault.New(fault.Conflict, "nobody was sent by work order %d, or they are back", o.Number)
	}
	if d.Reason, err = text("reason", d.Reason, true); err != nil {
		return nil, err
	}
	return append([]Event{d}, t.unasked(o)...), nil
}

// MatchInvoice matches a contractor's invoice to the order. Above what was approved it needs a raised estimate and its
// approval first (ME-60). Errors: Conflict, Invalid.
func MatchInvoice(t Ticket, in InvoiceMatched) ([]Event, error) {
	o, err := t.orderOf(in.Order)
	if err != nil {
		return nil, err
	}
	if in.Number, err = line("number", in.Number, MaxLine); err != nil {
		return nil, err
	}
	if err := amount("amount", in.Amount); err != nil {
		return nil, err
	}
	switch {
	case o.Trip.Who != Contractor || o.State != OrderDone:
		return nil, fault.New(fault.Conflict, "work order %d is not one that a contractor has done", o.Number)
	case o.Invoice.Number != "":
		return nil, fault.New(fault.Conflict, "the invoice %s is matched to work order %d already", o.Invoice.Number, o.Number)
	case in.Number == "":
		return nil, fault.Field("number", "give the number of the invoice")
	case !t.Approved(o.Purpose()):
		return nil, fault.New(fault.Conflict, "the estimate of work order %d waits for its approval", o.Number)
	case in.Amount.Over(o.Estimate()):
		return nil, fault.Field("amount", "this is above %s, which was approved; raise the estimate first", o.Estimate())
	}
	return []Event{in}, nil
}

func (t Ticket) orderOf(number int) (Order, error) {
	if number < 1 || number > len(t.Orders) {
		return Order{}, fault.Field("order", "there is no work order %d here", number)
	}
	return t.Orders[number-1], nil
}
