package definition_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/sla"
)

// shipped are the definitions that come with the program.
var shipped = []string{"colorado", "maine", "oklahoma"}

func read(t testing.TB, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func parse(t testing.TB, name string) *definition.Definition {
	t.Helper()
	d, problems := definition.Parse(name+".yaml", read(t, filepath.Join("../../../desks", name+".yaml")))
	for _, p := range problems {
		t.Error(p)
	}
	if d == nil {
		t.FailNow()
	}
	return d
}

// harbor is a desk that the program does not ship and that uses every feature of the format.
func harbor(t testing.TB) *definition.Definition {
	t.Helper()
	d, problems := definition.ParseWith("harbor.yaml", read(t, "testdata/harbor.yaml"), map[string][]byte{"harbor.ics": read(t, "testdata/harbor.ics")})
	for _, p := range problems {
		t.Error(p)
	}
	if d == nil {
		t.FailNow()
	}
	return d
}

// Each case breaks the smallest desk, or Maine's, in one place. The error names the place and what to do. Cases with
// schema set are refused by desks/schema.json as well; see desks/schema_test.go, which reads the same folder.
func TestBadDefinitions(t *testing.T) {
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil || len(files) < 40 {
		t.Fatalf("%d bad definitions, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data := read(t, file)
			want := wanted(data)
			d, problems := definition.Parse("bad.yaml", data)
			if d != nil || !problems.Failed() {
				t.Fatal("it was accepted")
			}
			if len(want) == 0 {
				t.Fatal("the file does not say what is wrong with it")
			}
			for _, w := range want {
				if !strings.Contains(problems.Error(), w) {
					t.Errorf("no problem reads %q; they are:\n%s", w, problems.Error())
				}
			}
			if n := len(problems); n > len(want)+1 {
				t.Errorf("%d problems where %d are meant:\n%s", n, len(want), problems.Error())
			}
		})
	}
}

// wanted are the problems that a bad file announces, in comments "# want: ...".
func wanted(data []byte) (want []string) {
	for line := range strings.Lines(string(data)) {
		if _, w, ok := strings.Cut(line, "# want: "); ok {
			want = append(want, strings.TrimSpace(w))
		}
	}
	return want
}

// A short line promises something for every class, so lines times classes are bounded.
func TestPromisesAreBounded(t *testing.T) {
	var classes, targets, overrides strings.Builder
	for i := range 160 {
		fmt.Fprintf(&classes, "  c%d: C\n", i)
		fmt.Fprintf(&targets, "  c%d: {resolve: 1 business day}\n", i)
		fmt.Fprintf(&overrides, "  - {agency: a%d, clock: business}\n", i)
	}
	text := string(read(t, "testdata/minimal.yaml"))
	text = strings.Replace(text, "classes:\n", "classes:\n"+classes.String(), 1)
	text = strings.Replace(text, "  normal:\n    first", targets.String()+"  normal:\n    first", 1)
	d, problems := definition.Parse("many.yaml", []byte(text+"overrides:\n"+overrides.String()))
	if want := "these lines make more than 20000 promises"; d != nil || !strings.Contains(problems.Error(), want) {
		t.Errorf("got %v, want %q", problems, want)
	}
}

func TestBounds(t *testing.T) {
	minimal := string(read(t, "testdata/minimal.yaml"))
	if _, problems := definition.Parse("minimal.yaml", []byte(minimal)); problems.Err() != nil {
		t.Fatal(problems)
	}
	if _, problems := definition.Parse("minimal.yaml", []byte("\uFEFF"+minimal)); problems.Err() != nil {
		t.Errorf("with a byte order mark: %v", problems)
	}
	for name, test := range map[string]struct{ data, want string }{
		"empty":          {"", "the file is empty"},
		"only comments":  {"# nothing\n", "the file is empty"},
		"a list":         {"- a\n", "a list stands here"},
		"a word":         {"hello\n", "stands here"},
		"too large":      {strings.Repeat("# x\n", 200_000), "the file is too large; a definition may have 524288 bytes"},
		"deep brackets":  {"a: " + strings.Repeat("[", 10_000), "nested more than 24"},
		"deep dashes":    {"a:\n" + strings.Repeat("- ", 10_000), "columns in"},
		"deep indents":   {deep(10_000), "columns in"},
		"deep blocks":    {deep(40), "nested more than 24"},
		"bad UTF-8":      {"desk: \xff\n", "bad.yaml:1:1: this line is not UTF-8"},
		"control":        {"desk: a\x00b\n", "control character"},
		"billion laughs": {"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "anchors and aliases"},
		"merge":          {minimal + "more:\n  <<: {a: b}\n", "anchors and aliases"},
		"tag":            {"desk: !!binary aGk=\n", "tags (!)"},
		"directive":      {"%YAML 1.2\n---\ndesk: x\n", "not used in a definition"},
		"many values":    {"a: [" + strings.Repeat("x,", 60_000) + "]", "words and signs"},
		"unfinished":     {"desk: {en: x", "not valid YAML"},
		"second desk":    {minimal + "---\ndesk: another\n", "can only enclose an iCalendar feed"},
		"long text":      {strings.Replace(minimal, "Small desk", strings.Repeat("x", 5000), 1), "4000 are allowed"},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			d, problems := definition.Parse("bad.yaml", []byte(test.data))
			if d != nil || !strings.Contains(problems.Error(), test.want) {
				t.Errorf("got %v, want %q", problems, test.want)
			}
			if spent := time.Since(start); spent > 20*time.Second {
				t.Errorf("it took %v to refuse", spent)
			}
		})
	}
}

func deep(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%sa:\n", strings.Repeat(" ", i))
		if b.Len() > 400_000 {
			break
		}
	}
	return b.String()
}

// A file with many mistakes names them all, up to a bound, in the order of the file.
func TestManyProblems(t *testing.T) {
	data := string(read(t, "testdata/minimal.yaml")) + "services:\n"
	for i := range 500 {
		data += fmt.Sprintf("  s%d: {nmae: x}\n", i)
	}
	_, problems := definition.Parse("many.yaml", []byte(data))
	if len(problems) != 100 {
		t.Errorf("%d problems, want the first 100", len(problems))
	}
	for i := 1; i < len(problems); i++ {
		if problems[i].Line < problems[i-1].Line {
			t.Fatalf("%s stands behind %s", problems[i], problems[i-1])
		}
	}
}

// A published edition is kept as one text, with its feeds, and reads the same.
func TestBundle(t *testing.T) {
	data := read(t, "testdata/harbor.yaml")
	if got := definition.Feeds(data); len(got) != 1 || got[0] != "harbor.ics" {
		t.Fatalf("feeds %v", got)
	}
	if _, problems := definition.Parse("harbor.yaml", data); !strings.Contains(problems.Error(), "put the iCalendar file beside the definition") {
		t.Errorf("without its feed: %v", problems)
	}
	bundle := definition.Bundle(data, map[string][]byte{"harbor.ics": read(t, "testdata/harbor.ics")})
	d, problems := definition.Parse("harbor.yaml", bundle)
	if problems.Err() != nil {
		t.Fatal(problems)
	}
	if got, want := fmt.Sprint(d.Holidays), fmt.Sprint(harbor(t).Holidays); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func TestHarborDays(t *testing.T) {
	d := harbor(t)
	var days []string
	for _, h := range d.Holidays[0].Days {
		days = append(days, h.Date+" "+h.Name)
	}
	// A date of the file wins over the feed's; events with a time of day and cancelled ones are no holidays.
	want := "2026-01-26 Republic Day|2026-11-08 Festival of lights, two days|2026-11-09 Festival of lights, two days|2027-01-26 Republic Day"
	if got := strings.Join(days, "|"); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	zone := d.Zone()
	for _, test := range []struct {
		at   string
		open bool
	}{
		{"2026-11-12 12:29", true}, {"2026-11-12 12:45", false}, {"2026-11-12 13:30", true}, // several windows a day
		{"2026-11-13 13:45", false},                             // Friday afternoon
		{"2026-11-09 10:00", false},                             // from the feed
		{"2026-08-14 11:59", true}, {"2026-08-14 12:00", false}, // half day of a holiday list
		{"2026-12-24 10:59", true}, {"2026-12-24 14:00", false}, // half day of the calendar itself
		{"2026-12-26 14:00", true}, {"2026-12-19 14:00", false}, // an extra Saturday
	} {
		at, err := time.ParseInLocation("2006-01-02 15:04", test.at, zone)
		if err != nil {
			t.Fatal(err)
		}
		if open, err := d.Calendar("counter").Open(at); err != nil || open != test.open {
			t.Errorf("%s: open is %v, %v; want %v", test.at, open, err, test.open)
		}
	}
	if open, _ := d.Calendar("night").Open(time.Date(2026, 11, 13, 3, 0, 0, 0, zone)); !open {
		t.Error("the night shift of Thursday runs into Friday")
	}
	if got := d.Calendar("coast").Location().String(); got != "America/St_Johns" {
		t.Errorf("the coast has zone %s", got)
	}
}

func TestHarborPolicy(t *testing.T) {
	d := harbor(t)
	find := func(class string, metric sla.Metric, when sla.When) sla.Target {
		t.Helper()
		for _, target := range d.Policy().Targets {
			w := target.When
			w.From, w.Until = when.From, when.Until
			if target.Class == class && target.Metric == metric && w == when {
				return target
			}
		}
		t.Fatalf("no %s of %s for %+v", metric, class, when)
		return sla.Target{}
	}
	if got := find("green", sla.Resolve, sla.When{}); got.Reading != sla.SameTime || fmt.Sprint(got.Pauses) != "[question duty vendor]" || fmt.Sprint(got.Warn) != "[75%]" {
		t.Errorf("green resolve is %+v", got)
	}
	if got := find("green", sla.FirstReply, sla.When{}); got.Pauses != nil {
		t.Errorf("a reply pauses on %v", got.Pauses)
	}
	if got := find("amber", sla.Resolve, sla.When{}); got.Reading != sla.OpenHours || got.Grace != 30*time.Minute || fmt.Sprint(got.Pauses) != "[question]" {
		t.Errorf("amber resolve is %+v", got)
	}
	if got := find("amber", sla.Close, sla.When{}); len(got.Pauses) != 0 || got.Amount != (sla.Amount{Unit: sla.CalendarDays, Days: 14}) {
		t.Errorf("amber close is %+v", got)
	}
	if got := find("red", sla.FirstRead, sla.When{}); fmt.Sprint(got.Warn) != "[after 3m0s 1m0s before due 10m0s after due]" || got.Obligation != sla.Guarantee {
		t.Errorf("red first read is %+v", got)
	}
	if got := find("red", sla.Restore, sla.When{}); fmt.Sprint(got.Pauses) != "[appointment]" {
		t.Errorf("red restore is %+v", got)
	}
	if got := find("red", sla.Resolve, sla.When{}); got.Obligation != sla.Goal || len(got.Pauses) != 0 {
		t.Errorf("red resolve is %+v; elapsed time pauses only where the target says so", got)
	}
	// An override keeps the terms of the class where it says nothing itself.
	if got := find("red", sla.Resolve, sla.When{Service: "cranes"}); got.Obligation != sla.Guarantee || got.Amount.Days != 1 || got.Ref != "clause 9" {
		t.Errorf("cranes: red resolve is %+v", got)
	}
	moved := find("amber", sla.FirstReply, sla.When{Agency: "customs"})
	if !moved.Calendar.Same(d.Calendar("coast")) || moved.When.From.Month != time.July || moved.When.Until.Year != 2027 || moved.Note != "by agreement" {
		t.Errorf("customs: amber first reply is %+v", moved)
	}
	if got := find("red", sla.Restore, sla.When{Agency: "customs", Service: "cranes"}); got.Amount.Time != 2*time.Hour {
		t.Errorf("customs and cranes: %+v", got)
	}
	if got := find("black", sla.FirstRead, sla.When{Channel: "counter"}); !got.StartsOpen || got.Obligation != sla.Expectation {
		t.Errorf("counter: %+v", got)
	}
	if got := d.Policy().Monitored; len(got) != 1 || !got["mail"].Same(d.Calendar("counter")) {
		t.Errorf("monitored: %v", got)
	}
	if black, _ := d.ClassInfo("black"); !black.OnTask {
		t.Error("black keeps all on task") // ME-43
	}
	if got := d.Policy().ConfirmWindow; got != (sla.Amount{Unit: sla.Service, Time: 16 * time.Hour}) {
		t.Errorf("reopen within %+v", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range shipped {
		f.Add(read(f, filepath.Join("../../../desks", name+".yaml")))
	}
	files, _ := filepath.Glob("testdata/bad/*.yaml")
	for _, file := range append(files, "testdata/harbor.yaml", "testdata/minimal.yaml") {
		f.Add(read(f, file))
	}
	feed := read(f, "testdata/harbor.ics")
	f.Fuzz(func(t *testing.T, data []byte) {
		d, problems := definition.ParseWith("fuzz.yaml", data, map[string][]byte{"harbor.ics": feed})
		if (d == nil) != problems.Failed() {
			t.Fatalf("a definition or errors, never both: %v", problems)
		}
		for _, p := range problems {
			if p.Text == "" || p.Line < 0 {
				t.Errorf("a problem without words or place: %+v", p)
			}
		}
		if d == nil {
			return
		}
		d.Check(time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC))
		for _, target := range d.Policy().Targets {
			if target.Calendar == nil || target.Amount == (sla.Amount{}) {
				t.Errorf("a target without calendar or time: %+v", target)
			}
		}
		for _, q := range []definition.ClassQuery{{}, {Outage: true}, {Channel: d.Channels[0].ID}} {
			if class, _, err := d.Class(q); err == nil && class == "" {
				t.Error("no class and no error")
			}
		}
		if team, rule := d.Route(definition.RouteQuery{}); team == "" || rule == "" {
			t.Error("no team, or no reason")
		}
	})
}

func FuzzICS(f *testing.F) {
	f.Add(read(f, "testdata/harbor.ics"))
	f.Add([]byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260231\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR\n"))
	data := read(f, "testdata/minimal.yaml")
	data = []byte(strings.Replace(string(data), "dates:", "feed: f.ics\n    dates:", 1))
	f.Fuzz(func(t *testing.T, feed []byte) {
		d, problems := definition.ParseWith("fuzz.yaml", data, map[string][]byte{"f.ics": feed})
		if (d == nil) != problems.Failed() {
			t.Fatalf("a definition or errors, never both: %v", problems)
		}
	})
}
