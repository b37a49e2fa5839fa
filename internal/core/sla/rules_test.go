package sla_test

import (
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/calendar"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/sla/slatest"
)

// tell reads a history: a line "2026-12-07 10:00 question_opened key=value..." per fact, local to a zone.
func tell(t testing.TB, zone, text string) []sla.Fact {
	t.Helper()
	var out []sla.Fact
	for line := range strings.Lines(strings.TrimSpace(text)) {
		words := strings.Fields(line)
		fact := sla.Fact{At: local(t, zone, words[0]+" "+words[1]), Kind: sla.Kind(words[2])}
		for _, w := range words[3:] {
			switch key, value, _ := strings.Cut(w, "="); key {
			case "class":
				fact.Class = value
			case "team":
				fact.Team = value
			case "agency":
				fact.Agency = value
			case "role":
				fact.Role = value
			case "cause":
				fact.Cause = sla.Cause(value)
			case "ref":
				fact.Ref = value
			case "silent":
				fact.Silent = true
			default:
				t.Fatalf("what is %q?", w)
			}
		}
		out = append(out, fact)
	}
	return out
}

func local(t testing.TB, zone, text string) time.Time {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	v, err := time.ParseInLocation("2006-01-02 15:04", text, loc)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

const (
	denver  = "America/Denver"
	newYork = "America/New_York"
	chicago = "America/Chicago"
)

// TestVerdicts tells short histories and asks for one clock each: its state, where it is due and where it stopped, "-"
// for neither.
func TestVerdicts(t *testing.T) {
	desks := map[string]*sla.Policy{denver: slatest.Colorado(t), newYork: slatest.Maine(t), chicago: slatest.Oklahoma(t)}
	for _, tc := range []struct {
		name, zone, class, facts, asOf string
		metric                         sla.Metric
		nth                            int
		state                          sla.State
		due, stopped                   string
	}{
		{"CO-27: a team alone is not enough", denver, "major_incident", `
			2026-12-07 10:00 received
			2026-12-07 10:05 assigned_team`, "2026-12-07 10:10", sla.AssignTeam, 0, sla.Counting, "2026-12-07 10:15", "-"},
		{"CO-27: team and acknowledgement, the later of both", denver, "major_incident", `
			2026-12-07 10:00 received
			2026-12-07 10:05 accepted
			2026-12-07 10:07 assigned_team`, "2026-12-07 10:10", sla.AssignTeam, 0, sla.Met, "2026-12-07 10:15", "2026-12-07 10:07"},
		{"CO-27: what met self-service does not meet the major incident that it became", denver, "", `
			2026-12-07 10:00 received
			2026-12-07 10:00 classified class=self_service
			2026-12-07 10:00 assigned_team
			2026-12-07 10:05 classified class=major_incident`, "2026-12-07 10:10", sla.AssignTeam, 0, sla.Counting, "2026-12-07 10:15", "-"},
		{"CO-27: the former target stays, superseded", denver, "", `
			2026-12-07 10:00 received
			2026-12-07 10:00 classified class=self_service
			2026-12-07 10:00 assigned_team
			2026-12-07 10:05 classified class=major_incident`, "2026-12-07 10:10", sla.AssignTeam, 1, sla.Superseded, "2026-12-07 14:00", "2026-12-07 10:00"},
		{"CO-27: a major incident from the first, all in one instant", denver, "major_incident", `
			2026-12-07 10:00 received
			2026-12-07 10:00 accepted
			2026-12-07 10:00 assigned_team`, "2026-12-07 10:10", sla.AssignTeam, 0, sla.Met, "2026-12-07 10:15", "2026-12-07 10:00"},
		{"CO-27: nor does whoever had it before the incident team", denver, "", `
			2026-12-07 10:00 received
			2026-12-07 10:00 classified class=self_service
			2026-12-07 10:00 assigned_team
			2026-12-07 10:02 accepted
			2026-12-07 10:05 classified class=major_incident
			2026-12-07 10:05 assigned_team team=incident
			2026-12-07 10:09 accepted`, "2026-12-07 10:10", sla.AssignTeam, 0, sla.Met, "2026-12-07 10:15", "2026-12-07 10:09"},
		{"CO-31: elsewhere the team is enough", denver, "self_service", `
			2026-12-05 22:00 received
			2026-12-05 22:05 assigned_team`, "2026-12-06 10:10", sla.AssignTeam, 0, sla.Met, "2026-12-06 02:00", "2026-12-05 22:05"},
		{"resolved by the desk, no team is needed", denver, "self_service", `
			2026-12-07 10:00 received
			2026-12-07 10:20 resolved`, "2026-12-09 10:10", sla.AssignTeam, 0, sla.Met, "2026-12-07 14:00", "2026-12-07 10:20"},
		{"CO-29: restored is enough", denver, "major_incident", `
			2026-12-07 10:00 received
			2026-12-07 13:00 restored
			2026-12-07 15:00 resolved`, "2026-12-08 10:10", sla.Resolve, 0, sla.Met, "2026-12-07 14:00", "2026-12-07 13:00"},
		{"CO-28: a public reply is no update to the impacted", denver, "major_incident", `
			2026-12-07 10:00 received
			2026-12-07 10:20 public_reply`, "2026-12-07 10:31", sla.Update, 0, sla.Missed, "2026-12-07 10:30", "-"},
		{"CO-28: late by a minute, the next interval begins", denver, "major_incident", `
			2026-12-07 10:00 received
			2026-12-07 10:31 update_published`, "2026-12-07 10:35", sla.Update, 1, sla.Missed, "2026-12-07 10:30", "2026-12-07 10:31"},
		{"CO-28: the resolution is the last update", denver, "major_incident", `
			2026-12-07 10:00 received
			2026-12-07 10:20 update_published
			2026-12-07 10:45 resolved`, "2026-12-07 12:00", sla.Update, 0, sla.Met, "2026-12-07 10:50", "2026-12-07 10:45"},
		{"CO-32: a public reply is one to the requester", denver, "self_service", `
			2026-12-07 10:00 received
			2026-12-08 10:00 public_reply`, "2026-12-08 12:00", sla.Update, 0, sla.Counting, "2026-12-10 17:00", "-"},
		{"updates begin again with a reopening", denver, "self_service", `
			2026-12-07 10:00 received
			2026-12-08 10:00 resolved
			2026-12-09 10:00 reopened`, "2026-12-09 12:00", sla.Update, 0, sla.Counting, "2026-12-11 17:00", "-"},
		{"ME-41: not by anybody", newYork, "urgent", `
			2026-12-07 10:00 received
			2026-12-07 10:02 accepted role=analyst`, "2026-12-07 10:04", sla.Accept, 0, sla.Counting, "2026-12-07 10:05", "-"},
		{"ME-41: by the designee", newYork, "urgent", `
			2026-12-07 10:00 received
			2026-12-07 10:02 accepted role=analyst
			2026-12-07 10:03 accepted role=designee`, "2026-12-07 10:04", sla.Accept, 0, sla.Met, "2026-12-07 10:05", "2026-12-07 10:03"},
		{"ME-42: resolved before a team was needed", newYork, "urgent", `
			2026-12-07 10:00 received
			2026-12-07 10:25 resolved`, "2026-12-07 12:00", sla.TeamIdentified, 0, sla.EndedState, "2026-12-07 10:30", "2026-12-07 10:25"},
		{"ME-42: resolved after one was due", newYork, "urgent", `
			2026-12-07 10:00 received
			2026-12-07 10:35 resolved`, "2026-12-07 12:00", sla.TeamIdentified, 0, sla.Missed, "2026-12-07 10:30", "2026-12-07 10:35"},
		{"ME-35: the text of the resolution is the reply", newYork, "low", `
			2026-12-07 10:00 received
			2026-12-08 10:00 resolved`, "2026-12-20 10:00", sla.FirstReply, 0, sla.Met, "2026-12-09 17:00", "2026-12-08 10:00"},
		{"ME-35: a resolution without text is a miss", newYork, "low", `
			2026-12-07 10:00 received
			2026-12-08 10:00 resolved silent`, "2026-12-20 10:00", sla.FirstReply, 0, sla.Missed, "2026-12-09 17:00", "2026-12-08 10:00"},
		{"OK-19: closing late does not count", chicago, "incident_1", `
			2026-12-07 10:00 received
			2026-12-07 11:00 resolved
			2026-12-12 11:00 closed`, "2026-12-20 10:00", sla.Close, 0, sla.Met, "2026-12-07 12:00", "2026-12-07 11:00"},
		{"OK-28: a group is not a provider", chicago, "incident_2", `
			2026-12-07 10:00 received
			2026-12-07 10:01 assigned_team
			2026-12-07 10:30 accepted`, "2026-12-20 10:00", sla.AssignProvider, 0, sla.Met, "2026-12-07 12:00", "2026-12-07 10:30"},
		{"ME-38: a question is resolved with the ticket", newYork, "medium", `
			2026-12-07 10:00 received
			2026-12-08 10:00 question_opened
			2026-12-08 10:00 resolved
			2027-08-08 10:00 closed`, "2027-09-01 10:00", sla.Resolve, 0, sla.Met, "2026-12-15 17:00", "2026-12-08 10:00"},
		{"two questions, one answer: still paused", newYork, "medium", `
			2026-12-07 10:00 received
			2026-12-08 10:00 question_opened ref=a
			2026-12-08 11:00 question_opened ref=b
			2026-12-08 12:00 question_answered ref=b`, "2026-12-09 10:00", sla.Resolve, 0, sla.Paused, "-", "-"},
		{"CO-33: an unmet duty pauses", denver, "self_service", `
			2026-11-20 16:30 received
			2026-11-23 10:00 pause_began cause=duty`, "2026-11-30 10:00", sla.Resolve, 0, sla.Paused, "-", "-"},
		{"rule 4: a vendor does not pause unless named", denver, "self_service", `
			2026-11-20 16:30 received
			2026-11-23 10:00 pause_began cause=vendor`, "2026-11-30 10:00", sla.Resolve, 0, sla.Counting, "2026-12-11 17:00", "-"},
		{"rule 4: an update clock never pauses", denver, "self_service", `
			2026-11-20 16:30 received
			2026-11-23 10:00 question_opened`, "2026-11-24 10:00", sla.Update, 0, sla.Counting, "2026-11-24 17:00", "-"},
		{"a pause after the due instant changes nothing", newYork, "high", `
			2026-12-07 10:00 received
			2026-12-10 10:00 question_opened`, "2026-12-11 10:00", sla.Resolve, 0, sla.Missed, "2026-12-09 17:00", "-"},
		{"rule 8: the resolved days do not count", newYork, "high", `
			2026-12-07 10:00 received
			2026-12-07 16:00 resolved
			2026-12-09 16:00 reopened`, "2026-12-10 10:00", sla.Resolve, 0, sla.Counting, "2026-12-11 17:00", "-"},
		{"rule 8: before the reopening it was met", newYork, "high", `
			2026-12-07 10:00 received
			2026-12-07 16:00 resolved
			2026-12-09 16:00 reopened`, "2026-12-09 15:00", sla.Resolve, 0, sla.Met, "2026-12-09 17:00", "2026-12-07 16:00"},
		{"rule 8: after the confirm window the verdict stands", newYork, "high", `
			2026-12-07 10:00 received
			2026-12-07 16:00 resolved
			2026-12-12 16:01 reopened`, "2026-12-20 15:00", sla.Resolve, 0, sla.Met, "2026-12-09 17:00", "2026-12-07 16:00"},
		{"rule 11: merged", newYork, "high", `
			2026-12-07 10:00 received
			2026-12-07 16:00 merged
			2026-12-08 16:00 resolved`, "2026-12-20 15:00", sla.Resolve, 0, sla.EndedState, "2026-12-09 17:00", "2026-12-07 16:00"},
		{"rule 11: the earliest of the set", newYork, "high", `
			2026-12-07 10:00 received
			2026-12-04 10:00 received`, "2026-12-07 15:00", sla.Resolve, 0, sla.Counting, "2026-12-08 17:00", "-"},
		{"rule 6: same start, new target over the whole life", newYork, "low", `
			2026-12-07 10:00 received
			2026-12-07 12:00 classified class=high`, "2026-12-07 13:00", sla.FirstReply, 0, sla.Counting, "2026-12-07 14:00", "-"},
		{"rule 6: the former target stays", newYork, "low", `
			2026-12-07 10:00 received
			2026-12-07 12:00 classified class=high`, "2026-12-07 13:00", sla.FirstReply, 1, sla.Superseded, "2026-12-09 17:00", "2026-12-07 12:00"},
		{"rule 6: late on upgrade", newYork, "low", `
			2026-12-07 10:00 received
			2026-12-07 15:00 classified class=high`, "2026-12-07 16:00", sla.FirstReply, 0, sla.Missed, "2026-12-07 15:00", "-"},
		{"rule 6: late on upgrade, and answered before it", newYork, "low", `
			2026-12-07 10:00 received
			2026-12-08 10:00 public_reply
			2026-12-08 15:00 classified class=high`, "2026-12-09 16:00", sla.FirstReply, 0, sla.Met, "2026-12-08 15:00", "2026-12-08 10:00"},
		{"rule 6: the former target stays, with its own stop", newYork, "low", `
			2026-12-07 10:00 received
			2026-12-08 10:00 public_reply
			2026-12-08 15:00 classified class=high`, "2026-12-09 16:00", sla.FirstReply, 1, sla.Superseded, "2026-12-09 17:00", "2026-12-08 10:00"},
		{"rule 6: too late for either target stays late", newYork, "medium", `
			2026-12-07 10:00 received
			2026-12-09 10:00 public_reply
			2026-12-09 15:00 classified class=high`, "2026-12-09 16:00", sla.FirstReply, 0, sla.Missed, "2026-12-07 14:00", "2026-12-09 10:00"},
		{"rule 6: a milder target judges the whole life too", newYork, "high", `
			2026-12-07 10:00 received
			2026-12-07 15:00 public_reply
			2026-12-08 15:00 classified class=low`, "2026-12-09 16:00", sla.FirstReply, 0, sla.Met, "2026-12-09 17:00", "2026-12-07 15:00"},
		{"CO-27: accepted in time, before it was a major incident", denver, "self_service", `
			2026-12-07 10:00 received
			2026-12-07 10:05 assigned_team
			2026-12-07 10:11 accepted
			2026-12-07 11:00 classified class=major_incident`, "2026-12-07 12:00", sla.AssignTeam, 0, sla.Met, "2026-12-07 10:15", "2026-12-07 10:11"},
		{"rule 6: a pause is kept under the new target", newYork, "low", `
			2026-12-07 10:00 received
			2026-12-07 11:00 question_opened
			2026-12-08 11:00 question_answered
			2026-12-08 15:00 classified class=high`, "2026-12-09 16:00", sla.Resolve, 0, sla.Counting, "2026-12-10 17:00", "-"},
		{"updates of a major incident begin with its declaration", denver, "self_service", `
			2026-12-07 10:00 received
			2026-12-07 15:00 classified class=major_incident`, "2026-12-07 15:10", sla.Update, 0, sla.Counting, "2026-12-07 15:30", "-"},
		{"a weekend of waiting is worth the open hours in it", newYork, "high", `
			2026-12-10 15:00 received
			2026-12-11 16:00 question_opened
			2026-12-14 08:00 question_answered`, "2026-12-14 09:00", sla.Resolve, 0, sla.Counting, "2026-12-15 17:00", "-"},
		{"a reopening long after the due instant is not late", newYork, "high", `
			2026-12-07 10:00 received
			2026-12-07 16:00 resolved
			2026-12-11 17:00 reopened`, "2026-12-11 17:00", sla.Resolve, 0, sla.Counting, "2026-12-15 17:00", "-"},
		{"a question after the last share is used up moves nothing", newYork, "high", `
			2026-12-07 10:00 received
			2026-12-09 11:00 question_opened`, "2026-12-09 12:00", sla.Resolve, 0, sla.Counting, "2026-12-09 17:00", "-"},
		{"a question of a resolved ticket is not open again", newYork, "medium", `
			2026-12-07 10:00 received
			2026-12-08 10:00 question_opened
			2026-12-08 16:00 resolved
			2026-12-09 10:00 reopened`, "2026-12-09 12:00", sla.Resolve, 0, sla.Counting, "2026-12-16 17:00", "-"},
		{"A24: answered before the mail was to be read", newYork, "high", `
			2026-12-05 10:00 received
			2026-12-05 11:00 public_reply`, "2026-12-07 15:10", sla.FirstReply, 0, sla.Met, "2026-12-07 11:00", "2026-12-05 11:00"},
	} {
		channel := "phone"
		if strings.HasPrefix(tc.name, "A24") {
			channel = "mail"
		}
		clocks, err := sla.Evaluate(sla.Subject{Class: tc.class, Channel: channel}, tell(t, tc.zone, tc.facts), slatest.Editions(desks[tc.zone]), local(t, tc.zone, tc.asOf))
		if err != nil {
			t.Errorf("%s: %v", tc.name, err)
			continue
		}
		show := func(at time.Time) string {
			if at.IsZero() {
				return "-"
			}
			loc, _ := time.LoadLocation(tc.zone)
			return at.In(loc).Format("2006-01-02 15:04")
		}
		c := pick(t, clocks, tc.metric, tc.nth)
		if c.State != tc.state || show(c.Due) != tc.due || show(c.StoppedAt) != tc.stopped {
			t.Errorf("%s: %s, due %s, stopped %s; want %s, %s, %s", tc.name, c.State, show(c.Due), show(c.StoppedAt), tc.state, tc.due, tc.stopped)
		}
		if late := strings.Contains(tc.name, "late on upgrade"); c.LateOnUpgrade != late {
			t.Errorf("%s: late on upgrade is %v", tc.name, c.LateOnUpgrade)
		}
	}
}

func TestVerdictAtTheEdge(t *testing.T) {
	subject := sla.Subject{Class: "password_reset", Channel: "phone"} // OK-27
	const received, due = "2026-12-07T10:00:00-06:00", "2026-12-07T10:20:00-06:00"
	for _, tc := range []struct {
		name, resolved, asOf string
		want                 sla.State
	}{
		{"not stopped, at the due instant", "", due, sla.Counting},
		{"not stopped, past it", "", "2026-12-07T10:20:00.000000001-06:00", sla.Missed},
		{"equality meets", due, "2026-12-08T00:00:00Z", sla.Met},
		{"late by any time", "2026-12-07T10:20:00.000000001-06:00", "2026-12-08T00:00:00Z", sla.Missed},
	} {
		facts := []sla.Fact{f(t, sla.Received, received)}
		if tc.resolved != "" {
			facts = append(facts, f(t, sla.Resolved, tc.resolved))
		}
		c := pick(t, evaluate(t, slatest.Oklahoma(t), subject, facts, tc.asOf), sla.Close, 0)
		if c.State != tc.want || c.StoppedAt.IsZero() != (tc.resolved == "") || c.Remaining < 0 {
			t.Errorf("%s: %s, stopped %v, %v remain", tc.name, c.State, c.StoppedAt, c.Remaining)
		}
	}
}

// Rule 5: the reply family resets.
func TestNextReply(t *testing.T) {
	p := slatest.Maine(t)
	p.Targets = append(p.Targets, sla.Target{Class: "low", Metric: sla.NextReply, Obligation: sla.Goal, Amount: slatest.Service(4), Calendar: p.Targets[0].Calendar})
	facts := tell(t, newYork, `
		2026-12-07 10:00 received
		2026-12-07 10:05 customer_message
		2026-12-07 11:00 public_reply
		2026-12-07 12:00 customer_message
		2026-12-07 13:00 customer_message
		2026-12-07 14:00 public_reply
		2026-12-08 09:00 customer_message
		2026-12-08 16:00 resolved
		2026-12-09 08:00 customer_message
		2026-12-09 09:00 reopened`)
	clocks, err := sla.Evaluate(sla.Subject{Class: "low", Channel: "phone"}, facts, slatest.Editions(p), local(t, newYork, "2026-12-09 10:00"))
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range []struct {
		start string
		state sla.State
	}{{"2026-12-09 08:00", sla.Counting}, {"2026-12-08 09:00", sla.Missed}, {"2026-12-07 12:00", sla.Met}} {
		c := pick(t, clocks, sla.NextReply, n)
		if !c.Start.Equal(local(t, newYork, want.start)) || c.State != want.state || c.Interval != 2-n {
			t.Errorf("cycle %d from %v: %s, want %s from %s", c.Interval, c.Start, c.State, want.state, want.start)
		}
	}
}

// Of several targets the most specific holds: service, agency, team, channel. A team's own target begins with the team.
func TestPrecedence(t *testing.T) {
	p := slatest.Maine(t)
	more := func(w sla.When, minutes int) {
		p.Targets = append(p.Targets, sla.Target{Class: "urgent", Metric: sla.Resolve, Obligation: sla.Goal, Amount: slatest.Minutes(minutes), Calendar: p.Targets[0].Calendar, When: w})
	}
	more(sla.When{Channel: "phone"}, 10)
	more(sla.When{Team: "network", Channel: "phone"}, 20)
	more(sla.When{Agency: "health"}, 30)
	more(sla.When{Agency: "health", From: calendar.Date{Year: 2026, Month: 12, Day: 7}}, 35) // ME-15
	more(sla.When{Service: "payroll"}, 40)
	for _, tc := range []struct {
		subject sla.Subject
		minutes int
	}{
		{sla.Subject{}, 240},
		{sla.Subject{Channel: "phone"}, 10},
		{sla.Subject{Channel: "phone", Team: "network"}, 20},
		{sla.Subject{Channel: "phone", Team: "network", Agency: "health"}, 35},
		{sla.Subject{Channel: "phone", Team: "network", Agency: "health", Service: "payroll"}, 40},
	} {
		tc.subject.Class = "urgent"
		clocks := evaluate(t, p, tc.subject, tell(t, newYork, "2026-12-07 10:00 received"), "2026-12-07T15:00:00Z")
		if c := pick(t, clocks, sla.Resolve, 0); c.Due.Sub(c.Start) != time.Duration(tc.minutes)*time.Minute {
			t.Errorf("%+v: %v allowed, want %d minutes", tc.subject, c.Due.Sub(c.Start), tc.minutes)
		}
	}
	facts := tell(t, newYork, `
		2026-12-07 10:00 received
		2026-12-07 12:00 assigned_team team=network`)
	c := pick(t, evaluate(t, p, sla.Subject{Class: "urgent", Channel: "phone"}, facts, "2026-12-07T17:10:00Z"), sla.Resolve, 0)
	if !c.Start.Equal(local(t, newYork, "2026-12-07 12:00")) || c.State != sla.Counting || c.LateOnUpgrade {
		t.Errorf("a team's own clock began %v and is %s", c.Start, c.State)
	}
}

// Rule 7: a storm closes the desk at noon; the running clock gains, what was closed before stays as it was.
func TestCalendarEdition(t *testing.T) {
	before, after := slatest.Maine(t), slatest.Maine(t)
	stormy := slatest.Calendar(t, newYork, 7, 17, slatest.Thanksgiving, slatest.DayAfter, calendar.Date{Year: 2026, Month: 12, Day: 9}, calendar.Date{Year: 2026, Month: 12, Day: 7})
	for i := range after.Targets {
		if !after.Targets[i].Calendar.Always() {
			after.Targets[i].Calendar = stormy
		}
	}
	editions := []sla.Edition{{From: time.Time{}, Policy: before}, {From: local(t, newYork, "2026-12-09 12:00"), Policy: after}}
	facts := tell(t, newYork, `
		2026-12-07 10:00 received
		2026-12-08 10:00 public_reply`)
	for _, tc := range []struct{ asOf, due string }{
		{"2026-12-09 11:00", "2026-12-09 17:00"},
		{"2026-12-09 13:00", "2026-12-10 17:00"}, // the 7th still counts by the calendar of then
	} {
		clocks, err := sla.Evaluate(sla.Subject{Class: "high", Channel: "phone"}, facts, editions, local(t, newYork, tc.asOf))
		if err != nil {
			t.Fatal(err)
		}
		if c := pick(t, clocks, sla.Resolve, 0); !c.Due.Equal(local(t, newYork, tc.due)) || c.Generation != 0 {
			t.Errorf("as of %s: due %v, generation %d", tc.asOf, c.Due, c.Generation)
		}
		if c := pick(t, clocks, sla.FirstReply, 0); !c.Due.Equal(local(t, newYork, "2026-12-07 14:00")) || c.State != sla.Missed {
			t.Errorf("as of %s: the closed verdict became %s, due %v", tc.asOf, c.State, c.Due)
		}
	}
}

// Rule 6 for a new edition with another amount: superseded from its effective date, never before it.
func TestPolicyEdition(t *testing.T) {
	before, after := slatest.Oklahoma(t), slatest.Oklahoma(t)
	after.Targets[1].Amount = slatest.Hours(1) // close, incident_1
	editions := []sla.Edition{{From: local(t, chicago, "2026-12-07 10:30"), Policy: after}, {From: time.Time{}, Policy: before}}
	facts := tell(t, chicago, "2026-12-07 10:00 received")
	for asOf, want := range map[string][]string{"2026-12-07 10:29": {"2026-12-07 12:00"}, "2026-12-07 10:30": {"2026-12-07 11:00", "2026-12-07 12:00"}} {
		clocks, err := sla.Evaluate(sla.Subject{Class: "incident_1"}, facts, editions, local(t, chicago, asOf))
		if err != nil {
			t.Fatal(err)
		}
		for n, due := range want {
			if c := pick(t, clocks, sla.Close, n); !c.Due.Equal(local(t, chicago, due)) || (n == 1) != (c.State == sla.Superseded) {
				t.Errorf("as of %s: %s due %v, want %s", asOf, c.State, c.Due, due)
			}
		}
		if len(clocks) != len(want)+1 {
			t.Errorf("as of %s: %d clocks", asOf, len(clocks))
		}
	}
}
