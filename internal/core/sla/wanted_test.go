package sla_test

import (
	"testing"
	"time"

	"switchboard/internal/core/calendar"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/sla/slatest"
)

// byDate is a desk that resolves in ten business days, and is ready by the date where a request names one.
func byDate(t *testing.T) []sla.Edition {
	cal := slatest.Calendar(t, newYork, 7, 17, slatest.Thanksgiving)
	return []sla.Edition{{Policy: &sla.Policy{Targets: []sla.Target{
		{Class: "low", Metric: sla.FirstReply, Obligation: sla.Commitment, Amount: slatest.Business(2), Calendar: cal},
		{Class: "low", Metric: sla.Resolve, Obligation: sla.Commitment, Amount: slatest.Business(10), Calendar: cal},
		{Class: "low", Metric: sla.ReadyBy, Obligation: sla.Commitment, Amount: sla.Amount{Unit: sla.ByDate}, Calendar: cal,
			Warn: []sla.Threshold{{Before: 48 * time.Hour}}},
	}}}}
}

func wanted(date string) calendar.Date {
	t, _ := time.Parse(time.DateOnly, date)
	return calendar.DateOf(t)
}

func find(clocks []sla.Clock, m sla.Metric) *sla.Clock {
	for i := range clocks {
		if clocks[i].Metric == m {
			return &clocks[i]
		}
	}
	return nil
}

// ME-56; CLOCKS, rule 13: the promise is the date, counted backwards, and no other end is promised beside it.
func TestReadyByADate(t *testing.T) {
	for _, c := range []struct {
		name, by, resolved, asOf string
		short                    bool
		due                      string
		state                    sla.State
		binds                    sla.Obligation
	}{
		{name: "three weeks ahead", by: "2026-12-14", asOf: "2026-12-10 12:00", due: "2026-12-14 07:00", state: sla.Counting, binds: sla.Commitment},
		{name: "ready in time", by: "2026-12-14", resolved: "2026-12-11 16:00", asOf: "2026-12-20 12:00", due: "2026-12-14 07:00", state: sla.Met, binds: sla.Commitment},
		{name: "ready as the day begins", by: "2026-12-14", resolved: "2026-12-14 07:00", asOf: "2026-12-20 12:00", due: "2026-12-14 07:00", state: sla.Met, binds: sla.Commitment},
		{name: "a minute after", by: "2026-12-14", resolved: "2026-12-14 07:01", asOf: "2026-12-20 12:00", due: "2026-12-14 07:00", state: sla.Missed, binds: sla.Commitment},
		{name: "nobody did it", by: "2026-12-14", asOf: "2026-12-14 08:00", due: "2026-12-14 07:00", state: sla.Missed, binds: sla.Commitment},
		{name: "a Saturday begins at midnight", by: "2026-12-12", asOf: "2026-12-10 12:00", due: "2026-12-12 00:00", state: sla.Counting, binds: sla.Commitment},
		{name: "short notice is expected, not promised", by: "2026-11-25", short: true, asOf: "2026-11-24 12:00", due: "2026-11-25 07:00", state: sla.Counting, binds: sla.Expectation},
	} {
		facts := tell(t, newYork, "2026-11-20 10:00 received\n2026-11-20 10:00 classified class=low")
		facts = append(facts, sla.Fact{At: facts[0].At, Kind: sla.DateWanted, Wanted: sla.Wanted{By: wanted(c.by), Short: c.short}})
		if c.resolved != "" {
			facts = append(facts, sla.Fact{At: local(t, newYork, c.resolved), Kind: sla.Resolved})
		}
		clocks, err := sla.Evaluate(sla.Subject{}, facts, byDate(t), local(t, newYork, c.asOf))
		if err != nil {
			t.Fatal(err)
		}
		k := find(clocks, sla.ReadyBy)
		if k == nil || !k.Due.Equal(local(t, newYork, c.due)) || k.State != c.state || k.Obligation != c.binds {
			t.Errorf("%s: %+v", c.name, k)
		}
		if find(clocks, sla.Resolve) != nil || find(clocks, sla.FirstReply) == nil {
			t.Errorf("%s: the date takes the place of the end, and of nothing else", c.name)
		}
		if _, err := k.Explain(); err != nil {
			t.Error(err)
		}
		if k.Segments(); k.State == sla.Counting && k.Remaining != k.Due.Sub(local(t, newYork, c.asOf)) {
			t.Errorf("%s: %s remain", c.name, k.Remaining)
		}
	}
}

// Without a date the class promises what it did.
func TestNoDateNoClock(t *testing.T) {
	facts := tell(t, newYork, "2026-11-20 10:00 received\n2026-11-20 10:00 classified class=low")
	clocks, err := sla.Evaluate(sla.Subject{}, facts, byDate(t), local(t, newYork, "2026-11-24 12:00"))
	if err != nil || find(clocks, sla.ReadyBy) != nil || find(clocks, sla.Resolve) == nil {
		t.Errorf("%v %+v", err, clocks)
	}
}

// A desk that promises nothing by date keeps its other promises, also for a request that names one.
func TestADateThatNothingPromises(t *testing.T) {
	editions := byDate(t)
	editions[0].Policy.Targets = editions[0].Policy.Targets[:2]
	facts := tell(t, newYork, "2026-11-20 10:00 received\n2026-11-20 10:00 classified class=low")
	facts = append(facts, sla.Fact{At: facts[0].At, Kind: sla.DateWanted, Wanted: sla.Wanted{By: wanted("2026-12-14")}})
	clocks, err := sla.Evaluate(sla.Subject{}, facts, editions, local(t, newYork, "2026-11-24 12:00"))
	if err != nil || find(clocks, sla.ReadyBy) != nil || find(clocks, sla.Resolve) == nil {
		t.Errorf("%v %+v", err, clocks)
	}
}

// Another date is another promise over the whole life; the former stays with its verdict (rule 6). Taken back, the class
// promises what it did.
func TestTheDateMoves(t *testing.T) {
	facts := tell(t, newYork, "2026-11-20 10:00 received\n2026-11-20 10:00 classified class=low")
	at := func(when, by string) sla.Fact {
		f := sla.Fact{At: local(t, newYork, when), Kind: sla.DateWanted}
		if by != "" {
			f.Wanted.By = wanted(by)
		}
		return f
	}
	facts = append(facts, at("2026-11-20 10:00", "2026-12-14"), at("2026-11-23 09:00", "2027-01-04"))
	clocks, err := sla.Evaluate(sla.Subject{}, facts, byDate(t), local(t, newYork, "2026-12-20 12:00"))
	if err != nil {
		t.Fatal(err)
	}
	var states []sla.State
	for _, c := range clocks {
		if c.Metric == sla.ReadyBy {
			states = append(states, c.State)
		}
	}
	if len(states) != 2 || states[0] != sla.Counting || states[1] != sla.Superseded {
		t.Errorf("%v", states)
	}
	facts = append(facts, at("2026-11-24 09:00", ""))
	clocks, err = sla.Evaluate(sla.Subject{}, facts, byDate(t), local(t, newYork, "2026-11-25 12:00"))
	if k := find(clocks, sla.Resolve); err != nil || k == nil || !k.Running() {
		t.Errorf("%v %+v", err, clocks)
	}
}
