package notice_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard/internal/core/notice"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
)

// The cast: dana asks, for kim; luis and nora are analysts, zoe leads their team, boss manages the desk.
const (
	dana people.ID = iota + 1
	kim
	luis
	nora
	zoe
	boss
)

var names = map[people.ID]string{0: "the desk", dana: "dana", kim: "kim", luis: "luis", nora: "nora", zoe: "zoe", boss: "boss"}

var start = time.Date(2026, 11, 20, 16, 0, 0, 0, time.UTC)

var staff = []people.Person{
	{ID: luis, Role: people.Analyst, Teams: []string{"network"}}, {ID: nora, Role: people.Analyst, Teams: []string{"network"}},
	{ID: zoe, Role: people.Lead, Teams: []string{"network"}}, {ID: boss, Role: people.Manager},
}

// life is a history, an act a minute.
type life struct{ entries []ticket.Entry }

func (l *life) act(by people.ID, events ...ticket.Event) *life {
	at := start.Add(time.Duration(len(l.entries)) * time.Minute)
	for _, e := range events {
		l.entries = append(l.entries, ticket.Entry{Seq: int64(len(l.entries) + 1), At: at, Recorded: at, By: by, Event: e})
	}
	return l
}

func opened() *life {
	return new(life).act(dana, ticket.Opened{Subject: "Printer", Requester: dana, Customer: kim},
		ticket.Classified{Class: "low"}, ticket.Routed{Team: "network", Rule: "nowhere else"})
}

func taken() *life {
	return opened().act(luis, ticket.Assigned{Person: luis}, ticket.Read{}, ticket.Accepted{Person: luis})
}

func solved() *life { return taken().act(luis, ticket.Resolved{Text: "Done."}) }

// heard says who is told of what since an entry: "started dana".
func (l *life) heard(from int) string {
	circle := notice.Circle{Staff: staff, Desk: "desk"}
	var out []string
	for i := from; i < len(l.entries); i++ {
		for _, n := range notice.For(l.entries, i, l.entries[i].Recorded) {
			for _, id := range circle.Reach(n) {
				out = append(out, string(n.Kind)+" "+names[id])
			}
		}
	}
	return strings.Join(out, ", ")
}

// Who hears of what (CO-18, CO-19, ME-27, ME-55, OK-09): a line per act.
func TestWhoIsTold(t *testing.T) {
	due := start.Add(time.Hour)
	for _, c := range []struct {
		name   string
		before *life
		by     people.ID
		events []ticket.Event
		want   string
	}{
		{"asked by portal", new(life), dana, []ticket.Event{ticket.Opened{Requester: dana}, ticket.Classified{}, ticket.Routed{Team: "network"}}, "acknowledged dana"},
		{"asked by phone", new(life), luis, []ticket.Event{ticket.Opened{Requester: dana, Channel: "phone"}, ticket.Classified{}, ticket.Routed{Team: "network"}}, "acknowledged dana"},
		{"for somebody else", new(life), dana, []ticket.Event{ticket.Opened{Requester: dana, Customer: kim}}, "acknowledged dana, acknowledged kim"},
		{"by the desk itself, from mail", new(life), 0, []ticket.Event{ticket.Opened{Requester: dana, Channel: "mail"}}, "acknowledged dana"},
		{"by a machine or a list", new(life), dana, []ticket.Event{ticket.Opened{Requester: dana, Channel: "mail", Quiet: true}}, ""},
		{"handed on", opened(), luis, []ticket.Event{ticket.Routed{Team: "mail", From: "network"}}, "routed dana, routed kim"},
		{"handed back", opened(), luis, []ticket.Event{ticket.Returned{To: "desk", From: "network"}}, "routed dana, routed kim"},
		{"a new class takes it to another team", opened(), luis, []ticket.Event{ticket.Classified{Class: "high"}, ticket.Routed{Team: "mail"}}, "routed dana, routed kim"},
		{"assigned", opened(), zoe, []ticket.Event{ticket.Assigned{Person: luis}}, ""},
		{"taken: assigned, read and accepted are one letter", opened(), luis, []ticket.Event{ticket.Assigned{Person: luis}, ticket.Read{}, ticket.Accepted{Person: luis}}, "started dana, started kim"},
		{"handed on and taken at once", opened(), luis, []ticket.Event{ticket.Routed{Team: "mail"}, ticket.Accepted{Person: luis}}, "started dana, started kim"},
		{"replied", opened(), luis, []ticket.Event{ticket.Read{}, ticket.Replied{Body: "On it."}}, "replied dana, replied kim"},
		{"replied and solved in the same moment: both have words", taken(), luis, []ticket.Event{ticket.Replied{}, ticket.Resolved{}}, "replied dana, replied kim, resolved dana, resolved kim"},
		{"asked back", taken(), luis, []ticket.Event{ticket.Asked{Question: "Which?"}}, "question dana, question kim"},
		{"waits for a duty", taken(), luis, []ticket.Event{ticket.DutyUnmet{Duty: "d1"}}, "waiting dana, waiting kim"},
		{"planned", taken(), luis, []ticket.Event{ticket.Planned{Step: "Swap", Due: due}}, "plan dana, plan kim"},
		{"told all who are impacted", taken(), luis, []ticket.Event{ticket.UpdatePublished{Audience: []people.ID{dana, nora}}}, "update dana, update nora"},
		{"solved", taken(), luis, []ticket.Event{ticket.Read{}, ticket.Resolved{}}, "resolved dana, resolved kim"},
		{"confirmed by one of the two", solved(), dana, []ticket.Event{ticket.Confirmed{}, ticket.Closed{}}, "closed kim"},
		{"closed when the window was over", solved(), 0, []ticket.Event{ticket.Closed{}}, "closed dana, closed kim"},
		{"taken up again by the desk", solved(), luis, []ticket.Event{ticket.Reopened{}}, "reopened dana, reopened kim"},
		{"taken up again by the customer", solved(), dana, []ticket.Event{ticket.Reopened{}}, "wrote luis"},
		{"the customer writes on what was solved", solved(), dana, []ticket.Event{ticket.Wrote{}, ticket.Reopened{}}, "wrote luis"},
		{"the customer writes", taken(), dana, []ticket.Event{ticket.Wrote{}}, "wrote luis"},
		{"the customer writes and nobody has it", opened(), dana, []ticket.Event{ticket.Wrote{}}, "wrote luis, wrote nora, wrote zoe"},
		{"the customer answers", taken(), kim, []ticket.Event{ticket.Answered{}}, "wrote luis"},
		{"an analyst writes down what the customer said", taken(), luis, []ticket.Event{ticket.Wrote{}}, ""},
		{"one of the team does, and nobody has it", opened(), nora, []ticket.Event{ticket.Wrote{}}, "wrote luis, wrote zoe"},
		{"a clock warns", taken(), 0, []ticket.Event{ticket.ClockWarned{Metric: "resolve"}}, "warned luis"},
		{"nobody has it", opened(), 0, []ticket.Event{ticket.ClockWarned{Metric: "resolve"}}, "warned zoe"},
		{"a team without people", new(life).act(dana, ticket.Opened{Requester: dana}, ticket.Routed{Team: "void"}), 0, []ticket.Event{ticket.ClockMissed{}}, "missed boss"},
		{"several clocks at once", taken(), 0, []ticket.Event{ticket.ClockWarned{Threshold: "50%"}, ticket.ClockWarned{Threshold: "80%"}, ticket.ClockMissed{Metric: "resolve"}, ticket.ClockWarned{Metric: "close"}}, "missed luis"},
		{"a clock that came too late, and the end", solved(), 0, []ticket.Event{ticket.ClockMissed{}, ticket.Closed{}}, "missed luis, closed dana, closed kim"},
		{"a letter that came back", taken(), 0, []ticket.Event{ticket.DeliveryReported{Kind: "replied", State: "bounced"}}, "delivery_failed luis"},
		{"a letter that arrived", taken(), 0, []ticket.Event{ticket.DeliveryReported{Kind: "replied", State: "accepted"}}, ""},
		{"a letter to a colleague that came back", taken(), 0, []ticket.Event{ticket.DeliveryReported{Kind: "delivery_failed", State: "bounced"}}, ""},
		{"escalated on the phone", taken(), luis, []ticket.Event{ticket.Escalated{Level: 1, To: []people.ID{zoe}}}, "answer_wanted zoe, escalated dana, escalated kim"},
		{"escalated by the customer", taken(), dana, []ticket.Event{ticket.Escalated{Level: 1, To: []people.ID{zoe}}}, "answer_wanted zoe, escalated kim"},
		{"escalated to the one for whom it is", taken(), dana, []ticket.Event{ticket.Escalated{Level: 1, To: []people.ID{kim}}}, "answer_wanted kim"},
		{"the level answers", taken(), zoe, []ticket.Event{ticket.EscalationAnswered{Level: 1, Text: "Soon."}}, "escalation_answered dana, escalation_answered kim"},
		{"one task is done", taken(), nora, []ticket.Event{ticket.TaskEnded{Ticket: 5, Left: 1}}, ""},
		{"the last task is done", taken(), nora, []ticket.Event{ticket.TaskEnded{Ticket: 5}}, "tasks_done luis"},
		{"a review is due", taken(), 0, []ticket.Event{ticket.ReviewDue{By: "team_lead", To: []people.ID{zoe, boss}}}, "review_due zoe, review_due boss"},
		{"the customer objects", taken(), dana, []ticket.Event{ticket.Contested{What: ticket.ContestClass, Text: "All of us."}}, "contested zoe"},
		{"nobody has answered that", taken(), 0, []ticket.Event{ticket.ContestLapsed{}}, "contested zoe"},
		{"the objection is answered", taken(), zoe, []ticket.Event{ticket.ContestAnswered{Reason: "One of you."}}, "contest_answered dana, contest_answered kim"},
		{"a rating is nobody's news", solved(), dana, []ticket.Event{ticket.Rated{Resolution: 1, Overall: 1}}, ""},
		{"a rule tells the lead", taken(), 0, []ticket.Event{ticket.RuleApplied{Acts: []ticket.RuleAct{{Do: "tell", To: "lead"}}}}, "ruled zoe"},
		{"OK-09: a rule tells who has it", taken(), 0, []ticket.Event{ticket.RuleApplied{Acts: []ticket.RuleAct{{Do: "tell", To: "assignee"}}}}, "ruled luis"},
		{"a rule tells who has it, and nobody has", opened(), 0, []ticket.Event{ticket.RuleApplied{Acts: []ticket.RuleAct{{Do: "tell", To: "assignee"}}}}, "ruled luis, ruled nora, ruled zoe"},
		{"a rule tells both", taken(), 0, []ticket.Event{ticket.RuleApplied{Acts: []ticket.RuleAct{{Do: "tell", To: "assignee"}, {Do: "tell", To: "lead"}}}}, "ruled luis, ruled zoe"},
		{"a rule could not do it", taken(), 0, []ticket.Event{ticket.RuleApplied{Acts: []ticket.RuleAct{{Do: "assign", Failed: true}}}}, "ruled zoe"},
		{"a rule did what it says", taken(), 0, []ticket.Event{ticket.RuleApplied{Acts: []ticket.RuleAct{{Do: "note"}}}}, ""},
		{"nobody holds the rung that reviews", taken(), 0, []ticket.Event{ticket.ReviewDue{By: "team_lead"}}, "review_due zoe"},
		{"an approval is asked for", taken(), luis, []ticket.Event{asks(nora, zoe)}, "approval_wanted nora, approval_wanted zoe"},
		{"one of those who are asked asks", taken(), luis, []ticket.Event{asks(luis)}, ""},
		{"half of its time is over", taken().act(luis, asks(nora)), 0, []ticket.Event{ticket.ApprovalReminded{Number: 1}}, "approval_wanted nora"},
		{"approved by the last", taken().act(luis, asks(nora)), nora, []ticket.Event{ticket.ApprovalDecided{Number: 1, Role: "supervisor", Yes: true}, ticket.ApprovalEnded{Number: 1, State: ticket.StateApproved}}, "approval dana, approval kim, approval_over luis"},
		{"withdrawn", taken().act(luis, asks(nora)), luis, []ticket.Event{ticket.ApprovalEnded{Number: 1, State: ticket.StateWithdrawn}}, ""},
		{"colleagues are named in a note", taken(), luis, []ticket.Event{ticket.Noted{Body: "@nora @zoe", Mentions: []people.ID{nora, zoe}}}, "mentioned nora, mentioned zoe"},
		{"who names themselves knows it", taken(), luis, []ticket.Event{ticket.Noted{Mentions: []people.ID{luis}}}, ""},
		{"what only the desk reads", taken(), luis, []ticket.Event{ticket.Noted{}, ticket.Denied{}, ticket.Read{}, ticket.Amended{}, ticket.Released{}}, ""},
	} {
		n := len(c.before.entries)
		if got := c.before.act(c.by, c.events...).heard(n); got != c.want {
			t.Errorf("%s: told are %q, want %q", c.name, got, c.want)
		}
	}
}

// A life from elsewhere is told to nobody, however young; what happens to it here is. A mail that came hours ago, while the
// desk was down, is acknowledged; what was written down long ago is not told any more.
func TestHistoryIsNotNews(t *testing.T) {
	old := opened()
	o := old.entries[0].Event.(ticket.Opened)
	o.External = "INC1"
	old.entries[0].Event = o
	old.entries = append(old.entries, ticket.Entry{At: start, Recorded: start, Event: ticket.ClockMissed{}})
	if got := old.heard(0); got != "" {
		t.Errorf("of an imported life are told %q", got)
	}
	if got := old.act(luis, ticket.Replied{Body: "Still yours?"}).heard(4); got != "replied dana, replied kim" {
		t.Errorf("of a reply on an imported ticket are told %q", got)
	}
	mail := opened()
	for i := range mail.entries {
		mail.entries[i].At = start.Add(-30 * time.Hour)
	}
	if got := mail.heard(0); got != "acknowledged dana, acknowledged kim" {
		t.Errorf("of a mail that arrived yesterday are told %q", got)
	}
	for wait, want := range map[time.Duration]int{time.Hour: 2, 5 * 24 * time.Hour: 2, 5*24*time.Hour + 1: 0} {
		if got := notice.For(mail.entries, 0, start.Add(wait)); len(got) != want {
			t.Errorf("after %s: %v", wait, got)
		}
	}
}

// Whatever happens, nobody is told of what they did themselves but that it arrived, nobody twice of one fact, staff letters
// reach staff alone and customers' letters never carry on to a team.
func TestNobodyIsToldTooMuch(t *testing.T) {
	events := []ticket.Event{ticket.Routed{Team: "mail"}, ticket.Returned{To: "desk"}, ticket.Accepted{Person: luis}, ticket.Assigned{Person: nora},
		ticket.Replied{}, ticket.Wrote{}, ticket.Answered{}, ticket.Planned{}, ticket.Asked{}, ticket.DutyUnmet{Duty: "d"}, ticket.Resolved{},
		ticket.UpdatePublished{Audience: []people.ID{dana, kim}}, ticket.Reopened{}, ticket.Confirmed{}, ticket.Closed{}, ticket.Noted{}, ticket.Noted{Mentions: []people.ID{luis, nora}},
		ticket.ClockWarned{}, ticket.ClockMissed{}, ticket.Denied{}, ticket.DeliveryReported{Kind: "replied", State: "failed"},
		ticket.Escalated{Level: 1, To: []people.ID{zoe, kim}}, ticket.EscalationAnswered{Level: 1}, ticket.TaskEnded{Ticket: 5}, ticket.ReviewDue{To: []people.ID{boss}},
		ticket.RuleApplied{Acts: []ticket.RuleAct{{Do: "tell"}}}, ticket.RuleApplied{Acts: []ticket.RuleAct{{Do: "tell", To: "assignee"}}}}
	rapid.Check(t, func(t *rapid.T) {
		l := opened()
		for range rapid.IntRange(1, 12).Draw(t, "acts") {
			l.act(rapid.SampledFrom([]people.ID{0, dana, kim, luis, nora, zoe}).Draw(t, "by"), rapid.SliceOfN(rapid.SampledFrom(events), 1, 3).Draw(t, "events")...)
		}
		circle := notice.Circle{Staff: staff, Desk: "desk"}
		for i, en := range l.entries {
			seen := map[people.ID]bool{}
			for _, n := range notice.For(l.entries, i, en.Recorded) {
				if !notice.Telling[en.Event.Name()] {
					t.Fatalf("%s is told of and not among those that are", en.Event.Name())
				}
				for _, id := range circle.Reach(n) {
					switch {
					case id == 0 || seen[id]:
						t.Fatalf("%s tells %v twice or nobody", en.Event.Name(), names[id])
					case id == en.By && n.Kind != notice.Acknowledged:
						t.Fatalf("%s of their own %s", names[id], en.Event.Name())
					case n.Kind.Staff() && id <= kim:
						t.Fatalf("the customer reads %s", n.Kind)
					case !n.Kind.Staff() && n.Team != "":
						t.Fatalf("a team reads the customer's %s", n.Kind)
					}
					seen[id] = true
				}
			}
		}
	})
}

// DESIGN 9.2 and 9.10: what leaves for whom.
func TestWhatLeaves(t *testing.T) {
	proven, claimed := people.Person{Proven: true}, people.Person{}
	for _, c := range []struct {
		kind   notice.Kind
		to     people.Person
		recent notice.Recent
		leaves bool
	}{
		{notice.Acknowledged, proven, notice.Recent{Confirmed: 9}, true},
		{notice.Acknowledged, claimed, notice.Recent{}, true},
		{notice.Acknowledged, claimed, notice.Recent{Confirmed: 1}, false},
		{notice.Replied, claimed, notice.Recent{Confirmed: 1}, true},
		{notice.Question, claimed, notice.Recent{}, true},
		{notice.Resolved, claimed, notice.Recent{}, true},
		{notice.Routed, claimed, notice.Recent{}, false},
		{notice.Closed, claimed, notice.Recent{}, false},
		{notice.Status, claimed, notice.Recent{}, true},
		{notice.Status, claimed, notice.Recent{Answered: 1}, false},
		{notice.WrongChannel, proven, notice.Recent{Answered: 1}, false},
		{notice.WrongChannel, claimed, notice.Recent{}, true},
		{notice.Replied, proven, notice.Recent{Hour: notice.MaxPerAddress}, false},
		{notice.Replied, proven, notice.Recent{Hour: notice.MaxPerAddress - 1, Thread: notice.MaxPerThread - 1}, true},
		{notice.Replied, proven, notice.Recent{Thread: notice.MaxPerThread}, false},
		{notice.Warned, claimed, notice.Recent{}, true},
		{notice.AnswerWanted, claimed, notice.Recent{}, true},
		{notice.EscalationAnswered, claimed, notice.Recent{}, true},
		{notice.Escalated, claimed, notice.Recent{}, false},
		{notice.Held, proven, notice.Recent{}, false},
	} {
		if why := notice.Suppressed(c.kind, c.to, c.recent); (why == "") != c.leaves {
			t.Errorf("%s with %+v: %q", c.kind, c.recent, why)
		}
	}
}

func TestEveryKindOnce(t *testing.T) {
	all := notice.Kinds()
	if n := len(slices.Compact(slices.Sorted(slices.Values(all)))); n != len(all) || n != 41 {
		t.Errorf("%d kinds, %d different: %s", len(all), n, fmt.Sprint(all))
	}
}

// asks is an approval of these people.
func asks(whom ...people.ID) ticket.Event {
	e := ticket.ApprovalAsked{Number: 1, Case: &ticket.ApprovalCase{Purpose: "p", Steps: []ticket.ApprovalStep{{Roles: []string{"supervisor"}}}}}
	for _, p := range whom {
		e.Of = append(e.Of, ticket.Approver{Person: p, Role: "supervisor"})
	}
	return e
}
