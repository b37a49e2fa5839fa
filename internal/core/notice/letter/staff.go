package letter

import (
	"switchboard/internal/core/definition"
	"switchboard/internal/core/notice"
	"switchboard/internal/core/people"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/ticket"
)

// staff writes to the desk's own people.
func (w *writer) staff() {
	subject := w.Ticket.Request.Subject
	switch e := w.Cause.Event.(type) {
	case ticket.Classified, ticket.Routed, ticket.Returned, ticket.Assigned, ticket.Unassigned:
		w.paged()
	case ticket.Flagged:
		w.para(w.T("mail.lead.claims_urgency", "subject", subject))
		w.quote(e.Why)
	case ticket.Wrote:
		w.para(w.T("mail.lead.wrote", "name", w.called(w.Cause.By), "subject", subject))
		w.quote(e.Body)
	case ticket.Answered:
		w.para(w.T("mail.lead.answered", "name", w.called(w.Cause.By), "subject", subject))
		w.quote(e.Body)
	case ticket.Reopened:
		if w.Kind == notice.Paged {
			w.paged()
			break
		}
		w.para(w.T("mail.lead.again", "name", w.called(w.Cause.By), "subject", subject))
		w.quote(e.Reason)
	case ticket.Noted:
		w.para(w.T("mail.lead.mentioned", "name", w.called(w.Cause.By), "subject", subject))
		w.quote(e.Body)
	case ticket.ClockWarned:
		w.para(w.T("mail.lead.warned", "promise", w.clock(e.Metric), "moment", w.exact(e.Due), "subject", subject))
	case ticket.ClockMissed:
		w.para(w.T("mail.lead.missed", "promise", w.clock(e.Metric), "moment", w.exact(e.At), "subject", subject))
	case ticket.TaskEnded:
		w.para(w.T("mail.lead.tasks_done", "subject", subject))
	case ticket.ReviewDue:
		w.para(w.T("mail.lead.review_due", "subject", subject, "who", definition.Label(e.By)))
		w.quote(e.Why)
	case ticket.RuleApplied:
		w.para(w.T("mail.lead.ruled", "subject", subject, "rule", definition.Text{En: e.Title, Es: e.TitleEs}.In(string(w.Lang()))))
	case ticket.Scoped:
		w.para(w.T("mail.lead.policy", "subject", subject))
		w.covered(e)
	case ticket.ReferralDue:
		w.referralDue()
	case ticket.ApprovalEnded:
		w.approvalEnded(e)
	case ticket.Contested:
		w.contested(e, "mail.lead.contested")
	case ticket.ContestLapsed:
		w.contested(w.Ticket.Contest.Last, "mail.lead.contest_lapsed")
	case ticket.DeliveryReported:
		w.undelivered(e)
	}
	w.standing()
	w.link(w.Base+"/console/tickets/"+w.number(), w.T("mail.open.console"))
}

// paged calls for who takes it up.
func (w *writer) paged() {
	class, _ := w.Desk.ClassInfo(w.Ticket.Class)
	w.para(w.T("mail.lead.paged", "subject", w.Ticket.Request.Subject, "class", class.Name.In(string(w.Lang()))))
}

// called is what a colleague calls a person of whom only an address may be known.
func (w *writer) called(id people.ID) string {
	if p, ok := w.People[id]; ok {
		return p.NameOrAddress()
	}
	return w.name(id)
}

// clock says the promise of a metric as the ticket has it.
func (w *writer) clock(metric string) string {
	for i := range w.Clocks {
		if c := &w.Clocks[i]; string(c.Metric) == metric && c.State != sla.Superseded {
			return w.promise(c.Target)
		}
	}
	return metric
}

// undelivered says whom a letter did not reach, and how else they may be reached (ME-55).
func (w *writer) undelivered(e ticket.DeliveryReported) {
	name := e.Address
	if p, ok := w.People[e.Person]; ok {
		name = p.NameOrAddress()
	}
	w.para(w.T("mail.lead.delivery_failed", "address", e.Address, "name", name, "subject", w.Ticket.Request.Subject))
	w.quote(e.Detail)
	if phone := w.Ticket.Request.Phone; phone != "" {
		w.para(w.T("mail.undelivered.phone", "phone", phone))
	}
}
