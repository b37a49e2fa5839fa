package notice_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard/internal/core/notice"
	"switchboard/internal/core/people"
	"switchboard/internal/fault"
)

func clock(s string) int {
	t, err := time.Parse("15:04", s)
	if err != nil {
		panic(err)
	}
	return t.Hour()*60 + t.Minute()
}

// Quiet hours in Denver, told by its wall clock, over nights, weekends and the two nights on which the clock jumps.
func TestQuietHoursEnd(t *testing.T) {
	denver, err := time.LoadLocation("America/Denver")
	if err != nil {
		t.Fatal(err)
	}
	night := notice.Quiet{From: clock("18:00"), Until: clock("08:00"), Zone: denver}
	weekend := night
	weekend.Off = map[time.Weekday]bool{time.Saturday: true, time.Sunday: true}
	noon := notice.Quiet{From: clock("12:00"), Until: clock("13:00"), Zone: denver}
	gap := notice.Quiet{From: clock("22:00"), Until: clock("02:30"), Zone: denver}
	for _, c := range []struct {
		name  string
		quiet notice.Quiet
		at    string
		want  string
	}{
		{"never", notice.Quiet{}, "2026-11-20 03:00", "2026-11-20 03:00"},
		{"by day", night, "2026-11-20 17:59", "2026-11-20 17:59"},
		{"at night", night, "2026-11-18 18:00", "2026-11-19 08:00"},
		{"before dawn", night, "2026-11-19 07:59", "2026-11-19 08:00"},
		{"at its end", night, "2026-11-19 08:00", "2026-11-19 08:00"},
		{"into the weekend", weekend, "2026-11-20 18:30", "2026-11-23 08:00"},
		{"in the weekend", weekend, "2026-11-21 12:00", "2026-11-23 08:00"},
		{"over lunch", noon, "2026-11-20 12:30", "2026-11-20 13:00"},
		{"the hour that is not there", gap, "2027-03-13 23:00", "2027-03-14 03:00"},
		{"the hour that is there twice", gap, "2026-10-31 23:00", "2026-11-01 02:30"},
	} {
		at, err := time.ParseInLocation("2006-01-02 15:04", c.at, denver)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.quiet.End(at).In(denver).Format("2006-01-02 15:04"); got != c.want {
			t.Errorf("%s: what comes %s is told %s, want %s", c.name, c.at, got, c.want)
		}
	}
}

func TestQuietHoursThatNeverEndAreRefused(t *testing.T) {
	all := map[time.Weekday]bool{}
	for d := time.Sunday; d <= time.Saturday; d++ {
		all[d] = true
	}
	for _, q := range []notice.Quiet{{Off: all}, {From: -1}, {From: 1440}, {Until: 1440}} {
		if err := q.Check(); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v", q, err)
		}
	}
}

func drawQuiet(t *rapid.T) notice.Quiet {
	zones := []string{"America/Denver", "America/Chicago", "America/New_York", "UTC", "Australia/Lord_Howe"}
	zone, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
	if err != nil {
		t.Fatal(err)
	}
	q := notice.Quiet{From: rapid.IntRange(0, 1439).Draw(t, "from"), Until: rapid.IntRange(0, 1439).Draw(t, "until"), Zone: zone, Off: map[time.Weekday]bool{}}
	for _, d := range rapid.SliceOfN(rapid.IntRange(0, 6), 0, 6).Draw(t, "off") {
		q.Off[time.Weekday(d)] = true
	}
	if q.Check() != nil {
		t.Skip("refused")
	}
	return q
}

func drawReaders(t *rapid.T) []notice.Reader {
	out := make([]notice.Reader, rapid.IntRange(1, 4).Draw(t, "readers"))
	for i := range out {
		out[i] = notice.Reader{ID: people.ID(i + 1), Quiet: drawQuiet(t), Devices: rapid.IntRange(0, 2).Draw(t, "devices"), Choices: map[notice.Group]notice.Choice{}}
		for _, g := range notice.Groups(true) {
			if rapid.Bool().Draw(t, "chosen") {
				out[i].Choices[g] = notice.Choice{Mail: rapid.Bool().Draw(t, "mail"), Push: rapid.Bool().Draw(t, "push")}
			}
		}
	}
	return out
}

// ASKS 18: whatever everybody chose, of a guarantee somebody hears at once; each reader is told once; quiet hours only
// delay, by a week at most; what the desk owes leaves by mail, at once.
func TestNobodySilencesAGuarantee(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		readers, kind := drawReaders(t), rapid.SampledFrom(notice.Kinds()).Draw(t, "kind")
		grave := rapid.Bool().Draw(t, "grave")
		at := time.Unix(rapid.Int64Range(1_700_000_000, 1_900_000_000).Draw(t, "at"), 0)
		told := notice.Tell(kind, grave, readers, at)
		if len(told) != len(readers) {
			t.Fatalf("%d of %d readers are told", len(told), len(readers))
		}
		heard := false
		for i, one := range told {
			if one.Reader != readers[i].ID {
				t.Fatalf("reader %d is told in the place of %d", one.Reader, readers[i].ID)
			}
			for name, w := range map[string]notice.Way{"mail": one.Mail, "push": one.Push} {
				switch {
				case w.Off != "" && !w.At.IsZero():
					t.Fatalf("%s is off and told %s", name, w.At)
				case w.Off == "" && (w.At.Before(at) || w.At.Sub(at) > 7*24*time.Hour+time.Hour):
					t.Fatalf("%s of %s is told %s", name, at, w.At)
				}
				heard = heard || w.Off == "" && w.At.Equal(at)
			}
			if !kind.Group().Switchable() && (one.Mail.Off != "" || !one.Mail.At.Equal(at)) {
				t.Fatalf("what is owed: %+v", one.Mail)
			}
			if one.Insists && (!grave || i > 0) {
				t.Fatalf("the %d. reader hears against their choice", i)
			}
		}
		if grave && !heard {
			t.Fatal("nobody hears of it")
		}
	})
}

// An end is never quiet, and there is no moment before it that is not; seen minute by minute on the wall clock.
func TestQuietIsExactlyUntilItsEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := drawQuiet(t)
		at := time.Unix(rapid.Int64Range(1_700_000_000, 1_900_000_000).Draw(t, "at"), 0).Truncate(time.Minute)
		quiet := func(at time.Time) bool {
			local := at.In(q.Zone)
			m := local.Hour()*60 + local.Minute()
			hours := q.From <= m && m < q.Until
			if q.From > q.Until {
				hours = m >= q.From || m < q.Until
			}
			return hours || q.Off[local.Weekday()]
		}
		end := q.End(at)
		for m := at; m.Before(end); m = m.Add(time.Minute) {
			if !quiet(m) {
				t.Fatalf("%s is not quiet, and what comes %s waits until %s", m, at, end)
			}
		}
		if quiet(end) {
			t.Fatalf("%s is quiet, and what comes %s is told then", end, at)
		}
	})
}

func TestEveryKindHasAGroupOfItsReaders(t *testing.T) {
	var got []string
	for _, k := range notice.Kinds() {
		if !slices.Contains(notice.Groups(true), k.Group()) || !k.Staff() && !slices.Contains(notice.Groups(false), k.Group()) {
			t.Errorf("%s is of %q, of which its readers cannot choose", k, k.Group())
		}
		if k.ToCustomer() && k.Group().Switchable() {
			got = append(got, string(k))
		}
	}
	if want := "[routed started plan]"; fmt.Sprint(got) != want { // CO-18: the others are promised
		t.Errorf("customers can switch off %v, want %s", got, want)
	}
}
