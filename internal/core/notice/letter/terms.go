package letter

import (
	"switchboard/internal/core/money"
	"switchboard/internal/core/scope"
	"switchboard/internal/core/ticket"
)

// terms says on what terms the work is done, before it.
func (w *writer) terms(e ticket.Event) {
	switch e := e.(type) {
	case ticket.Scoped:
		w.lead("mail.lead.scoped")
		w.covered(e)
	case ticket.Nonstandard:
		w.lead("mail.lead.nonstandard")
		w.quote(e.Reason)
		w.para(w.T("mail.nonstandard"))
	case ticket.Referred:
		w.lead("mail.lead.referred", "to", e.To)
		w.quote(e.Said)
		w.para(w.T("mail.referred.check", "moment", w.exact(e.CheckAt)))
	case ticket.Dispatched:
		w.visit(e.Trip)
	case ticket.ChargeProposed:
		w.charge(e.Amount, e.Why)
	case ticket.ChargeCountered:
		w.charge(e.Amount, e.Why)
	}
}

// covered says the definition's sentence, and what is left to whoever is not helped.
func (w *writer) covered(s ticket.Scoped) {
	for _, words := range []scope.Words{s.Says, s.Instead} {
		if text := words.In(string(w.Lang())); text != "" {
			w.para(text)
		}
	}
	if s.Says.En == "" {
		w.para(w.T("scope.outcome." + string(s.Outcome)))
	}
}

func (w *writer) visit(t ticket.Trip) {
	who := t.Company
	if t.Who == ticket.Technician {
		who = w.name(t.Person)
	}
	w.lead("mail.lead.visit", "name", who, "where", t.Address, "moment", w.exact(t.At))
}

// charge asks who signs for the other side.
func (w *writer) charge(m money.Money, why string) {
	w.lead("mail.lead.charge", "amount", m.String(), "name", w.name(w.Cause.By))
	w.quote(why)
	w.para(w.T("mail.charge.sign"))
}

// referralDue asks whoever has it whether it helped.
func (w *writer) referralDue() {
	to := ""
	if r := w.Ticket.Referral; r != nil {
		to = r.To
	}
	w.para(w.T("mail.lead.referral_due", "subject", w.Ticket.Request.Subject, "to", to))
}
