package sla_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/sla"
	"switchboard/internal/core/sla/slatest"
)

// words writes an explanation as one line per step and twin.
func words(t *testing.T, c sla.Clock, zone string) string {
	t.Helper()
	x, err := c.Explain()
	if err != nil {
		t.Fatal(err)
	}
	loc := mustZone(t, zone)
	show := func(at time.Time) string {
		if at.IsZero() {
			return ""
		}
		return " " + at.In(loc).Format("2006-01-02 15:04")
	}
	var b strings.Builder
	for _, s := range x.Steps {
		fmt.Fprint(&b, s.Kind, show(s.At), show(s.Until))
		if !s.Date.IsZero() {
			fmt.Fprint(&b, " ", s.Date)
		}
		for _, text := range []string{s.Name, string(s.Why)} {
			if text != "" {
				fmt.Fprint(&b, " ", text)
			}
		}
		if s.Took > 0 {
			fmt.Fprint(&b, " ", s.Took)
		}
		b.WriteString("\n")
	}
	for _, w := range x.Twins {
		fmt.Fprintf(&b, "twin %s%s %s\n", w.Reading, show(w.Due), w.State)
	}
	fmt.Fprintf(&b, "wall %v, open %v\n", x.Wall, x.Open)
	return b.String()
}

// Every verdict explains itself, and gives its twins (rule 14).
func TestExplain(t *testing.T) {
	facts := tell(t, newYork, `
		2026-11-24 18:00 received
		2026-11-30 16:00 question_opened
		2026-12-02 09:00 question_answered
		2026-12-02 12:00 resolved
		2026-12-03 08:00 reopened`)
	for _, tc := range []struct{ name, class, asOf, want string }{
		{"counting", "medium", "2026-12-03 10:00", `
			received 2026-11-24 18:00
			day_zero 2026-11-25
			holiday 2026-11-26 Holiday
			holiday 2026-11-27 Holiday
			pause 2026-11-30 16:00 2026-12-02 09:00 question 13h0m0s
			resolved 2026-12-02 12:00 2026-12-03 08:00
			due 2026-12-08 17:00
			twin without_pauses 2026-12-07 17:00 counting
			twin same_time 2026-12-08 16:00 counting
			twin open_hours 2026-12-08 16:00 counting
			wall 208h0m0s, open 43h0m0s`},
		{"paused", "low", "2026-12-01 10:00", `
			received 2026-11-24 18:00
			day_zero 2026-11-25
			holiday 2026-11-26 Holiday
			holiday 2026-11-27 Holiday
			pause 2026-11-30 16:00 question 4h0m0s
			left 91h0m0s
			twin without_pauses 2026-12-11 17:00 counting
			twin same_time paused
			twin open_hours paused
			wall 160h0m0s, open 23h0m0s`},
	} {
		c := pick(t, evaluate(t, slatest.Maine(t), sla.Subject{Class: tc.class, Channel: "phone"}, facts, local(t, newYork, tc.asOf).Format(time.RFC3339)), sla.Resolve, 0)
		want := strings.ReplaceAll(strings.TrimSpace(tc.want), "\t", "") + "\n"
		if got := words(t, c, newYork); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", tc.name, got, want)
		}
	}
}

func TestExplainLate(t *testing.T) {
	facts := tell(t, newYork, `
		2026-12-05 15:00 received
		2026-12-07 15:00 classified class=high
		2026-12-07 15:30 public_reply`)
	p := slatest.Maine(t)
	p.Monitored = nil
	c := pick(t, evaluate(t, p, sla.Subject{Class: "low"}, facts, "2026-12-20T12:00:00Z"), sla.FirstReply, 0)
	want := strings.Join([]string{"received 2026-12-05 15:00", "upgraded 2026-12-07 15:00", "due 2026-12-07 15:00", "stopped 2026-12-07 15:30",
		"over_time 30m0s", "twin elapsed_hours 2026-12-05 19:00 missed", "wall 48h30m0s, open 8h30m0s", ""}, "\n")
	if got := words(t, c, newYork); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
