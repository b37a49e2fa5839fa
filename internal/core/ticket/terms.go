package ticket

import (
	"slices"
	"time"
)

// Terms are on what terms the work on a ticket is done: what the service covers of it, what deviates, who goes there, what
// it took and what it costs. Everything of them is decided before the work it concerns.
type Terms struct {
	Scope        *Scoped // as last decided; nil: nobody has asked
	ScopedAt     time.Time
	ScopeChanges int // how often it was decided
	Nonstandard  *Nonstandard
	Extensions   []ExtensionAgreed
	Referral     *Referral
	Orders       []Order
	Effort       Effort
	Charges      []Charge
}

// term folds in what concerns the terms. A row that nobody of ours wrote changes nothing.
func (t *Ticket) term(en Entry) {
	switch e := en.Event.(type) {
	case Scoped:
		t.Scope, t.ScopedAt, t.ScopeChanges = &e, en.At, t.ScopeChanges+1
	case Nonstandard:
		t.Nonstandard = &e
	case ExtensionAgreed:
		t.Extensions = append(slices.Clip(t.Extensions), e)
	case Referred, ReferralDue, ReferralChecked:
		t.refer(en)
	case TimeSpent:
		t.Effort.add(e)
	case EffortExceeded:
		t.Effort.Exceeded = true
	case OrderDrafted, EstimateRaised, Dispatched, DispatchDone, DispatchCancelled, InvoiceMatched:
		t.order(en)
	case ChargeProposed, ChargeCountered, ChargeSigned, ChargeWithdrawn, ChargePosted:
		t.charge(en)
	}
}

// change replaces the element with a number by a changed one, and leaves what another copy of the ticket has as it is.
func change[T any](all []T, number int, do func(*T)) []T {
	if number < 1 || number > len(all) {
		return all
	}
	all = slices.Clone(all)
	do(&all[number-1])
	return all
}
