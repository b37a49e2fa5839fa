package ticket_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard/internal/core/money"
	"switchboard/internal/core/people"
	"switchboard/internal/core/scope"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
)

func dollars(n int64) money.Money { return money.Money{Cents: n * 100, Currency: money.Dollar} }

func (l *life) must(t interface {
	Helper()
	Fatal(...any)
}, events []ticket.Event, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	l.take(events)
}

func (l *life) scoped(o scope.Outcome, f scope.Facts) {
	l.take([]ticket.Event{ticket.Scoped{Facts: f, Outcome: o}})
}

func trip(who, place string) ticket.Trip {
	return ticket.Trip{Who: who, Person: 7, Company: "Fixit", Place: place, Address: "1 Elm St", At: morning.Add(48 * time.Hour)}
}

// ME-59: no technician of the state is sent to a private home: not by what a door says, not under another kind of place where
// the home is known, and not by a row that nobody of ours wrote.
func TestNoTechnicianToAPrivateHome(t *testing.T) {
	l := opened(t)
	if _, err := ticket.Dispatch(l.ticket, trip("contractor", scope.Home), scope.Words{En: "OIT will not."}, l.now); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "OIT will not.") {
		t.Errorf("what calls itself a contractor is a technician here: %v", err)
	}
	l.take([]ticket.Event{ticket.Amended{Location: "1 elm st"}})
	l.ticket.Request.Location = "1 elm st"
	l.scoped(scope.Contractor, scope.Facts{Place: scope.Home})
	if _, err := ticket.Dispatch(l.ticket, trip("", scope.Field), scope.Words{}, l.now); !fault.Is(err, fault.Invalid) {
		t.Errorf("the home under another name: %v", err)
	}
	l.take([]ticket.Event{ticket.Dispatched{Order: 1, Trip: trip(ticket.Technician, scope.Home)}, ticket.Dispatched{Order: 1, Trip: trip("", scope.Home)},
		ticket.OrderDrafted{Order: 1, Trip: trip(ticket.Technician, scope.Home)}})
	if len(l.ticket.Orders) != 0 {
		t.Errorf("%+v", l.ticket.Orders)
	}
}

// ME-59, ME-60, ME-63: whatever is tried, in whatever order, and whatever rows lie about: no technician at a home, no
// contractor without the approval of the present estimate, no bill without two people's signatures under its amount.
func TestTermsHoldWhateverIsTried(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := opened(t)
		signatures := map[int]map[ticket.Side]map[people.ID][]money.Money{}
		from := rapid.SampledFrom([]int{0, 10}).Draw(t, "from") // half of the lives are about money alone
		l.take([]ticket.Event{ticket.EffortExceeded{}})
		for range rapid.IntRange(1, 40).Draw(t, "acts") {
			by := people.ID(rapid.IntRange(0, 3).Draw(t, "by"))
			events := someTerm(t, l, by, rapid.IntRange(from, 16).Draw(t, "act"))
			fresh := make([]ticket.Entry, len(events))
			for i, e := range events {
				fresh[i] = ticket.Entry{At: l.now, Recorded: l.now, By: by, Event: e}
				remember(signatures, e, by)
			}
			l.ticket, l.entries = ticket.Apply(l.ticket, fresh...), append(l.entries, fresh...)
			keepsTerms(t, l.ticket, signatures)
		}
		if again := ticket.Fold(1, l.entries); len(again.Orders) != len(l.ticket.Orders) || len(again.Charges) != len(l.ticket.Charges) {
			t.Fatalf("folded at once it has %d orders and %d charges, step by step %d and %d", len(again.Orders), len(again.Charges), len(l.ticket.Orders), len(l.ticket.Charges))
		}
	})
}

// remember keeps what each person ever signed for a side, in the test's own words.
func remember(all map[int]map[ticket.Side]map[people.ID][]money.Money, e ticket.Event, by people.ID) {
	sign := func(charge int, side ticket.Side, m money.Money) {
		if all[charge] == nil {
			all[charge] = map[ticket.Side]map[people.ID][]money.Money{ticket.SideAgency: {}, ticket.SideDesk: {}}
		}
		if all[charge][side] != nil {
			all[charge][side][by] = append(all[charge][side][by], m)
		}
	}
	switch e := e.(type) {
	case ticket.ChargeProposed:
		sign(e.Charge, e.Side, e.Amount)
	case ticket.ChargeCountered:
		sign(e.Charge, e.Side, e.Amount)
	case ticket.ChargeSigned:
		sign(e.Charge, e.Side, e.Amount)
	}
}

func keepsTerms(t *rapid.T, k ticket.Ticket, signatures map[int]map[ticket.Side]map[people.ID][]money.Money) {
	for _, o := range k.Orders {
		if o.Trip.Who != "contractor" && o.Trip.Place == "home" {
			t.Fatalf("a technician goes to a home: %+v", o)
		}
		sent := o.State == ticket.OrderIssued || o.State == ticket.OrderDone
		approved := slices.ContainsFunc(k.Approvals, func(a ticket.Approval) bool {
			return strings.HasPrefix(a.Purpose, "contractor:"+string(rune('0'+o.Number))) && a.State == ticket.StateApproved
		})
		if o.Trip.Who == "contractor" && sent && !approved {
			t.Fatalf("a contractor goes without approval: %+v", o)
		}
	}
	for _, c := range k.Charges {
		if c.State != ticket.ChargeBilled {
			continue
		}
		two := 0
		for a, agency := range signatures[c.Number][ticket.SideAgency] {
			for d, desk := range signatures[c.Number][ticket.SideDesk] {
				if a != d && a != 0 && d != 0 && slices.Contains(agency, c.Amount) && slices.Contains(desk, c.Amount) {
					two++
				}
			}
		}
		if two == 0 {
			t.Fatalf("billed without two signatures: %+v, %v", c, signatures[c.Number])
		}
	}
}

// someTerm is an act by a decider or, as often, a bare event as a broken import could bring it.
func someTerm(t *rapid.T, l *life, by people.ID, act int) []ticket.Event {
	n := rapid.IntRange(0, 2).Draw(t, "number")
	m := dollars(int64(rapid.IntRange(1, 2).Draw(t, "amount")))
	side := rapid.SampledFrom([]ticket.Side{ticket.SideAgency, ticket.SideDesk, ""}).Draw(t, "side")
	where := trip(rapid.SampledFrom([]string{ticket.Technician, ticket.Contractor, ""}).Draw(t, "who"), rapid.SampledFrom([]string{scope.Home, scope.Office}).Draw(t, "place"))
	offer := ticket.Offer{By: by, Side: side, Amount: m, Why: "because"}
	var events []ticket.Event
	switch act {
	case 0:
		events, _ = ticket.Dispatch(l.ticket, where, scope.Words{}, l.now)
	case 1:
		events, _ = ticket.DraftOrder(l.ticket, ticket.OrderDrafted{Trip: where, Estimate: m, CostCode: "A", Reason: "r"}, l.now)
	case 2:
		events, _ = ticket.Issue(l.ticket, n)
	case 3:
		events, _ = ticket.RaiseEstimate(l.ticket, ticket.EstimateRaised{Order: n, Estimate: m, Reason: "r"})
	case 4:
		events, _ = ticket.FinishDispatch(l.ticket, ticket.DispatchDone{Order: n, Note: "n"}, ticket.Proportion{Visits: 1}, l.now)
	case 5:
		events = []ticket.Event{ticket.Dispatched{Order: n, Trip: where}}
	case 6:
		events = []ticket.Event{ticket.OrderDrafted{Order: n, Trip: where}}
	case 7:
		if n >= 1 && n <= len(l.ticket.Orders) {
			events, _ = ticket.AskApproval(l.ticket, ticket.ApprovalCase{Purpose: l.ticket.Orders[n-1].Purpose(), Reason: "r", Own: true, Steps: steps("x")},
				[]ticket.Stage{stage(l, ticket.Approver{Person: 2, Role: "x"})})
		}
	case 8:
		events, _ = ticket.DecideApproval(l.ticket, n, 2, yes, []ticket.Stage{stage(l, ticket.Approver{Person: 2, Role: "x"})}, l.now)
	case 9:
		events = []ticket.Event{ticket.Scoped{Outcome: scope.Negotiate, Facts: scope.Facts{Effort: scope.Extraordinary}}}
	case 10:
		events, _ = ticket.ProposeCharge(l.ticket, ticket.ForEffort, "", offer, nil)
	case 11:
		events, _ = ticket.CounterCharge(l.ticket, n, offer)
	case 12:
		events, _ = ticket.SignCharge(l.ticket, n, by, side, m)
	case 13:
		events, _ = ticket.PostCharge(l.ticket, n, "A")
	case 14:
		events = []ticket.Event{ticket.ChargePosted{Charge: n, Amount: m, CostCode: "A"}}
	case 15:
		events = []ticket.Event{ticket.ChargeSigned{Charge: n, Amount: m, Side: side}}
	case 16:
		events, _ = ticket.WithdrawCharge(l.ticket, n, by, side, "no")
	}
	return events
}

// ME-60: drafted, approved, sent, done, invoiced; an invoice above the estimate waits for another approval.
func TestContractorFromDraftToInvoice(t *testing.T) {
	l := opened(t)
	approve := func() {
		o := l.ticket.Orders[0]
		l.askApproval(t, ticket.ApprovalCase{Purpose: o.Purpose(), Reason: "home", Steps: steps("business_consultant")}, stage(l, ticket.Approver{Person: consultant, Role: "business_consultant"}))
		if err := l.by(consultant, yes, stage(l, ticket.Approver{Person: consultant, Role: "business_consultant"})); err != nil {
			t.Fatal(err)
		}
	}
	draft := ticket.OrderDrafted{Trip: trip("", scope.Home), Estimate: dollars(400), CostCode: "A-17", Reason: "Cannot come in"}
	for field, spoil := range map[string]func(*ticket.OrderDrafted){
		"address": func(o *ticket.OrderDrafted) { o.Trip.Address = " " }, "estimate": func(o *ticket.OrderDrafted) { o.Estimate.Cents = 0 },
		"cost_code": func(o *ticket.OrderDrafted) { o.CostCode = "" }, "company": func(o *ticket.OrderDrafted) { o.Trip.Company = "" },
		"reason": func(o *ticket.OrderDrafted) { o.Reason = "" }, "place": func(o *ticket.OrderDrafted) { o.Trip.Place = "moon" },
		"at": func(o *ticket.OrderDrafted) { o.Trip.At = morning.Add(-time.Hour) },
	} {
		bad := draft
		spoil(&bad)
		if _, err := ticket.DraftOrder(l.ticket, bad, l.now); !fault.Is(err, fault.Invalid) {
			t.Errorf("without %s: %v", field, err)
		}
	}
	events, err := ticket.DraftOrder(l.ticket, draft, l.now)
	l.must(t, events, err)
	if _, err := ticket.Issue(l.ticket, 1); !fault.Is(err, fault.Conflict) {
		t.Errorf("sent without approval: %v", err)
	}
	approve()
	events, err = ticket.Issue(l.ticket, 1)
	l.must(t, events, err)
	events, err = ticket.FinishDispatch(l.ticket, ticket.DispatchDone{Order: 1, Note: "Replaced the dock"}, ticket.Proportion{}, l.now)
	l.must(t, events, err)
	bill := ticket.InvoiceMatched{Order: 1, Number: "F-1", Amount: dollars(450)}
	if _, err := ticket.MatchInvoice(l.ticket, bill); !fault.Is(err, fault.Invalid) {
		t.Errorf("above what was approved: %v", err)
	}
	events, err = ticket.RaiseEstimate(l.ticket, ticket.EstimateRaised{Order: 1, Estimate: dollars(450), Reason: "A second dock"})
	l.must(t, events, err)
	if _, err := ticket.MatchInvoice(l.ticket, bill); !fault.Is(err, fault.Conflict) {
		t.Errorf("before the new approval: %v", err)
	}
	approve()
	events, err = ticket.MatchInvoice(l.ticket, bill)
	l.must(t, events, err)
	if o := l.ticket.Orders[0]; o.Invoice.Number != "F-1" || o.State != ticket.OrderDone || l.ticket.Effort.Visits != 1 {
		t.Errorf("%+v", o)
	}
	if _, err := ticket.MatchInvoice(l.ticket, bill); !fault.Is(err, fault.Conflict) {
		t.Errorf("twice: %v", err)
	}
}

// ME-07, ME-61: what is in scope is included at no price; the reviewer is told once, when it becomes too much.
func TestEffort(t *testing.T) {
	l := opened(t)
	p := ticket.Proportion{Minutes: 120, Reviewer: ticket.Rung{Name: "service_center_manager", Holders: []people.ID{9}}}
	spend := func(kind string, minutes int, want ...string) {
		t.Helper()
		events, err := ticket.SpendTime(l.ticket, ticket.TimeSpent{Kind: kind, Minutes: minutes, Cost: dollars(int64(minutes))}, p, l.now)
		l.must(t, events, err)
		var got []string
		for _, e := range events {
			got = append(got, e.Name())
		}
		if !slices.Equal(got, want) {
			t.Errorf("%d minutes of %s: %v, want %v", minutes, kind, got, want)
		}
	}
	spend(ticket.Labor, 60, "ticket.time_spent")
	spend(ticket.Parts, 80, "ticket.time_spent")
	spend(ticket.Travel, 59, "ticket.time_spent")
	spend(ticket.Labor, 1, "ticket.time_spent", "ticket.effort_exceeded", "ticket.review_due")
	spend(ticket.Labor, 500, "ticket.time_spent")
	if e := l.ticket.Effort; e.Minutes() != 620 || e.Included != 620 || e.Parts != 8000 || !slices.Equal(l.ticket.Review.Asked.To, []people.ID{9}) {
		t.Errorf("%+v", e)
	}
	l.scoped(scope.Contractor, scope.Facts{})
	spend(ticket.Labor, 30, "ticket.time_spent")
	if e := l.ticket.Effort; e.Included != 620 {
		t.Errorf("what is not in scope is included: %+v", e)
	}
	for _, bad := range []ticket.TimeSpent{{Kind: "nap", Minutes: 5}, {Kind: ticket.Labor}, {Kind: ticket.Travel, Minutes: 1441}, {Kind: ticket.Parts, Cost: money.Money{Cents: -1, Currency: "USD"}}} {
		if _, err := ticket.SpendTime(l.ticket, bad, p, l.now); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

// ME-29, ME-31, ME-61: nothing costs extra without a cause that was written down, and no option that the service does not list.
func TestChargesNeedACause(t *testing.T) {
	l := opened(t)
	offer := ticket.Offer{By: 9, Side: ticket.SideDesk, Amount: dollars(400), Why: "Forty hours"}
	propose := func(cause, option string, listed ...string) error {
		_, err := ticket.ProposeCharge(l.ticket, cause, option, offer, listed)
		return err
	}
	for _, cause := range []string{ticket.ForEffort, ticket.ForDeviation, ticket.ForOption, "greed"} {
		if err := propose(cause, ""); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", cause, err)
		}
	}
	if err := propose(ticket.ForOption, "Night work", "Night work"); err != nil {
		t.Error(err)
	}
	l.take([]ticket.Event{ticket.Nonstandard{Reason: "Another keyboard"}})
	if err := propose(ticket.ForDeviation, ""); err != nil {
		t.Error(err)
	}
	l.take([]ticket.Event{ticket.EffortExceeded{}})
	if err := propose(ticket.ForEffort, ""); err != nil {
		t.Error(err)
	}
	offer.Side = ""
	if err := propose(ticket.ForEffort, ""); !fault.Is(err, fault.Forbidden) {
		t.Errorf("who speaks for no side: %v", err)
	}
}

// ME-67: what was referred is neither resolved nor failed; what did not help is the desk's again, with its clocks.
func TestReferral(t *testing.T) {
	l := opened(t)
	r := ticket.Referred{To: "The vendor", Said: "Call them.", CheckAt: l.now.Add(72 * time.Hour)}
	l.scoped(scope.InScope, scope.Facts{})
	if _, err := ticket.ReferTo(l.ticket, r, l.now); !fault.Is(err, fault.Conflict) {
		t.Errorf("what is in scope was referred: %v", err)
	}
	l.scoped(scope.Refer, scope.Facts{})
	events, err := ticket.ReferTo(l.ticket, r, l.now)
	l.must(t, events, err)
	if l.ticket.Status.Open() || !l.ticket.ResolvedAt.IsZero() || ticket.RemindOfReferral(l.ticket, l.now) != nil {
		t.Errorf("%s, resolved %s", l.ticket.Status, l.ticket.ResolvedAt)
	}
	kinds := func() (out []sla.Kind) {
		for _, f := range ticket.Facts(l.entries) {
			out = append(out, f.Kind)
		}
		return out
	}
	if k := kinds(); !slices.Contains(k, sla.Ended) || slices.Contains(k, sla.Resolved) || slices.Contains(k, sla.Closed) {
		t.Errorf("the clocks hear %v", k)
	}
	l.now = r.CheckAt.Add(time.Hour)
	l.take(ticket.RemindOfReferral(l.ticket, l.now))
	if !l.ticket.Referral.Due || ticket.RemindOfReferral(l.ticket, l.now) != nil {
		t.Error("reminded once")
	}
	if _, err := ticket.CheckReferral(l.ticket, ticket.ReferralChecked{}); !fault.Is(err, fault.Invalid) {
		t.Errorf("it did not help, and nobody says how: %v", err)
	}
	events, err = ticket.CheckReferral(l.ticket, ticket.ReferralChecked{Note: "They do not support it any more"})
	l.must(t, events, err)
	if k := kinds(); !l.ticket.Status.Open() || slices.Contains(k, sla.Ended) {
		t.Errorf("%s, the clocks hear %v", l.ticket.Status, k)
	}
}

// ME-58, ME-69: only what is not covered is turned away, with the outcome as the code.
func TestTurnAway(t *testing.T) {
	l := opened(t)
	if _, err := ticket.TurnAway(l.ticket, "Not ours."); !fault.Is(err, fault.Conflict) {
		t.Errorf("before anything was said: %v", err)
	}
	for _, o := range scope.Outcomes() {
		l.scoped(o, scope.Facts{})
		events, err := ticket.TurnAway(l.ticket, "Not ours.")
		if (err == nil) != (o == scope.NotCovered || o == scope.Refused) {
			t.Errorf("%s: %v", o, err)
		}
		if err == nil && events[len(events)-1].(ticket.Resolved).Code != string(o) {
			t.Errorf("%s: %+v", o, events)
		}
		if _, err := ticket.Dispatch(l.ticket, trip("", scope.Office), scope.Words{}, l.now); (err == nil) == o.Ends() {
			t.Errorf("%s: a technician is sent: %v", o, err)
		}
	}
}

// ME-31: more time is agreed after the customer was told why, and is written down once each.
func TestExtension(t *testing.T) {
	l := opened(t)
	x := ticket.ExtensionAgreed{Until: l.now.Add(time.Hour), Reason: "Made to order", Agreed: "By phone"}
	if _, err := ticket.AgreeExtension(l.ticket, x, l.now); !fault.Is(err, fault.Conflict) {
		t.Errorf("before they were told: %v", err)
	}
	events, err := ticket.MarkNonstandard(l.ticket, "Another keyboard")
	l.must(t, events, err)
	before := len(ticket.Facts(l.entries))
	events, err = ticket.AgreeExtension(l.ticket, x, l.now)
	l.must(t, events, err)
	if len(l.ticket.Extensions) != 1 || len(ticket.Facts(l.entries)) != before {
		t.Error("an extension is written down, and no clock hears of it")
	}
	x.Agreed = ""
	if _, err := ticket.AgreeExtension(l.ticket, x, l.now); !fault.Is(err, fault.Invalid) {
		t.Errorf("without the customer's word: %v", err)
	}
}

// The same decision again is nothing new; another fact is.
func TestScopeIsDecidedAgain(t *testing.T) {
	l := opened(t)
	s := ticket.Scoped{Facts: scope.Facts{Device: "state"}, Outcome: scope.InScope, Definition: 1, From: map[scope.Fact]string{scope.Support: ticket.FromService}}
	events, err := ticket.DecideScope(l.ticket, s)
	l.must(t, events, err)
	s.Definition = 2
	if events, err := ticket.DecideScope(l.ticket, s); err != nil || len(events) != 0 {
		t.Errorf("%v, %v", events, err)
	}
	s.Facts.Device, s.Outcome = "private", scope.NotCovered
	events, err = ticket.DecideScope(l.ticket, s)
	l.must(t, events, err)
	if l.ticket.Scope.Outcome != scope.NotCovered || len(events) != 1 {
		t.Errorf("%+v", l.ticket.Scope)
	}
	s.Facts.Device = "mine"
	if _, err := ticket.DecideScope(l.ticket, s); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
}
