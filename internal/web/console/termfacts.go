package console

import (
	"strconv"
	"strings"
	"time"

	"switchboard/internal/core/definition/render"
	"switchboard/internal/core/scope"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
)

// termFact says in a line what happened to the terms of the work.
func (f frame) termFact(s desk.Sheet, e ticket.Entry) string {
	say := func(key string, args ...string) string { return f.Words.T("console.fact."+key, args...) }
	n := func(number int) string { return strconv.Itoa(number) }
	switch ev := e.Event.(type) {
	case ticket.Scoped:
		return say("scoped", "outcome", f.Words.T("scope.outcome."+string(ev.Outcome)), "facts", f.said(ev.Facts))
	case ticket.Nonstandard:
		return say("nonstandard", "why", ev.Reason)
	case ticket.ExtensionAgreed:
		return say("extended", "by", f.by(ev.Until), "why", ev.Reason, "how", ev.Agreed)
	case ticket.Referred:
		return say("referred", "to", ev.To, "said", ev.Said)
	case ticket.ReferralDue:
		return say("referral_due")
	case ticket.ReferralChecked:
		if ev.Helped {
			return strings.TrimSpace(say("referral.helped") + " " + ev.Note)
		}
		return say("referral.failed", "why", ev.Note)
	case ticket.TimeSpent:
		return f.spent(ev)
	case ticket.EffortExceeded:
		return say("effort_exceeded", "span", f.minutes(ev.Minutes), "visits", n(ev.Visits))
	case ticket.OrderDrafted:
		return say("order.drafted", "number", n(ev.Order), "trip", f.trip(s, ev.Trip), "amount", ev.Estimate.String(), "code", ev.CostCode, "why", ev.Reason)
	case ticket.EstimateRaised:
		return say("order.raised", "number", n(ev.Order), "amount", ev.Estimate.String(), "why", ev.Reason)
	case ticket.Dispatched:
		return say("order.sent", "number", n(ev.Order), "trip", f.trip(s, ev.Trip))
	case ticket.DispatchDone:
		return say("order.done", "number", n(ev.Order), "note", ev.Note)
	case ticket.DispatchCancelled:
		return say("order.cancelled", "number", n(ev.Order), "why", ev.Reason)
	case ticket.InvoiceMatched:
		return say("order.invoice", "number", n(ev.Order), "invoice", ev.Number, "amount", ev.Amount.String())
	case ticket.ChargeProposed:
		return say("charge.proposed", "number", n(ev.Charge), "amount", ev.Amount.String(), "cause", f.Words.T("console.cause."+ev.Cause), "why", ev.Why)
	case ticket.ChargeCountered:
		return say("charge.countered", "number", n(ev.Charge), "amount", ev.Amount.String(), "why", ev.Why)
	case ticket.ChargeSigned:
		return say("charge.signed", "number", n(ev.Charge), "amount", ev.Amount.String())
	case ticket.ChargeWithdrawn:
		return say("charge.withdrawn", "number", n(ev.Charge), "why", ev.Why)
	case ticket.ChargePosted:
		return say("charge.posted", "number", n(ev.Charge), "amount", ev.Amount.String(), "code", ev.CostCode)
	}
	return ""
}

// said tells what somebody has said of a request; what the definition says of the service goes without saying.
func (f frame) said(facts scope.Facts) string {
	var out []string
	for _, fact := range scope.Asked() {
		if v := facts.Get(fact); v != "" {
			out = append(out, f.Words.T("scope.short."+string(fact))+": "+f.answer(v))
		}
	}
	if len(out) == 0 {
		return f.Words.T("console.scope.service")
	}
	return strings.Join(out, ", ")
}

func (f frame) minutes(n int) string { return f.Words.Span(time.Duration(n) * time.Minute) }

func (f frame) spent(s ticket.TimeSpent) string {
	what := f.Words.T("console.effort." + s.Kind)
	amount := f.minutes(s.Minutes)
	if s.Kind == ticket.Parts {
		amount = s.Cost.String()
	}
	key := "console.fact.spent"
	if s.Included {
		key = "console.fact.spent.included"
	}
	text := f.Words.T(key, "what", what, "amount", amount)
	if s.Note != "" {
		text += ": " + s.Note
	}
	return text
}

func (f frame) trip(s desk.Sheet, t ticket.Trip) string {
	who := t.Company
	if t.Who == ticket.Technician {
		who = f.within(s, t.Person)
	}
	return f.Words.T("console.trip", "who", who, "where", t.Address, "place", f.answer(t.Place), "moment", f.when(t.At))
}

// order says a work order in a line.
func (x *item) order(o ticket.Order) string {
	text := strconv.Itoa(o.Number) + ". " + x.trip(x.Sheet, o.Trip) + " · " + x.Words.T("console.order."+string(o.State))
	if o.Trip.Who == ticket.Contractor {
		text += " · " + o.Estimate().String()
		if !x.Sheet.Ticket.Approved(o.Purpose()) {
			text += " · " + x.Words.T("console.order.unapproved")
		}
	}
	if o.Invoice.Number != "" {
		text += " · " + x.Words.T("console.order.invoiced", "invoice", o.Invoice.Number, "amount", o.Invoice.Amount.String())
	}
	return text
}

// chargeLine says where a charge stands and who has still to sign.
func (x *item) chargeLine(c ticket.Charge) string {
	text := strconv.Itoa(c.Number) + ". " + c.Amount.String() + " · " + x.Words.T("console.cause."+c.Cause) + " · " + x.Words.T("console.charge."+string(c.State))
	for _, side := range []ticket.Side{ticket.SideAgency, ticket.SideDesk} {
		if c.Waits(side) {
			text += " · " + x.Words.T("console.charge.waits."+string(side))
		}
	}
	return text
}

// coverage is what the service covers of the ticket, with its sentence and the next step, for the pane beside it.
func (x *item) coverage() string {
	s := x.Sheet.Ticket.Scope
	if s == nil {
		if rules, _ := x.desk.ScopeRules(); len(rules) == 0 || !isOpen(x.Sheet.Ticket) {
			return ""
		}
		return x.Words.T("console.scope.open")
	}
	lines := []string{x.Words.T("scope.outcome." + string(s.Outcome)), s.Says.In(x.lang()), x.said(s.Facts)}
	if len(s.Ask) > 0 {
		asked := make([]string, len(s.Ask))
		for i, f := range s.Ask {
			asked[i] = x.Words.T("scope.short." + string(f))
		}
		lines = append(lines, x.Words.T("console.scope.ask", "facts", strings.Join(asked, ", ")))
	}
	if key := "console.scope.next." + string(s.Outcome); isOpen(x.Sheet.Ticket) && x.Words.Has(key) {
		lines = append(lines, x.Words.T(key, "who", x.roles(s.ApprovedBy)))
	}
	return joinLines(lines...)
}

func (x *item) roles(roles []string) string {
	out := make([]string, len(roles))
	for i, r := range roles {
		out[i] = render.Role(x.Words, r)
	}
	return strings.Join(out, ", ")
}

func joinLines(lines ...string) string {
	var out []string
	for _, l := range lines {
		if l != "" {
			out = append(out, l)
		}
	}
	return strings.Join(out, "\n")
}

// terms are the further sections beside the ticket: deviation, orders, effort, charges.
func (x *item) terms(add func(key, text string)) {
	t := x.Sheet.Ticket
	add("scope", x.coverage())
	if t.Nonstandard != nil {
		lines := []string{t.Nonstandard.Reason}
		for _, e := range t.Extensions {
			lines = append(lines, x.Words.T("console.fact.extended", "by", x.by(e.Until), "why", e.Reason, "how", e.Agreed))
		}
		add("nonstandard", joinLines(lines...))
	}
	if r := t.Referral; r != nil && !r.Checked {
		add("referral", joinLines(r.To, x.Words.T("console.referral.check", "by", x.by(r.CheckAt))))
	}
	var orders, charges []string
	for _, o := range t.Orders {
		orders = append(orders, x.order(o))
	}
	add("orders", joinLines(orders...))
	if e := t.Effort; e != (ticket.Effort{}) {
		text := x.Words.T("console.effort.sum", "span", x.minutes(e.Minutes()), "included", x.minutes(e.Included), "visits", strconv.Itoa(e.Visits))
		if e.Exceeded {
			text += "\n" + x.Words.T("console.effort.exceeded")
		}
		add("effort", text)
	}
	for _, c := range t.Charges {
		charges = append(charges, x.chargeLine(c))
	}
	add("charges", joinLines(charges...))
}
