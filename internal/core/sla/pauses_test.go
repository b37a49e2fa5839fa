package sla_test

import (
	"slices"
	"testing"
	"time"

	"switchboard/internal/core/sla"
	"switchboard/internal/core/sla/slatest"
)

// TestWhatIsLeftStays: while one question or another is open, what is left is what was left when the first was asked.
func TestWhatIsLeftStays(t *testing.T) {
	p, subject := slatest.Maine(t), sla.Subject{Class: "low", Channel: "phone"}
	facts := tell(t, newYork, `
		2026-12-01 09:00 received
		2026-12-01 12:00 question_opened
		2026-12-01 15:30 question_opened
		2026-12-01 17:00 question_answered
		2026-12-02 10:00 pause_began cause=duty
		2026-12-02 11:00 question_answered`)
	const want = 105 * time.Hour // five on Tuesday the 1st and ten business days, the last one Tuesday the 15th
	for _, asOf := range []string{"2026-12-01T17:00:00Z", "2026-12-01T21:00:00Z", "2026-12-02T12:00:00Z", "2026-12-02T15:30:00Z", "2026-12-09T15:30:00Z"} {
		c := pick(t, evaluate(t, p, subject, facts, asOf), sla.Resolve, 0)
		if c.State != sla.Paused || c.Remaining != want {
			t.Errorf("as of %s: %s with %v left, want %v", asOf, c.State, c.Remaining, want)
		}
	}
}

// TestPausedBeforeItStarts: a question asked of a mail that the desk has not received yet pauses it like any other.
func TestPausedBeforeItStarts(t *testing.T) {
	facts := tell(t, newYork, `
		2026-12-05 10:00 received
		2026-12-05 11:00 question_opened`)
	for _, channel := range []string{"phone", "mail"} { // Maine reads mail from Monday 07:00
		c := pick(t, evaluate(t, slatest.Maine(t), sla.Subject{Class: "low", Channel: channel}, facts, "2026-12-05T20:00:00Z"), sla.Resolve, 0)
		if c.State != sla.Paused || !c.Due.IsZero() || c.Elapsed != 0 || c.Paused != 0 || c.Remaining != 110*time.Hour {
			t.Errorf("by %s: %s, due %v, %v elapsed, %v paused, %v left", channel, c.State, c.Due, c.Elapsed, c.Paused, c.Remaining)
		}
	}
}

// TestSegmentsChangeReason: a segment ends where its reason does, not where a question is asked in the night.
func TestSegmentsChangeReason(t *testing.T) {
	facts := tell(t, newYork, `
		2026-12-07 16:00 received
		2026-12-07 20:00 question_opened
		2026-12-08 08:00 question_opened
		2026-12-08 09:00 question_answered
		2026-12-08 22:00 question_answered`)
	c := pick(t, evaluate(t, slatest.Maine(t), sla.Subject{Class: "low", Channel: "phone"}, facts, "2026-12-09T04:00:00Z"), sla.Resolve, 0)
	segments, err := c.Segments()
	if err != nil {
		t.Fatal(err)
	}
	var got []sla.Why
	for _, s := range segments {
		got = append(got, s.Why)
	}
	if want := []sla.Why{sla.WhyOpen, sla.WhyClosed, sla.Why(sla.Question), sla.WhyClosed}; !slices.Equal(got, want) {
		t.Errorf("reasons %v, want %v", got, want)
	}
}

// TestWarningsOfDays: shares of business days are those of the stricter reading, the same time of day (A1). A question
// moves them as long as they are to come, and not what is past.
func TestWarningsOfDays(t *testing.T) {
	for _, tc := range []struct{ name, facts, asOf, half, most string }{
		{"from opening on", `
			2026-12-07 07:00 received`, "2026-12-07T13:00:00Z", "2026-12-07 17:00", "2026-12-08 13:00"},
		{"received in the night", `
			2026-12-04 20:00 received`, "2026-12-07T13:00:00Z", "2026-12-07 17:00", "2026-12-08 13:00"},
		{"in the afternoon, over a weekend", `
			2026-12-11 15:00 received`, "2026-12-11T21:00:00Z", "2026-12-14 15:00", "2026-12-15 11:00"},
		{"paused for a day", `
			2026-12-07 10:00 received
			2026-12-08 12:00 question_opened
			2026-12-09 12:00 question_answered`, "2026-12-09T21:00:00Z", "2026-12-08 10:00", "2026-12-09 16:00"},
		{"a question when the days are used up", `
			2026-12-07 10:00 received
			2026-12-09 12:00 question_opened`, "2026-12-09T21:00:00Z", "2026-12-08 10:00", "2026-12-08 16:00"},
	} {
		p := slatest.Maine(t)
		for i := range p.Targets {
			p.Targets[i].Warn = []sla.Threshold{{Percent: 50}, {Percent: 80}}
		}
		c := pick(t, evaluate(t, p, sla.Subject{Class: "high", Channel: "phone"}, tell(t, newYork, tc.facts), tc.asOf), sla.Resolve, 0)
		w := c.Warnings()
		if len(w) != 2 || !w[0].At.Equal(local(t, newYork, tc.half)) || !w[1].At.Equal(local(t, newYork, tc.most)) {
			t.Errorf("%s: %v, want %s and %s", tc.name, w, tc.half, tc.most)
		}
	}
}

// TestOneWindowForAll: whether a reopening is still this ticket's is one question, and all clocks get the same answer.
func TestOneWindowForAll(t *testing.T) {
	for _, tc := range []struct {
		name, facts string
		again       bool
	}{
		{"four days after the last of two resolutions", `
			2026-12-01 10:00 received
			2026-12-01 11:00 public_reply
			2026-12-02 10:00 resolved
			2026-12-10 10:00 resolved
			2026-12-14 10:00 reopened
			2026-12-14 11:00 customer_message`, true},
		{"a day late", `
			2026-12-01 10:00 received
			2026-12-01 11:00 public_reply
			2026-12-02 10:00 resolved
			2026-12-10 10:00 reopened
			2026-12-10 11:00 customer_message`, false},
		{"a new ticket's resolution does not bring it back", `
			2026-12-01 10:00 received
			2026-12-01 11:00 public_reply
			2026-12-02 10:00 resolved
			2026-12-10 10:00 reopened
			2026-12-10 11:00 resolved
			2026-12-10 12:00 reopened
			2026-12-10 13:00 customer_message`, false},
	} {
		p := slatest.Colorado(t)
		hours := p.Targets[len(p.Targets)-1].Calendar
		p.Targets = append(p.Targets, sla.Target{Class: "self_service", Metric: sla.NextReply, Obligation: sla.Goal, Amount: slatest.Business(1), Calendar: hours})
		running := map[sla.Metric]bool{}
		for _, c := range evaluate(t, p, sla.Subject{Class: "self_service", Channel: "phone"}, tell(t, denver, tc.facts), "2026-12-14T20:00:00Z") {
			running[c.Metric] = running[c.Metric] || c.Running()
		}
		for _, m := range []sla.Metric{sla.Resolve, sla.Update, sla.NextReply} {
			if running[m] != tc.again {
				t.Errorf("%s: %s runs is %v", tc.name, m, running[m])
			}
		}
	}
}
