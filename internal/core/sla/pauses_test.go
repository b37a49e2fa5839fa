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
