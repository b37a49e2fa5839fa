// Package slatest knows the targets of the three published desks (ledger 1.5) as Go values, for tests and benchmarks of
// packages that must not read definitions. It refuses to know anything that the desks' own definition files say better.
package slatest

import (
	"testing"
	"time"

	"switchboard/internal/core/calendar"
	"switchboard/internal/core/sla"
)

// Thanksgiving are the holidays that the vectors of the ledger (1.4) assume for Colorado and Maine.
var (
	Thanksgiving = calendar.Date{Year: 2026, Month: 11, Day: 26}
	DayAfter     = calendar.Date{Year: 2026, Month: 11, Day: 27}
)

// Calendar compiles a calendar that is open Monday to Friday between two hours.
func Calendar(tb testing.TB, zone string, from, to int, off ...calendar.Date) *calendar.Calendar {
	tb.Helper()
	s := calendar.Spec{Name: "business", Zone: zone, Days: map[calendar.Date]calendar.Day{}}
	for wd := time.Monday; wd <= time.Friday; wd++ {
		s.Week[wd] = []calendar.Window{{From: time.Duration(from) * time.Hour, To: time.Duration(to) * time.Hour}}
	}
	for _, d := range off {
		s.Days[d] = calendar.Day{Name: "Holiday"}
	}
	return compile(tb, s)
}

// Always compiles a calendar that is open day and night.
func Always(tb testing.TB, zone string) *calendar.Calendar {
	tb.Helper()
	return compile(tb, calendar.Spec{Name: "always", Zone: zone, Always: true})
}

func compile(tb testing.TB, s calendar.Spec) *calendar.Calendar {
	tb.Helper()
	c, err := calendar.Compile(s)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// Minutes, Hours, Service, Business and Dates are amounts.
func Minutes(n int) sla.Amount {
	return sla.Amount{Unit: sla.Elapsed, Time: time.Duration(n) * time.Minute}
}

// Hours is an amount of elapsed hours.
func Hours(n int) sla.Amount {
	return sla.Amount{Unit: sla.Elapsed, Time: time.Duration(n) * time.Hour}
}

// Service is an amount of service hours.
func Service(n int) sla.Amount {
	return sla.Amount{Unit: sla.Service, Time: time.Duration(n) * time.Hour}
}

// Business is an amount of business days.
func Business(n int) sla.Amount { return sla.Amount{Unit: sla.BusinessDays, Days: n} }

// Dates is an amount of calendar days.
func Dates(n int) sla.Amount { return sla.Amount{Unit: sla.CalendarDays, Days: n} }

var waits = []sla.Cause{sla.Question, sla.Duty}

// Colorado is the policy of the Enterprise Service Desk.
func Colorado(tb testing.TB) *sla.Policy {
	tb.Helper()
	day, always := Calendar(tb, "America/Denver", 7, 17, Thanksgiving), Always(tb, "America/Denver")
	warn := []sla.Threshold{{Percent: 50}, {Percent: 80}}
	return &sla.Policy{Name: "colorado", Version: 1, ConfirmWindow: Dates(5), Targets: []sla.Target{
		{Class: "major_incident", Metric: sla.AssignTeam, Obligation: sla.Commitment, Amount: Minutes(15), Calendar: always, Accepted: true, Ref: "CO-27",
			Warn: []sla.Threshold{{After: 5 * time.Minute}, {After: 10 * time.Minute}}},
		{Class: "major_incident", Metric: sla.Update, Obligation: sla.Commitment, Amount: Minutes(30), Calendar: always, Audience: sla.AudienceImpacted, Ref: "CO-28",
			Warn: []sla.Threshold{{After: 20 * time.Minute}, {After: 25 * time.Minute}}},
		{Class: "major_incident", Metric: sla.Resolve, Obligation: sla.Commitment, Amount: Hours(4), Calendar: always, Restored: true, Ref: "CO-29", Warn: warn},
		{Class: "self_service", Metric: sla.AssignTeam, Obligation: sla.Commitment, Amount: Hours(4), Calendar: always, Ref: "CO-31"},
		{Class: "self_service", Metric: sla.Update, Obligation: sla.Commitment, Amount: Business(2), Calendar: day, Audience: sla.AudienceRequester, Ref: "CO-32"},
		{Class: "self_service", Metric: sla.Resolve, Obligation: sla.Commitment, Amount: Business(14), Calendar: day, Pauses: waits, Ref: "CO-33", Warn: warn},
	}}
}

// Maine is the policy of the Client Technologies Service Center; its mail is read in business hours.
func Maine(tb testing.TB) *sla.Policy {
	tb.Helper()
	day, limited := Calendar(tb, "America/New_York", 7, 17, Thanksgiving, DayAfter), Always(tb, "America/New_York")
	p := &sla.Policy{Name: "maine", Version: 1, ConfirmWindow: Dates(5), Monitored: map[string]*calendar.Calendar{"mail": day}}
	add := func(class string, m sla.Metric, o sla.Obligation, a sla.Amount, c *calendar.Calendar, ref string) *sla.Target {
		p.Targets = append(p.Targets, sla.Target{Class: class, Metric: m, Obligation: o, Amount: a, Calendar: c, Ref: ref})
		return &p.Targets[len(p.Targets)-1]
	}
	add("low", sla.FirstReply, sla.Commitment, Business(2), day, "ME-35")
	add("low", sla.Resolve, sla.Commitment, Business(10), day, "ME-36").Pauses = waits
	add("medium", sla.FirstReply, sla.Commitment, Business(1), day, "ME-37")
	add("medium", sla.Resolve, sla.Commitment, Business(6), day, "ME-38").Pauses = waits
	add("high", sla.FirstReply, sla.Commitment, Service(4), day, "ME-39")
	add("high", sla.Resolve, sla.Commitment, Business(2), day, "ME-40").Pauses = waits
	add("urgent", sla.Accept, sla.Commitment, Minutes(5), limited, "ME-41").By = []string{"service_manager", "designee"}
	add("urgent", sla.TeamIdentified, sla.Commitment, Minutes(30), limited, "ME-42")
	add("urgent", sla.Resolve, sla.Goal, Hours(4), limited, "ME-44")
	return p
}

// Oklahoma is the policy of the OMES Service Desk, with the hours that its shipped definition assumes.
func Oklahoma(tb testing.TB) *sla.Policy {
	tb.Helper()
	day, always := Calendar(tb, "America/Chicago", 8, 17), Always(tb, "America/Chicago")
	p := &sla.Policy{Name: "oklahoma", Version: 1, ConfirmWindow: Dates(5), Monitored: map[string]*calendar.Calendar{"mail": day}}
	add := func(class, assignRef, closeRef string, assign, closing sla.Amount) {
		cal := func(a sla.Amount) *calendar.Calendar {
			if a.Unit == sla.Elapsed {
				return always
			}
			return day
		}
		p.Targets = append(p.Targets,
			sla.Target{Class: class, Metric: sla.AssignProvider, Obligation: sla.Guarantee, Amount: assign, Calendar: cal(assign), Accepted: true, Ref: assignRef},
			sla.Target{Class: class, Metric: sla.Close, Obligation: sla.Guarantee, Amount: closing, Calendar: cal(closing), Ref: closeRef})
	}
	add("incident_1", "OK-18", "OK-19", Minutes(15), Hours(2))
	add("incident_2", "OK-20", "OK-21", Hours(2), Hours(4))
	add("incident_3", "OK-22", "OK-23", Service(8), Dates(7))
	add("service_request", "OK-24", "OK-25", Service(8), Business(5))
	add("password_reset", "OK-26", "OK-27", Minutes(10), Minutes(20))
	return p
}

// Editions is a single edition of a policy, in force since long ago.
func Editions(p *sla.Policy) []sla.Edition {
	return []sla.Edition{{From: time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC), Policy: p}}
}
