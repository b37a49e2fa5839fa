package desks_test

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"switchboard/desks"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/sla"
)

func load(t *testing.T, name string) *definition.Definition {
	t.Helper()
	l, err := desks.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range l.Problems {
		t.Error(p)
	}
	if l.Definition == nil {
		t.FailNow()
	}
	return l.Definition
}

var (
	states    = map[string]string{"CO": "colorado", "ME": "maine", "OK": "oklahoma"}
	calendars = map[string]string{"24x7": "day_and_night", "24x7?": "day_and_night", "CO-BH": "business", "ME-BH": "business",
		"ME-limited": "limited", "OK-BH?": "business", "staffed hours?": "business", "OK-mail": "mail_days", "-": ""}
)

// Every row of the ledger's table of numeric promises stands in a shipped definition: CO-27..33, ME-11, ME-32..44,
// ME-56, OK-04, OK-06, OK-16..29.
func TestLedgerTable(t *testing.T) {
	file, err := os.Open("../../shared/LEDGER.md")
	if err != nil {
		t.Skip("the ledger is not here: ", err)
	}
	defer file.Close()
	rows := 0
	for lines, inside := bufio.NewScanner(file), false; lines.Scan(); {
		switch line := lines.Text(); {
		case line == "```csv":
			inside = true
		case line == "```":
			inside = false
		case inside:
			rows++
			t.Run(line, func(t *testing.T) { ledgerRow(t, strings.Split(line, ",")) })
		}
	}
	if rows != 34 {
		t.Errorf("%d rows in the ledger's table, want 34", rows)
	}
}

func ledgerRow(t *testing.T, row []string) {
	state, class, obligation, metric, duration, unit, calendar, pause, ref := row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8]
	d := load(t, states[state])
	switch {
	case obligation == "customer duty":
		duty(t, d, class, duration)
	case unit == "pct":
		goal(t, d, obligation, metric, duration, ref)
	default:
		metric, qualifier, _ := strings.Cut(metric, "(")
		for _, target := range d.Targets {
			matches := target.Class == class || target.When != nil && target.When.Channel == map[string]string{"self_service": "portal", "email": "mail"}[class]
			if matches && string(target.Metric) == map[string]string{"ack": "accept"}[metric]+map[bool]string{true: metric}[metric != "ack"] {
				check(t, target, obligation, duration, unit, calendars[calendar], pause, qualifier)
				if !strings.Contains(target.Ref, ref) {
					t.Errorf("ref is %q, want %s", target.Ref, ref)
				}
				return
			}
		}
		t.Errorf("no such target in %s", states[state])
	}
}

func check(t *testing.T, got definition.Target, obligation, duration, unit, calendar, pause, qualifier string) {
	t.Helper()
	if string(got.Obligation) != obligation {
		t.Errorf("obligation %s, want %s", got.Obligation, obligation)
	}
	if calendar != "" && got.Calendar != calendar {
		t.Errorf("calendar %s, want %s", got.Calendar, calendar)
	}
	if want := amount(duration, unit); got.Amount != want {
		t.Errorf("amount %v, want %v", got.Amount, want)
	}
	want := map[string]string{"question|duty": "[question duty]"}[pause]
	if have := fmt.Sprint(got.Pauses); have != want && (want != "" || have != "[]") {
		t.Errorf("pauses on %s, want %q", have, want)
	}
	switch strings.TrimSuffix(qualifier, ")") {
	case "audience":
		if got.Audience == "" {
			t.Error("an update needs an audience")
		}
	case "restored":
		if !got.Restored {
			t.Error("it must end when the service is restored")
		}
	case "role=service_manager|designee":
		if fmt.Sprint(got.By) != "[service_manager designee]" {
			t.Errorf("by %v", got.By)
		}
	}
}

func amount(duration, unit string) sla.Amount {
	switch duration {
	case "5-10": // A22
		duration = "10"
	case "several": // A23
		return sla.Amount{Unit: sla.Service, Time: 4 * time.Hour}
	}
	n, _ := strconv.Atoi(duration)
	return map[string]sla.Amount{
		"min_e": {Unit: sla.Elapsed, Time: time.Duration(n) * time.Minute},
		"h_e":   {Unit: sla.Elapsed, Time: time.Duration(n) * time.Hour},
		"h_s":   {Unit: sla.Service, Time: time.Duration(n) * time.Hour},
		"bd":    {Unit: sla.BusinessDays, Days: n},
		"cd":    {Unit: sla.CalendarDays, Days: n},
	}[unit]
}

func goal(t *testing.T, d *definition.Definition, obligation, id, share, ref string) {
	t.Helper()
	for _, g := range d.Goals {
		if g.ID != id {
			continue
		}
		want, err := strconv.ParseFloat(share, 64)
		if strings.HasPrefix(share, "most") { // A25
			want, err = 80, nil
		}
		if err == nil && g.Percent != want || err != nil && g.Trend == "" {
			t.Errorf("%v%% %q, want %s", g.Percent, g.Trend, share)
		}
		if string(g.Kind) != obligation || !strings.Contains(g.Ref, ref) {
			t.Errorf("%s by %s, want %s by %s", g.Kind, g.Ref, obligation, ref)
		}
		return
	}
	t.Errorf("no goal %s", id)
}

func duty(t *testing.T, d *definition.Definition, on, days string) {
	t.Helper()
	for _, one := range d.Duties {
		if one.On == on && fmt.Sprint(one.NoticeAmount.Days) == days && one.NoticeAmount.Unit == sla.CalendarDays {
			return
		}
	}
	t.Errorf("no duty of %s calendar days on %s", days, on)
}
