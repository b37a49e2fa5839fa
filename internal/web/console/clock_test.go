package console

import (
	"slices"
	"testing"
	"time"

	"switchboard/desks"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/wording"
	"switchboard/internal/web/ui"
)

// What a chip says of a clock, and in which tone. A goal is not breached (A19), and a pause says what is left in the
// measure of the promise.
func TestClockChips(t *testing.T) {
	words, err := wording.Load()
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := desks.Load("maine")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 16, 17, 0, 0, 0, time.UTC)
	f := frame{Page: ui.Page{Words: words.Printer(wording.English, nil), Now: now}, desk: loaded.Definition}
	elapsed := &sla.Target{Amount: sla.Amount{Unit: sla.Elapsed, Time: 4 * time.Hour}}
	days := &sla.Target{Amount: sla.Amount{Unit: sla.BusinessDays, Days: 10}, Calendar: loaded.Definition.Calendar("business")}
	day := days.Calendar.RegularDay()
	for _, test := range []struct {
		name  string
		clock sla.Clock
		kind  ui.ChipKind
		label string
		text  string
	}{
		{"far", sla.Clock{Target: elapsed, Due: now.Add(3 * time.Hour), State: sla.Counting}, ui.Neutral, "Resolve", "3 h"},
		{"soon", sla.Clock{Target: elapsed, Due: now.Add(22 * time.Minute), State: sla.Counting}, ui.Soon, "Resolve", "22 min"},
		{"over", sla.Clock{Target: elapsed, Due: now.Add(-3 * time.Minute), State: sla.Missed}, ui.Late, "Resolve", "3 min over"},
		{"goal over", sla.Clock{Target: elapsed, Obligation: sla.Goal, Due: now.Add(-3 * time.Minute), State: sla.Missed}, ui.Soon, "", "Resolve: not reached, by 3 min"},
		{"kept", sla.Clock{Target: elapsed, Start: now.Add(-time.Hour), StoppedAt: now, State: sla.Met}, ui.Met, "", "Resolve: kept, 1 h"},
		{"missed", sla.Clock{Target: elapsed, Due: now.Add(-65 * time.Minute), StoppedAt: now, State: sla.Missed}, ui.Late, "", "Resolve: missed by 1 h 05"},
		{"goal missed", sla.Clock{Target: elapsed, Obligation: sla.Goal, Due: now.Add(-65 * time.Minute), StoppedAt: now, State: sla.Missed}, ui.Soon, "", "Resolve: not reached, by 1 h 05"},
		{"paused", sla.Clock{Target: elapsed, Remaining: 2 * time.Hour, State: sla.Paused}, ui.Paused, "", "Resolve: paused, 2 h left"},
		{"paused days", sla.Clock{Target: days, Remaining: 3*day + time.Hour, State: sla.Paused}, ui.Paused, "", "Resolve: paused, 3 business days left"},
		{"paused, the last day", sla.Clock{Target: days, Remaining: time.Hour, State: sla.Paused}, ui.Paused, "", "Resolve: paused, 1 h left"},
	} {
		test.clock.Metric = sla.Resolve
		if test.clock.Obligation == "" {
			test.clock.Obligation = sla.Commitment
		}
		chip := f.clockChip(&test.clock)
		if chip.Kind != test.kind || chip.Label != test.label || chip.Text != test.text {
			t.Errorf("%s: got %s %q %q, want %s %q %q", test.name, chip.Kind, chip.Label, chip.Text, test.kind, test.label, test.text)
		}
	}
}

// Of the intervals of one promise the latest is shown, and what another target has replaced is not; what runs comes first.
func TestClocksShown(t *testing.T) {
	now := time.Date(2026, 11, 16, 17, 0, 0, 0, time.UTC)
	got := shown([]sla.Clock{
		{Metric: sla.FirstReply, State: sla.Met, StoppedAt: now},
		{Metric: sla.Update, State: sla.Counting, Interval: 1}, {Metric: sla.Update, State: sla.Met, StoppedAt: now},
		{Metric: sla.Resolve, State: sla.Superseded, StoppedAt: now}, {Metric: sla.Resolve, State: sla.Counting},
		{Metric: sla.Close, State: sla.EndedState, StoppedAt: now},
	}, false)
	var metrics []sla.Metric
	for _, c := range got {
		metrics = append(metrics, c.Metric)
	}
	if want := []sla.Metric{sla.Update, sla.Resolve, sla.FirstReply}; !slices.Equal(metrics, want) {
		t.Errorf("got %v, want %v", metrics, want)
	}
}
