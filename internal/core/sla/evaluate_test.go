package sla_test

import (
	"testing"
	"time"

	"switchboard/internal/core/sla"
	"switchboard/internal/core/sla/slatest"
)

// BenchmarkEvaluate is one verb's worth: all clocks of a ticket with a question.
func BenchmarkEvaluate(b *testing.B) {
	editions := slatest.Editions(slatest.Colorado(b))
	facts := []sla.Fact{
		f(b, sla.Received, "2026-11-20T16:30:00-07:00"), f(b, sla.AssignedTeam, "2026-11-20T16:31:00-07:00"),
		f(b, sla.Accepted, "2026-11-23T08:00:00-07:00"), f(b, sla.PublicReply, "2026-11-23T09:00:00-07:00"),
		f(b, sla.QuestionOpened, "2026-11-23T09:00:00-07:00"), f(b, sla.QuestionClosed, "2026-11-24T09:00:00-07:00"),
		f(b, sla.Resolved, "2026-11-24T12:00:00-07:00")}
	asOf := when(b, "2026-12-01T00:00:00Z")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := sla.Evaluate(sla.Subject{Class: "self_service", Channel: "portal"}, facts, editions, asOf); err != nil {
			b.Fatal(err)
		}
	}
}

func TestVerdictAtTheEdge(t *testing.T) {
	subject := sla.Subject{Class: "password_reset", Channel: "phone"}
	const received, due = "2026-12-07T10:00:00-06:00", "2026-12-07T10:20:00-06:00"
	for _, tc := range []struct {
		name     string
		resolved string
		asOf     string
		want     sla.State
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

var _ = time.Second
