package ticket_test

import (
	"testing"
	"time"

	"switchboard/internal/core/sla"
	"switchboard/internal/core/ticket"
)

// ME-31, ME-56: what became of the promise to finish is that of its own date, else of its resolution; what was replaced or ended
// without a verdict is none. An expectation that was missed is missed, though it never rings.
func TestEndOfAPromise(t *testing.T) {
	due := time.Date(2026, 12, 4, 17, 0, 0, 0, time.UTC)
	clock := func(metric sla.Metric, state sla.State, stopped bool) sla.Clock {
		c := sla.Clock{Metric: metric, State: state, Due: due, Obligation: sla.Expectation, Target: &sla.Target{}}
		if stopped {
			c.StoppedAt = due
		}
		return c
	}
	for name, c := range map[string]struct {
		clocks []sla.Clock
		want   ticket.EndState
	}{
		"nothing is promised":         {nil, ticket.EndNone},
		"only a reply":                {[]sla.Clock{clock(sla.FirstReply, sla.Met, true)}, ticket.EndNone},
		"it counts":                   {[]sla.Clock{clock(sla.Resolve, sla.Counting, false)}, ticket.EndRunning},
		"past due, and still open":    {[]sla.Clock{clock(sla.Resolve, sla.Missed, false)}, ticket.EndRunning},
		"kept":                        {[]sla.Clock{clock(sla.Resolve, sla.Met, true)}, ticket.EndMet},
		"stopped late":                {[]sla.Clock{clock(sla.ReadyBy, sla.Missed, true)}, ticket.EndMissed},
		"the date before the others":  {[]sla.Clock{clock(sla.Close, sla.Missed, true), clock(sla.ReadyBy, sla.Met, true)}, ticket.EndMet},
		"replaced by another promise": {[]sla.Clock{clock(sla.Resolve, sla.Superseded, true), clock(sla.Resolve, sla.Counting, false)}, ticket.EndRunning},
		"merged":                      {[]sla.Clock{clock(sla.Resolve, sla.EndedState, true)}, ticket.EndNone},
	} {
		got := ticket.TimingOf(c.clocks, nil).End
		if got.State != c.want || c.want != ticket.EndNone && !got.Due.Equal(due) {
			t.Errorf("%s: %+v, want %q", name, got, c.want)
		}
	}
}
