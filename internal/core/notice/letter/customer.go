package letter

import (
	"strings"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/notice"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/ticket"
)

// customer writes to who asked, or for whom it was asked (CO-18).
func (w *writer) customer() {
	w.happened()
	if w.joined() {
		w.link(w.Base+"/", w.T("mail.open.outages"))
		return
	}
	w.standing()
	if w.Kind == notice.Acknowledged {
		if s := w.Ticket.Scope; s != nil {
			w.covered(*s)
		}
		w.shortNotice()
		w.promises()
		w.meaning()
		w.formMissing()
	}
	if w.Kind == notice.AnswerWanted || w.Kind == notice.Charge { // it is answered on its page: a mail would be one more message on the ticket
		w.answerHere()
		return
	}
	w.link(w.Base+"/tickets/"+w.number(), w.T("mail.open"))
	if w.Kind != notice.Closed {
		w.para(w.T("mail.answer"))
	}
}

// happened says what the letter is about.
func (w *writer) happened() {
	by := w.name(w.Cause.By)
	switch e := w.Cause.Event.(type) {
	case ticket.Opened:
		w.lead("mail.lead.acknowledged", "number", w.number())
	case ticket.Routed:
		w.lead("mail.lead.routed", "to", w.team(e.Team))
		w.why(e.Rule)
	case ticket.Returned:
		w.lead("mail.lead.routed", "to", w.team(e.To))
		w.why(e.Reason)
	case ticket.Accepted:
		w.lead("mail.lead.started", "name", w.name(e.Person))
	case ticket.Asked:
		w.lead("mail.lead.question", "name", by)
		w.quote(e.Question)
		w.para(w.T("mail.question.by", "moment", w.exact(e.ReplyBy)))
		w.paused()
	case ticket.DutyUnmet:
		w.lead("mail.lead.waiting")
		w.quote(strings.TrimSpace(w.duty(e.Duty) + "\n" + e.Evidence))
		w.paused()
	case ticket.Planned:
		w.plan(e)
	case ticket.Replied:
		w.lead("mail.lead.replied", "name", by)
		w.quote(e.Body)
	case ticket.UpdatePublished:
		w.lead("mail.lead.update")
		w.quote(e.Body)
	case ticket.Resolved:
		w.lead("mail.lead.resolved", "name", by)
		w.quote(e.Text)
		w.para(w.T("mail.resolved.until", "moment", w.exact(w.Until)))
		w.rate()
	case ticket.Reopened:
		w.lead("mail.lead.reopened")
		w.quote(e.Reason)
	case ticket.Closed:
		w.lead("mail.lead.closed")
		w.why(e.Why)
	case ticket.Escalated:
		w.escalated(e)
	case ticket.EscalationAnswered:
		w.lead("mail.lead.escalation_answered", "level", w.Number(e.Level))
		w.quote(e.Text)
	case ticket.Scoped, ticket.Nonstandard, ticket.Referred, ticket.Dispatched, ticket.ChargeProposed, ticket.ChargeCountered:
		w.terms(e)
	case ticket.ApprovalEnded:
		w.approvalEnded(e)
	case ticket.ContestAnswered:
		w.contestAnswered(e)
	case ticket.FormWanted:
		w.formWanted(e)
	default: // an answer to a mail
		w.lead("mail.lead.status")
	}
}

// shortNotice says that the date asked for is not guaranteed, and why (ME-56, A20).
func (w *writer) shortNotice() {
	if wanted := w.Ticket.Wanted; wanted.Short {
		key := "asking.short.calendar"
		if wanted.Business {
			key = "asking.short.business"
		}
		w.para(w.T(key, "given", w.Number(wanted.Given), "needed", w.Number(wanted.Needed)))
	}
}

func (w *writer) why(reason string) {
	if reason != "" {
		w.para(w.T("mail.why", "reason", w.reason(reason)))
	}
}

func (w *writer) plan(e ticket.Planned) {
	key := "mail.lead.plan"
	for _, en := range w.Life {
		if _, is := en.Event.(ticket.Planned); is && en.Seq < w.Cause.Seq {
			key = "mail.lead.plan.changed"
		}
	}
	w.lead(key)
	w.quote(e.Step)
	w.para(w.T("mail.plan.by", "moment", w.exact(e.Due), "name", w.name(e.Owner)))
	if e.Reason != "" {
		w.para(w.T("mail.plan.later", "reason", e.Reason))
	}
}

// paused says that the time stands still, where it does.
func (w *writer) paused() {
	for i := range w.Clocks {
		if w.Clocks[i].State == sla.Paused {
			w.para(w.T("mail.paused"))
			return
		}
	}
}

func (w *writer) duty(id string) string {
	for _, d := range w.Desk.Duties {
		if d.ID == id {
			return w.in(d.Says)
		}
	}
	return definition.Label(id)
}

// standing says number, state and the next promise, in every letter about a ticket.
func (w *writer) standing() {
	rows := []row{{w.T("mail.fact.number"), w.number()}, {w.T("mail.fact.status"), w.status()}}
	if next := w.next(); next != "" {
		rows = append(rows, row{w.T("mail.fact.next"), next})
	}
	if p := w.Ticket.Plan; p != nil && w.Ticket.Status.Open() && w.Kind == notice.Status {
		rows = append(rows, row{w.T("mail.fact.plan"), w.T("mail.plan.short", "step", p.Step, "moment", w.exact(p.Due))})
	}
	w.add(block{rows: rows})
}

// status says where the ticket is and who acts next.
func (w *writer) status() string {
	t := w.Ticket
	switch {
	case t.Status == ticket.StatusResolved, t.Status == ticket.StatusClosed, t.Status == ticket.StatusPending:
		return w.T("mail.status." + string(t.Status))
	case t.Accepted:
		return w.T("mail.status.in_progress", "name", w.name(t.Assignee), "to", w.team(t.Team))
	case t.Assignee != 0:
		return w.T("mail.status.assigned", "name", w.name(t.Assignee), "to", w.team(t.Team))
	}
	return w.T("mail.status.new", "to", w.team(t.Team))
}
