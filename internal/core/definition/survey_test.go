package definition_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard/desks"
	"switchboard/internal/core/definition"
)

// Every desk asks the three questions of ME-21 unless its file words others, and Maine's goal is named (ME-34).
func TestSurveyOfTheShippedDesks(t *testing.T) {
	for _, name := range []string{"colorado", "maine", "oklahoma"} {
		d, err := desks.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		if ids := d.Definition.Asks().IDs(); !slices.Equal(ids, []string{"courteous", "timely", "effective"}) {
			t.Errorf("%s asks %v", name, ids)
		}
		goal, ok := d.Definition.SurveyGoal()
		if ok != (name == "maine") || ok && goal.Percent != 97.5 {
			t.Errorf("%s: %+v, %v", name, goal, ok)
		}
		at := time.Date(2026, 11, 20, 17, 0, 0, 0, time.UTC)
		if until := d.Definition.RateUntil(at); !until.Equal(at.AddDate(0, 0, 14)) {
			t.Errorf("%s: until %v", name, until)
		}
	}
}

// withSurvey is a shipped desk with a section added.
func withSurvey(t *testing.T, section string) (*definition.Definition, string) {
	t.Helper()
	d, err := desks.Load("oklahoma")
	if err != nil {
		t.Fatal(err)
	}
	def, problems := definition.Parse("with.yaml", append(slices.Clone(d.Source), section...))
	var errors []string
	for _, p := range problems {
		if p.Level == definition.Error {
			errors = append(errors, p.Text)
		}
	}
	return def, strings.Join(errors, "\n")
}

func TestSurveyOfAFile(t *testing.T) {
	d, err := withSurvey(t, "\nsurvey:\n  within: 5 business days\n  questions:\n    friendly: {en: Were we friendly?, es: ¿Fuimos amables?}\n    fast: Was it fast?\n")
	if err != "" {
		t.Fatal(err)
	}
	s := d.Asks()
	if !slices.Equal(s.IDs(), []string{"friendly", "fast"}) || s.Questions[0].Ask.In("es") != "¿Fuimos amables?" || s.Amount.Days != 5 {
		t.Errorf("it asks %+v", s)
	}
	_, err = withSurvey(t, "\nsurvey:\n  questions: {a: a, b: b, c: c, d: d, e: e, f: f, g: g}\n")
	if !strings.Contains(err, "ask at most 6") {
		t.Errorf("seven questions: %q", err)
	}
}
