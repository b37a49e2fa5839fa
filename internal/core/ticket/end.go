package ticket

import (
	"slices"
	"time"

	"switchboard/internal/fault"
)

// Methods are the ways in which a ticket is resolved (ME-32).
var Methods = []string{"remote", "on_site", "depot", "self"}

// Restore says that the service works again, if by a workaround (A11).
func Restore(t Ticket, how string) ([]Event, error) {
	if err := mustBeOpen(t); err != nil {
		return nil, err
	}
	if !t.RestoredAt.IsZero() {
		return nil, fault.New(fault.Conflict, "the service was restored already")
	}
	how, err := text("how", how, true)
	if err != nil {
		return nil, err
	}
	return []Event{Restored{How: how}}, nil
}

// Resolve is the provider's word that it is done. The text is what the customer reads, so it cannot be left out.
func Resolve(t Ticket, r Resolved) ([]Event, error) {
	if err := mustBeOpen(t); err != nil {
		return nil, err
	}
	var err error
	if r.Text, err = text("text", r.Text, true); err != nil {
		return nil, err
	}
	if r.Code, err = line("code", r.Code, MaxLine); err != nil {
		return nil, err
	}
	if r.Despite, err = text("despite", r.Despite, false); err != nil {
		return nil, err
	}
	if n := t.OpenTasks(); n > 0 && r.Despite == "" {
		return nil, fault.Field("despite", "%d of its tasks are open; finish them first, or say why it is done all the same", n)
	}
	if !slices.Contains(Methods, r.Method) {
		return nil, fault.Field("method", "choose how it was resolved")
	}
	if r, err = notApproved(t, r); err != nil {
		return nil, err
	}
	return append(firstRead(t, nil), r), nil
}

// Confirm is the customer's word that it works; it closes the ticket.
func Confirm(t Ticket) ([]Event, error) {
	if t.Status != StatusResolved {
		return nil, fault.New(fault.Conflict, "{the ticket} %d is not resolved, so it cannot be confirmed", t.ID)
	}
	return []Event{Confirmed{}, Closed{Why: "confirmed"}}, nil
}

// Reopen takes a ticket up again. Until is the end of its confirm window, in which the same promises resume; after
// it a new ticket has to follow this one (CLOCKS, rule 8).
func Reopen(t Ticket, reason string, until, now time.Time) ([]Event, error) {
	if t.MergedInto != 0 {
		return nil, mergedAway(t)
	}
	if t.Status.Open() {
		return nil, fault.New(fault.Conflict, "{the ticket} %d is open already", t.ID)
	}
	if now.After(until) {
		return nil, fault.New(fault.Conflict, "{the ticket} %d was resolved too long ago; open a new one that follows it", t.ID)
	}
	reason, err := text("reason", reason, true)
	if err != nil {
		return nil, err
	}
	return []Event{Reopened{Reason: reason}}, nil
}

// Finish closes a resolved ticket; why says "confirm window over" or what a person gave as the reason.
func Finish(t Ticket, why string) ([]Event, error) {
	if t.Status != StatusResolved {
		return nil, fault.New(fault.Conflict, "{the ticket} %d is not resolved, so it cannot be closed", t.ID)
	}
	why, err := text("why", why, true)
	if err != nil {
		return nil, err
	}
	return []Event{Closed{Why: why}}, nil
}
