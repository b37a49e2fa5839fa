package form_test

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"switchboard/internal/core/calendar"
	"switchboard/internal/core/form"
	"switchboard/internal/fault"
)

var today = calendar.Date{Year: 2026, Month: 11, Day: 20}

func ptr(n int) *int { return &n }

// newUser is a form with a question of every kind.
var newUser = form.Form{
	{ID: "name", Kind: form.Text, Required: true, Max: 20},
	{ID: "start", Kind: form.Date, Required: true, Today: true, ReadyBy: true},
	{ID: "supervisor", Kind: form.Person},
	{ID: "equipment", Kind: form.Several, Choices: []string{"laptop", "phone", "badge"}, Max: 2},
	{ID: "model", Kind: form.Choice, Choices: []string{"small", "large"}, Required: true, When: &form.Condition{Field: "equipment", In: []string{"laptop"}}},
	{ID: "replaces", Kind: form.YesNo},
	{ID: "whom", Kind: form.Person, When: &form.Condition{Field: "replaces", In: []string{"yes"}}},
	{ID: "tag", Kind: form.Device, When: &form.Condition{Any: []form.Condition{{Field: "whom"}, {Field: "model", In: []string{"large"}}}}},
	{ID: "desks", Kind: form.Number, Least: ptr(1), Most: ptr(9)},
	{ID: "reason", Kind: form.Long},
	{ID: "letter", Kind: form.File},
	{ID: "budget", Kind: form.Text, Staff: true, Required: true},
}

// fields names where the faults are.
func fields(fs form.Faults) []string {
	var out []string
	for _, err := range fs {
		var e *fault.Error
		if !errors.As(err, &e) || e.Kind != fault.Invalid {
			panic(err)
		}
		out = append(out, strings.TrimPrefix(e.Field, "answers."))
	}
	return out
}

func with(more form.Answers) form.Answers {
	return form.Apply(form.Answers{"name": {"Ann Doe"}, "start": {"2026-12-07"}}, more)
}

func TestWhatStands(t *testing.T) {
	for _, c := range []struct {
		name        string
		given, want form.Answers
		wrong       []string
	}{
		{"nothing is said", nil, form.Answers{}, []string{"name", "start"}},
		{"the least", with(nil), with(nil), nil},
		{"blanks are nothing", with(form.Answers{"reason": {" \n "}, "replaces": {""}}), with(nil), nil},
		{"a line is one line", with(form.Answers{"name": {" Ann \n  Doe "}}), with(nil), nil},
		{"too long", with(form.Answers{"name": {strings.Repeat("ñ", 21)}}), form.Answers{"start": {"2026-12-07"}}, []string{"name"}},
		{"as long as may be", with(form.Answers{"name": {strings.Repeat("ñ", 20)}}), with(form.Answers{"name": {strings.Repeat("ñ", 20)}}), nil},
		{"two answers to one question", with(form.Answers{"name": {"Ann", "Bob"}}), form.Answers{"start": {"2026-12-07"}}, []string{"name"}},
		{"a date that is past", with(form.Answers{"start": {"2026-11-19"}}), form.Answers{"name": {"Ann Doe"}}, []string{"start"}},
		{"today is not past", with(form.Answers{"start": {"2026-11-20"}}), with(form.Answers{"start": {"2026-11-20"}}), nil},
		{"a date that does not exist", with(form.Answers{"start": {"2027-02-29"}}), form.Answers{"name": {"Ann Doe"}}, []string{"start"}},
		{"a year of another age", with(form.Answers{"start": {"2100-01-01"}}), form.Answers{"name": {"Ann Doe"}}, []string{"start"}},
		{"an address", with(form.Answers{"supervisor": {"Marta@Example.gov"}}), with(form.Answers{"supervisor": {"marta@example.gov"}}), nil},
		{"no address", with(form.Answers{"supervisor": {"Marta"}}), with(nil), []string{"supervisor"}},
		{"several, in the order of the form", with(form.Answers{"equipment": {"badge", "phone", "badge"}}), with(form.Answers{"equipment": {"phone", "badge"}}), nil},
		{"more than may be chosen", with(form.Answers{"equipment": {"badge", "phone", "laptop"}}), with(nil), []string{"equipment"}},
		{"no such choice", with(form.Answers{"equipment": {"car"}}), with(nil), []string{"equipment"}},
		{"what is not asked is not needed", with(form.Answers{"equipment": {"phone"}}), with(form.Answers{"equipment": {"phone"}}), nil},
		{"what is asked is", with(form.Answers{"equipment": {"laptop"}}), with(form.Answers{"equipment": {"laptop"}}), []string{"model"}},
		{"a hidden answer is dropped", with(form.Answers{"model": {"large"}, "tag": {"A-1"}, "whom": {"no address"}}), with(nil), nil},
		{"a chain of questions", with(form.Answers{"replaces": {"yes"}, "whom": {"bob@example.gov"}, "tag": {"me 0042-a"}}),
			with(form.Answers{"replaces": {"yes"}, "whom": {"bob@example.gov"}, "tag": {"ME0042-A"}}), nil},
		{"a tag is no sentence", with(form.Answers{"equipment": {"laptop"}, "model": {"large"}, "tag": {"it's on the back"}}),
			with(form.Answers{"equipment": {"laptop"}, "model": {"large"}}), []string{"tag"}},
		{"a number", with(form.Answers{"desks": {"+04"}}), with(form.Answers{"desks": {"4"}}), nil},
		{"too small, too great, none", with(form.Answers{"desks": {"0"}}), with(nil), []string{"desks"}},
		{"too great", with(form.Answers{"desks": {"10"}}), with(nil), []string{"desks"}},
		{"no number", with(form.Answers{"desks": {"ten"}}), with(nil), []string{"desks"}},
		{"lines", with(form.Answers{"reason": {"one\r\ntwo"}}), with(form.Answers{"reason": {"one\ntwo"}}), nil},
		{"control characters", with(form.Answers{"reason": {"a\x00b"}}), with(nil), []string{"reason"}},
		{"a file that came along", with(form.Answers{"letter": {"offer.pdf"}}), with(form.Answers{"letter": {"offer.pdf"}}), nil},
		{"a file that did not", with(form.Answers{"letter": {"other.pdf"}}), with(nil), []string{"letter"}},
		{"the desk's own question", with(form.Answers{"budget": {"0420"}}), with(nil), nil},
		{"a question of no form", with(form.Answers{"start_date": {"2026-12-07"}}), with(nil), []string{"start_date"}},
	} {
		got, faults := newUser.Check(c.given, form.By{Today: today, Files: []string{"offer.pdf"}})
		if !reflect.DeepEqual(got, c.want) || !slices.Equal(fields(faults), c.wrong) {
			t.Errorf("%s: %v, wrong %v; want %v, wrong %v", c.name, got, fields(faults), c.want, c.wrong)
		}
	}
}

// The desk's people answer what only they may, and a customer who changes an answer neither sees nor loses that.
func TestTheDesksOwnQuestions(t *testing.T) {
	_, faults := newUser.Check(with(nil), form.By{Today: today, Staff: true})
	if got := fields(faults); !slices.Equal(got, []string{"budget"}) {
		t.Errorf("the desk is asked for %v", got)
	}
	kept := with(form.Answers{"budget": {"0420"}})
	got, faults := newUser.Check(with(form.Answers{"budget": {"9999"}, "desks": {"2"}}), form.By{Today: today, Kept: kept})
	if want := with(form.Answers{"budget": {"0420"}, "desks": {"2"}}); !reflect.DeepEqual(got, want) || faults != nil {
		t.Errorf("%v %v, want %v", got, faults, want)
	}
	if got := newUser.Missing(with(nil), true); !slices.Equal(got, []string{"budget"}) {
		t.Errorf("the desk misses %v", got)
	}
	if got := newUser.Missing(form.Answers{"equipment": {"laptop"}}, false); !slices.Equal(got, []string{"name", "start", "model"}) {
		t.Errorf("a customer misses %v", got)
	}
}

// A date that was right when it was given stays so; another one has to lie ahead.
func TestADateThatHasPassed(t *testing.T) {
	later := form.By{Today: calendar.Date{Year: 2026, Month: 12, Day: 24}, Kept: with(nil)}
	if _, faults := newUser.Check(with(form.Answers{"desks": {"2"}}), later); faults != nil {
		t.Error(faults)
	}
	if _, faults := newUser.Check(with(form.Answers{"start": {"2026-12-08"}}), later); faults == nil {
		t.Error("another date that is past was taken")
	}
}

func TestReadyBy(t *testing.T) {
	if got := newUser.ReadyBy(with(nil)); got != (calendar.Date{Year: 2026, Month: 12, Day: 7}) {
		t.Error(got)
	}
	if got := newUser.ReadyBy(nil); !got.IsZero() {
		t.Error(got)
	}
}

// Bounds hold before anything is looked at.
func TestMoreThanAnybodyWrites(t *testing.T) {
	many := form.Answers{}
	for i := range form.MaxAnswers + 1 {
		many[strings.Repeat("x", i+1)] = []string{"y"}
	}
	if out, faults := newUser.Check(many, form.By{Today: today}); len(out) != 0 || len(faults) != 1 {
		t.Errorf("%d answers, %d faults", len(out), len(faults))
	}
	values := with(form.Answers{"equipment": slices.Repeat([]string{"phone"}, form.MaxValues+1)})
	if _, faults := newUser.Check(values, form.By{Today: today}); !slices.Equal(fields(faults), []string{"equipment"}) {
		t.Error(faults)
	}
}
