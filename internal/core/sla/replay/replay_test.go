package replay

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard/internal/core/sla/slatest"
)

const exampleHistory = `{"ticket":"t1","class":"major_incident","channel":"portal","agency":"","team":"","as_of":"2025-03-07T22:20:00Z","events":[{"at":"2025-03-07T22:20:00Z","type":"received"}]}`

func run(t testing.TB, in string) (string, int) {
	t.Helper()
	var out bytes.Buffer
	bad, err := Replay(strings.NewReader(in), &out, slatest.Editions(slatest.Colorado(t)))
	if err != nil {
		t.Fatal(err)
	}
	return out.String(), bad
}

// The first clock of the example in CLOCKS.
func TestExample(t *testing.T) {
	got, bad := run(t, exampleHistory)
	want := `{"ticket":"t1","clocks":[{"metric":"assign_team","obligation":"commitment","due":"2025-03-07T22:35:00Z","warn":["2025-03-07T22:25:00Z","2025-03-07T22:30:00Z"],` +
		`"state":"counting","stopped_at":null,"elapsed_seconds":0,"paused_seconds":0,"remaining_seconds":900,"segments":[]},`
	if bad != 0 || !strings.HasPrefix(got, want) || !strings.HasSuffix(got, "]}]}\n") {
		t.Errorf("got %s\nwant %s...", got, want)
	}
}

func TestBadLinesKeepTheirPlace(t *testing.T) {
	line := func(change ...string) string { return strings.NewReplacer(change...).Replace(exampleHistory) }
	for _, tc := range []struct{ name, line, says string }{
		{"not JSON", `{"ticket":`, "the JSON ends too early"},
		{"an array", `[1]`, "a history is a JSON object"},
		{"two values", exampleHistory + exampleHistory, "not JSON"},
		{"unknown class", line("major_incident", "minor_incident"), `class: "minor_incident" is not a class`},
		{"no class", line(`"class":"major_incident",`, ""), "class: it is missing"},
		{"unknown name", line(`"team":""`, `"crew":""`), "crew: there is no such name"},
		{"unknown name in an event", line(`"type":"received"`, `"type":"received","who":"x"`), "events/0/who: there is no such name"},
		{"a name twice", line(`"team":""`, `"agency":""`), "agency: this name stands twice"},
		{"a number for a string", line(`"t1"`, `1`), "ticket: this is a JSON number"},
		{"bad time", line(`"at":"2025-03-07T22:20:00Z"`, `"at":"2025-02-30T22:20:00Z"`), `events[0].at: "2025-02-30T22:20:00Z" is not an instant`},
		{"time without offset", line(`"at":"2025-03-07T22:20:00Z"`, `"at":"2025-03-07T22:20:00"`), "is not an instant"},
		{"no as_of", line(`"as_of":"2025-03-07T22:20:00Z",`, ""), "as_of: it is missing"},
		{"unknown type", line(`"received"`, `"recieved"`), `events[0].type: "recieved" is not a type`},
		{"classified as nothing", line(`"received"}`, `"received"},{"at":"2025-03-07T22:20:00Z","type":"classified"}`), "events[1].class: it is missing"},
		{"never received", line(`"received"`, `"closed"`), "so no clock has a start"},
		{"not UTF-8", line("t1", "\xff"), "UTF-8"},
		{"nested without end", strings.Repeat(`{"events":[`, 20000), "events/0/events: there is no such name"},
		{"beyond the calendar", line("major_incident", "self_service", "2025-", "2199-"), "knows the years"},
		{"too long", line("t1", strings.Repeat("x", MaxLine)), "longer than"},
	} {
		got, bad := run(t, exampleHistory+"\n"+tc.line+"\r\n\n"+exampleHistory+"\n")
		lines := strings.Split(got, "\n")
		if bad != 1 || len(lines) != 4 || !strings.HasPrefix(lines[0], `{"ticket":"t1"`) || lines[0] != lines[2] {
			t.Errorf("%s: %d bad, got %.600s", tc.name, bad, got)
			continue
		}
		if !strings.HasPrefix(lines[1], `{"line":2,"error":"`) || !strings.Contains(strings.ReplaceAll(lines[1], `\"`, `"`), tc.says) {
			t.Errorf("%s: got %.300s, want it to say %s", tc.name, lines[1], tc.says)
		}
	}
}

func TestOrderOfEventsIsThatOfTheirInstants(t *testing.T) {
	sorted := `{"ticket":"t","class":"self_service","as_of":"2026-12-01T00:00:00Z","events":[{"at":"2026-11-20T16:30:00Z","type":"received"},{"at":"2026-11-20T17:00:00Z","type":"assigned_team"},{"at":"2026-11-23T17:00:00Z","type":"resolved"}]}`
	mixed := `{"ticket":"t","class":"self_service","as_of":"2026-12-01T00:00:00Z","events":[{"at":"2026-11-23T17:00:00Z","type":"resolved"},{"at":"2026-11-20T17:00:00Z","type":"assigned_team"},{"at":"2026-11-20T16:30:00Z","type":"received"}]}`
	a, _ := run(t, sorted)
	b, _ := run(t, mixed)
	if a != b {
		t.Errorf("%s\n%s", a, b)
	}
}

func TestSeconds(t *testing.T) {
	for d, want := range map[time.Duration]string{0: "0", 90 * time.Second: "90", 1500 * time.Millisecond: "1.5", 1: "0.000000001"} {
		if got := string(appendSeconds(nil, d)); got != want {
			t.Errorf("%v: got %s, want %s", d, got, want)
		}
	}
}

func TestStamp(t *testing.T) {
	var s stamp
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(-1<<32, 1<<38).Draw(t, "seconds"), rapid.SampledFrom([]int64{0, 0, 1, 5e8}).Draw(t, "nanoseconds"))
		if got, want := string(s.append(nil, at)), `"`+at.UTC().Format(time.RFC3339Nano)+`"`; got != want {
			t.Fatalf("got %s, want %s", got, want)
		}
	})
}

func FuzzReplay(f *testing.F) {
	f.Add([]byte(exampleHistory))
	f.Add([]byte(typical(1)))
	f.Add([]byte("{}\n[]\n\xff\n"))
	editions := slatest.Editions(slatest.Colorado(f))
	f.Fuzz(func(t *testing.T, in []byte) {
		var out bytes.Buffer
		bad, err := Replay(bytes.NewReader(in), &out, editions)
		if err != nil {
			t.Fatal(err)
		}
		lines := 0
		for _, l := range bytes.Split(bytes.TrimSuffix(in, []byte("\n")), []byte("\n")) {
			if len(bytes.TrimSpace(l)) > 0 {
				lines++
			}
		}
		if n := bytes.Count(out.Bytes(), []byte("\n")); n != lines || bytes.Count(out.Bytes(), []byte(`{"line":`)) < bad {
			t.Fatalf("%d lines in, %d out, %d bad", lines, n, bad)
		}
	})
}

// typical is a portal ticket of three weeks with its talk, two questions and a reopening.
func typical(i int) string {
	at := func(d, h int) string {
		return time.Date(2026, 3, 2+d, 15+h, i%60, 0, 0, time.UTC).Format(time.RFC3339)
	}
	return fmt.Sprintf(`{"ticket":"t%d","class":"self_service","channel":"portal","agency":"revenue","team":"","as_of":"2026-12-01T00:00:00Z","events":[`+
		`{"at":%q,"type":"received"},{"at":%q,"type":"assigned_team","team":"network"},{"at":%q,"type":"accepted"},{"at":%q,"type":"first_read"},`+
		`{"at":%q,"type":"public_reply"},{"at":%q,"type":"question_opened"},{"at":%q,"type":"customer_message"},{"at":%q,"type":"question_answered"},`+
		`{"at":%q,"type":"public_reply"},{"at":%q,"type":"resolved"},{"at":%q,"type":"reopened"},{"at":%q,"type":"public_reply"},{"at":%q,"type":"resolved"},{"at":%q,"type":"closed"}]}`,
		i, at(0, 0), at(0, 1), at(0, 2), at(0, 2), at(1, 0), at(1, 0), at(3, 1), at(3, 1), at(4, 0), at(7, 0), at(8, 0), at(9, 0), at(10, 0), at(15, 0))
}

// forgotten is a ticket that nobody touched for 20 months: its clocks have a segment per opening and closing.
func forgotten(i int) string {
	return fmt.Sprintf(`{"ticket":"t%d","class":"self_service","channel":"portal","as_of":"2026-12-01T00:00:00Z","events":[{"at":"2025-03-07T22:20:00Z","type":"received"}]}`, i)
}

// BenchmarkReplay is by the history; 50,000 ns would be the 20,000 a second of CLOCKS.
func BenchmarkReplay(b *testing.B) {
	editions := slatest.Editions(slatest.Colorado(b))
	for name, make := range map[string]func(int) string{"typical": typical, "forgotten": forgotten} {
		b.Run(name, func(b *testing.B) {
			var in bytes.Buffer
			const n = 1000
			for i := range n {
				in.WriteString(make(i) + "\n")
			}
			b.ReportAllocs()
			histories := 0
			for b.Loop() {
				if bad, err := Replay(bytes.NewReader(in.Bytes()), io.Discard, editions); bad > 0 || err != nil {
					b.Fatal(bad, err)
				}
				histories += n
			}
			b.ReportMetric(float64(histories)/b.Elapsed().Seconds(), "histories/s")
		})
	}
}
