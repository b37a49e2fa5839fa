package calendar

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// oracle knows a calendar by walking its wall clock minute by minute. It shares no code with the table: local times
// come from time.In alone.
type oracle struct {
	from time.Time // the first minute of the walk
	wall []string  // what the clock on the wall shows at minute i, "2006-01-02 15:04"
	open []bool
}

// walk covers some dates around a date.
func walk(spec Spec, loc *time.Location, around Date, days int) *oracle {
	from := time.Date(around.Year, around.Month, around.Day-days, 0, 0, 0, 0, time.UTC)
	o := &oracle{from: from}
	for i := range (2*days + 1) * 24 * 60 {
		o.wall = append(o.wall, from.Add(time.Duration(i)*time.Minute).In(loc).Format("2006-01-02 15:04"))
	}
	o.open = make([]bool, len(o.wall))
	for n := -days - 1; n <= days+1; n++ {
		d := around.AddDays(n)
		for _, w := range windowsOn(spec, d) {
			a, b := o.minute(d, w.From), o.minute(d, w.To)
			for i := max(a, 0); i < min(b, len(o.open)); i++ {
				o.open[i] = true
			}
		}
	}
	return o
}

// minute finds the first minute at which the wall shows a local time; where it skips that time, the time later by as
// much as it skips.
func (o *oracle) minute(d Date, since time.Duration) int {
	want := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Add(since)
	text := want.Format("2006-01-02 15:04")
	if text < o.wall[0] {
		return -1
	}
	for i, shown := range o.wall {
		if shown == text {
			return i
		}
		if i+1 < len(o.wall) && shown < text && text < o.wall[i+1] {
			before, _ := time.Parse("2006-01-02 15:04", shown)
			after, _ := time.Parse("2006-01-02 15:04", o.wall[i+1])
			gap := after.Sub(before) - time.Minute
			return o.minute(d, since+gap)
		}
	}
	return len(o.wall)
}

func (o *oracle) at(i int) time.Time { return o.from.Add(time.Duration(i) * time.Minute) }

// compare asks both about every minute.
func (o *oracle) compare(t *testing.T, c *Calendar) {
	t.Helper()
	var worked time.Duration
	for i, open := range o.open {
		at := o.at(i)
		if got, err := c.Open(at); err != nil || got != open {
			t.Fatalf("Open(%s = %s local) = %v, %v; want %v", at, o.wall[i], got, err, open)
		}
		if got, err := c.Worked(o.from, at); err != nil || got != worked {
			t.Fatalf("Worked until %s local = %v, %v; want %v", o.wall[i], got, err, worked)
		}
		if open {
			worked += time.Minute
			if got, err := c.Add(o.from, worked); err != nil || !got.Equal(at.Add(time.Minute)) {
				t.Fatalf("Add(%v) = %v, %v; want %v", worked, got, err, at.Add(time.Minute))
			}
		}
	}
}

var zones = []string{"America/Denver", "America/New_York", "America/Chicago", "Australia/Lord_Howe", "Europe/London"}

// nights are the dates on which a zone's clocks change.
func nights(t *testing.T, zone string, fromYear, toYear int) []Date {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	var out []Date
	_, was := time.Date(fromYear, 1, 1, 0, 0, 0, 0, time.UTC).In(loc).Zone()
	for h := time.Date(fromYear, 1, 1, 0, 0, 0, 0, time.UTC); h.Year() < toYear; h = h.Add(time.Hour) {
		if _, offset := h.In(loc).Zone(); offset != was {
			was = offset
			out = append(out, DateOf(h.In(loc)))
		}
	}
	return out
}

// The nights in which clocks change, in hours that a desk has, and in hours made to fall into every trap.
func TestEveryTransitionNight(t *testing.T) {
	week := func(ws ...Window) (out [7][]Window) {
		for i := range out {
			out[i] = ws
		}
		return out
	}
	weeks := map[string][7][]Window{
		"day":       weekdays(Window{hm(7, 0), hm(17, 0)}),
		"night":     week(Window{hm(22, 0), hm(30, 0)}),
		"traps":     week(Window{hm(0, 30), hm(1, 10)}, Window{hm(1, 15), hm(1, 45)}, Window{hm(1, 50), hm(2, 15)}, Window{hm(2, 20), hm(3, 0)}, Window{hm(3, 10), hm(5, 0)}),
		"all round": week(Window{0, hm(24, 0)}),
	}
	for _, zone := range zones {
		for _, night := range nights(t, zone, 2025, 2028) {
			for name, w := range weeks {
				t.Run(fmt.Sprintf("%s %s %s", zone, night, name), func(t *testing.T) {
					spec := Spec{Zone: zone, Week: w}
					c := compile(t, spec)
					walk(spec, c.Location(), night, 2).compare(t, c)
				})
			}
		}
	}
}

// A zone's own table ends in 2037; the rules beyond it, the last day of leap years included, must hold as well.
func TestFarTransitions(t *testing.T) {
	spec := Spec{Zone: "America/Denver", Week: weekdays(Window{hm(1, 30), hm(17, 0)})}
	c := compile(t, spec)
	for _, d := range append(nights(t, spec.Zone, 2098, 2100), Date{2096, 12, 31}) {
		walk(spec, c.Location(), d, 2).compare(t, c)
	}
}

// genSpec draws a calendar of several windows a day, holidays and half days near November 2026.
func genSpec(t *rapid.T) Spec {
	windows := func(label string, least int) []Window {
		var out []Window
		from := 0
		for range rapid.IntRange(least, 3).Draw(t, label) {
			from += rapid.IntRange(0, 300).Draw(t, "gap")
			to := from + rapid.IntRange(10, 400).Draw(t, "length") // 200 hours of less lie beyond the horizon
			if from >= 24*60 || to > 24*60 {
				break
			}
			out = append(out, Window{time.Duration(from) * time.Minute, time.Duration(to) * time.Minute})
			from = to
		}
		return out
	}
	s := Spec{Zone: rapid.SampledFrom(zones).Draw(t, "zone"), Days: map[Date]Day{}}
	for wd := range s.Week {
		s.Week[wd] = windows("windows", 0)
	}
	s.Week[time.Tuesday] = windows("Tuesday", 1)
	if len(s.Week[time.Tuesday]) == 0 {
		s.Week[time.Tuesday] = []Window{{hm(9, 0), hm(12, 0)}}
	}
	for range rapid.IntRange(0, 5).Draw(t, "special days") {
		d := Date{2026, 10, 20}.AddDays(rapid.IntRange(0, 60).Draw(t, "day"))
		s.Days[d] = Day{Name: "Special", Windows: windows("special", 0)}
	}
	return s
}

func genInstant(t *rapid.T, label string) time.Time {
	from := time.Date(2026, 10, 20, 0, 0, 0, 0, time.UTC)
	return from.Add(time.Duration(rapid.Int64Range(0, int64(40*24*time.Hour)).Draw(t, label)))
}

func must[T any](t *rapid.T, v T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, err := Compile(genSpec(t))
		must(t, c, err)
		a, b := genInstant(t, "a"), genInstant(t, "b")
		d := time.Duration(rapid.Int64Range(1, int64(60*time.Hour)).Draw(t, "d")) // a minute a week lasts until 2095

		end, err := c.Add(a, d)
		must(t, end, err)
		back, err := c.Worked(a, end)
		if must(t, back, err) != d {
			t.Fatalf("Worked(a, Add(a, %v)) = %v", d, back)
		}
		ab, err := c.Worked(a, b)
		must(t, ab, err)
		be, err := c.Worked(b, end)
		if ab+must(t, be, err) != d {
			t.Fatalf("Worked is not additive: %v + %v, want %v", ab, be, d)
		}
		p, err := c.Position(a)
		must(t, p, err)
		place, err := c.Instant(p.Day, p.Into)
		must(t, place, err)
		if left, err := c.Worked(a, place); must(t, left, err) != 0 {
			t.Fatalf("Instant(Position(a)) is %v away", left)
		}
		n := rapid.IntRange(0, 20).Draw(t, "n")
		same, err := c.SameTime(a, n)
		must(t, same, err)
		last, err := c.EndOfDay(a, n)
		if must(t, last, err).Before(same) {
			t.Fatalf("the same time %v is after the end of the day %v", same, last)
		}
		next, err := c.NextOpen(last)
		if must(t, next, err).Before(last) || n > 0 && !last.After(a) {
			t.Fatalf("EndOfDay(%v, %d) = %v", a, n, last)
		}
		var sum time.Duration
		if end.After(a) {
			must(t, 0, c.Windows(a, end, func(from, to time.Time) bool { sum += to.Sub(from); return true }))
			if sum != d {
				t.Fatalf("windows add up to %v, want %v", sum, d)
			}
		}
	})
}

// The nth business day, found by walking dates.
func TestEndOfDayByWalkingDates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spec := genSpec(t)
		c, err := Compile(spec)
		must(t, c, err)
		a, days := genInstant(t, "a"), rapid.IntRange(0, 12).Draw(t, "days")
		local := func(d Date, since time.Duration) time.Time {
			return c.wall(d.number()*secondsPerDay+int64(since/time.Second), 0)
		}
		var due time.Time
		for d, n := DateOf(a.In(c.Location())), days; n >= 0; d = d.AddDays(1) {
			ws := windowsOn(spec, d)
			if len(ws) == 0 {
				continue
			}
			if due = local(d, ws[len(ws)-1].To); due.After(a) {
				n--
			}
		}
		got, err := c.EndOfDay(a, days)
		if !must(t, got, err).Equal(due) {
			t.Fatalf("EndOfDay(%v, %d) = %v, want %v", a, days, got, due)
		}
	})
}
