package desk_test

import (
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/form"
	"switchboard/internal/core/money"
	"switchboard/internal/core/people"
	"switchboard/internal/core/scope"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

func ok(t *testing.T, all ...error) {
	t.Helper()
	for _, err := range all {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// ME-18, ME-56, ME-60: nobody gets past the agency by asking other people for the same purpose, or for another amount.
func TestOtherRolesDoNotApproveWhatAChainIsFor(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		now := time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC)
		h := desktest.Open(t, db, "maine", now)
		dana, sue, tom := h.Person("dana", people.Customer, "Revenue"), h.Person("sue", people.Customer, "Revenue"), h.Person("tom", people.Customer, "Revenue")
		luis := h.Person("luis", people.Analyst, "", "desk")
		ok(t, h.SetSupervisor(ctx, access.System, dana.ID, sue.ID), h.SetConsultant(ctx, access.System, desk.Consultant{Agency: "Revenue", Person: tom.ID}))
		o, err := h.Open(ctx, dana, desk.Request{Subject: "The dock at home is dead", Type: "incident"})
		ok(t, err)
		on := desk.On{Ticket: o.Ticket.ID}
		trip := ticket.Trip{Company: "Fixit", Place: scope.Home, Address: "1 Elm St", At: now.Add(48 * time.Hour)}
		must(t)(h.DraftOrder(ctx, luis, on, ticket.OrderDrafted{Trip: trip, Estimate: money.Money{Cents: 900_000, Currency: money.Dollar}, CostCode: "A-17", Reason: "r"}))
		must(t)(h.WithdrawApproval(ctx, luis, on, 1, "too slow"))
		for chain, purpose := range map[string]string{"new_user": "contractor:1", "exception": "new_user", "contractor": "contractor:2"} {
			if _, err := h.AskApproval(ctx, luis, on, desk.ApprovalRequest{Chain: chain, Purpose: purpose, Reason: "r"}); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s is asked for %s: %v", chain, purpose, err)
			}
		}
		asked := must(t)(h.AskApproval(ctx, luis, on, desk.ApprovalRequest{Chain: "contractor", Purpose: "contractor:1", Reason: "r", Cost: "$1.00"}))
		if got, _ := asked.Approval("contractor:1"); !strings.HasPrefix(got.Cost, "$9,000.00") {
			t.Errorf("asked again it costs %q", got.Cost)
		}
	})
}

// ME-60, ADR 18: a consultant whose time is over does not decide what they were asked before.
func TestAConsultantWhoIsNoneAnyMoreDoesNotDecide(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		now := time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC)
		h := desktest.Open(t, db, "maine", now)
		dana, tom, tess := h.Person("dana", people.Customer, "Revenue"), h.Person("tom", people.Customer, "Revenue"), h.Person("tess", people.Customer, "Revenue")
		ok(t, h.SetConsultant(ctx, access.System, desk.Consultant{Agency: "Revenue", Person: tom.ID, Until: now.Add(time.Hour)}),
			h.SetConsultant(ctx, access.System, desk.Consultant{Agency: "Revenue", Person: tess.ID}))
		o, err := h.Open(ctx, dana, desk.Request{Subject: "A drawing program", Type: "request", Service: "exception"})
		ok(t, err)
		on := desk.On{Ticket: o.Ticket.ID}
		h.Pass(2 * time.Hour)
		if _, err := h.DecideApproval(ctx, tom, on, 1, ticket.Verdict{Yes: true}); !fault.Is(err, fault.Conflict) {
			t.Errorf("decided after their time: %v", err)
		}
		must(t)(h.DecideApproval(ctx, tess, on, 1, ticket.Verdict{Yes: true}))
	})
}

// ADR 20: what a request says of its agency is a claim. The directory decides who approves and pays, also for who has none.
func TestNobodyAsksAsAnotherAgency(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h := desktest.Open(t, db, "maine", time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC))
		dana, luis := h.Person("dana", people.Customer, "Revenue"), h.Person("luis", people.Analyst, "", "desk")
		stray := h.Person("stray", people.Customer, "")
		for _, c := range []struct {
			who  access.Actor
			in   desk.Request
			want string
		}{
			{dana, desk.Request{Agency: "Transportation"}, "Revenue"},
			{stray, desk.Request{Agency: "Transportation"}, ""}, // whose agency nobody knows has none, until the directory says it
			{luis, desk.Request{Agency: "Transportation", Email: "dana@example.gov"}, "Transportation"},
		} {
			c.in.Subject = "A laptop"
			o, err := h.Open(ctx, c.who, c.in)
			ok(t, err)
			if got := o.Ticket.Request.Agency; got != c.want {
				t.Errorf("%d asks as %q, want %q", c.who.ID, got, c.want)
			}
		}
	})
}

// ME-56: what was approved is what was asked. Whoever changes the answers afterwards asks anew.
func TestChangedAnswersAreApprovedAnew(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h := desktest.Open(t, db, "maine", time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC))
		dana, sue := h.Person("dana", people.Customer, "Revenue"), h.Person("sue", people.Customer, "Revenue")
		ok(t, h.SetSupervisor(ctx, access.System, dana.ID, sue.ID))
		o, err := h.Open(ctx, dana, desk.Request{Subject: "An account", Type: "new_user", Answers: newcomer})
		ok(t, err)
		on := desk.On{Ticket: o.Ticket.ID}
		if got := must(t)(h.FillForm(ctx, dana, on, desk.Filled{Answers: form.Answers{"person": {"Ann"}}, Reason: "a slip"})); len(got.Approvals) != 1 {
			t.Errorf("asked again before anybody has said a word: %+v", got.Approvals)
		}
		must(t)(h.DecideApproval(ctx, sue, on, 1, ticket.Verdict{Yes: true}))
		changed := must(t)(h.FillForm(ctx, dana, on, desk.Filled{Answers: form.Answers{"person": {"Somebody Else"}}, Reason: "another one"}))
		if a, _ := changed.Approval("new_user"); a.State != ticket.StateWaiting || !a.AskedNow(sue.ID) || !a.ByRule {
			t.Errorf("%+v", a)
		}
		if again := must(t)(h.FillForm(ctx, dana, on, desk.Filled{Answers: form.Answers{"person": {"Somebody Else"}}})); len(again.Approvals) != 2 {
			t.Errorf("the same answers ask again: %+v", again.Approvals)
		}
	})
}
