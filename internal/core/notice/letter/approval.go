package letter

import (
	"strings"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/definition/render"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
)

// ApprovalNumber is the approval of the ticket that the letter is about; zero where it is about none.
func (f Facts) ApprovalNumber() int {
	switch e := f.Cause.Event.(type) {
	case ticket.ApprovalAsked:
		return e.Number
	case ticket.ApprovalReminded:
		return e.Number
	case ticket.ApprovalEnded:
		return e.Number
	}
	return 0
}

// approval is the one that the letter is about.
func (w *writer) approval() ticket.Approval {
	if n := w.ApprovalNumber(); n >= 1 && n <= len(w.Ticket.Approvals) {
		return w.Ticket.Approvals[n-1]
	}
	return ticket.Approval{}
}

// approvalName is what is to be approved, in the desk's words.
func (w *writer) approvalName(a ticket.Approval) string {
	if c, ok := w.Desk.Chain(a.Chain); ok {
		return w.in(c.Name)
	}
	return definition.Label(a.Purpose)
}

// approvalWanted asks for a word: what is wanted, by whom, why, at what cost, until when. It opens the page on which that is
// said, and says that an answer by mail is none.
func (w *writer) approvalWanted() {
	a, in := w.approval(), w.Ticket.Request
	key := "mail.lead.approval_wanted"
	if _, again := w.Cause.Event.(ticket.ApprovalReminded); again {
		key = "mail.lead.approval_reminded"
	}
	role, of := w.seat(a)
	w.lead(key, "what", w.approvalName(a), "who", render.Role(w.Printer, role), "moment", w.exact(a.Until))
	if of != 0 {
		w.para(w.T("mail.approval.for", "name", w.name(of)))
	}
	rows := []row{{w.T("mail.fact.number"), w.number()}, {w.T("mail.fact.subject"), in.Subject}, {w.T("mail.fact.requester"), w.name(in.Requester)}}
	if in.Customer != 0 {
		rows = append(rows, row{w.T("mail.fact.customer"), w.name(in.Customer)})
	}
	if a.Cost != "" {
		rows = append(rows, row{w.T("mail.fact.cost"), a.Cost})
	}
	w.add(block{rows: append(rows, w.formRows()...)})
	w.quote(strings.TrimSpace(in.Description))
	w.quote(a.Reason)
	if w.Pass != "" {
		w.link(w.Base+"/approve?pass="+w.Pass, w.T("mail.open.approval"))
	} else {
		w.link(w.Base+"/approvals", w.T("mail.open.approval"))
	}
	w.para(w.T("mail.approval.page"))
}

// Bounds of the answers in a letter: a letter is read at a glance, the page has them whole.
const (
	maxFormRows = 20
	maxFormSaid = 200 // characters
)

// formRows are the answers to the form that customers are asked, beside their questions. Of files they have the names.
func (w *writer) formRows() []row {
	var out []row
	f := w.Desk.Form(w.Ticket.Type, w.Ticket.Request.Service)
	answers := f.Rules().Asked(w.Ticket.Request.Answers)
	for _, x := range f {
		if x.Staff || len(answers[x.ID]) == 0 {
			continue
		}
		if len(out) == maxFormRows {
			break
		}
		said := strings.Join(strings.Fields(strings.Join(render.Said(w.Printer, x, answers[x.ID]), ", ")), " ")
		if letters := []rune(said); len(letters) > maxFormSaid {
			said = string(letters[:maxFormSaid]) + "…"
		}
		out = append(out, row{strings.TrimRight(x.Label.In(string(w.Printer.Lang())), "?:"), said})
	}
	return out
}

// seat is the role in which the reader is asked, and in whose place.
func (w *writer) seat(a ticket.Approval) (role string, of people.ID) {
	for _, as := range a.Asked {
		if as.Person == w.To.ID {
			return as.Role, as.For
		}
	}
	return "", 0
}

// approvalEnded says what came of it: to who asked, and to who has the ticket.
func (w *writer) approvalEnded(e ticket.ApprovalEnded) {
	a := w.approval()
	w.lead("mail.lead.approval."+string(e.State), "what", w.approvalName(a))
	if n := len(a.Decisions); n > 0 && e.State != ticket.StateLapsed {
		said := a.Decisions[n-1]
		w.para(w.T("mail.approval.said", "name", w.name(said.Person), "who", render.Role(w.Printer, said.Role)))
		w.quote(said.Text)
	}
	if len(e.Missing) > 0 {
		names := make([]string, len(e.Missing))
		for i, m := range e.Missing {
			names[i] = render.Role(w.Printer, m)
		}
		w.para(w.T("mail.approval.missing", "who", strings.Join(names, ", ")))
	}
}
