package portal

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"switchboard/internal/core/access"
	"switchboard/internal/core/money"
	"switchboard/internal/core/scope"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// hasTerms reports whether there is something to say about what is covered, who comes and what it costs.
func (r reader) hasTerms() bool {
	t := r.sheet.Ticket
	return t.Scope != nil || t.Nonstandard != nil || len(t.Orders) > 0 || len(t.Charges) > 0
}

// covered is the outcome with the definition's sentence and what is left to whoever is not helped.
func (r reader) covered() (outcome string, says []string) {
	s := r.sheet.Ticket.Scope
	if s == nil {
		return "", nil
	}
	for _, words := range []scope.Words{s.Says, s.Instead} {
		if text := words.In(string(r.Lang())); text != "" {
			says = append(says, text)
		}
	}
	return r.T("scope.outcome." + string(s.Outcome)), says
}

// deviation is in what it is not the standard, and the time that was agreed for it.
func (r reader) deviation() []string {
	t := r.sheet.Ticket
	if t.Nonstandard == nil {
		return nil
	}
	out := []string{r.T("portal.terms.nonstandard", "why", t.Nonstandard.Reason)}
	for _, e := range t.Extensions {
		out = append(out, r.T("portal.terms.extended", "by", r.by(e.Until), "why", e.Reason))
	}
	return out
}

// visits are who comes where and when; what is only drafted waits for its approval.
func (r reader) visits() []string {
	var out []string
	for _, o := range r.sheet.Ticket.Orders {
		out = append(out, r.T("portal.terms.visit."+string(o.State), "who", r.goes(o.Trip), "where", o.Trip.Address, "moment", r.within(o.Trip.At)))
	}
	return out
}

// chargeShown is an extra charge as this reader sees it.
type chargeShown struct {
	Number int
	Text   string
	Why    string
	Sign   string // what is signed; empty where it is not this reader's to sign
	Open   bool   // it can be countered or withdrawn by this reader
}

func (r reader) charges() []chargeShown {
	var out []chargeShown
	for _, c := range r.sheet.Ticket.Charges {
		shown := chargeShown{Number: c.Number, Why: c.Why, Text: r.T("portal.terms.charge."+string(c.State), "amount", c.Amount.String())}
		if r.side != "" && c.State == ticket.ChargeOpen {
			shown.Open = true
			if c.MaySign(r.me, r.side) {
				shown.Sign = fmt.Sprintf("%d %s", c.Amount.Cents, c.Amount.Currency)
			}
		}
		out = append(out, shown)
	}
	return out
}

// amountField takes another amount for a charge, whyField the reason. What was written and could not be taken stands in them.
func (p ticketPage) amountField(c chargeShown) ui.Field {
	return p.chargeField(c, ui.Field{Name: "amount", Label: p.T("portal.terms.amount"), Hint: p.T("portal.terms.amount.hint"), Required: true, MaxLength: 20})
}

func (p ticketPage) whyField(c chargeShown) ui.Field {
	return p.chargeField(c, ui.Field{Name: "why", Label: p.T("portal.terms.why"), Required: true, MaxLength: ticket.MaxText, Rows: 2})
}

func (p ticketPage) chargeField(c chargeShown, f ui.Field) ui.Field {
	f.Suffix = strconv.Itoa(c.Number)
	if sent := p.Typed.form(chargeForm(c.Number)); sent != nil {
		f.Value, f.Error = sent.Get(f.Name), ui.ErrorFor(p.Typed.Problems, f.Name+"-"+f.Suffix)
	}
	return f
}

// chargeForm names the form of one charge among those of the page.
func chargeForm(charge int) string { return "charge-" + strconv.Itoa(charge) }

func chargeAddress(number int64, charge int, act string) string {
	return address(number) + "/charges/" + strconv.Itoa(charge) + "/" + act
}

// sign signs the amount that stood on the page.
func (p portal) sign(w http.ResponseWriter, r *http.Request) error {
	return p.negotiate(w, r, "signed", func(ctx context.Context, who access.Actor, on desk.On, charge int) error {
		var seen money.Money
		if _, err := fmt.Sscanf(r.PostFormValue("seen"), "%d %3s", &seen.Cents, &seen.Currency); err != nil {
			return fault.Field("seen", "choose one of the answers")
		}
		_, err := p.desk.SignCharge(ctx, who, on, charge, seen)
		return err
	}, "seen")
}

// counter names another amount.
func (p portal) counter(w http.ResponseWriter, r *http.Request) error {
	return p.negotiate(w, r, "countered", func(ctx context.Context, who access.Actor, on desk.On, charge int) error {
		m, err := money.Parse(r.PostFormValue("amount"))
		if err != nil {
			return fault.At("amount", err)
		}
		_, err = p.desk.CounterCharge(ctx, who, on, charge, m, r.PostFormValue("why"))
		return err
	}, "amount", "why")
}

// negotiate does a signatory's word on a charge; what cannot be done is said on the ticket's own page.
func (p portal) negotiate(w http.ResponseWriter, r *http.Request, form string, do func(context.Context, access.Actor, desk.On, int) error, fields ...string) error {
	if err := p.only(r, fields...); err != nil {
		return err
	}
	s, err := p.find(r)
	if err != nil {
		return err
	}
	charge, err := strconv.Atoi(r.PathValue("charge"))
	if err != nil {
		return noTicket(r)
	}
	v := p.voice(r)
	err = do(r.Context(), visit.Actor(r), desk.On{Ticket: s.Ticket.ID}, charge)
	t := typed{Form: chargeForm(charge), Values: r.PostForm}
	switch {
	case err == nil:
		p.visits.Say(r, v.T("portal.done."+form))
		http.Redirect(w, r, address(s.Ticket.ID), http.StatusSeeOther)
		return nil
	case fault.Is(err, fault.Invalid):
		problem, ok := ui.ProblemOf(v.Printer, err)
		if ok {
			problem.Field += "-" + strconv.Itoa(charge)
		}
		t.Problems = []ui.Problem{problem}
		return p.showTicket(w, r, http.StatusUnprocessableEntity, s, t)
	case fault.Is(err, fault.Conflict):
		if s, err = p.find(r); err != nil {
			return err
		}
		t.Problems = []ui.Problem{{Text: v.T("portal.verb.conflict")}}
		return p.showTicket(w, r, http.StatusConflict, s, t)
	}
	return err
}
