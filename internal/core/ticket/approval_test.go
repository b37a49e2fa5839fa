package ticket_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
)

// The people of these tests: 3 asks (as in opened), 7 works at the desk.
const (
	asker      people.ID = 3
	supervisor people.ID = 11
	standIn    people.ID = 12
	consultant people.ID = 13
	deputy     people.ID = 14
	manager    people.ID = 15
)

func stage(l *life, holders ...ticket.Approver) ticket.Stage {
	return ticket.Stage{Holders: holders, Remind: l.now.AddDate(0, 0, 2), Until: l.now.AddDate(0, 0, 5)}
}

// by lets a person decide what is asked of them.
func (l *life) by(who people.ID, said ticket.Verdict, stages ...ticket.Stage) error {
	events, err := ticket.DecideApproval(l.ticket, len(l.ticket.Approvals), who, said, stages, l.now)
	for _, e := range events {
		l.ticket = ticket.Apply(l.ticket, ticket.Entry{At: l.now, By: who, Event: e})
	}
	return err
}

func (l *life) askApproval(t interface{ Fatal(...any) }, in ticket.ApprovalCase, stages ...ticket.Stage) {
	events, err := ticket.AskApproval(l.ticket, in, stages)
	if err != nil {
		t.Fatal(err)
	}
	l.take(events)
}

func (l *life) wait(d time.Duration, stages ...ticket.Stage) {
	l.now = l.now.Add(d)
	for i := range stages {
		stages[i].Remind, stages[i].Until = l.now.AddDate(0, 0, 2), l.now.AddDate(0, 0, 5)
	}
	l.take(ticket.TimeApprovals(l.ticket, map[int][]ticket.Stage{len(l.ticket.Approvals): stages}, l.now))
}

func (l *life) last() ticket.Approval { return l.ticket.Approvals[len(l.ticket.Approvals)-1] }

func steps(roles ...string) []ticket.ApprovalStep {
	var out []ticket.ApprovalStep
	for _, r := range roles {
		out = append(out, ticket.ApprovalStep{Roles: []string{r}})
	}
	return out
}

var yes = ticket.Verdict{Yes: true}

// ASKS 15: steps come in their order, and the approval is given with the last.
func TestStepsOfAnApprovalComeInOrder(t *testing.T) {
	l := opened(t)
	one, two := stage(l, ticket.Approver{Person: supervisor, Role: "supervisor"}), stage(l, ticket.Approver{Person: consultant, Role: "business_consultant"})
	l.askApproval(t, ticket.ApprovalCase{Purpose: "new_user", ByRule: true, Steps: steps("supervisor", "business_consultant")}, one, two)
	if err := l.by(consultant, yes, one, two); !fault.Is(err, fault.Forbidden) {
		t.Errorf("the second step before its turn: %v", err)
	}
	if err := l.by(supervisor, yes, one, two); err != nil || l.ticket.Approved("new_user") {
		t.Errorf("%v, approved %v after one of two steps", err, l.ticket.Approved("new_user"))
	}
	if err := l.by(supervisor, yes, one, two); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a second word of the same person: %v", err)
	}
	if err := l.by(consultant, yes, one, two); err != nil || !l.ticket.Approved("new_user") {
		t.Errorf("%v, approved %v", err, l.ticket.Approved("new_user"))
	}
	if err := l.by(consultant, yes, one, two); !fault.Is(err, fault.Conflict) {
		t.Errorf("a word after the end: %v", err)
	}
}

// A refusal needs words and ends all steps; what was refused is not resolved as done.
func TestARefusalEndsAllSteps(t *testing.T) {
	l := opened(t)
	one, two := stage(l, ticket.Approver{Person: supervisor, Role: "a"}), stage(l, ticket.Approver{Person: consultant, Role: "b"})
	l.askApproval(t, ticket.ApprovalCase{Purpose: "p", ByRule: true, Steps: steps("a", "b")}, one, two)
	done := ticket.Resolved{Text: "Installed.", Method: "remote"}
	if _, err := ticket.Resolve(l.ticket, done); !fault.Is(err, fault.Conflict) {
		t.Errorf("resolved while it waits: %v", err)
	}
	if err := l.by(supervisor, ticket.Verdict{Text: " "}, one, two); !fault.Is(err, fault.Invalid) {
		t.Errorf("a refusal without a word: %v", err)
	}
	if err := l.by(supervisor, ticket.Verdict{Text: "Not this year."}, one, two); err != nil || l.last().State != ticket.StateRefused {
		t.Errorf("%v, %s", err, l.last().State)
	}
	events, err := ticket.Resolve(l.ticket, done)
	if err != nil || events[len(events)-1].(ticket.Resolved).Code != ticket.CodeNotApproved {
		t.Errorf("%v, %v", events, err)
	}
	done.Code = "installed"
	if _, err := ticket.Resolve(l.ticket, done); !fault.Is(err, fault.Invalid) {
		t.Errorf("resolved as done: %v", err)
	}
}

// ME-63: both signatures are needed, of two people, in any order.
func TestAllRolesOfAStepSign(t *testing.T) {
	for _, order := range [][]people.ID{{consultant, manager}, {manager, consultant}} {
		l := opened(t)
		both := stage(l, ticket.Approver{Person: consultant, Role: "agency"}, ticket.Approver{Person: manager, Role: "desk"}, ticket.Approver{Person: consultant, Role: "desk"})
		l.askApproval(t, ticket.ApprovalCase{Purpose: "extra", Reason: "40 hours", Cost: "$4,000", Steps: []ticket.ApprovalStep{{Roles: []string{"agency", "desk"}, All: true}}}, both)
		for i, who := range order {
			if l.ticket.Approved("extra") {
				t.Errorf("approved after %d signatures", i)
			}
			if err := l.by(who, yes, both); err != nil {
				t.Error(err)
			}
			if err := l.by(who, yes, both); err == nil {
				t.Errorf("%d signed twice", who)
			}
		}
		if !l.ticket.Approved("extra") {
			t.Errorf("signed by %v and not approved: %+v", order, l.last())
		}
	}
}

// Where one person holds both roles of a step that needs two people, that is said as soon as it is so.
func TestOnePersonIsNotTwoSignatures(t *testing.T) {
	l := opened(t)
	both := stage(l, ticket.Approver{Person: manager, Role: "agency"}, ticket.Approver{Person: manager, Role: "desk"})
	l.askApproval(t, ticket.ApprovalCase{Purpose: "extra", Reason: "r", Steps: []ticket.ApprovalStep{{Roles: []string{"agency", "desk"}, All: true}}}, both)
	if err := l.by(manager, yes, both); err != nil {
		t.Fatal(err)
	}
	if a := l.last(); a.State != ticket.StateLapsed || !slices.Equal(a.Missing, []string{"desk"}) {
		t.Errorf("%+v", a)
	}
}

// ADR 0013: no step waits for nobody. Who asks by hand learns it; what the definition needs has lapsed, with the roles.
func TestAStepThatNobodyHolds(t *testing.T) {
	l := opened(t)
	own := stage(l, ticket.Approver{Person: asker, Role: "supervisor"}, ticket.Approver{Person: standIn, Role: "supervisor", For: asker})
	in := ticket.ApprovalCase{Purpose: "p", Reason: "r", Steps: steps("supervisor")}
	if _, err := ticket.AskApproval(l.ticket, in, []ticket.Stage{own}); !fault.Is(err, fault.Conflict) {
		t.Errorf("who asks would approve, or somebody in their name: %v", err)
	}
	in.ByRule = true
	l.askApproval(t, in, own)
	if a := l.last(); a.State != ticket.StateLapsed || !slices.Equal(a.Missing, []string{"supervisor"}) || len(l.ticket.Unapproved()) != 1 {
		t.Errorf("%+v", a)
	}
	l.askApproval(t, ticket.ApprovalCase{Purpose: "p", ByRule: true, Own: true, Steps: steps("supervisor")}, own)
	if err := l.by(asker, yes, own); err != nil || !l.ticket.Approved("p") || len(l.ticket.Unapproved()) != 0 {
		t.Errorf("a definition that allows it: %v, %+v", err, l.last())
	}
}

// ASKS 15: half of the time is a reminder, all of it the next in turn; when nobody is left, it has lapsed.
func TestTimeAsksTheNextInTurn(t *testing.T) {
	l := opened(t)
	holders := stage(l, ticket.Approver{Person: deputy, Role: "c", Turn: 1}, ticket.Approver{Person: consultant, Role: "c"}, ticket.Approver{Person: standIn, For: consultant, Role: "c"})
	l.askApproval(t, ticket.ApprovalCase{Purpose: "p", ByRule: true, Steps: steps("c")}, holders)
	if !l.last().AskedNow(consultant) || !l.last().AskedNow(standIn) || l.last().AskedNow(deputy) {
		t.Errorf("asked first: %+v", l.last().Asked)
	}
	if got := l.ticket.ApprovalDue(); !got.Equal(morning.AddDate(0, 0, 2)) {
		t.Errorf("due at %s", got)
	}
	l.wait(47*time.Hour, holders)
	if l.last().Reminded {
		t.Error("reminded before half of the time")
	}
	l.wait(time.Hour, holders)
	if !l.last().Reminded || !l.ticket.ApprovalDue().Equal(morning.AddDate(0, 0, 5)) {
		t.Errorf("%+v", l.last())
	}
	l.now = morning.AddDate(0, 0, 5)
	if err := l.by(consultant, yes, holders); !fault.Is(err, fault.Conflict) {
		t.Errorf("a word at the end of the time: %v", err)
	}
	l.wait(0, holders)
	if !l.last().AskedNow(deputy) || l.last().AskedNow(consultant) || l.last().Reminded {
		t.Errorf("asked next: %+v", l.last())
	}
	l.wait(6*24*time.Hour, holders)
	if a := l.last(); a.State != ticket.StateLapsed || !l.ticket.ApprovalDue().IsZero() {
		t.Errorf("%+v", a)
	}
}

// Who stands in for somebody decides in their name, and then they do not decide as well.
func TestASubstituteDecidesForAnother(t *testing.T) {
	l := opened(t)
	one := stage(l, ticket.Approver{Person: supervisor, Role: "s"}, ticket.Approver{Person: standIn, For: supervisor, Role: "s"})
	two := stage(l, ticket.Approver{Person: supervisor, Role: "m"}, ticket.Approver{Person: manager, Role: "m"})
	l.askApproval(t, ticket.ApprovalCase{Purpose: "p", ByRule: true, Steps: steps("s", "m")}, one, two)
	if err := l.by(standIn, ticket.Verdict{Yes: true, ByLink: true}, one, two); err != nil {
		t.Fatal(err)
	}
	if d := l.last().Decisions[0]; d.Person != standIn || d.For != supervisor || d.Role != "s" {
		t.Errorf("%+v", d)
	}
	if l.last().AskedNow(supervisor) || !l.last().AskedNow(manager) {
		t.Errorf("asked at the second step: %+v", l.last().Asked)
	}
}

// What ends or seals a ticket ends what waits on it (ME-57).
func TestWhatEndsATicketEndsItsApprovals(t *testing.T) {
	for name, e := range map[string]ticket.Event{"resolved": ticket.Resolved{}, "merged": ticket.MergedInto{Survivor: 9}, "sealed": ticket.Sealed{}, "noted": ticket.Noted{}} {
		l := opened(t)
		l.askApproval(t, ticket.ApprovalCase{Purpose: "p", ByRule: true, Steps: steps("s")}, stage(l, ticket.Approver{Person: supervisor, Role: "s"}))
		l.take([]ticket.Event{e})
		l.take(ticket.ApprovalsFollow(l.ticket))
		want := ticket.StateWithdrawn
		if name == "noted" {
			want = ticket.StateWaiting
		}
		if l.last().State != want {
			t.Errorf("%s: %s", name, l.last().State)
		}
	}
	l := opened(t)
	l.take([]ticket.Event{ticket.Sealed{}})
	if _, err := ticket.AskApproval(l.ticket, ticket.ApprovalCase{Purpose: "p", Reason: "r", Steps: steps("s")}, nil); !fault.Is(err, fault.Conflict) {
		t.Errorf("asked of a sealed one: %v", err)
	}
}

// CLOCKS, rule 4: while the agency is asked the clocks are told so; while the desk itself is, nothing stands still.
func TestClocksLearnWhatWaitsForTheAgency(t *testing.T) {
	l := opened(t)
	one, two := stage(l, ticket.Approver{Person: supervisor, Role: "s"}), stage(l, ticket.Approver{Person: manager, Role: "m"})
	two.Ours = true
	before := len(ticket.Facts(l.entries))
	l.askApproval(t, ticket.ApprovalCase{Purpose: "p", ByRule: true, Steps: steps("s", "m")}, one, two)
	if got := len(ticket.Facts(l.entries)) - before; got != 1 {
		t.Errorf("%d facts of a step that the agency decides", got)
	}
	events, err := ticket.DecideApproval(l.ticket, 1, supervisor, yes, []ticket.Stage{one, two}, l.now)
	if err != nil {
		t.Fatal(err)
	}
	l.take(events)
	facts := ticket.Facts(l.entries)
	if last := facts[len(facts)-1]; len(facts)-before != 2 || last.Kind != "pause_ended" && last.Cause != "approval" {
		t.Errorf("%+v", facts[before:])
	}
}

// Whatever is said, by whom and when: an approval has one end, and is given only with the words that each step needs, of
// different people, none of them the one who asks.
func TestNoApprovalWithAStepMissing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := opened(t)
		roles := []string{"a", "b", "c"}
		draw := func() ticket.Approver {
			return ticket.Approver{Person: people.ID(rapid.IntRange(1, 7).Draw(t, "holder")), Role: rapid.SampledFrom(roles).Draw(t, "role"),
				For: people.ID(rapid.SampledFrom([]int{0, 0, 0, 1, 2, 3}).Draw(t, "for")), Turn: rapid.IntRange(0, 2).Draw(t, "turn")}
		}
		var chain []ticket.ApprovalStep
		var stages []ticket.Stage
		for range rapid.IntRange(1, 3).Draw(t, "steps") {
			n := rapid.IntRange(1, 3).Draw(t, "roles")
			chain = append(chain, ticket.ApprovalStep{Roles: roles[:n], All: rapid.Bool().Draw(t, "all")})
			stages = append(stages, stage(l, rapid.SliceOfN(rapid.Custom(func(*rapid.T) ticket.Approver { return draw() }), 0, 8).Draw(t, "holders")...))
		}
		l.askApproval(t, ticket.ApprovalCase{Purpose: "p", ByRule: true, Steps: chain}, stages...)
		ends := map[ticket.ApprovalState]int{}
		for range 60 {
			was := l.last().State
			if rapid.Bool().Draw(t, "time") {
				l.wait(time.Duration(rapid.IntRange(1, 80).Draw(t, "hours"))*time.Hour, stages...)
			} else {
				who := people.ID(rapid.IntRange(0, 8).Draw(t, "who"))
				asked := l.last().AskedNow(who)
				err := l.by(who, ticket.Verdict{Yes: rapid.IntRange(0, 9).Draw(t, "yes") > 0, Text: "words"}, stages...)
				if err == nil && (!asked || was != ticket.StateWaiting) {
					t.Fatalf("%d decided, who was not asked, or after the end", who)
				}
			}
			a := l.last()
			if a.State == ticket.StateWaiting && len(a.Asked) == 0 {
				t.Fatalf("it waits for nobody: %+v", a)
			}
			if was == ticket.StateWaiting && a.State != was {
				ends[a.State]++
			}
		}
		if n := len(ends); n > 1 {
			t.Fatalf("%d ends: %v", n, slices.Collect(maps.Keys(ends)))
		}
		check(t, l)
	})
}

// check compares the words of an approval with what its steps need, counted by themselves.
func check(t *rapid.T, l *life) {
	a := l.last()
	spoke := map[people.ID]bool{}
	for _, d := range a.Decisions {
		if d.Person == asker || d.For == asker || spoke[d.Person] {
			t.Fatalf("%+v", a.Decisions)
		}
		spoke[d.Person] = true
	}
	for i, step := range a.Steps {
		said := 0
		for _, d := range a.Decisions {
			if d.Step == i && d.Yes && slices.Contains(step.Roles, d.Role) {
				said++
			}
		}
		if enough := said == len(step.Roles) || !step.All && said > 0; l.ticket.Approved("p") && !enough {
			t.Fatalf("approved with %d words at step %d: %+v", said, i, a)
		}
	}
	refused := slices.ContainsFunc(a.Decisions, func(d ticket.Decision) bool { return !d.Yes })
	if refused != (a.State == ticket.StateRefused) {
		t.Fatalf("%s with a refusing word: %v", a.State, refused)
	}
}
