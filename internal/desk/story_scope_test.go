package desk_test

import (
	"fmt"
	"strconv"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/money"
	"switchboard/internal/core/scope"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
)

// scopeSentences are what the service covers, who goes there and what it costs.
var scopeSentences = []sentence{
	act(`NAME says ((?:entitled|device|authorized|place|effort|request) .*)`, func(s *story, who access.Actor, w []string) error {
		var f scope.Facts
		for _, part := range strings.Split(w[0], ", ") {
			fact, value, _ := strings.Cut(part, " ")
			f = f.With(scope.Fact(fact), value)
		}
		return done(s.house.DecideScope(s.ctx, who, s.on(), f))
	}),
	act(`NAME turns it away with TEXT`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.TurnAway(s.ctx, who, s.on(), w[0]))
	}),
	act(`NAME marks it nonstandard because TEXT`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.MarkNonstandard(s.ctx, who, s.on(), w[0]))
	}),
	act(`NAME agrees with the customer on TIME because TEXT as TEXT`, func(s *story, who access.Actor, w []string) error {
		until, err := s.time(w[0])
		if err != nil {
			return err
		}
		return done(s.house.AgreeExtension(s.ctx, who, s.on(), ticket.ExtensionAgreed{Until: until, Reason: w[1], Agreed: w[2]}))
	}),
	act(`NAME refers it to TEXT with TEXT`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.Refer(s.ctx, who, s.on(), ticket.Referred{To: w[0], Said: w[1]}))
	}),
	act(`NAME finds that it (helped|did not help)(?: because TEXT)?`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.CheckReferral(s.ctx, who, s.on(), ticket.ReferralChecked{Helped: w[0] == "helped", Note: w[1]}))
	}),
	act(`NAME spends (\d+) minutes of (labor|travel)`, func(s *story, who access.Actor, w []string) error {
		minutes, _ := strconv.Atoi(w[0])
		return done(s.house.SpendTime(s.ctx, who, s.on(), ticket.TimeSpent{Kind: w[1], Minutes: minutes}))
	}),
	act(`NAME spends (\S+) on parts`, func(s *story, who access.Actor, w []string) error {
		cost, err := money.Parse(w[0])
		if err != nil {
			return err
		}
		return done(s.house.SpendTime(s.ctx, who, s.on(), ticket.TimeSpent{Kind: ticket.Parts, Cost: cost}))
	}),
	act(`NAME sends NAME to the (office|home|field) TEXT at TIME`, func(s *story, who access.Actor, w []string) error {
		at, err := s.time(w[3])
		if err != nil {
			return err
		}
		whom, err := s.actor(w[0])
		if err != nil {
			return err
		}
		return done(s.house.Dispatch(s.ctx, who, s.on(), ticket.Trip{Person: whom.ID, Place: w[1], Address: w[2], At: at}))
	}),
	act(`NAME (proposes|counters charge \d+ with) (\S+) ?(?:for (effort|deviation|option)(?: TEXT)? )?because TEXT`, offers),
	act(`NAME signs charge (\d+) at (\S+)`, func(s *story, who access.Actor, w []string) error {
		m, err := money.Parse(w[1])
		if err != nil {
			return err
		}
		return done(s.house.SignCharge(s.ctx, who, s.on(), number(w[0]), m))
	}),
	act(`NAME withdraws charge (\d+) because TEXT`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.WithdrawCharge(s.ctx, who, s.on(), number(w[0]), w[1]))
	}),
	act(`NAME posts charge (\d+) to TEXT`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.PostCharge(s.ctx, who, s.on(), number(w[0]), w[1]))
	}),
	say(`expect scope (leaves|[a-z_]+)(?: TEXT)?`, (*story).scoped),
	say(`expect code NAME`, expects(func(t ticket.Ticket) string { return t.Resolution.Code })),
	say(`expect (\d+ minutes, \d+ included, \d+ charges)`, expects(func(t ticket.Ticket) string {
		return fmt.Sprintf("%d minutes, %d included, %d charges", t.Effort.Minutes(), t.Effort.Included, len(t.Charges))
	})),
	say(`expect (\d+) extensions?`, expects(func(t ticket.Ticket) string { return strconv.Itoa(len(t.Extensions)) })),
	say(`expect (charge \d+ (?:open|agreed|withdrawn|posted) at \S+)`, expects(func(t ticket.Ticket) string {
		c := t.Charges[len(t.Charges)-1]
		return fmt.Sprintf("charge %d %s at %s", c.Number, c.State, c.Amount)
	})),
}

func number(s string) int {
	n, _ := strconv.Atoi(s) // the form of the sentence lets only digits through
	return n
}

// offers names an amount: the first one, or another.
func offers(s *story, who access.Actor, w []string) error {
	m, err := money.Parse(w[1])
	if err != nil {
		return err
	}
	if n, counters := strings.CutPrefix(w[0], "counters charge "); counters {
		return done(s.house.CounterCharge(s.ctx, who, s.on(), number(strings.TrimSuffix(n, " with")), m, w[4]))
	}
	return done(s.house.ProposeCharge(s.ctx, who, s.on(), desk.Proposal{Cause: w[2], Option: w[3], Amount: m, Why: w[4]}))
}

// scoped expects an outcome with its sentence, or what it leaves to whoever is not helped.
func (s *story) scoped(w []string) error {
	sheet, err := s.sheet()
	if err != nil {
		return err
	}
	var got ticket.Scoped
	if got.Outcome = "unsaid"; sheet.Ticket.Scope != nil {
		got = *sheet.Ticket.Scope
	}
	says := got.Says.En
	if w[0] == "leaves" {
		w[0], says = string(got.Outcome), got.Instead.En
	}
	if string(got.Outcome) != w[0] || !strings.Contains(says, w[1]) {
		return fmt.Errorf("it is %s: %s", got.Outcome, says)
	}
	return nil
}

// expects compares what is read off the ticket with the first word of the sentence.
func expects(read func(ticket.Ticket) string) func(*story, []string) error {
	return func(s *story, w []string) error {
		sheet, err := s.sheet()
		if got := read(sheet.Ticket); err == nil && got != w[0] {
			err = fmt.Errorf("it is %q", got)
		}
		return err
	}
}

// orderSentences are work orders from draft to invoice.
var orderSentences = []sentence{
	act(`NAME drafts (\w+) to the (office|home|field) TEXT at TIME for (\S+) on TEXT because TEXT`, func(s *story, who access.Actor, w []string) error {
		at, err := s.time(w[3])
		if err != nil {
			return err
		}
		m, err := money.Parse(w[4])
		if err != nil {
			return err
		}
		return done(s.house.DraftOrder(s.ctx, who, s.on(), ticket.OrderDrafted{Trip: ticket.Trip{Company: w[0], Place: w[1], Address: w[2], At: at},
			Estimate: m, CostCode: w[5], Reason: w[6]}))
	}),
	act(`NAME issues order (\d+)`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.IssueOrder(s.ctx, who, s.on(), number(w[0])))
	}),
	act(`NAME finishes order (\d+) with TEXT`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.FinishDispatch(s.ctx, who, s.on(), ticket.DispatchDone{Order: number(w[0]), Note: w[1]}))
	}),
	act(`NAME cancels order (\d+) because TEXT`, func(s *story, who access.Actor, w []string) error {
		return done(s.house.CancelDispatch(s.ctx, who, s.on(), ticket.DispatchCancelled{Order: number(w[0]), Reason: w[1]}))
	}),
	act(`NAME raises order (\d+) to (\S+) because TEXT`, func(s *story, who access.Actor, w []string) error {
		m, err := money.Parse(w[1])
		if err != nil {
			return err
		}
		return done(s.house.RaiseEstimate(s.ctx, who, s.on(), ticket.EstimateRaised{Order: number(w[0]), Estimate: m, Reason: w[2]}))
	}),
	act(`NAME matches invoice TEXT of (\S+) to order (\d+)`, func(s *story, who access.Actor, w []string) error {
		m, err := money.Parse(w[1])
		if err != nil {
			return err
		}
		return done(s.house.MatchInvoice(s.ctx, who, s.on(), ticket.InvoiceMatched{Order: number(w[2]), Number: w[0], Amount: m}))
	}),
}
