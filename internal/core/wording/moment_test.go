package wording

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func denver(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("America/Denver")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestMoments(t *testing.T) {
	zone := denver(t)
	c := loaded(t)
	en, es := c.Printer(English, nil), c.Printer(Spanish, nil)
	now := time.Date(2026, 11, 30, 10, 5, 0, 0, zone) // a Monday
	at := func(y int, m time.Month, d, hour, minute int) time.Time {
		return time.Date(y, m, d, hour, minute, 0, 0, zone).UTC()
	}
	type say func(p Printer, t, now time.Time, zone *time.Location) string
	for _, test := range []struct {
		say    say
		at     time.Time
		en, es string
	}{
		{Printer.Moment, at(2026, 11, 30, 9, 12), "Today, 9:12 a.m.", "Hoy, 9:12 a. m."},
		{Printer.Moment, at(2026, 11, 30, 23, 59), "Today, 11:59 p.m.", "Hoy, 11:59 p. m."},
		{Printer.Moment, at(2026, 11, 30, 0, 0), "Today, 12 a.m.", "Hoy, 12 a. m."},
		{Printer.Moment, at(2026, 11, 29, 23, 59), "Yesterday, 11:59 p.m.", "Ayer, 11:59 p. m."},
		{Printer.Moment, at(2026, 12, 1, 12, 0), "Tomorrow, noon", "Mañana, mediodía"},
		{Printer.Moment, at(2026, 11, 27, 16, 30), "Friday, 4:30 p.m.", "Viernes, 4:30 p. m."},
		{Printer.Moment, at(2026, 12, 11, 17, 0), "Friday, December 11, 5 p.m.", "Viernes 11 de diciembre, 5 p. m."},
		{Printer.Moment, at(2025, 12, 11, 17, 0), "Thursday, December 11, 2025, 5 p.m.", "Jueves 11 de diciembre de 2025, 5 p. m."},
		{Printer.MomentWithin, at(2026, 11, 30, 9, 12), "today, 9:12 a.m.", "hoy, 9:12 a. m."},
		{Printer.By, at(2026, 11, 30, 17, 0), "by 5 p.m. today", "para hoy, 5 p. m."},
		{Printer.By, at(2026, 12, 1, 17, 0), "by tomorrow, 5 p.m.", "para mañana, 5 p. m."},
		{Printer.By, at(2026, 12, 2, 17, 0), "by Wednesday, 5 p.m.", "para el miércoles, 5 p. m."},
		{Printer.By, at(2026, 12, 11, 17, 0), "by Friday, December 11, 5 p.m.", "para el viernes 11 de diciembre, 5 p. m."},
		{Printer.Since, at(2026, 11, 30, 9, 12), "since 9:12 a.m.", "desde hoy, 9:12 a. m."},
		{Printer.Since, at(2026, 11, 29, 9, 12), "since yesterday, 9:12 a.m.", "desde ayer, 9:12 a. m."},
		{Printer.Since, at(2026, 11, 27, 16, 30), "since Friday, 4:30 p.m.", "desde el viernes, 4:30 p. m."},
		{Printer.Date, at(2026, 12, 11, 17, 0), "Friday, December 11", "Viernes 11 de diciembre"},
		{Printer.Date, at(2027, 1, 4, 7, 0), "Monday, January 4, 2027", "Lunes 4 de enero de 2027"},
		{Printer.Short, at(2026, 11, 30, 17, 0), "5 p.m.", "5 p. m."},
		{Printer.Short, at(2026, 12, 4, 17, 0), "Fri 5 p.m.", "vie 5 p. m."},
		{Printer.Short, at(2026, 12, 11, 17, 0), "Dec 11", "11 dic"},
		{Printer.Short, at(2027, 1, 4, 7, 0), "Jan 4, 2027", "4 ene 2027"},
		{Printer.Left, now.Add(22 * time.Minute), "22 min", "22 min"},
		{Printer.Left, now.Add(65 * time.Minute), "1 h 05", "1 h 05"},
		{Printer.Left, now.Add(5 * time.Hour), "5 h", "5 h"},
		{Printer.Left, now.Add(20 * time.Second), "under 1 min", "menos de 1 min"},
		{Printer.Left, now.Add(-3 * time.Minute), "3 min over", "3 min de retraso"},
		{Printer.Left, now.Add(-50 * time.Hour), "2 days over", "2 días de retraso"},
		{Printer.Left, at(2026, 12, 4, 17, 0), "Fri 5 p.m.", "vie 5 p. m."},
	} {
		if got := test.say(en, test.at, now, zone); got != test.en {
			t.Errorf("got %q, want %q", got, test.en)
		}
		if got := test.say(es, test.at, now, zone); got != test.es {
			t.Errorf("got %q, want %q", got, test.es)
		}
	}
	if got, want := en.Exact(at(2026, 7, 1, 17, 0), zone), "Wednesday, July 1, 2026, 5 p.m. MDT"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A day is a day of the zone, also when it has 23 or 25 hours.
func TestDaysFollowTheZone(t *testing.T) {
	zone := denver(t)
	p := loaded(t).Printer(English, nil)
	for _, test := range []struct{ at, now time.Time }{
		{time.Date(2026, 3, 8, 23, 30, 0, 0, zone), time.Date(2026, 3, 9, 0, 30, 0, 0, zone)},
		{time.Date(2026, 11, 1, 0, 30, 0, 0, zone), time.Date(2026, 11, 2, 0, 10, 0, 0, zone)},
	} {
		if got := p.Moment(test.at, test.now, zone); got[:9] != "Yesterday" {
			t.Errorf("%s seen from %s: got %q", test.at, test.now, got)
		}
	}
}

func TestSpell(t *testing.T) {
	c := loaded(t)
	for d, want := range map[time.Duration][2]string{
		0:                          {"0 seconds", "0 segundos"},
		time.Second:                {"1 second", "1 segundo"},
		time.Minute:                {"1 minute", "1 minuto"},
		4 * time.Hour:              {"4 hours", "4 horas"},
		65 * time.Minute:           {"1 hour 5 minutes", "1 hora 5 minutos"},
		51*time.Hour + time.Minute: {"2 days 3 hours", "2 días 3 horas"},
		-24 * time.Hour:            {"1 day", "1 día"},
	} {
		if got := c.Printer(English, nil).Spell(d); got != want[0] {
			t.Errorf("got %q, want %q", got, want[0])
		}
		if got := c.Printer(Spanish, nil).Spell(d); got != want[1] {
			t.Errorf("got %q, want %q", got, want[1])
		}
	}
}

// Days are counted as a calendar shows them: an oracle that walks from one day to the next agrees.
func TestDaysBetweenAgreesWithWalking(t *testing.T) {
	zone := denver(t)
	rapid.Check(t, func(t *rapid.T) {
		start := time.Date(2026, 1, 1, 0, 0, 0, 0, zone).Add(time.Duration(rapid.IntRange(0, 500*24*60).Draw(t, "minutes")) * time.Minute)
		days := rapid.IntRange(0, 40).Draw(t, "days")
		y, m, d := start.Date()
		end := time.Date(y, m, d+days, rapid.IntRange(0, 23).Draw(t, "hour"), 30, 0, 0, zone)
		walked := 0
		for day := start; day.Format("2006-01-02") != end.Format("2006-01-02"); walked++ {
			y, m, d := day.Date()
			day = time.Date(y, m, d+1, 12, 0, 0, 0, zone)
		}
		if got := daysBetween(start, end); got != walked {
			t.Fatalf("%s to %s: got %d, want %d", start, end, got, walked)
		}
	})
}
