package sla

import (
	"math/big"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard/internal/core/calendar"
)

// genCalendar draws a calendar with lunch breaks, half days and holidays, on whole minutes.
func genCalendar(t *rapid.T) *calendar.Calendar {
	minutes := func(n int) time.Duration { return time.Duration(n) * time.Minute }
	windows := func(label string) []calendar.Window {
		from := rapid.IntRange(0, 9*60).Draw(t, label)
		noon := from + rapid.IntRange(30, 240).Draw(t, "morning")
		ws := []calendar.Window{{From: minutes(from), To: minutes(noon)}}
		if rapid.Bool().Draw(t, "afternoon") {
			back := noon + rapid.IntRange(1, 90).Draw(t, "lunch")
			ws = append(ws, calendar.Window{From: minutes(back), To: minutes(back + rapid.IntRange(1, 300).Draw(t, "rest"))})
		}
		return ws
	}
	s := calendar.Spec{Zone: rapid.SampledFrom([]string{"America/Denver", "America/New_York", "Australia/Lord_Howe"}).Draw(t, "zone"),
		Days: map[calendar.Date]calendar.Day{}}
	usual := windows("usual")
	for wd := time.Monday; wd <= time.Friday; wd++ {
		if s.Week[wd] = usual; rapid.IntRange(0, 3).Draw(t, "differs") == 0 {
			s.Week[wd] = windows("hours")
		}
	}
	for range rapid.IntRange(0, 6).Draw(t, "special days") {
		d := calendar.Date{Year: 2026, Month: 10, Day: 26}.AddDays(rapid.IntRange(0, 40).Draw(t, "date"))
		s.Days[d] = calendar.Day{Name: "Holiday"}
		if rapid.Bool().Draw(t, "half") {
			s.Days[d] = calendar.Day{Name: "Half day", Windows: windows("half day")}
		}
	}
	c, err := calendar.Compile(s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func genStart(t *rapid.T) time.Time {
	return time.Date(2026, 10, 26, 0, rapid.IntRange(0, 10*24*60).Draw(t, "start"), 0, 0, time.UTC)
}

// genOffs draws pauses on whole minutes after a start, in order and disjoint.
func genOffs(t *rapid.T, start time.Time) []off {
	var offs []off
	at := start
	for range rapid.IntRange(0, 4).Draw(t, "pauses") {
		from := at.Add(time.Duration(rapid.IntRange(0, 3*24*60).Draw(t, "after")) * time.Minute)
		at = from.Add(time.Duration(rapid.IntRange(1, 2*24*60).Draw(t, "for")) * time.Minute)
		offs = append(offs, off{from, at, Why(Question)})
	}
	return offs
}

func get[T any](t *rapid.T, v T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// Without pauses the general form of "N business days" is the plain one, half days included (CLOCKS).
func TestDayCountIsTheGeneralForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		target := Target{Amount: Amount{Unit: BusinessDays, Days: rapid.IntRange(1, 15).Draw(t, "N")}, Calendar: genCalendar(t)}
		m := meter{target: &target, start: genStart(t).Add(time.Duration(rapid.IntRange(0, 1e9).Draw(t, "nanoseconds")))}
		plain, err := target.Calendar.EndOfDay(m.start, target.Amount.Days)
		get(t, plain, err)
		general, known, err := m.dueEndOfDay()
		if get(t, known, err); !known || !general.Equal(plain) {
			t.Fatalf("general form %v, plain %v", general, plain)
		}
	})
}

// day is what an oracle learns of a date by walking its minutes.
type day struct {
	open   int // minutes
	closes time.Time
}

// walkDay counts the open minutes of a local date.
func walkDay(t *rapid.T, cal *calendar.Calendar, d calendar.Date) (out day) {
	at := time.Date(d.Year, d.Month, d.Day-1, 0, 0, 0, 0, time.UTC)
	for range 3 * 24 * 60 {
		if open, err := cal.Open(at); get(t, open, err) && cal.Date(at) == d {
			out.open++
			out.closes = at.Add(time.Minute)
		}
		at = at.Add(time.Minute)
	}
	return out
}

// minutes walks the open minutes that count, from start, with the day of each.
func minutes(t *rapid.T, m *meter, yield func(at time.Time, d day) bool) {
	cal := m.target.Calendar
	days := map[calendar.Date]day{}
	for at := m.start; ; at = at.Add(time.Minute) {
		if open, err := cal.Open(at); !get(t, open, err) {
			continue
		}
		paused := false
		for _, o := range m.offs {
			paused = paused || !at.Before(o.from) && at.Before(o.to)
		}
		if paused {
			continue
		}
		date := cal.Date(at)
		if _, known := days[date]; !known {
			days[date] = walkDay(t, cal, date)
		}
		if !yield(at, days[date]) {
			return
		}
	}
}

// With pauses, against an oracle that adds up shares minute by minute.
func TestPausedDaysByMinutes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(t, "N")
		target := Target{Amount: Amount{Unit: BusinessDays, Days: n}, Calendar: genCalendar(t)}
		m := meter{target: &target, start: genStart(t)}
		m.offs = genOffs(t, m.start)
		var want time.Time
		left := new(big.Rat).SetInt64(int64(n))
		minutes(t, &m, func(at time.Time, d day) bool {
			want = d.closes
			left.Sub(left, big.NewRat(1, int64(d.open)))
			// Used up exactly at a close, the budget belongs to the next window.
			return left.Sign() > 0 || left.Sign() == 0 && at.Add(time.Minute).Equal(d.closes)
		})
		got, known, err := m.dueEndOfDay()
		if get(t, known, err); !known || !got.Equal(want) {
			t.Fatalf("due %v (%v), want %v", got, known, want)
		}
	})
}

// Service hours with pauses, minute by minute; what is consumed until the due instant is the allowance.
func TestPausedServiceHoursByMinutes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40*60).Draw(t, "minutes")
		target := Target{Amount: Amount{Unit: Service, Time: time.Duration(n) * time.Minute}, Calendar: genCalendar(t)}
		m := meter{target: &target, start: genStart(t)}
		m.offs = genOffs(t, m.start)
		var want time.Time
		left := n
		minutes(t, &m, func(at time.Time, _ day) bool {
			want = at.Add(time.Minute)
			left--
			return left > 0
		})
		got, known, err := m.due()
		if get(t, known, err); !known || !got.Equal(want) {
			t.Fatalf("due %v (%v), want %v", got, known, want)
		}
		used, err := m.consumed(got)
		if get(t, used, err) != target.Amount.Time {
			t.Fatalf("%v consumed until the due instant, want %v", used, target.Amount.Time)
		}
	})
}

// A change to a calendar that means the same changes nothing, wherever it falls.
func TestHandoverToTheSameHours(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cal := genCalendar(t)
		a := Amount{Unit: rapid.SampledFrom([]Unit{BusinessDays, Service}).Draw(t, "unit"), Days: 4, Time: 30 * time.Hour}
		target := Target{Amount: a, Calendar: cal}
		whole := meter{target: &target, start: genStart(t)}
		whole.offs = genOffs(t, whole.start)
		cut := whole
		change := whole.start.Add(time.Duration(rapid.IntRange(1, 12*24*60).Draw(t, "change")) * time.Minute)
		cut.tenure = []tenure{{time.Time{}, cal}, {change, cal}}
		want, _, err := whole.due()
		get(t, want, err)
		got, _, err := cut.due()
		if !get(t, got, err).Equal(want) {
			t.Fatalf("due %v, without a change %v", got, want)
		}
	})
}
