package figures_test

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard/internal/core/figures"
)

// Months begin where the desk is, also where the clock was moved between them.
func TestMonths(t *testing.T) {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 1, 1, 2, 0, 0, 0, time.UTC) // there it is still December
	var got []string
	for _, m := range figures.Months(now, zone, 3) {
		got = append(got, m.Format(time.RFC3339))
	}
	if want := []string{"2025-10-01T00:00:00-04:00", "2025-11-01T00:00:00-04:00", "2025-12-01T00:00:00-05:00", "2026-01-01T00:00:00-05:00"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// CO-41
func TestSumUse(t *testing.T) {
	october, november := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	got := figures.SumUse([]figures.Use{
		{Month: october, Service: "email", Tickets: 2, Minutes: 30},
		{Month: november, Service: "email", Tickets: 1, Major: 1},
		{Month: november, Service: "network", Tickets: 4, Minutes: 5},
		{Month: november, Tickets: 3},
	})
	want := figures.Usage{All: figures.Use{Tickets: 10, Major: 1, Minutes: 35},
		Months:   []figures.Use{{Month: november, Tickets: 8, Major: 1, Minutes: 5}, {Month: october, Tickets: 2, Minutes: 30}},
		Services: []figures.Use{{Service: "network", Tickets: 4, Minutes: 5}, {Tickets: 3}, {Service: "email", Tickets: 3, Major: 1, Minutes: 30}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// What is summed by month and what is summed by service is the same.
func TestSumUseLosesNothing(t *testing.T) {
	months := figures.Months(time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), time.UTC, figures.UsageMonths)
	one := rapid.Custom(func(t *rapid.T) figures.Use {
		return figures.Use{Month: rapid.SampledFrom(months).Draw(t, "month"), Service: rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "service"),
			Tickets: rapid.IntRange(0, 9).Draw(t, "tickets"), Major: rapid.IntRange(0, 9).Draw(t, "major"), Minutes: rapid.IntRange(0, 9).Draw(t, "minutes")}
	})
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOf(one).Draw(t, "uses")
		u := figures.SumUse(all)
		var want figures.Use
		for _, x := range all {
			want.Tickets, want.Major, want.Minutes = want.Tickets+x.Tickets, want.Major+x.Major, want.Minutes+x.Minutes
		}
		for name, part := range map[string][]figures.Use{"all": {u.All}, "months": u.Months, "services": u.Services} {
			var sum figures.Use
			for _, x := range part {
				sum.Tickets, sum.Major, sum.Minutes = sum.Tickets+x.Tickets, sum.Major+x.Major, sum.Minutes+x.Minutes
			}
			if sum != want {
				t.Fatalf("%s: %+v, want %+v", name, sum, want)
			}
		}
	})
}
