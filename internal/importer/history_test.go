package importer

import (
	"archive/zip"
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"switchboard/desks"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
)

var maineOnce = sync.OnceValues(func() (*definition.Definition, error) {
	loaded, err := desks.Load("maine")
	if err != nil {
		return nil, err
	}
	return loaded.Definition, nil
})

func maine(t testing.TB) *definition.Definition {
	t.Helper()
	d, err := maineOnce()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// anybody numbers people in the order in which they come.
func anybody() func(string) people.ID {
	ids := map[string]people.ID{"": 0}
	return func(name string) people.ID {
		if _, ok := ids[name]; !ok {
			ids[name] = people.ID(len(ids))
		}
		return ids[name]
	}
}

// holdsTogether: a told life begins with its opening, never runs backwards, and contradicts itself nowhere.
func holdsTogether(t testing.TB, entries []ticket.Entry) ticket.Ticket {
	t.Helper()
	if _, ok := entries[0].Event.(ticket.Opened); !ok {
		t.Fatalf("begins with %s", entries[0].Event.Name())
	}
	for i := range entries[1:] {
		if entries[i+1].At.Before(entries[i].At) {
			t.Fatalf("%s comes before %s, and is told after it", entries[i+1].Event.Name(), entries[i].Event.Name())
		}
		k := ticket.Fold(1, entries[:i+1])
		if (k.Status == ticket.StatusPending) != (k.Question != nil) || k.Accepted && k.Assignee == 0 ||
			(k.Status == ticket.StatusClosed) != !k.ClosedAt.IsZero() || k.Status.Open() && !k.ResolvedAt.IsZero() {
			t.Fatalf("after %s: %+v", entries[i].Event.Name(), k)
		}
	}
	return ticket.Fold(1, entries)
}

// told is a life in short: the minute after 08:00 and the event.
func told(entries []ticket.Entry) string {
	var b strings.Builder
	start := time.Date(2016, 3, 1, 8, 0, 0, 0, time.UTC)
	for _, e := range entries {
		what := strings.TrimPrefix(e.Event.Name(), "ticket.")
		switch e := e.Event.(type) {
		case ticket.Routed:
			what += " " + e.Team
		case ticket.Classified:
			what += " " + e.Class
		case ticket.Noted:
			what += " " + e.Body
		}
		fmt.Fprintf(&b, "%d %s, ", int(e.At.Sub(start).Minutes()), what)
	}
	return strings.TrimSuffix(b.String(), ", ")
}

func TestTell(t *testing.T) {
	type lines = []string
	for name, c := range map[string]struct {
		rows lines
		want string
	}{
		"a plain life": {
			lines{at("I", "New", 5, "G1", "?"), at("I", "Active", 9, "G1", "R1"), at("I", "Resolved", 20, "G1", "R1"), at("I", "Closed", 99, "G1", "R1")},
			"0 opened, 0 classified medium, 5 routed G1, 9 assigned, 9 read, 9 accepted, 20 resolved, 99 closed",
		},
		"handed over twice": {
			lines{at("I", "New", 1, "G1", "R1"), at("I", "Active", 2, "G2", "R1"), at("I", "Active", 3, "G3", "?"), at("I", "Active", 4, "G3", "R2")},
			"0 opened, 0 classified medium, 1 routed G1, 1 assigned, 2 routed G2, 2 assigned, 2 read, 2 accepted, 3 routed G3, 4 assigned, 4 accepted",
		},
		"a question, answered": {
			lines{at("I", "New", 1, "G1", "R1"), at("I", "Awaiting User Info", 2, "G1", "R1"), at("I", "Awaiting User Info", 3, "G1", "R1"), at("I", "Active", 4, "G1", "R1")},
			"0 opened, 0 classified medium, 1 routed G1, 1 assigned, 2 read, 2 accepted, 2 asked, 4 answered",
		},
		"a question, then resolved: it was never answered": {
			lines{at("I", "Awaiting User Info", 2, "G1", "?"), at("I", "Resolved", 4, "G1", "?")},
			"0 opened, 0 classified medium, 2 routed G1, 2 asked, 4 read, 4 accepted, 4 resolved",
		},
		"a vendor is waited for without a pause": {
			lines{at("I", "Active", 1, "G1", "?"), at("I", "Awaiting Vendor", 2, "G1", "?"), at("I", "Awaiting Vendor", 3, "G1", "?"), at("I", "-100", 4, "G1", "?")},
			"0 opened, 0 classified medium, 1 routed G1, 2 noted Awaiting Vendor, 4 noted -100",
		},
		"reopened": {
			lines{at("I", "Resolved", 1, "G1", "R1"), at("I", "Resolved", 2, "G1", "R1"), at("I", "Active", 3, "G1", "R1"), at("I", "Resolved", 4, "G1", "R1"), at("I", "Closed", 5, "G1", "R1"), at("I", "Closed", 6, "G1", "R1")},
			"0 opened, 0 classified medium, 1 routed G1, 1 assigned, 1 read, 1 accepted, 1 resolved, 3 reopened, 4 resolved, 5 closed",
		},
		"reopened between two rows: only the count tells": {
			lines{at("I", "Resolved", 1, "G1", "R1"), strings.Replace(at("I", "Resolved", 3, "G1", "R1"), "Resolved,0", "Resolved,1", 1)},
			"0 opened, 0 classified medium, 1 routed G1, 1 assigned, 1 read, 1 accepted, 1 resolved, 3 reopened, 3 resolved",
		},
		"closed without a word": {
			lines{at("I", "New", 1, "G1", "?"), strings.TrimSuffix(at("I", "Closed", 50, "G1", "?"), "?") + "1/3/2016 08:30"},
			"0 opened, 0 classified medium, 1 routed G1, 50 read, 50 accepted, 50 resolved, 50 closed",
		},
		"closed without a word, by a known person": {
			lines{at("I", "Active", 1, "G1", "R1"), strings.TrimSuffix(at("I", "Closed", 50, "G1", "R1"), "?") + "1/3/2016 08:30"},
			"0 opened, 0 classified medium, 1 routed G1, 1 assigned, 1 read, 1 accepted, 30 resolved, 50 closed",
		},
		"a rise in priority": {
			lines{at("I", "New", 1, "G1", "?"), strings.Replace(at("I", "New", 2, "G1", "?"), "2 - Medium,2 - Medium,3 - Moderate", "1 - High,1 - High,1 - Critical", 1)},
			"0 opened, 0 classified medium, 1 routed G1, 2 classified urgent",
		},
		"updated before it was opened": {
			lines{strings.Replace(at("I", "New", 1, "G1", "?"), "1/3/2016 08:01", "29/2/2016 08:01", 1)},
			"0 opened, 0 classified medium, 0 routed G1",
		},
	} {
		t.Run(name, func(t *testing.T) {
			incidents, rejected, err := walk(t, file(t, "log.csv", append([]string{head}, c.rows...)...))
			if err != nil || len(incidents) != 1 || len(rejected) > 0 {
				t.Fatalf("%d incidents, left out %v, %v", len(incidents), rejected, err)
			}
			entries, err := Teller{Definition: maine(t), Person: anybody()}.Tell(incidents[0], time.Now())
			if err != nil {
				t.Fatal(err)
			}
			holdsTogether(t, entries)
			if got := told(entries); got != c.want {
				t.Errorf("told as\n%s, want\n%s", got, c.want)
			}
		})
	}
}

// What is open and was with no group goes to the desk, now, so that somebody sees it.
func TestOpenWithoutGroup(t *testing.T) {
	now := time.Date(2016, 3, 2, 0, 0, 0, 0, time.UTC)
	incidents, _, err := walk(t, file(t, "log.csv", head, at("I", "Active", 1, "?", "?")))
	if err != nil {
		t.Fatal(err)
	}
	entries, err := Teller{Definition: maine(t), Person: anybody()}.Tell(incidents[0], now)
	if err != nil {
		t.Fatal(err)
	}
	if last := entries[len(entries)-1]; last.Event != (ticket.Routed{Team: "desk", Rule: "it was with no group there"}) || !last.At.Equal(now) {
		t.Errorf("ends with %+v", last)
	}
}

// Each shipped definition gives every contact type, impact and urgency a channel and a class.
func TestEveryDeskTakesEveryIncident(t *testing.T) {
	for _, name := range desks.Names() {
		loaded, err := desks.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		tl := Teller{Definition: loaded.Definition, Person: anybody()}
		classes := map[string]bool{}
		for _, contact := range []string{"Phone", "Email", "Self service", "IVR", "Direct opening", ""} {
			for _, level := range []string{"1 - High", "2 - Medium", "3 - Low", "", "4 - Odd"} {
				place, err := tl.place(Row{Contact: contact, Impact: level, Urgency: level, Priority: level})
				if err != nil {
					t.Errorf("%s: %q %q: %v", name, contact, level, err)
				}
				if _, ok := loaded.Definition.ClassInfo(place.Class); !ok {
					t.Errorf("%s: %q %q has class %q", name, contact, level, place.Class)
				}
				if c, ok := loaded.Definition.Channel(tl.channel(contact)); !ok || !c.Intake {
					t.Errorf("%s: %q comes by %q", name, contact, c.ID)
				}
				classes[place.Class] = true
			}
		}
		if len(classes) < 2 {
			t.Errorf("%s: all incidents are of one class: %v", name, classes)
		}
	}
}

const corpus = "../../../shared/corpus/tickets/uci_servicenow_incident_event_log.zip"

// 24,918 real lives of another organisation: each is whole, ends where the log says, with whom it says.
func TestRealLog(t *testing.T) {
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("the corpus of real tickets is not here: ", err)
	}
	if testing.Short() {
		t.Skip("reads 46 MB")
	}
	ctx := context.Background()
	log, err := OpenLog(corpus, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	survey, err := log.Survey(ctx)
	if err != nil || survey.Incidents != 24_918 || len(survey.scattered) > 0 {
		t.Fatalf("%d incidents, %d scattered, %v; want 24918, 0", survey.Incidents, len(survey.scattered), err)
	}
	person := anybody()
	tl := Teller{Definition: maine(t), Person: person}
	rows, questions := 0, 0
	err = log.Walk(ctx, survey, func(in Incident) error {
		rows += len(in.Rows)
		entries, err := tl.Tell(in, time.Now())
		if err != nil {
			return err
		}
		k, last := ticket.Fold(1, entries), in.Rows[len(in.Rows)-1]
		if k.Status != ticket.StatusClosed || k.Class == "" || k.Request.External != in.Number {
			t.Errorf("%s ends as %s, class %q, number %q", in.Number, k.Status, k.Class, k.Request.External)
		}
		if last.Group != "" && k.Team != last.Group || last.Assignee != "" && k.Assignee != person(last.Assignee) {
			t.Errorf("%s ends with %q and %d, the log says %q and %q", in.Number, k.Team, k.Assignee, last.Group, last.Assignee)
		}
		if !k.ClosedAt.Equal(last.Updated) && in.Rows[len(in.Rows)-2].State != "Closed" {
			t.Errorf("%s is closed at %v, the log says %v", in.Number, k.ClosedAt, last.Updated)
		}
		for _, e := range entries {
			if _, ok := e.Event.(ticket.Asked); ok {
				questions++
			}
		}
		return nil
	}, func(line int, reason string) error {
		t.Errorf("line %d: %s", line, reason)
		return nil
	})
	if err != nil || rows != 141_712 {
		t.Errorf("%d rows, %v; want 141712", rows, err)
	}
	if questions < 5_000 {
		t.Errorf("%d questions; the log goes to Awaiting User Info more often", questions)
	}
}

func TestZip(t *testing.T) {
	pack := func(names ...string) string {
		f, err := os.Create(t.TempDir() + "/log.zip")
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		z := zip.NewWriter(f)
		for _, name := range names {
			w, err := z.Create(name)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(w, "%s\n%s\n", head, at("INC1", "New", 1, "G", "?"))
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return f.Name()
	}
	if incidents, _, err := walk(t, pack("readme.txt", "log.CSV", "__MACOSX/._log.csv")); err != nil || len(incidents) != 1 {
		t.Errorf("one file in it: %v, %v", incidents, err)
	}
	if _, _, err := walk(t, pack("a.csv", "b.csv")); err == nil || !strings.Contains(err.Error(), "several .csv files") {
		t.Errorf("two files in it: %v", err)
	}
	if _, _, err := walk(t, pack("readme.txt")); err == nil || !strings.Contains(err.Error(), "no .csv file") {
		t.Errorf("none in it: %v", err)
	}
}
