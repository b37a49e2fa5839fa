package definition_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/calendar"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/form"
)

// aDesk is the smallest desk, with a form for a type and another for a service.
func aDesk(t *testing.T) *definition.Definition {
	t.Helper()
	text := strings.Replace(string(read(t, "testdata/minimal.yaml")), "types:\n", `types:
  move:
    ask: Do you move?
    class: normal
    form:
      day: {label: {en: "On which day?", es: "¿Qué día?"}, kind: date, required: yes, not before: today, ready by: yes}
      place: {label: Where to?, prefill: location}
`, 1) + `services:
  desk_move:
    name: Move a desk
    type: move
    form:
      place: {label: A question that is asked already}
      items:
        label: What moves?
        kind: several
        choices: {computer: {en: A computer, es: Una computadora}, printer: , phone: {en: A phone}}
      heavy: {label: Is it heavy?, kind: yes or no, when: {any: [{items: printer}, {set: place}], place: Augusta}}
duties:
  - {says: Tell us ahead., notice: 5 business days}
  - {says: Tell us of a move., on: move, notice: 14 calendar days}
  - {says: Tell us of nothing., on: nothing, notice: 2 calendar days}
`
	d, problems := definition.Parse("desk.yaml", []byte(text))
	if problems.Failed() {
		t.Fatal(problems)
	}
	return d
}

func fieldIDs(f definition.Form) []string {
	var out []string
	for _, x := range f {
		out = append(out, x.ID)
	}
	return out
}

// What is asked: by the type, then by the service, each once; by the service only where it is asked for as its type.
func TestFormOfTypeAndService(t *testing.T) {
	d := aDesk(t)
	for _, c := range []struct{ typ, service, want string }{
		{"move", "", "day place"},
		{"move", "desk_move", "day place items heavy"},
		{"incident", "desk_move", ""},
		{"incident", "", ""},
		{"", "", "day place"}, // the first type
	} {
		if got := strings.Join(fieldIDs(d.Form(c.typ, c.service)), " "); got != c.want {
			t.Errorf("%s, %s: %q, want %q", c.typ, c.service, got, c.want)
		}
	}
	if got := d.TypeOf("desk_move"); got != "move" {
		t.Error(got)
	}
}

func TestFormConditions(t *testing.T) {
	heavy, _ := aDesk(t).Form("move", "desk_move").Field("heavy")
	want := &form.Condition{All: []form.Condition{
		{Any: []form.Condition{{Field: "items", In: []string{"printer"}}, {Field: "place"}}},
		{Field: "place", In: []string{"Augusta"}},
	}}
	if !reflect.DeepEqual(heavy.When, want) {
		t.Errorf("%+v", heavy.When)
	}
}

// The linter misses words, Spanish, and a promise for the date.
func TestCheckForms(t *testing.T) {
	var got []string
	for _, p := range aDesk(t).Check(time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)) {
		if strings.Contains(p.Path, "form") || strings.Contains(p.Path, "types") || strings.Contains(p.Path, "duties") {
			got = append(got, p.Path+": "+strings.SplitN(p.Text, ";", 2)[0])
		}
	}
	want := []string{
		"types.move: a date is asked for and nothing promises that it is kept",
		"services.desk_move.form.items.choices.printer: this choice has no words",
		`duties[3]: "nothing" is neither a type nor a service, so nobody is asked for this notice`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
	for _, name := range shipped { // what is shipped lacks none of these
		d, _ := definition.Parse(name, read(t, "../../../desks/"+name+".yaml"))
		for _, p := range d.Check(time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)) {
			if p.Level == definition.Warning && strings.Contains(p.Path, ".form.") {
				t.Errorf("%s: %s", name, p)
			}
		}
	}
}

func date(text string) calendar.Date {
	t, _ := time.Parse(time.DateOnly, text)
	return calendar.DateOf(t)
}

// ME-52, ME-56, A20, A21: the day of asking does not count, the day that is wanted does.
func TestNotice(t *testing.T) {
	d := aDesk(t)
	for _, c := range []struct {
		typ, asked, wanted string
		given, needed      int
		short              bool
	}{
		{"move", "2026-11-20", "2026-12-04", 14, 14, false}, // two weeks to the day
		{"move", "2026-11-20", "2026-12-03", 13, 14, true},
		{"move", "2026-11-20", "2026-11-20", 0, 14, true},
		{"move", "2026-02-20", "2026-03-06", 14, 14, false}, // over the end of a February
		{"move", "2026-03-01", "2026-03-15", 14, 14, false}, // and over the night in which clocks change
		{"incident", "2026-11-20", "2026-11-27", 5, 5, false},
		{"incident", "2026-11-20", "2026-11-26", 4, 5, true},
		{"incident", "2026-11-21", "2026-11-27", 5, 5, false}, // asked on a Saturday
		{"incident", "2026-12-18", "2026-12-25", 4, 5, true},  // Christmas is no business day
		{"incident", "2026-12-18", "2026-12-28", 5, 5, false},
	} {
		n := d.Notice(c.typ, "", date(c.asked), date(c.wanted))
		if n.Given != c.given || n.Needed != c.needed || n.Short() != c.short {
			t.Errorf("%s asked on %s for %s: %+v", c.typ, c.asked, c.wanted, n)
		}
	}
}
