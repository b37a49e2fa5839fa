package automate_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard/internal/core/automate"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
)

// Monday at 9:00 in the desk's hours, which are 8 to 17 on weekdays.
var monday = time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)

const (
	customer = people.ID(1)
	luis     = people.ID(7)
	ann      = people.ID(8)
)

const base = `
desk: Desk
operator: State
timezone: UTC
calendars:
  office: {name: Office, open: {mon-fri: "08:00-17:00"}, holidays: days}
  always: {name: Always, open: always}
holidays: {days: {dates: {2026-11-26: Thanksgiving Day}}}
channels: {portal: {name: Portal}}
types: {incident: {ask: Broken, class: low}}
classes: {low: Low}
targets: {low: {resolve: {within: 5 business days, kind: goal, clock: office}}}
teams: {desk: {name: Desk, hours: office}, network: Network, night: Night}
services: {vpn: {name: VPN, team: network}, printer: {name: Printer, team: desk}}
`

func desk(t testing.TB, rules string) *definition.Definition {
	t.Helper()
	d, problems := definition.Parse("desk.yaml", []byte(base+rules))
	if problems.Failed() {
		t.Fatal(problems)
	}
	return d
}

// life is a history: who, after how long, what. What happens at once was written down at once.
type life struct {
	entries []ticket.Entry
	now     time.Time
}

func opened(at time.Time, service string) *life {
	l := &life{now: at}
	return l.add(customer, 0, ticket.Opened{Subject: "The printer is on fire", Channel: "portal", Requester: customer, Service: service}).
		add(customer, 0, ticket.Classified{Type: "incident", Class: "low"}).add(customer, 0, ticket.Routed{Team: "desk", Rule: "r"})
}

func (l *life) add(by people.ID, after time.Duration, e ticket.Event) *life {
	l.now = l.now.Add(after)
	l.entries = append(l.entries, ticket.Entry{Seq: int64(len(l.entries) + 1), At: l.now, Recorded: l.now, By: by, Event: e})
	return l
}

func (l *life) state() automate.State {
	return automate.State{Ticket: ticket.Fold(12, l.entries), Entries: l.entries}
}

func next(def *definition.Definition, l *life) string {
	turn, ok := automate.Next(def, l.state(), time.Time{}, l.now)
	if !ok {
		return "none"
	}
	return fmt.Sprintf("%s %d/%d %s%s", turn.Rule.ID, turn.Cause, turn.Nth, turn.At.Format("Mon 15:04"), turn.Held)
}

// A rule on time waits for what its "since" says, on its calendar, and no longer than that goes on (ASKS 5, 18; OK-06, OK-09).
func TestWhatARuleWaitsFor(t *testing.T) {
	night := time.Date(2026, 11, 20, 22, 0, 0, 0, time.UTC) // Friday
	for _, test := range []struct {
		name, rule, want string
		life             *life
	}{
		{"in the hours of the desk", "since: routed, after: 2 service hours", "r 3/0 Mon 11:00", opened(monday, "")},
		{"over the weekend", "since: routed, after: 2 service hours", "r 3/0 Mon 10:00", opened(night, "")},
		{"elapsed, but not at night", "since: routed, after: 2 hours", "r 3/0 Mon 08:00", opened(night, "")},
		{"at night where the calendar says so", "since: routed, after: 2 hours, clock: always", "r 3/0 Sat 00:00", opened(night, "")},
		{"as soon as it is open", "since: routed", "r 3/0 Mon 08:00", opened(night, "")},
		{"not on a holiday", "since: routed", "r 3/0 Fri 08:00", opened(time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC), "")},
		{"while nobody has it", "since: unassigned, after: 1 hour", "none", opened(monday, "").add(luis, time.Minute, ticket.Assigned{Person: luis})},
		{"until who has it does anything", "since: assigned, after: 1 hour", "none",
			opened(monday, "").add(ann, time.Minute, ticket.Assigned{Person: luis}).add(luis, time.Minute, ticket.Noted{Body: "Looking."})},
		{"since it was given to them", "since: assigned, after: 1 hour", "r 4/0 Mon 10:01",
			opened(monday, "").add(ann, time.Minute, ticket.Assigned{Person: luis}).add(ann, time.Minute, ticket.Noted{Body: "For you."})},
		{"while nobody has read it", "since: unread, after: 4 service hours", "r 1/0 Mon 13:00",
			opened(monday, "").add(customer, time.Minute, ticket.Wrote{Body: "Hello?"})},
		{"not once it was read", "since: unread, after: 4 service hours", "none", opened(monday, "").add(luis, time.Minute, ticket.Read{})},
		{"since the oldest message that nobody looked after", "since: wrote, after: 1 hour", "r 5/0 Mon 10:02",
			opened(monday, "").add(luis, time.Minute, ticket.Read{}).add(customer, time.Minute, ticket.Wrote{Body: "?"}).add(customer, time.Minute, ticket.Wrote{Body: "??"})},
		{"not once somebody did", "since: wrote, after: 1 hour", "none",
			opened(monday, "").add(customer, time.Minute, ticket.Wrote{Body: "?"}).add(luis, time.Minute, ticket.Noted{Body: "Seen."})},
		{"once", "since: routed, after: 1 hour", "none", opened(monday, "").add(0, time.Hour, ticket.RuleApplied{Rule: "r", Cause: 3, Since: "routed"})},
		{"again and again", "since: routed, every: 1 hour", "r 3/1 Mon 11:00",
			opened(monday, "").add(0, time.Hour, ticket.RuleApplied{Rule: "r", Cause: 3, Since: "routed"})},
		{"the last of what nobody was there for", "since: routed, every: 1 hour", "r 3/3 Mon 13:00", opened(monday, "").add(luis, 4*time.Hour, ticket.Read{})},
		{"where the condition holds", "since: routed, after: 1 hour, if: 'service:vpn'", "none", opened(monday, "printer")},
		{"nothing that is over", "since: routed, after: 1 hour", "none", opened(monday, "").add(luis, time.Minute, ticket.Resolved{Text: "Done."})},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := next(desk(t, "rules: {r: {name: R, then: {tell: lead}, "+test.rule+"}}"), test.life); got != test.want {
				t.Errorf("it waits for %q, want %q", got, test.want)
			}
		})
	}
}

// What came in from elsewhere, or was written down long after, is acted upon by no rule; nor is what fell due before the rules
// came into force.
func TestRulesLookForward(t *testing.T) {
	def := desk(t, "rules: {r: {name: R, since: routed, after: 1 hour, then: {tell: lead}}, e: {name: E, on: opened, then: {tell: lead}}}")
	brought := opened(monday, "")
	o := brought.entries[0].Event.(ticket.Opened)
	o.External = "INC1"
	brought.entries[0].Event = o
	late := opened(monday, "")
	for i := range late.entries {
		late.entries[i].Recorded = monday.Add(25 * time.Hour)
	}
	for name, l := range map[string]*life{"imported": brought, "late": late} {
		if got := next(def, l); got != "none" {
			t.Errorf("%s: %s", name, got)
		}
		if turn, ok := automate.Upon(def, l.state(), 0, l.now); ok {
			t.Errorf("%s: %v acts", name, turn)
		}
	}
	if turn, ok := automate.Next(def, opened(monday, "").state(), monday.Add(2*time.Hour), monday); ok {
		t.Errorf("%v was due before its edition", turn)
	}
}

// Rules upon an event act in the order of the file until one stops, and each once.
func TestOrderAndStop(t *testing.T) {
	def := desk(t, `
rules:
  vpn: {name: V, on: opened, if: "service:vpn", then: {tell: lead}, stop: yes}
  fire: {name: F, on: [opened, wrote], if: "fire", then: {tell: lead}, stop: yes}
  all: {name: A, on: opened, then: {tell: lead}}
`)
	for service, want := range map[string]string{"vpn": "vpn", "printer": "fire"} {
		l := opened(monday, service)
		var got []string
		for {
			turn, ok := automate.Upon(def, l.state(), 0, l.now)
			if !ok {
				break
			}
			got = append(got, turn.Rule.ID)
			l.add(0, 0, turn.Applied(1))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v act, want %s", service, got, want)
		}
	}
}

// Whatever rules there are and whatever people do, no cause is acted upon twice, and rules come to an end by themselves.
func TestRulesTerminate(t *testing.T) {
	teams := []string{"desk", "network", "night"}
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		b.WriteString("rules:\n")
		for i := range rapid.IntRange(1, 6).Draw(t, "rules") {
			when := rapid.SampledFrom([]string{"on: [routed, opened]", "on: wrote", "on: unassigned", "on: assigned", "since: routed, after: 10 minutes",
				"since: routed, every: 10 minutes", "since: assigned, after: 5 minutes", "since: unassigned"}).Draw(t, "when")
			do := rapid.SampledFrom([]string{"{route: desk}", "{route: network}", "{route: night}", "{assign: round robin}", "{unassign: late}", "{tell: lead}"}).Draw(t, "do")
			team := rapid.SampledFrom(append([]string{""}, teams...)).Draw(t, "team")
			if team != "" {
				team = "if: 'team:" + team + "', "
			}
			fmt.Fprintf(&b, "  r%d: {name: R, %s, %sthen: %s, stop: %s}\n", i, when, team, do, rapid.SampledFrom([]string{"yes", "no"}).Draw(t, "stop"))
		}
		def, problems := definition.Parse("desk.yaml", []byte(base+b.String()))
		if problems.Failed() {
			t.Fatal(problems)
		}
		l, seen, since, at := opened(monday, "vpn"), map[string]bool{}, 0, 0
		step := func(turn automate.Turn) {
			k := fmt.Sprint(turn.Rule.ID, turn.Cause, turn.Nth)
			if since++; seen[k] || since > automate.MaxActs+1 {
				t.Fatalf("%s acts once more after %d:\n%s", k, since, b.String())
			}
			seen[k] = true
			l.add(0, 0, turn.Applied(1))
			if turn.Held == "" {
				act(l, turn.Rule.Then[0])
			}
		}
		for range 60 {
			for ; at < len(l.entries); at++ {
				for turn, ok := automate.Upon(def, l.state(), at, l.now); ok; turn, ok = automate.Upon(def, l.state(), at, l.now) {
					step(turn)
				}
			}
			if turn, ok := automate.Next(def, l.state(), time.Time{}, l.now); ok {
				if turn.At.After(l.now) {
					l.now = turn.At
				}
				step(turn)
				continue
			}
			if rapid.Bool().Draw(t, "enough") {
				break
			}
			since = 0
			l.add(customer, time.Minute, ticket.Wrote{Body: "?"})
		}
	})
}

func act(l *life, d definition.Deed) {
	s := l.state().Ticket
	switch {
	case d.Do == definition.DoRoute && s.Team != d.To:
		l.add(0, 0, ticket.Routed{Team: d.To, From: s.Team, Rule: "r"})
	case d.Do == definition.DoAssign && s.Assignee == 0:
		l.add(0, 0, ticket.Assigned{Person: luis})
	case d.Do == definition.DoUnassign && s.Assignee != 0:
		l.add(0, 0, ticket.Unassigned{Person: s.Assignee, Reason: "late"})
	}
}

// A dry run tells what would have been done, in the order in which it would have been, and does not count what rules did then.
func TestDry(t *testing.T) {
	def := desk(t, `
rules:
  fire: {name: F, on: opened, if: "fire", then: {tell: lead}}
  slow: {name: S, since: unassigned, after: 2 hours, then: {assign: round robin}}
  asks: {name: A, since: wrote, after: 1 hour, then: {tell: lead}}
`)
	l := opened(monday, "").add(luis, 3*time.Hour, ticket.Assigned{Person: luis}).add(customer, time.Hour, ticket.Wrote{Body: "?"}).
		add(luis, 30*time.Minute, ticket.Replied{Body: "On it."}).add(customer, time.Minute, ticket.Wrote{Body: "Thanks"})
	var got []string
	for _, w := range automate.Dry(def, 1, l.entries, l.now.Add(24*time.Hour)) {
		got = append(got, fmt.Sprintf("%s %d %s", w.Rule, w.Cause, w.At.Format("Mon 15:04")))
	}
	if want := "fire 1 Mon 09:00, slow 3 Mon 11:00, asks 7 Mon 14:31"; strings.Join(got, ", ") != want {
		t.Errorf("it would have done %q, want %q", got, want)
	}
}

// What a change of a ticket pays for rules that wait: the timer of its row is computed with each.
func BenchmarkNext(b *testing.B) {
	def := desk(b, `
rules:
  a: {name: A, since: unassigned, after: 2 hours, if: "team:desk -is:waiting", then: {tell: lead}}
  b: {name: B, since: unread, after: 4 service hours, if: "channel:portal", then: {tell: lead}}
  c: {name: C, since: wrote, after: 2 service hours, then: {tell: lead}}
`)
	l := opened(monday, "vpn")
	s := l.state()
	b.ReportAllocs()
	for b.Loop() {
		automate.Next(def, s, time.Time{}, l.now)
	}
}
