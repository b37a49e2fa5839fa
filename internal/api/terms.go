package api

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"switchboard/internal/core/access"
	"switchboard/internal/core/money"
	"switchboard/internal/core/people"
	"switchboard/internal/core/scope"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
)

// moneyForm is an amount in hundredths of its currency.
type moneyForm struct {
	Cents    int64  `json:"cents" minimum:"1" maximum:"10000000000"`
	Currency string `json:"currency,omitempty" default:"USD" pattern:"^[A-Z]{3}$"`
}

func (m moneyForm) money() money.Money {
	if m.Currency == "" {
		m.Currency = money.Dollar
	}
	return money.Money(m)
}

type (
	scopeForm struct {
		Seen
		Entitled   string `json:"entitled,omitempty" enum:"yes,no"`
		Device     string `json:"device,omitempty" enum:"unknown,state,agency,private"`
		Authorized string `json:"authorized,omitempty" enum:"yes,no"`
		Place      string `json:"place,omitempty" enum:"office,home,field"`
		Effort     string `json:"effort,omitempty" enum:"ordinary,extraordinary"`
		Request    string `json:"request,omitempty" enum:"standard,customized"`
	}
	referForm struct {
		Seen
		To      string    `json:"to" maxLength:"250"`
		Said    string    `json:"said" maxLength:"65536" doc:"what the customer reads"`
		CheckAt time.Time `json:"check_at,omitzero" doc:"when to look whether it helped; else after five business days"`
	}
	dispatchForm struct {
		Seen
		Person  int64     `json:"person" doc:"the technician's number"`
		Place   string    `json:"place" maxLength:"20" doc:"office or field; a private home is refused"`
		Address string    `json:"address" maxLength:"250"`
		At      time.Time `json:"at"`
	}
	orderForm struct {
		Seen
		Company  string    `json:"company" maxLength:"250"`
		Place    string    `json:"place" maxLength:"20" doc:"office, home or field"`
		Address  string    `json:"address" maxLength:"250"`
		At       time.Time `json:"at"`
		Estimate moneyForm `json:"estimate"`
		CostCode string    `json:"cost_code" maxLength:"250"`
		Reason   string    `json:"reason" maxLength:"65536"`
	}
	orderStepForm struct {
		Seen
		Order    int        `json:"order" minimum:"1"`
		Step     string     `json:"step" maxLength:"20" doc:"issue, done, cancel, raise or invoice"`
		Text     string     `json:"text,omitempty" maxLength:"65536" doc:"what was done, or why"`
		Estimate *moneyForm `json:"estimate,omitempty" doc:"of raise"`
		Number   string     `json:"number,omitempty" maxLength:"250" doc:"of the invoice"`
		Amount   *moneyForm `json:"amount,omitempty" doc:"of the invoice"`
	}
	timeForm struct {
		Seen
		Kind    string     `json:"kind" maxLength:"20" doc:"labor, travel or parts"`
		Minutes int        `json:"minutes,omitempty" minimum:"0" maximum:"1440"`
		Cost    *moneyForm `json:"cost,omitempty" doc:"of parts, to the desk itself"`
		Note    string     `json:"note,omitempty" maxLength:"250"`
	}
	chargeForm struct {
		Seen
		Cause  string    `json:"cause" maxLength:"20" doc:"effort, deviation or option"`
		Option string    `json:"option,omitempty" maxLength:"250"`
		Amount moneyForm `json:"amount"`
		Why    string    `json:"why" maxLength:"65536"`
	}
	chargeStepForm struct {
		Seen
		Charge   int        `json:"charge" minimum:"1"`
		Step     string     `json:"step" maxLength:"20" doc:"counter, sign, withdraw or post"`
		Amount   *moneyForm `json:"amount,omitempty" doc:"of counter; of sign the amount that you saw"`
		Why      string     `json:"why,omitempty" maxLength:"65536"`
		CostCode string     `json:"cost_code,omitempty" maxLength:"250" doc:"of post"`
	}
)

// amountOf is an amount that a step needs.
func amountOf(field string, m *moneyForm) (money.Money, error) {
	if m == nil {
		return money.Money{}, fault.Field(field, "give the amount")
	}
	return m.money(), nil
}

// registerTerms are the verbs on what terms the work is done.
func (a *door) registerTerms(api huma.API) {
	d := a.desk
	verb(a, api, "scope", "Say what is known of it, and so what the service covers", func(ctx context.Context, who access.Actor, on desk.On, f scopeForm) (ticket.Ticket, error) {
		return d.DecideScope(ctx, who, on, scope.Facts{Entitled: f.Entitled, Device: f.Device, Authorized: f.Authorized, Place: f.Place, Effort: f.Effort, Request: f.Request})
	})
	verb(a, api, "turn-away", "End what the service does not cover", text(d.TurnAway))
	verb(a, api, "nonstandard", "Say in what it deviates from the standard", reason(d.MarkNonstandard))
	verb(a, api, "refer", "Send the customer to who helps with it", func(ctx context.Context, who access.Actor, on desk.On, f referForm) (ticket.Ticket, error) {
		return d.Refer(ctx, who, on, ticket.Referred{To: f.To, Said: f.Said, CheckAt: f.CheckAt})
	})
	verb(a, api, "dispatch", "Send a technician; never to a private home", func(ctx context.Context, who access.Actor, on desk.On, f dispatchForm) (ticket.Ticket, error) {
		return d.Dispatch(ctx, who, on, ticket.Trip{Person: people.ID(f.Person), Place: f.Place, Address: f.Address, At: f.At})
	})
	verb(a, api, "orders", "Draft a contractor's work order, and ask the agency to approve it", func(ctx context.Context, who access.Actor, on desk.On, f orderForm) (ticket.Ticket, error) {
		return d.DraftOrder(ctx, who, on, ticket.OrderDrafted{Trip: ticket.Trip{Company: f.Company, Place: f.Place, Address: f.Address, At: f.At},
			Estimate: f.Estimate.money(), CostCode: f.CostCode, Reason: f.Reason})
	})
	verb(a, api, "order-steps", "Issue, finish, cancel or raise a work order, or match its invoice", a.orderStep)
	verb(a, api, "time", "Write down labor, travel or parts", func(ctx context.Context, who access.Actor, on desk.On, f timeForm) (ticket.Ticket, error) {
		s := ticket.TimeSpent{Kind: f.Kind, Minutes: f.Minutes, Note: f.Note}
		if f.Cost != nil {
			s.Cost = f.Cost.money()
		}
		return d.SpendTime(ctx, who, on, s)
	})
	verb(a, api, "charges", "Propose an extra charge, signed for your side", func(ctx context.Context, who access.Actor, on desk.On, f chargeForm) (ticket.Ticket, error) {
		return d.ProposeCharge(ctx, who, on, desk.Proposal{Cause: f.Cause, Option: f.Option, Amount: f.Amount.money(), Why: f.Why})
	})
	verb(a, api, "charge-steps", "Counter, sign, withdraw or bill an extra charge", a.chargeStep)
}

func (a *door) orderStep(ctx context.Context, who access.Actor, on desk.On, f orderStepForm) (ticket.Ticket, error) {
	switch f.Step {
	case "issue":
		return a.desk.IssueOrder(ctx, who, on, f.Order)
	case "done":
		return a.desk.FinishDispatch(ctx, who, on, ticket.DispatchDone{Order: f.Order, Note: f.Text})
	case "cancel":
		return a.desk.CancelDispatch(ctx, who, on, ticket.DispatchCancelled{Order: f.Order, Reason: f.Text})
	case "raise":
		m, err := amountOf("estimate", f.Estimate)
		if err != nil {
			return ticket.Ticket{}, err
		}
		return a.desk.RaiseEstimate(ctx, who, on, ticket.EstimateRaised{Order: f.Order, Estimate: m, Reason: f.Text})
	case "invoice":
		m, err := amountOf("amount", f.Amount)
		if err != nil {
			return ticket.Ticket{}, err
		}
		return a.desk.MatchInvoice(ctx, who, on, ticket.InvoiceMatched{Order: f.Order, Number: f.Number, Amount: m})
	}
	return a.noStep(ctx, who, on)
}

// noStep refuses a step that is none, to those who may see the ticket.
func (a *door) noStep(ctx context.Context, who access.Actor, on desk.On) (ticket.Ticket, error) {
	if _, err := a.desk.Ticket(ctx, who, on.Ticket); err != nil {
		return ticket.Ticket{}, err
	}
	return ticket.Ticket{}, fault.Field("step", "choose one of the answers")
}

func (a *door) chargeStep(ctx context.Context, who access.Actor, on desk.On, f chargeStepForm) (ticket.Ticket, error) {
	switch f.Step {
	case "withdraw":
		return a.desk.WithdrawCharge(ctx, who, on, f.Charge, f.Why)
	case "post":
		return a.desk.PostCharge(ctx, who, on, f.Charge, f.CostCode)
	case "sign", "counter":
	default:
		return a.noStep(ctx, who, on)
	}
	m, err := amountOf("amount", f.Amount)
	if err != nil {
		return ticket.Ticket{}, err
	}
	if f.Step == "sign" {
		return a.desk.SignCharge(ctx, who, on, f.Charge, m)
	}
	return a.desk.CounterCharge(ctx, who, on, f.Charge, m, f.Why)
}
