package letter

import "switchboard/internal/core/ticket"

// rate asks how it went, by a link that needs no sign-in (ME-21, ME-34).
func (w *writer) rate() {
	if w.Pass != "" {
		w.para(w.T("mail.rate"))
		w.link(w.Base+"/rate?pass="+w.Pass, w.T("mail.rate.open"))
	}
}

// contested tells who leads the team that a customer objects, in their words, and by when they are to hear (A26).
func (w *writer) contested(c ticket.Contested, lead string) {
	w.para(w.T(lead, "subject", w.Ticket.Request.Subject, "what", w.T("mail.contested."+c.What), "moment", w.exact(c.AnswerBy)))
	w.quote(c.Text)
}

// contestAnswered says what came of the reader's objection, and why.
func (w *writer) contestAnswered(a ticket.ContestAnswered) {
	key := "mail.lead.contest_answered.no"
	if a.Upheld {
		key = "mail.lead.contest_answered." + w.Ticket.Contest.Last.What
	}
	w.lead(key)
	w.quote(a.Reason)
}
