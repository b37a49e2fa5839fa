package sla_test

import (
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/calendar"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/sla/slatest"
	"switchboard/internal/fault"
)

func TestPolicyCheck(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for _, p := range []*sla.Policy{slatest.Colorado(t), slatest.Maine(t), slatest.Oklahoma(t)} {
		if err := p.Check(now); err != nil {
			t.Errorf("%s: %v", p.Name, err)
		}
	}
	once, err := calendar.Compile(calendar.Spec{Name: "fair", Zone: "UTC", Days: map[calendar.Date]calendar.Day{
		{Year: 2025, Month: 6, Day: 1}: {Name: "Fair", Windows: []calendar.Window{{From: 0, To: time.Hour}}}}})
	if err != nil {
		t.Fatal(err)
	}
	for says, change := range map[string]func(*sla.Target){
		"needs a calendar":         func(t *sla.Target) { t.Calendar = nil },
		"not a unit":               func(t *sla.Target) { t.Amount = sla.Amount{} },
		"more than nothing":        func(t *sla.Target) { t.Amount = slatest.Service(0) },
		"between 1 and":            func(t *sla.Target) { t.Amount = slatest.Business(100000) },
		"not a metric":             func(t *sla.Target) { t.Metric = "applause" },
		"not an obligation":        func(t *sla.Target) { t.Obligation = "" },
		"never pauses":             func(t *sla.Target) { t.Pauses = []sla.Cause{sla.Question} },
		"no due date can be found": func(t *sla.Target) { t.Calendar = once },
		"does not open any more":   func(t *sla.Target) { t.Calendar, t.StartsOpen = once, true },
	} {
		p := slatest.Maine(t)
		change(&p.Targets[0])
		if err := p.Check(now); err == nil || !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), says) {
			t.Errorf("got %v, want it to say %q", err, says)
		}
	}
}
