package importer

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"switchboard/internal/fault"
)

const head = "number,incident_state,reopen_count,made_sla,caller_id,opened_by,opened_at,sys_updated_by,sys_updated_at," +
	"contact_type,location,category,impact,urgency,priority,assignment_group,assigned_to,closed_code,resolved_by,resolved_at"

// at is a line of a log about one incident: number, state, minute of 1 March 2016 after 08:00, group, assignee.
func at(number, state string, minute int, group, assignee string) string {
	when := time.Date(2016, 3, 1, 8, minute, 0, 0, time.UTC).Format("2/1/2006 15:04")
	return fmt.Sprintf("%s,%s,0,true,Caller 9,Opened by  8,1/3/2016 08:00,Updated by 2,%s,Phone,Location 1,Category 5,"+
		"2 - Medium,2 - Medium,3 - Moderate,%s,%s,code 5,Resolved by 4,?", number, state, when, group, assignee)
}

// file writes lines into a file of the test.
func file(t testing.TB, name string, lines ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// walk reads a file as the import does.
func walk(t *testing.T, path string) (incidents []Incident, rejected map[int]string, err error) {
	t.Helper()
	log, err := OpenLog(path, time.UTC)
	if err != nil {
		return nil, nil, err
	}
	return walkLog(t, log)
}

func walkLog(t *testing.T, log *Log) (incidents []Incident, rejected map[int]string, err error) {
	t.Helper()
	rejected = map[int]string{}
	survey, err := log.Survey(context.Background())
	if err != nil {
		return nil, nil, err
	}
	err = log.Walk(context.Background(), survey, func(in Incident) error {
		incidents = append(incidents, in)
		return nil
	}, func(line int, reason string) error {
		rejected[line] = reason
		return nil
	})
	if got := len(incidents); got > survey.Incidents {
		t.Errorf("%d incidents, %d were announced", got, survey.Incidents)
	}
	return incidents, rejected, err
}

// A file that is no log as a whole is refused before anything is taken in, with what to do.
func TestRefusedFiles(t *testing.T) {
	for name, c := range map[string]struct {
		path string
		want string
	}{
		"no file":             {"/nowhere/log.csv", "no such file"},
		"a folder":            {t.TempDir(), "is a folder"},
		"an empty file":       {file(t, "a.csv"), "is empty"},
		"only line ends":      {file(t, "a.csv", "", "", ""), "is empty"},
		"missing columns":     {file(t, "a.csv", "number,opened_at,short_description"), "lacks the columns incident_state, caller_id, sys_updated_at"},
		"no header":           {file(t, "a.csv", at("INC1", "New", 1, "", "")), "lacks the columns number"},
		"a column twice":      {file(t, "a.csv", head+",number"), "two columns"},
		"UTF-16":              {file(t, "a.csv", "\xff\xfen\x00u\x00"), "UTF-16"},
		"a binary":            {file(t, "a.csv", "\x7fELF\x00\x00"), "not a CSV file"},
		"a million columns":   {file(t, "a.csv", strings.Repeat("number,", 1_000_000)), "not a CSV file"},
		"no zip":              {file(t, "a.zip", "PK, but not quite"), "cannot be unpacked"},
		"Latin-1 from line 1": {file(t, "a.csv", "num\xe9ro,"+head), "UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := walk(t, c.path)
			if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want Invalid with %q", err, c.want)
			}
		})
	}
}

// A row that cannot be read is left out with its line and the reason; the rest goes in.
func TestRejectedRows(t *testing.T) {
	incidents, rejected, err := walk(t, file(t, "log.csv",
		"\ufeff"+head, // 1
		at("INC1", "New", 1, "Group 1", "?"),
		strings.Replace(at("INC1", "Active", 2, "Group 1", "?"), "1/3/2016 08:02", "31/2/2016 08:02", 1),
		at("INC1", "Closed", 3, "Group 1", "?"),
		"INC2,New", // 5
		at("INC3", "New", 1, "caf\xe9", "?"),
		at("INC3", "New", 1, "a\x00b", "?"),
		at("", "New", 1, "Group 1", "?"),
		"",
		at("INC4", "New", 1, "\"Group", "?"), // 10
		at("INC5", "New", 1, "\"Group \"\"A\"\", B\"", "?"),
		strings.Repeat(",", 1_000_000),
		at("INC6", "New", 1, "Group 1", "?")+",one more",
		at("INC8", "New", 1, "Group 1", "?"),
		"INC7,New,0,true,Caller 9,Opened by  8,1/3/2",
	))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, in := range incidents {
		got = append(got, fmt.Sprint(in.Number, " ", len(in.Rows)))
	}
	if want := "[INC1 2 INC5 1]"; fmt.Sprint(got) != want {
		t.Errorf("incidents and rows %v, want %v", got, want)
	}
	for line, want := range map[int]string{
		3: `sys_updated_at: "31/2/2016 08:02" is not a time`, 5: "2 columns where", 6: "not UTF-8", 7: "NUL", 8: "no incident number",
		10: "not closed", 12: "longer than", 13: "21 columns where the first line has 20", 14: "INC8 is left out whole", 15: "the file ends in the middle",
	} {
		if !strings.Contains(rejected[line], want) {
			t.Errorf("line %d: %q, want %q", line, rejected[line], want)
		}
		delete(rejected, line)
	}
	if len(rejected) > 0 {
		t.Errorf("left out, too: %v", rejected)
	}
}

// A life whose rows are scattered over the file is left out whole, not half told.
func TestScatteredIncident(t *testing.T) {
	incidents, rejected, err := walk(t, file(t, "log.csv", head,
		at("INC1", "New", 1, "Group 1", "?"), at("INC2", "New", 1, "Group 1", "?"), at("INC1", "Closed", 9, "Group 1", "?"),
		at("INC3", "New", 1, "Group 1", "?")))
	if err != nil || len(incidents) != 2 || incidents[0].Number != "INC2" || incidents[1].Number != "INC3" {
		t.Errorf("%v, %v; want INC2 and INC3", incidents, err)
	}
	for _, line := range []int{2, 4} {
		if !strings.Contains(rejected[line], "INC1 do not stand together (they come again on line 4)") {
			t.Errorf("line %d: %q", line, rejected[line])
		}
	}
}

func TestRowsAreSortedByTime(t *testing.T) {
	incidents, _, err := walk(t, file(t, "log.csv", head, at("INC1", "Closed", 9, "", ""), at("INC1", "New", 1, "", ""), at("INC1", "Active", 1, "", "")))
	if err != nil || len(incidents) != 1 {
		t.Fatal(incidents, err)
	}
	var got []string
	for _, r := range incidents[0].Rows {
		got = append(got, r.State)
	}
	if want := "[New Active Closed]"; fmt.Sprint(got) != want {
		t.Errorf("%v, want %v", got, want)
	}
}

// The log's local times, through a night when clocks change; a time that was skipped or doubled still is one.
func TestLocalTime(t *testing.T) {
	denver, err := time.LoadLocation("America/Denver")
	if err != nil {
		t.Fatal(err)
	}
	for in, want := range map[string]string{
		"29/2/2016 01:16":  "2016-02-29T08:16:00Z",
		"1/7/2016 12:00":   "2016-07-01T18:00:00Z",
		"6/11/2016 01:30":  "2016-11-06T07:30:00Z", // twice: the first
		"13/3/2016 02:30":  "2016-03-13T09:30:00Z", // skipped: the gap later
		"29/2/2015 10:00":  "",
		"2/29/2016 10:00":  "",
		"1/3/16 10:00":     "",
		"1/3/1816 10:00":   "",
		"2016-03-01 10:00": "",
		"":                 "",
	} {
		got, err := localTime(in, denver)
		if want == "" {
			if err == nil {
				t.Errorf("%q is read as %v", in, got)
			}
			continue
		}
		if err != nil || got.Format(time.RFC3339) != want {
			t.Errorf("%q is %s, %v; want %s", in, got.Format(time.RFC3339), err, want)
		}
	}
}

func FuzzWalk(f *testing.F) {
	f.Add(head + "\n" + at("INC1", "New", 1, "G", "R") + "\n" + at("INC1", "Closed", 2, "G", "R"))
	f.Add(head + "\nINC1,\"New")
	f.Add("\xef\xbb\xbf" + head)
	tl := Teller{Definition: maine(f), Person: anybody()}
	f.Fuzz(func(t *testing.T, text string) {
		log := &Log{"log.csv", func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }, time.UTC}
		incidents, _, err := walkLog(t, log)
		if err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("%v", err)
		}
		for _, in := range incidents {
			entries, err := tl.Tell(in, time.Now())
			if err != nil {
				t.Fatalf("%+v: %v", in, err)
			}
			holdsTogether(t, entries)
		}
	})
}

// On each day of a year on which clocks change, in zones on both sides: a local time is the first instant that shows it;
// where none does, it is the gap later, which lies right behind the gap.
func TestLocalTimeAroundChanges(t *testing.T) {
	for _, name := range []string{"America/Chicago", "Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		days := 0
		for day := time.Date(2016, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() == 2016; day = day.AddDate(0, 0, 1) {
			if offset(day.AddDate(0, 0, -1), zone) == offset(day.AddDate(0, 0, 2), zone) {
				continue
			}
			days++
			for wall := day; wall.Before(day.AddDate(0, 0, 1)); wall = wall.Add(10 * time.Minute) {
				got, err := localTime(wall.Format(layout), zone)
				if err != nil {
					t.Fatal(err)
				}
				if want := firstShowing(wall, zone); !got.Equal(want) {
					t.Errorf("%s in %s is %v, want %v", wall.Format(layout), name, got, want)
				}
			}
		}
		if days < 4 {
			t.Errorf("%s: only %d days around changes", name, days)
		}
	}
}

func offset(at time.Time, zone *time.Location) int {
	_, o := at.In(zone).Zone()
	return o
}

// firstShowing finds by trial the first instant at which a clock in the zone shows a wall time; for a skipped one, by
// CLOCKS, the instant that a clock which was not put forward would show it.
func firstShowing(wall time.Time, zone *time.Location) time.Time {
	for at := wall.Add(-15 * time.Hour); at.Before(wall.Add(15 * time.Hour)); at = at.Add(10 * time.Minute) {
		if at.In(zone).Format(layout) == wall.Format(layout) {
			return at
		}
	}
	before := offset(wall.Add(-15*time.Hour), zone)
	return wall.Add(-time.Duration(before) * time.Second)
}
