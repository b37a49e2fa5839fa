package console

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"switchboard/internal/core/money"
	"switchboard/internal/core/scope"
	"switchboard/internal/core/ticket"
	"switchboard/internal/web/ui"
)

// answer says the answer of a fact.
func (f frame) answer(value string) string {
	return f.Words.T("scope.value." + strings.ReplaceAll(value, " ", "_"))
}

// scopeFields ask what the definition's lines depend on; what was said before stands in them, else what the directory knows.
func scopeFields(x *item) []control {
	var known scope.Facts
	if s := x.Sheet.Ticket.Scope; s != nil {
		known = s.Facts
	}
	var out []control
	for _, f := range scope.Asked() {
		options := []ui.Option{{Text: x.Words.T("console.scope.unsaid")}}
		for _, v := range scope.Values(f) {
			options = append(options, ui.Option{Value: v, Text: x.answer(v)})
		}
		c := x.pick(string(f), options, known.Get(f))
		c.Label, c.Required = x.Words.T("scope.fact."+string(f)), false
		if v := x.Known.Get(f); v != "" {
			c.Value = cmp.Or(c.Value, v)
			c.Hint = x.Words.T("console.scope.known", "answer", x.answer(v))
		}
		out = append(out, c)
	}
	return out
}

// turnAwayFields begin with the definition's sentence and what is left to the customer.
func turnAwayFields(x *item) []control {
	text := x.text("text", 3)
	text.Hint = x.Words.T("console.resolve.hint")
	s := x.Sheet.Ticket.Scope
	text.Value = strings.TrimSpace(s.Says.In(x.lang()) + "\n\n" + s.Instead.In(x.lang()))
	return []control{text}
}

func referFields(x *item) []control {
	when := x.optionalAt("check_at")
	when.Hint = x.Words.T("console.hint.check_at") + " " + when.Hint
	return []control{x.line("to", "", true), x.text("said", 3), when}
}

func checkFields(x *item) []control {
	helped := x.pick("helped", []ui.Option{{Value: scope.Yes, Text: x.answer(scope.Yes)}, {Value: scope.No, Text: x.answer(scope.No)}}, "")
	helped.Kind = choice
	note := x.text("note", 2)
	note.Required, note.Optional, note.Hint = false, true, x.Words.T("console.hint.helped")
	return []control{helped, note}
}

func extendFields(x *item) []control {
	return []control{x.at("until", x.evening(7)), x.text("reason", 2), x.text("agreed", 2)}
}

func (x *item) places(usual string, but ...string) control {
	var options []ui.Option
	for _, v := range scope.Values(scope.Place) {
		if !slices.Contains(but, v) {
			options = append(options, ui.Option{Value: v, Text: x.answer(v)})
		}
	}
	return x.pick("place", options, usual)
}

// dispatchFields offer no private home: a technician never goes there.
func dispatchFields(x *item) []control {
	place := x.places(scope.Office, scope.Home)
	if says := x.desk.HomeVisits().In(x.lang()); says != "" {
		place.Hint = says
	}
	return []control{x.colleague("person", x.me()), place,
		x.line("address", x.Sheet.Ticket.Request.Location, true), x.at("at", x.evening(1))}
}

func (x *item) money(name string, m money.Money) control {
	c := x.line(name, "", true)
	c.Hint = x.Words.T("console.hint.amount")
	if !m.IsZero() {
		c.Value = m.Plain()
	}
	return c
}

func draftFields(x *item) []control {
	estimate := x.money("estimate", money.Money{})
	return []control{x.line("company", "", true), x.places(scope.Home), x.line("address", x.Sheet.Ticket.Request.Location, true),
		x.at("at", x.evening(2)), estimate, x.line("cost_code", "", true), x.text("reason", 2)}
}

// orders to choose from, those that fit.
func (x *item) orders(fits func(ticket.Order) bool) control {
	var options []ui.Option
	for _, o := range x.Sheet.Ticket.Orders {
		if fits(o) {
			options = append(options, ui.Option{Value: strconv.Itoa(o.Number), Text: x.order(o)})
		}
	}
	return x.pick("order", options, "")
}

func inState(states ...ticket.OrderState) func(ticket.Order) bool {
	return func(o ticket.Order) bool { return slices.Contains(states, o.State) }
}

func issueFields(x *item) []control { return []control{x.orders(issuable(x.Sheet.Ticket))} }

func finishFields(x *item) []control {
	return []control{x.orders(inState(ticket.OrderIssued)), x.text("note", 2)}
}

func cancelFields(x *item) []control {
	return []control{x.orders(inState(ticket.OrderWaiting, ticket.OrderIssued)), x.text("reason", 2)}
}

func raiseFields(x *item) []control {
	return []control{x.orders(raisable), x.money("estimate", money.Money{}), x.text("reason", 2)}
}

func invoiceFields(x *item) []control {
	return []control{x.orders(unpaid), x.line("number", "", true), x.money("amount", money.Money{})}
}

func spendFields(x *item) []control {
	var kinds []ui.Option
	for _, k := range ticket.EffortKinds {
		kinds = append(kinds, ui.Option{Value: k, Text: x.Words.T("console.effort." + k)})
	}
	minutes := x.line("minutes", "", false)
	minutes.Hint = x.Words.T("console.hint.minutes")
	cost := x.line("parts_cost", "", false)
	cost.Hint = x.Words.T("console.hint.cost")
	return []control{x.pick("kind", kinds, ticket.Labor), minutes, cost, x.line("note", "", false)}
}

// proposeFields offer the options that the service lists, and none where it lists none (ME-29).
func proposeFields(x *item) []control {
	service, _ := x.desk.Service(x.Sheet.Ticket.Request.Service)
	var causes []ui.Option
	for _, c := range x.causes(x.Sheet.Ticket) {
		causes = append(causes, ui.Option{Value: c, Text: x.Words.T("console.cause." + c)})
	}
	out := []control{x.pick("cause", causes, "")}
	if len(service.Options) > 0 {
		options := []ui.Option{{Text: x.Words.T("console.choose")}}
		for _, o := range service.Options {
			options = append(options, ui.Option{Value: o.En, Text: o.In(x.lang())})
		}
		option := x.pick("option", options, "")
		option.Required = false
		out = append(out, option)
	}
	return append(out, x.money("amount", money.Money{}), x.text("why", 2))
}

// charges to choose from, those that fit.
func (x *item) charges(value func(ticket.Charge) string, fits func(ticket.Charge) bool) control {
	var options []ui.Option
	for _, c := range x.Sheet.Ticket.Charges {
		if fits(c) {
			options = append(options, ui.Option{Value: value(c), Text: x.chargeLine(c)})
		}
	}
	return x.pick("charge", options, "")
}

func chargeNumber(c ticket.Charge) string { return strconv.Itoa(c.Number) }

func counterFields(x *item) []control {
	return []control{x.charges(chargeNumber, chargeIn(ticket.ChargeOpen)), x.money("amount", money.Money{}), x.text("why", 2)}
}

func signFields(x *item) []control { return []control{x.charges(signed, x.maySign(x.Sheet.Ticket))} }

func withdrawFields(x *item) []control {
	return []control{x.charges(chargeNumber, chargeIn(ticket.ChargeOpen, ticket.ChargeAgreed)), x.text("why", 2)}
}

func postFields(x *item) []control {
	return []control{x.charges(chargeNumber, chargeIn(ticket.ChargeAgreed)), x.line("cost_code", "", true)}
}
