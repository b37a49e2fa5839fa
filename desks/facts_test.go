package desks_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"switchboard/desks"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/sla"
	"switchboard/internal/fault"
)

// CO-37, ME-14, ME-16, OK-07, A2, A28: when the desks are open.
func TestHours(t *testing.T) {
	for _, test := range []struct {
		desk, calendar, at string
		open               bool
	}{
		{"colorado", "business", "2026-11-20 07:00", true},
		{"colorado", "business", "2026-11-20 16:59", true},
		{"colorado", "business", "2026-11-20 17:00", false}, // half-open
		{"colorado", "business", "2026-11-21 10:00", false}, // Saturday
		{"colorado", "business", "2026-11-26 10:00", false}, // Thanksgiving
		{"colorado", "business", "2026-11-27 10:00", true},  // the day after is a working day
		{"colorado", "day_and_night", "2026-11-26 03:00", true},
		{"maine", "business", "2026-11-27 10:00", false}, // Thanksgiving Friday
		{"maine", "business", "2026-12-04 07:00", true},
		{"maine", "limited", "2026-12-05 23:00", true},
		{"oklahoma", "business", "2026-12-04 07:59", false},
		{"oklahoma", "business", "2026-12-04 08:00", true},
		{"oklahoma", "business", "2026-06-19 10:00", true}, // no state holiday by 25 O.S. 82.1
		{"oklahoma", "mail_days", "2026-12-04 23:00", true},
		{"oklahoma", "mail_days", "2026-12-05 10:00", false}, // not monitored on weekends
		{"oklahoma", "mail_days", "2026-12-25 10:00", false}, // or holidays
	} {
		d := load(t, test.desk)
		at, err := time.ParseInLocation("2006-01-02 15:04", test.at, d.Zone())
		if err != nil {
			t.Fatal(err)
		}
		if open, err := d.Calendar(test.calendar).Open(at); err != nil || open != test.open {
			t.Errorf("%s %s at %s: open is %v, %v; want %v", test.desk, test.calendar, test.at, open, err, test.open)
		}
	}
}

// A28: the holidays are those that were collected, with their certainty.
func TestHolidays(t *testing.T) {
	data, err := os.ReadFile("../../shared/holidays.json")
	if err != nil {
		t.Skip("the collected holidays are not here: ", err)
	}
	var collected struct {
		Calendars map[string]struct {
			Holidays []struct{ Date, Name, Certainty string }
		}
	}
	if err := json.Unmarshal(data, &collected); err != nil {
		t.Fatal(err)
	}
	for _, name := range desks.Names() {
		d := load(t, name)
		want := collected.Calendars[name].Holidays
		got := d.Holidays[0].Days
		if len(got) != len(want) || len(got) < 30 {
			t.Errorf("%s has %d holidays, want %d", name, len(got), len(want))
			continue
		}
		for i, w := range want {
			certainty := got[i].Certainty
			if certainty == "" {
				certainty = "high"
			}
			if got[i].Date != w.Date || got[i].Name != w.Name || certainty != w.Certainty {
				t.Errorf("%s: %+v, want %+v", name, got[i], w)
			}
		}
	}
}

// A24: mail to Maine is received in business hours, mail to Oklahoma on the days on which it is read; the other
// channels at once, day and night (CO-30).
func TestMonitored(t *testing.T) {
	for name, want := range map[string]string{"colorado": "", "maine": "business", "oklahoma": "mail_days"} {
		d := load(t, name)
		monitored := d.Policy().Monitored
		if want == "" && len(monitored) != 0 || want != "" && (len(monitored) != 1 || !monitored["mail"].Same(d.Calendar(want))) {
			t.Errorf("%s: %v, want mail by %q", name, monitored, want)
		}
	}
}

func target(t *testing.T, d *definition.Definition, class string, metric sla.Metric) sla.Target {
	t.Helper()
	for _, one := range d.Policy().Targets {
		if one.Class == class && one.Metric == metric && one.When == (sla.When{}) {
			return one
		}
	}
	t.Fatalf("no %s of %s", metric, class)
	return sla.Target{}
}

// What the table of the ledger does not have room for.
func TestTerms(t *testing.T) {
	co, me, ok := load(t, "colorado"), load(t, "maine"), load(t, "oklahoma")
	warned := func(got sla.Target, want ...sla.Threshold) {
		t.Helper()
		if len(got.Warn) != len(want) {
			t.Fatalf("%s of %s warns at %v", got.Metric, got.Class, got.Warn)
		}
		for i := range want {
			if got.Warn[i] != want[i] {
				t.Errorf("%s of %s warns at %v, want %v", got.Metric, got.Class, got.Warn, want)
			}
		}
	}
	team := target(t, co, "major_incident", sla.AssignTeam) // CO-27: accepted by a person; 5 and 10 minutes
	warned(team, sla.Threshold{After: 5 * time.Minute}, sla.Threshold{After: 10 * time.Minute})
	if !team.Accepted || target(t, co, "self_service", sla.AssignTeam).Accepted {
		t.Error("a major incident asks for acceptance, the portal does not") // A13, CO-31
	}
	update := target(t, co, "major_incident", sla.Update) // CO-28: 20 and 25 minutes
	warned(update, sla.Threshold{After: 20 * time.Minute}, sla.Threshold{After: 25 * time.Minute})
	if update.Audience != "impacted" || target(t, co, "self_service", sla.Update).Audience != "requester" { // CO-32, A7
		t.Error("a major incident is told to all impacted, a ticket to its requester")
	}
	warned(target(t, me, "low", sla.Resolve), sla.Threshold{Percent: 50}, sla.Threshold{Percent: 80})
	for _, class := range ok.ClassNames() { // A13, OK-28
		if !target(t, ok, class, sla.AssignProvider).Accepted {
			t.Errorf("%s is assigned when a technician has accepted", class)
		}
	}
	for _, d := range []*definition.Definition{co, me, ok} { // A1, A4
		for _, one := range d.Policy().Targets {
			if one.Amount.Unit == sla.BusinessDays && one.Reading != sla.EndOfDay {
				t.Errorf("%s of %s is read as %s", one.Metric, one.Class, one.Reading)
			}
			if d == ok && len(one.Pauses) > 0 {
				t.Errorf("a guarantee pauses: %+v", one)
			}
		}
		if d.Policy().ConfirmWindow != (sla.Amount{Unit: sla.BusinessDays, Days: 5}) {
			t.Errorf("reopen within %v", d.Policy().ConfirmWindow)
		}
	}
	if urgent, _ := me.ClassInfo("urgent"); !urgent.OnTask { // ME-43
		t.Error("all stay on task")
	}
}

// ME-15: a special arrangement with an agency is one line of the file, with its dates.
func TestSpecialArrangement(t *testing.T) {
	text, err := desks.Read("maine")
	if err != nil {
		t.Fatal(err)
	}
	line := "overrides:\n  - {agency: public_safety, class: high, clock: limited, from: 2026-07-01, note: special arrangement, ref: ME-15}\n"
	d, problems := definition.Parse("maine.yaml", append(text, line...))
	if d == nil {
		t.Fatal(problems)
	}
	n := 0
	for _, one := range d.Policy().Targets {
		if one.When.Agency == "public_safety" {
			n++
			if one.Class != "high" || !one.Calendar.Same(d.Calendar("limited")) || one.When.From.Year != 2026 || one.Ref != "ME-15" {
				t.Errorf("got %+v", one)
			}
		}
	}
	if n != 2 {
		t.Errorf("%d targets are arranged, want the reply and the resolution", n)
	}
}

func TestLoad(t *testing.T) {
	if _, err := desks.Load("nowhere"); !fault.Is(err, fault.NotFound) {
		t.Errorf("got %v", err)
	}
	if _, err := desks.Load(t.TempDir()); !fault.Is(err, fault.Invalid) {
		t.Errorf("a folder: %v", err)
	}
	bad := filepath.Join(t.TempDir(), "bad.yaml")
	if err := os.WriteFile(bad, []byte("desk: x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := desks.Read(bad); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "bad.yaml:1:1: operator: this is missing") {
		t.Errorf("got %v", err)
	}
	harbor, err := desks.Load("../internal/core/definition/testdata/harbor.yaml")
	if err != nil || harbor.Definition == nil {
		t.Fatal(err, harbor.Problems)
	}
	if d, problems := definition.Parse("kept", harbor.Source); d == nil { // what is kept needs nothing beside it
		t.Error(problems)
	}
	if schema, err := os.ReadFile("schema.json"); err != nil || !json.Valid(schema) {
		t.Error("the schema is no JSON")
	}
}
