package portal

import "switchboard/internal/core/ticket"

// termed says what happened to the terms of the work, in one line.
func (r reader) termed(en ticket.Entry) string {
	who := r.name(en.By)
	switch e := en.Event.(type) {
	case ticket.Scoped:
		return r.T("portal.story.scoped", "outcome", r.T("scope.outcome."+string(e.Outcome)))
	case ticket.Nonstandard:
		return r.T("portal.terms.nonstandard", "why", e.Reason)
	case ticket.ExtensionAgreed:
		return r.T("portal.terms.extended", "by", r.by(e.Until), "why", e.Reason)
	case ticket.Referred:
		return r.T("portal.story.referred", "to", e.To, "said", e.Said)
	case ticket.OrderDrafted:
		return r.T("portal.story.drafted", "who", e.Trip.Company, "amount", e.Estimate.String())
	case ticket.EstimateRaised:
		return r.T("portal.story.raised", "amount", e.Estimate.String(), "why", e.Reason)
	case ticket.Dispatched:
		return r.T("portal.terms.visit.issued", "who", r.goes(e.Trip), "where", e.Trip.Address, "moment", r.within(e.Trip.At))
	case ticket.DispatchDone:
		return r.T("portal.story.visited", "note", e.Note)
	case ticket.DispatchCancelled:
		return r.T("portal.story.unvisited", "why", e.Reason)
	case ticket.ChargeProposed:
		return r.T("portal.story.offered", "name", who, "amount", e.Amount.String(), "why", e.Why)
	case ticket.ChargeCountered:
		return r.T("portal.story.offered", "name", who, "amount", e.Amount.String(), "why", e.Why)
	case ticket.ChargeSigned:
		return r.T("portal.story.signed", "name", who, "amount", e.Amount.String())
	case ticket.ChargeWithdrawn:
		return r.T("portal.story.withdrawn", "name", who, "why", e.Why)
	case ticket.ChargePosted:
		return r.T("portal.story.posted", "amount", e.Amount.String())
	}
	return "" // Read says nothing to the customer; their first word does
}

// goes is who goes somewhere: a technician by their name, a contractor by theirs.
func (r reader) goes(t ticket.Trip) string {
	if t.Who == ticket.Technician {
		return r.name(t.Person)
	}
	return t.Company
}
