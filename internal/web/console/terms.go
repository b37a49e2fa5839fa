package console

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/money"
	"switchboard/internal/core/scope"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
)

// termVerbs are on what terms the work is done: what is covered, who goes there, what it took and what it costs.
var termVerbs = []verb{
	{name: "scope", can: access.DecideScope, key: "C", group: "terms", fits: isOpen, fields: scopeFields, do: doScope},
	{name: "turn_away", can: access.Resolve, group: "terms", fits: turnsAway, fields: turnAwayFields, do: of("text", (*desk.Desk).TurnAway)},
	{name: "refer", can: access.Refer, group: "terms", fits: isReferable, fields: referFields, do: doRefer},
	{name: "check_referral", can: access.Refer, group: "terms", fits: isReferred, fields: checkFields, do: doCheckReferral},
	{name: "nonstandard", can: access.DecideScope, group: "terms", fits: isOpen, fields: reasonField("reason"), do: of("reason", (*desk.Desk).MarkNonstandard)},
	{name: "extend", can: access.DecideScope, group: "terms", fits: isNonstandard, fields: extendFields, do: doExtend},
	{name: "dispatch", can: access.Dispatch, group: "terms", fits: isOpen, fields: dispatchFields, do: doDispatch},
	{name: "draft_order", can: access.Dispatch, group: "terms", fits: isOpen, fields: draftFields, do: doDraft},
	{name: "issue_order", can: access.Dispatch, group: "terms", fits: hasIssuable, fields: issueFields, do: doIssue},
	{name: "finish_order", can: access.Dispatch, group: "terms", fits: hasOrder(ticket.OrderIssued), fields: finishFields, do: doFinish},
	{name: "cancel_order", can: access.Dispatch, group: "terms", fits: hasOrder(ticket.OrderWaiting, ticket.OrderIssued), fields: cancelFields, do: doCancel},
	{name: "raise_order", can: access.Dispatch, group: "terms", fits: hasContractor, fields: raiseFields, do: doRaise},
	{name: "invoice", can: access.Dispatch, group: "terms", fits: hasUnpaid, fields: invoiceFields, do: doInvoice},
	{name: "spend", can: access.SpendTime, key: "X", group: "terms", fits: always, fields: spendFields, do: doSpend},
	{name: "propose", can: access.Negotiate, group: "terms", fits: isOpen, also: costsExtra, fields: proposeFields, do: doPropose},
	{name: "counter", can: access.Negotiate, group: "terms", fits: hasCharge(ticket.ChargeOpen), fields: counterFields, do: doCounter},
	{name: "sign", can: access.Negotiate, group: "terms", fits: hasCharge(ticket.ChargeOpen), also: signs, fields: signFields, do: doSign},
	{name: "withdraw_charge", can: access.Negotiate, group: "terms", fits: hasCharge(ticket.ChargeOpen, ticket.ChargeAgreed), fields: withdrawFields, do: doWithdraw},
	{name: "post", can: access.PostCharge, group: "terms", fits: hasCharge(ticket.ChargeAgreed), fields: postFields, do: doPost},
}

func turnsAway(t ticket.Ticket) bool {
	return isOpen(t) && t.Scope != nil && t.Scope.Outcome.Ends()
}

func isReferable(t ticket.Ticket) bool {
	return isOpen(t) && t.Scope != nil && slices.Contains([]scope.Outcome{scope.Refer, scope.BestEffort, scope.NotCovered}, t.Scope.Outcome)
}

func isReferred(t ticket.Ticket) bool    { return t.Referral != nil && !t.Referral.Checked }
func isNonstandard(t ticket.Ticket) bool { return isOpen(t) && t.Nonstandard != nil }

func hasOrder(states ...ticket.OrderState) func(ticket.Ticket) bool {
	return func(t ticket.Ticket) bool {
		return slices.ContainsFunc(t.Orders, func(o ticket.Order) bool { return slices.Contains(states, o.State) })
	}
}

// issuable reports whether an order of a ticket can go out: it waits, and has been approved (ME-60).
func issuable(t ticket.Ticket) func(ticket.Order) bool {
	return func(o ticket.Order) bool { return o.State == ticket.OrderWaiting && t.Approved(o.Purpose()) }
}

func hasIssuable(t ticket.Ticket) bool {
	return isOpen(t) && slices.ContainsFunc(t.Orders, issuable(t))
}
func hasContractor(t ticket.Ticket) bool { return slices.ContainsFunc(t.Orders, raisable) }
func hasUnpaid(t ticket.Ticket) bool     { return slices.ContainsFunc(t.Orders, unpaid) }

func raisable(o ticket.Order) bool {
	return o.Trip.Who == ticket.Contractor && o.State != ticket.OrderCancelled && o.Invoice.Number == ""
}

func unpaid(o ticket.Order) bool { return raisable(o) && o.State == ticket.OrderDone }

func hasCharge(states ...ticket.ChargeState) func(ticket.Ticket) bool {
	return func(t ticket.Ticket) bool { return slices.ContainsFunc(t.Charges, chargeIn(states...)) }
}

// costsExtra reports whether an extra charge can be proposed at all, and for some cause that holds (CO-05, ME-29).
func costsExtra(f frame, s desk.Sheet) bool {
	return f.desk.ChargesTickets(f.Now) && len(f.causes(s.Ticket)) > 0
}

// causes are those for which a ticket may cost extra.
func (f frame) causes(t ticket.Ticket) []string {
	service, _ := f.desk.Service(t.Request.Service)
	return slices.DeleteFunc(slices.Clone(ticket.ChargeCauses), func(c string) bool { return !t.CostsExtra(c, len(service.Options) > 0) })
}

func signs(f frame, s desk.Sheet) bool {
	return slices.ContainsFunc(s.Ticket.Charges, f.maySign(s.Ticket))
}

func (f frame) maySign(t ticket.Ticket) func(ticket.Charge) bool {
	return func(c ticket.Charge) bool { return c.MaySign(f.who.ID, access.SideOf(f.who, t)) }
}

func chargeIn(states ...ticket.ChargeState) func(ticket.Charge) bool {
	return func(c ticket.Charge) bool { return slices.Contains(states, c.State) }
}

// amount reads an amount of money.
func (in input) amount(field string) (money.Money, error) {
	m, err := money.Parse(in.Get(field))
	if err != nil {
		return m, fault.At(field, err)
	}
	return m, nil
}

// count reads a whole number.
func (in input) count(field string) (int, error) {
	n, err := strconv.Atoi(strings.TrimSpace(in.Get(field)))
	if err != nil {
		return 0, fault.Field(field, "choose one of the answers")
	}
	return n, nil
}

func doScope(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	var said scope.Facts
	for _, f := range scope.Asked() {
		said = said.With(f, in.Get(string(f)))
	}
	_, err := d.DecideScope(ctx, who, on, said)
	return err
}

func doRefer(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	r := ticket.Referred{To: in.Get("to"), Said: in.Get("said")}
	if in.Get("check_at") != "" {
		var err error
		if r.CheckAt, err = in.moment("check_at"); err != nil {
			return err
		}
	}
	_, err := d.Refer(ctx, who, on, r)
	return err
}

func doCheckReferral(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	if in.Get("helped") == "" {
		return fault.Field("helped", "choose one of the answers")
	}
	_, err := d.CheckReferral(ctx, who, on, ticket.ReferralChecked{Helped: in.Get("helped") == scope.Yes, Note: in.Get("note")})
	return err
}

func doExtend(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	until, err := in.moment("until")
	if err != nil {
		return err
	}
	_, err = d.AgreeExtension(ctx, who, on, ticket.ExtensionAgreed{Until: until, Reason: in.Get("reason"), Agreed: in.Get("agreed")})
	return err
}

// trip reads who goes where and when.
func (in input) trip() (ticket.Trip, error) {
	person, err := in.person("person")
	if err != nil {
		return ticket.Trip{}, err
	}
	at, err := in.moment("at")
	return ticket.Trip{Person: person, Company: in.Get("company"), Place: in.Get("place"), Address: in.Get("address"), At: at}, err
}

func doDispatch(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	trip, err := in.trip()
	if err != nil {
		return err
	}
	_, err = d.Dispatch(ctx, who, on, trip)
	return err
}

func doDraft(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	trip, err := in.trip()
	if err != nil {
		return err
	}
	m, err := in.amount("estimate")
	if err != nil {
		return err
	}
	_, err = d.DraftOrder(ctx, who, on, ticket.OrderDrafted{Trip: trip, Estimate: m, CostCode: in.Get("cost_code"), Reason: in.Get("reason")})
	return err
}

func doIssue(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	n, err := in.count("order")
	if err != nil {
		return err
	}
	_, err = d.IssueOrder(ctx, who, on, n)
	return err
}

func doFinish(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	n, err := in.count("order")
	if err != nil {
		return err
	}
	_, err = d.FinishDispatch(ctx, who, on, ticket.DispatchDone{Order: n, Note: in.Get("note")})
	return err
}

func doCancel(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	n, err := in.count("order")
	if err != nil {
		return err
	}
	_, err = d.CancelDispatch(ctx, who, on, ticket.DispatchCancelled{Order: n, Reason: in.Get("reason")})
	return err
}

func doRaise(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	n, err := in.count("order")
	if err != nil {
		return err
	}
	m, err := in.amount("estimate")
	if err != nil {
		return err
	}
	_, err = d.RaiseEstimate(ctx, who, on, ticket.EstimateRaised{Order: n, Estimate: m, Reason: in.Get("reason")})
	return err
}

func doInvoice(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	n, err := in.count("order")
	if err != nil {
		return err
	}
	m, err := in.amount("amount")
	if err != nil {
		return err
	}
	_, err = d.MatchInvoice(ctx, who, on, ticket.InvoiceMatched{Order: n, Number: in.Get("number"), Amount: m})
	return err
}

// doSpend takes minutes for labor and travel, and an amount for parts.
func doSpend(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	s := ticket.TimeSpent{Kind: in.Get("kind"), Note: in.Get("note")}
	var err error
	if s.Kind == ticket.Parts {
		s.Cost, err = in.amount("parts_cost")
	} else if s.Minutes, err = in.count("minutes"); err != nil {
		err = fault.Field("minutes", "give the minutes, at most a day of them")
	}
	if err == nil {
		_, err = d.SpendTime(ctx, who, on, s)
	}
	return err
}

func doPropose(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	m, err := in.amount("amount")
	if err != nil {
		return err
	}
	_, err = d.ProposeCharge(ctx, who, on, desk.Proposal{Cause: in.Get("cause"), Option: in.Get("option"), Amount: m, Why: in.Get("why")})
	return err
}

func doCounter(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	n, err := in.count("charge")
	if err != nil {
		return err
	}
	m, err := in.amount("amount")
	if err != nil {
		return err
	}
	_, err = d.CounterCharge(ctx, who, on, n, m, in.Get("why"))
	return err
}

// doSign signs the amount that stood on the page.
func doSign(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	var n int
	var m money.Money
	if _, err := fmt.Sscanf(in.Get("charge"), "%d %d %3s", &n, &m.Cents, &m.Currency); err != nil {
		return fault.Field("charge", "choose one of the answers")
	}
	_, err := d.SignCharge(ctx, who, on, n, m)
	return err
}

func signed(c ticket.Charge) string {
	return fmt.Sprintf("%d %d %s", c.Number, c.Amount.Cents, c.Amount.Currency)
}

func doWithdraw(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	n, err := in.count("charge")
	if err != nil {
		return err
	}
	_, err = d.WithdrawCharge(ctx, who, on, n, in.Get("why"))
	return err
}

func doPost(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	n, err := in.count("charge")
	if err != nil {
		return err
	}
	_, err = d.PostCharge(ctx, who, on, n, in.Get("cost_code"))
	return err
}

// optionalAt is an instant that may be left out.
func (x *item) optionalAt(name string) control {
	c := x.at(name, time.Time{})
	c.Value, c.Required, c.Optional = "", false, true
	return c
}
