package calendar

import (
	"strings"
	"testing"
	"time"

	"switchboard/internal/fault"
)

func hm(h, m int) time.Duration { return time.Duration(h)*time.Hour + time.Duration(m)*time.Minute }

func weekdays(ws ...Window) (week [7][]Window) {
	for wd := time.Monday; wd <= time.Friday; wd++ {
		week[wd] = ws
	}
	return week
}

func holidays(dates ...Date) map[Date]Day {
	days := map[Date]Day{}
	for _, d := range dates {
		days[d] = Day{Name: "Holiday"}
	}
	return days
}

func compile(t testing.TB, s Spec) *Calendar {
	t.Helper()
	c, err := Compile(s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func at(t testing.TB, c *Calendar, text string) time.Time {
	t.Helper()
	v, err := time.ParseInLocation("2006-01-02 15:04:05", text, c.Location())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// seven is the Monday to Friday 07:00-17:00 of Colorado and Maine. // CO-37 ME-14
func seven(zone string, off ...Date) Spec {
	return Spec{Name: "business", Zone: zone, Week: weekdays(Window{hm(7, 0), hm(17, 0)}), Days: holidays(off...)}
}

func TestCompileRefuses(t *testing.T) {
	nine := Window{hm(9, 0), hm(17, 0)}
	day := func(d Date, ws ...Window) map[Date]Day { return map[Date]Day{d: {Windows: ws}} }
	for _, tc := range []struct {
		name string
		spec Spec
		says string
	}{
		{"no zone", Spec{Week: weekdays(nine)}, "name a time zone"},
		{"the machine's zone", Spec{Zone: "Local", Week: weekdays(nine)}, "name a time zone"},
		{"unknown zone", Spec{Zone: "America/Springfield", Week: weekdays(nine)}, "not a time zone"},
		{"zone outside the list", Spec{Zone: "../../etc/passwd", Week: weekdays(nine)}, "not a time zone"},
		{"empty window", Spec{Zone: "UTC", Week: weekdays(Window{hm(9, 0), hm(9, 0)})}, "is empty"},
		{"backwards", Spec{Zone: "UTC", Week: weekdays(Window{hm(17, 0), hm(9, 0)})}, "is empty"},
		{"begins after midnight", Spec{Zone: "UTC", Week: weekdays(Window{hm(24, 0), hm(25, 0)})}, "must begin between"},
		{"too long", Spec{Zone: "UTC", Week: weekdays(Window{hm(9, 0), hm(33, 1)})}, "longer than 24 hours"},
		{"fraction of a second", Spec{Zone: "UTC", Week: weekdays(Window{hm(9, 0), hm(17, 0) + 1})}, "whole seconds"},
		{"overlap", Spec{Zone: "UTC", Week: weekdays(Window{hm(11, 0), hm(13, 0)}, Window{hm(9, 0), hm(11, 1)})}, "overlaps"},
		{"overlap past midnight", Spec{Zone: "UTC", Week: weekdays(Window{hm(0, 0), hm(6, 0)}, Window{hm(22, 0), hm(25, 0)})}, "runs past midnight"},
		{"overlap into a special day", Spec{Zone: "UTC", Week: weekdays(Window{hm(22, 0), hm(30, 0)}),
			Days: day(Date{2026, 11, 24}, Window{hm(5, 0), hm(7, 0)})}, "runs past midnight"},
		{"never opens", Spec{Zone: "UTC", Days: holidays(Date{2026, 1, 1})}, "never opens"},
		{"no such date", Spec{Zone: "UTC", Week: weekdays(nine), Days: holidays(Date{2026, 2, 30})}, "does not exist"},
		{"beyond the horizon", Spec{Zone: "UTC", Week: weekdays(nine), Days: holidays(Date{2100, 1, 1})}, "must lie in the years"},
		{"always, with hours", Spec{Zone: "UTC", Always: true, Week: weekdays(nine)}, "always open"},
		{"always, with a half day", Spec{Zone: "UTC", Always: true, Days: day(Date{2026, 12, 24}, nine)}, "always open"},
	} {
		_, err := Compile(tc.spec)
		if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), tc.says) {
			t.Errorf("%s: got %v, want an error that says %q", tc.name, err, tc.says)
		}
	}
}

func TestHalfOpenHours(t *testing.T) {
	c := compile(t, seven("America/Denver", Date{2026, 11, 26}))
	for _, tc := range []struct {
		at   string
		open bool
		next string
	}{
		{"2026-11-24 06:59:59", false, "2026-11-24 07:00:00"},
		{"2026-11-24 07:00:00", true, "2026-11-24 07:00:00"},
		{"2026-11-24 16:59:59", true, "2026-11-24 16:59:59"},
		{"2026-11-24 17:00:00", false, "2026-11-25 07:00:00"}, // at exactly closing time the desk is closed
		{"2026-11-25 17:00:00", false, "2026-11-27 07:00:00"}, // the 26th is a holiday
		{"2026-11-27 17:00:00", false, "2026-11-30 07:00:00"}, // a weekend
	} {
		open, err := c.Open(at(t, c, tc.at))
		if err != nil || open != tc.open {
			t.Errorf("Open(%s) = %v, %v; want %v", tc.at, open, err, tc.open)
		}
		next, err := c.NextOpen(at(t, c, tc.at))
		if want := at(t, c, tc.next); err != nil || !next.Equal(want) {
			t.Errorf("NextOpen(%s) = %v, %v; want %v", tc.at, next, err, want)
		}
	}
}

func TestNowAndUntil(t *testing.T) {
	spec := seven("America/Denver")
	spec.Days = map[Date]Day{{2026, 11, 26}: {Name: "Thanksgiving Day"}}
	c := compile(t, spec)
	round := compile(t, Spec{Zone: "UTC", Week: [7][]Window{1: {{hm(18, 0), hm(24, 0)}}, 2: {{0, hm(6, 0)}}}})
	for _, tc := range []struct {
		c           *Calendar
		at          string
		open        bool
		until, name string
	}{
		{c, "2026-11-25 16:00:00", true, "2026-11-25 17:00:00", ""},
		{c, "2026-11-25 17:00:00", false, "2026-11-27 07:00:00", ""},
		{c, "2026-11-26 12:00:00", false, "2026-11-27 07:00:00", "Thanksgiving Day"},
		{round, "2026-11-23 19:00:00", true, "2026-11-24 06:00:00", ""}, // windows that touch are one
	} {
		now, err := tc.c.At(at(t, tc.c, tc.at))
		if err != nil || now.Open != tc.open || now.Name != tc.name || !now.Until.Equal(at(t, tc.c, tc.until)) {
			t.Errorf("At(%s) = %+v, %v", tc.at, now, err)
		}
	}
}

// TestVectors holds the plain day counts of LEDGER 1.4; those with pauses are in package sla.
func TestVectors(t *testing.T) {
	co := compile(t, seven("America/Denver", Date{2026, 11, 26}))
	me := compile(t, seven("America/New_York", Date{2026, 11, 26}, Date{2026, 11, 27}))
	ok := compile(t, Spec{Zone: "America/Chicago", Week: weekdays(Window{hm(8, 0), hm(17, 0)})})
	add := func(c *Calendar, from time.Time, n int) (time.Time, error) {
		return c.Add(from, time.Duration(n)*time.Hour)
	}
	for _, tc := range []struct {
		name string
		c    *Calendar
		fn   func(*Calendar, time.Time, int) (time.Time, error)
		from string
		n    int
		want string
	}{
		{"V2 assign in service hours", co, add, "2026-11-20 16:30:00", 4, "2026-11-23 10:30:00"},
		{"V2 update", co, (*Calendar).EndOfDay, "2026-11-20 16:30:00", 2, "2026-11-24 17:00:00"},
		{"V2 resolve", co, (*Calendar).EndOfDay, "2026-11-20 16:30:00", 14, "2026-12-11 17:00:00"},
		{"V2 resolve same time", co, (*Calendar).SameTime, "2026-11-20 16:30:00", 14, "2026-12-11 16:30:00"},
		{"V3 update", co, (*Calendar).EndOfDay, "2026-11-25 10:00:00", 2, "2026-11-30 17:00:00"},
		{"V4 reply", me, (*Calendar).EndOfDay, "2026-11-25 18:10:00", 2, "2026-12-02 17:00:00"},
		{"V4 resolve", me, (*Calendar).EndOfDay, "2026-11-25 18:10:00", 10, "2026-12-14 17:00:00"},
		{"V5 reply", me, add, "2026-12-07 15:30:00", 4, "2026-12-08 09:30:00"},
		{"V5 resolve", me, (*Calendar).EndOfDay, "2026-12-07 15:30:00", 2, "2026-12-09 17:00:00"},
		{"V5 resolve same time", me, (*Calendar).SameTime, "2026-12-07 15:30:00", 2, "2026-12-09 15:30:00"},
		{"V6 without pause", me, (*Calendar).EndOfDay, "2026-12-07 10:00:00", 6, "2026-12-15 17:00:00"},
		{"V7 at the opening", me, (*Calendar).EndOfDay, "2026-12-07 07:00:00", 1, "2026-12-08 17:00:00"},
		{"V8 calendar days", ok, (*Calendar).CalendarDays, "2026-10-30 10:00:00", 7, "2026-11-06 10:00:00"},
		{"used up at closing time", ok, add, "2026-11-23 13:00:00", 4, "2026-11-23 17:00:00"},
	} {
		got, err := tc.fn(tc.c, at(t, tc.c, tc.from), tc.n)
		if want := at(t, tc.c, tc.want); err != nil || !got.Equal(want) {
			t.Errorf("%s: got %v, %v; want %v", tc.name, got, err, want)
		}
	}
	due, _ := ok.CalendarDays(at(t, ok, "2026-10-30 10:00:00"), 7)
	if got := due.Sub(at(t, ok, "2026-10-30 10:00:00")); got != 169*time.Hour {
		t.Errorf("V8 lasts %v, want 169h", got)
	}
}

func TestCalendarDaysWhenClocksChange(t *testing.T) {
	c := compile(t, Spec{Zone: "America/Denver", Always: true})
	for _, tc := range []struct{ from, want string }{
		{"2026-03-07T02:30:00-07:00", "2026-03-08T03:30:00-06:00"}, // skipped: forward by the gap
		{"2026-10-31T01:30:00-06:00", "2026-11-01T01:30:00-06:00"}, // doubled: the first
	} {
		from, _ := time.Parse(time.RFC3339, tc.from)
		want, _ := time.Parse(time.RFC3339, tc.want)
		if got, err := c.CalendarDays(from, 1); err != nil || !got.Equal(want) {
			t.Errorf("CalendarDays(%s, 1) = %v, %v; want %s", tc.from, got, err, tc.want)
		}
	}
}

func TestAlwaysCountsBusinessDays(t *testing.T) {
	c := compile(t, Spec{Zone: "America/Chicago", Always: true, Days: holidays(Date{2026, 11, 26})})
	got, err := c.EndOfDay(at(t, c, "2026-11-25 10:00:00"), 1)
	if want := at(t, c, "2026-11-28 00:00:00"); err != nil || !got.Equal(want) {
		t.Errorf("EndOfDay = %v, %v; want %v", got, err, want)
	}
	if open, _ := c.Open(at(t, c, "2026-11-26 03:00:00")); !open {
		t.Error("an always open calendar is closed on a holiday")
	}
}

func TestBeyondTheHorizon(t *testing.T) {
	c := compile(t, seven("America/Denver"))
	early, late := time.Date(1999, 12, 1, 0, 0, 0, 0, time.UTC), time.Date(2099, 12, 31, 23, 0, 0, 0, time.UTC)
	now := time.Date(2026, 1, 5, 15, 0, 0, 0, time.UTC)
	const huge = 1<<63 - 1
	errs := map[string]error{}
	_, errs["Open"] = c.Open(early)
	_, errs["NextOpen"] = c.NextOpen(time.Time{})
	_, errs["Worked"] = c.Worked(now, time.Unix(1<<60, 0))
	_, errs["Add"] = c.Add(now, huge)
	_, errs["Add back"] = c.Add(now, -huge)
	_, errs["Add late"] = c.Add(late, 100*time.Hour)
	_, errs["EndOfDay"] = c.EndOfDay(now, huge)
	_, errs["EndOfDay back"] = c.EndOfDay(now, -huge)
	_, errs["SameTime"] = c.SameTime(now, 1<<40)
	_, errs["CalendarDays"] = c.CalendarDays(now, huge)
	_, errs["Position"] = c.Position(early)
	_, errs["Instant"] = c.Instant(-1, 0)
	_, errs["Close"] = c.Close(1 << 30)
	for name, err := range errs {
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("%s beyond the horizon: %v, want an error", name, err)
		}
	}
}

func TestSame(t *testing.T) {
	a, b := compile(t, seven("America/Denver")), compile(t, seven("America/Denver"))
	other := compile(t, seven("America/Denver", Date{2026, 11, 26}))
	if !a.Same(b) || a.Same(other) || a.Same(nil) {
		t.Error("Same must compare what calendars mean")
	}
}

func BenchmarkDue14BusinessDays(b *testing.B) {
	c := compile(b, seven("America/Denver", Date{2026, 11, 26}))
	from := at(b, c, "2026-11-20 16:30:00")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.EndOfDay(from, 14); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDue140ServiceHours(b *testing.B) {
	c := compile(b, seven("America/Denver", Date{2026, 11, 26}))
	from := at(b, c, "2026-11-20 16:30:00")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Add(from, 140*time.Hour); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		compile(b, seven("America/Denver", Date{2026, 11, 26}))
	}
}

func BenchmarkCompileAndTable(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		c := compile(b, seven("America/Denver", Date{2026, 11, 26}))
		c.lookup()
	}
}
