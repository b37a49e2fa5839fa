package ticket_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard/internal/core/ticket"
)

// stored is a line of testdata/events.jsonl. Lines are only ever added: each is a form that some database holds.
type stored struct {
	Name string          `json:"name"`
	Body json.RawMessage `json:"body"`
}

func storedForms(t *testing.T) []stored {
	t.Helper()
	f, err := os.Open("testdata/events.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []stored
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var s stored
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			t.Fatalf("line %d: %v", len(all)+1, err)
		}
		all = append(all, s)
	}
	return all
}

// What was ever written can be read, nothing of it is lost on the way, and every kind of event has a line.
func TestEveryStoredFormDecodes(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range storedForms(t) {
		e, err := ticket.Decode(s.Name, s.Body)
		if err != nil {
			t.Errorf("%s %s: %v", s.Name, s.Body, err)
			continue
		}
		back, err := ticket.Encode(e)
		if err != nil || !sameJSON(t, back, s.Body) {
			t.Errorf("%s came back as %s, %v; stored is %s", s.Name, back, err, s.Body)
		}
		seen[e.Name()] = true
	}
	if got, want := slices.Sorted(maps.Keys(seen)), eventNames(t); !slices.Equal(got, want) {
		t.Errorf("testdata/events.jsonl has\n%v\nthe source has\n%v", got, want)
	}
}

// eventNames reads the source for what every method Name of an event returns, so that none can be forgotten here.
func eventNames(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv == nil || fn.Name.Name != "Name" {
				continue
			}
			lit := fn.Body.List[0].(*ast.ReturnStmt).Results[0].(*ast.BasicLit)
			names = append(names, strings.Trim(lit.Value, `"`))
		}
	}
	slices.Sort(names)
	return names
}

func sameJSON(t *testing.T, a, b []byte) bool {
	t.Helper()
	return bytes.Equal(canonical(t, a), canonical(t, b))
}

func canonical(t *testing.T, b []byte) []byte {
	t.Helper()
	var v any
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatalf("%s: %v", b, err)
	}
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestUnknownAndBrokenEventsAreErrors(t *testing.T) {
	for name, body := range map[string]string{"ticket.vanished": "{}", "": "{}", "ticket.replied": "{", "ticket.assigned": `{"person":"x"}`} {
		if e, err := ticket.Decode(name, []byte(body)); err == nil {
			t.Errorf("Decode(%q, %s) = %#v, want an error", name, body, e)
		}
	}
}

// decode(encode(e)) == e for any text and any instant.
func TestEncodedEventsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "text")
		at := time.UnixMilli(rapid.Int64Range(-1<<45, 1<<47).Draw(t, "at")).UTC()
		for _, e := range []ticket.Event{
			ticket.Opened{Subject: s, Description: s, Requester: 4, FollowUpOf: 9, External: s},
			ticket.Asked{Question: s, ReplyBy: at}, ticket.Planned{Step: s, Owner: 2, Due: at},
			ticket.ClockWarned{Metric: s, Interval: 2, Due: at, Threshold: s, At: at}, ticket.Replied{Body: s},
			ticket.Wrote{Body: s, Mail: 7, Files: []ticket.File{{ID: s, Name: s, Type: s, Size: 9}}},
		} {
			body, err := ticket.Encode(e)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := ticket.Decode(e.Name(), body); err != nil || !reflect.DeepEqual(got, e) {
				t.Fatalf("%#v came back as %#v, %v", e, got, err)
			}
		}
	})
}

// A customer's page never shows what the desk wrote for itself.
func TestInternalEventsAreNotPublic(t *testing.T) {
	for _, e := range []ticket.Event{ticket.Noted{}, ticket.Denied{}, ticket.ClockWarned{}, ticket.ClockMissed{}, ticket.Released{},
		ticket.TookOver{}, ticket.Sealed{}, ticket.Unsealed{}, ticket.Admitted{}, ticket.PassedOn{}, ticket.Linked{}, ticket.Unlinked{}, ticket.TaskOpened{}, ticket.TaskEnded{},
		ticket.TaskReopened{}, ticket.ParentUpdated{}, ticket.DeliveryReported{}, ticket.Flagged{}, ticket.AutoAnswered{}} {
		if e.Public() {
			t.Errorf("%s is public", e.Name())
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add("ticket.opened", []byte(`{"subject":"x","requester":1}`))
	f.Add("ticket.team_identified", []byte(`{"members":[{"person":1,"part":"lead"}]}`))
	f.Add("ticket.released", []byte(`{"person":1}`))
	f.Fuzz(func(t *testing.T, name string, body []byte) {
		e, err := ticket.Decode(name, body)
		if err != nil {
			return
		}
		ticket.Fold(1, []ticket.Entry{{Event: e}, {Event: e}}) // a row that nobody of ours wrote must not stop the desk
	})
}
