package sla_test

import (
	"testing"
	"time"

	"switchboard/internal/core/sla"
	"switchboard/internal/core/sla/slatest"
)

// when reads an instant: "2026-11-01T00:50:00-06:00".
func when(t testing.TB, text string) time.Time {
	t.Helper()
	v, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// f is a fact with nothing but its kind.
func f(t testing.TB, kind sla.Kind, at string) sla.Fact {
	t.Helper()
	return sla.Fact{At: when(t, at), Kind: kind}
}

func evaluate(t testing.TB, p *sla.Policy, s sla.Subject, facts []sla.Fact, asOf string) []sla.Clock {
	t.Helper()
	clocks, err := sla.Evaluate(s, facts, slatest.Editions(p), when(t, asOf))
	if err != nil {
		t.Fatal(err)
	}
	return clocks
}

// pick is the nth clock of a metric.
func pick(t testing.TB, clocks []sla.Clock, m sla.Metric, n int) sla.Clock {
	t.Helper()
	for _, c := range clocks {
		if c.Metric == m {
			if n == 0 {
				return c
			}
			n--
		}
	}
	t.Fatalf("no such %s clock among %d", m, len(clocks))
	return sla.Clock{}
}

func wantDue(t *testing.T, name string, c sla.Clock, due string) {
	t.Helper()
	if !c.Due.Equal(when(t, due)) {
		t.Errorf("%s: %s due %v, want %s", name, c.Metric, c.Due, due)
	}
}

// V1: the night in which daylight saving time ends. // CO-28 CO-29
func TestVector1(t *testing.T) {
	facts := []sla.Fact{f(t, sla.Received, "2026-11-01T00:50:00-06:00")}
	due := []string{"2026-11-01T01:20:00-06:00", "2026-11-01T01:50:00-06:00", "2026-11-01T01:20:00-07:00", "2026-11-01T01:50:00-07:00"}
	for _, want := range due {
		clocks := evaluate(t, slatest.Colorado(t), sla.Subject{Class: "major_incident", Channel: "phone"}, facts, want)
		wantDue(t, "V1", pick(t, clocks, sla.Update, 0), want)
		wantDue(t, "V1", pick(t, clocks, sla.Resolve, 0), "2026-11-01T03:50:00-07:00")
		facts = append(facts, f(t, sla.UpdatePublished, want))
	}
	clocks := evaluate(t, slatest.Colorado(t), sla.Subject{Class: "major_incident", Channel: "phone"}, facts, "2026-11-01T02:00:00-07:00")
	for n := 1; n <= 4; n++ {
		if c := pick(t, clocks, sla.Update, n); c.State != sla.Met || c.Interval != 4-n {
			t.Errorf("V1: update %d is %s, interval %d", n, c.State, c.Interval)
		}
	}
}

// V2: a portal request on a Friday afternoon. // CO-30 CO-31 CO-32 CO-33
func TestVector2(t *testing.T) {
	clocks := evaluate(t, slatest.Colorado(t), sla.Subject{Class: "self_service", Channel: "portal"},
		[]sla.Fact{f(t, sla.Received, "2026-11-20T16:30:00-07:00")}, "2026-11-20T17:00:00-07:00")
	wantDue(t, "V2", pick(t, clocks, sla.AssignTeam, 0), "2026-11-20T20:30:00-07:00")
	wantDue(t, "V2", pick(t, clocks, sla.Update, 0), "2026-11-24T17:00:00-07:00")
	wantDue(t, "V2", pick(t, clocks, sla.Resolve, 0), "2026-12-11T17:00:00-07:00")
}

// V3: an update on the day before Thanksgiving. // CO-32
func TestVector3(t *testing.T) {
	clocks := evaluate(t, slatest.Colorado(t), sla.Subject{Class: "self_service", Channel: "portal"}, []sla.Fact{
		f(t, sla.Received, "2026-11-25T09:00:00-07:00"), f(t, sla.PublicReply, "2026-11-25T10:00:00-07:00")}, "2026-11-25T12:00:00-07:00")
	wantDue(t, "V3", pick(t, clocks, sla.Update, 0), "2026-11-30T17:00:00-07:00")
}

// V4: mail that comes before a long weekend. // ME-35 ME-36 OK-07
func TestVector4(t *testing.T) {
	clocks := evaluate(t, slatest.Maine(t), sla.Subject{Class: "low", Channel: "mail"},
		[]sla.Fact{f(t, sla.Received, "2026-11-25T18:10:00-05:00")}, "2026-11-26T12:00:00-05:00")
	reply := pick(t, clocks, sla.FirstReply, 0)
	if !reply.Start.Equal(when(t, "2026-11-30T07:00:00-05:00")) {
		t.Errorf("V4: received for the clock at %v", reply.Start)
	}
	wantDue(t, "V4", reply, "2026-12-02T17:00:00-05:00")
	wantDue(t, "V4", pick(t, clocks, sla.Resolve, 0), "2026-12-14T17:00:00-05:00")
}

// V5: four service hours over a night. // ME-39 ME-40
func TestVector5(t *testing.T) {
	clocks := evaluate(t, slatest.Maine(t), sla.Subject{Class: "high", Channel: "phone"},
		[]sla.Fact{f(t, sla.Received, "2026-12-07T15:30:00-05:00")}, "2026-12-07T16:00:00-05:00")
	wantDue(t, "V5", pick(t, clocks, sla.FirstReply, 0), "2026-12-08T09:30:00-05:00")
	wantDue(t, "V5", pick(t, clocks, sla.Resolve, 0), "2026-12-09T17:00:00-05:00")
}

// V6: a question from Tuesday 16:00 to Thursday 09:00, in all three readings of "6 business days". // ME-38
func TestVector6(t *testing.T) {
	facts := []sla.Fact{f(t, sla.Received, "2026-12-07T10:00:00-05:00"),
		f(t, sla.QuestionOpened, "2026-12-08T16:00:00-05:00"), f(t, sla.QuestionClosed, "2026-12-10T09:00:00-05:00")}
	for _, tc := range []struct {
		reading sla.Reading
		facts   []sla.Fact
		want    string
	}{
		{sla.EndOfDay, facts[:1], "2026-12-15T17:00:00-05:00"},
		{sla.EndOfDay, facts, "2026-12-16T17:00:00-05:00"},
		{sla.OpenHours, facts, "2026-12-16T13:00:00-05:00"},
		{sla.SameTime, facts[:1], "2026-12-15T10:00:00-05:00"},
		{sla.SameTime, facts, "2026-12-16T13:00:00-05:00"},
	} {
		p := slatest.Maine(t)
		for i := range p.Targets {
			p.Targets[i].Reading = tc.reading
		}
		clocks := evaluate(t, p, sla.Subject{Class: "medium", Channel: "phone"}, tc.facts, "2026-12-10T12:00:00-05:00")
		wantDue(t, "V6 "+string(tc.reading), pick(t, clocks, sla.Resolve, 0), tc.want)
	}
	clocks := evaluate(t, slatest.Maine(t), sla.Subject{Class: "medium"}, facts, "2026-12-09T12:00:00-05:00")
	c := pick(t, clocks, sla.Resolve, 0)
	// 7 h on Monday, 9 h on Tuesday have counted; 1 h on Tuesday and 5 h on Wednesday are paused.
	if c.State != sla.Paused || !c.Due.IsZero() || c.Elapsed != 16*time.Hour || c.Paused != 6*time.Hour {
		t.Errorf("V6 while the question is open: %s due %v, elapsed %v, paused %v", c.State, c.Due, c.Elapsed, c.Paused)
	}
}

// V7: received exactly at the opening. // ME-37
func TestVector7(t *testing.T) {
	clocks := evaluate(t, slatest.Maine(t), sla.Subject{Class: "medium", Channel: "portal"},
		[]sla.Fact{f(t, sla.Received, "2026-12-07T07:00:00-05:00")}, "2026-12-07T07:00:00-05:00")
	wantDue(t, "V7", pick(t, clocks, sla.FirstReply, 0), "2026-12-08T17:00:00-05:00")
}

// V8: seven calendar days over the end of daylight saving time. // OK-23
func TestVector8(t *testing.T) {
	clocks := evaluate(t, slatest.Oklahoma(t), sla.Subject{Class: "incident_3", Channel: "portal"},
		[]sla.Fact{f(t, sla.Received, "2026-10-30T10:00:00-05:00")}, "2026-10-30T10:00:00-05:00")
	c := pick(t, clocks, sla.Close, 0)
	wantDue(t, "V8", c, "2026-11-06T10:00:00-06:00")
	if c.Remaining != 169*time.Hour {
		t.Errorf("V8: %v remain, want 169h", c.Remaining)
	}
}
