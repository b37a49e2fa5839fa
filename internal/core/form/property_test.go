package form_test

import (
	"fmt"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"switchboard/internal/core/form"
)

// words are answers that fit some kind, nearly fit, or fit none.
var words = []string{"", " ", "yes", "no", "a", "b", "c", "2026-12-07", "2026-11-19", "2026-11-20", "20261207", "ann@example.gov", "Ann@Example.gov", "7", "07", "-3", "ten",
	"tag-1", "two words", "two\nlines", "ctl\x01", "\xff", "plan.pdf", "línea"}

var kinds = form.Kinds()

// aForm draws a form whose conditions look back, and one only.
func aForm(t *rapid.T) form.Form {
	n := rapid.IntRange(1, 8).Draw(t, "fields")
	f := make(form.Form, n)
	for i := range f {
		f[i] = form.Field{ID: fmt.Sprintf("f%d", i), Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Choices: []string{"a", "b", "c"},
			Required: rapid.Bool().Draw(t, "required"), Max: rapid.IntRange(0, 9).Draw(t, "max"), Staff: rapid.IntRange(0, 4).Draw(t, "staff") == 0,
			Today: rapid.Bool().Draw(t, "today")}
		if i > 0 && rapid.Bool().Draw(t, "conditional") {
			c := aCondition(t, i, 2)
			f[i].When = &c
		}
	}
	return f
}

func aCondition(t *rapid.T, before, depth int) form.Condition {
	if depth > 0 && rapid.IntRange(0, 3).Draw(t, "deep") == 0 {
		parts := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) form.Condition { return aCondition(t, before, depth-1) }), 1, 3).Draw(t, "parts")
		if rapid.Bool().Draw(t, "any") {
			return form.Condition{Any: parts}
		}
		return form.Condition{All: parts}
	}
	if n := rapid.IntRange(-20, 12).Draw(t, "over"); n >= 0 {
		return form.Condition{Field: fmt.Sprintf("f%d", rapid.IntRange(0, before-1).Draw(t, "number")), Over: &n}
	}
	return form.Condition{Field: fmt.Sprintf("f%d", rapid.IntRange(0, before-1).Draw(t, "field")),
		In: rapid.SliceOfN(rapid.SampledFrom(words), 0, 3).Draw(t, "in")}
}

func someAnswers(t *rapid.T, f form.Form) form.Answers {
	a := form.Answers{}
	for _, x := range f {
		if v := rapid.SliceOfN(rapid.SampledFrom(words), 0, 3).Draw(t, "values"); v != nil {
			a[x.ID] = v
		}
	}
	return a
}

// What stands stands: checked again, it is what it was.
func TestCheckingTwiceChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := aForm(t)
		by := form.By{Today: today, Staff: rapid.Bool().Draw(t, "staff"), Files: []string{"plan.pdf"}, Kept: form.Answers{"f0": {"yes"}}}
		once, _ := f.Check(someAnswers(t, f), by)
		twice, faults := f.Check(once, by)
		if !reflect.DeepEqual(once, twice) {
			t.Fatalf("%v became %v", once, twice)
		}
		for _, x := range fields(faults) { // nothing that stands is wrong; it may only be missing
			if len(once[x]) > 0 {
				t.Fatalf("%s stood with %v and is wrong now", x, once[x])
			}
		}
	})
}

// An oracle of its own: what may survive is what every condition on the way to it lets be asked, read from the end.
func TestAHiddenAnswerNeverSurvives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := aForm(t)
		staff := rapid.Bool().Draw(t, "staff")
		out, _ := f.Check(someAnswers(t, f), form.By{Today: today, Staff: staff, Files: []string{"plan.pdf"}})
		for _, x := range f {
			if len(out[x.ID]) == 0 {
				continue
			}
			if x.Staff && !staff {
				t.Fatalf("%s is the desk's and has %v", x.ID, out[x.ID])
			}
			if x.When != nil && !holds(*x.When, out) {
				t.Fatalf("%s is hidden and has %v", x.ID, out[x.ID])
			}
		}
		if len(out) > len(f) {
			t.Fatalf("%v has more than the form asks", out)
		}
	})
}

// holds is the condition in other words: a disjunction of conjunctions, counted.
func holds(c form.Condition, a form.Answers) bool {
	if c.Field != "" {
		hits := 0
		for _, v := range a[c.Field] {
			if n := 0; c.Over != nil {
				if _, err := fmt.Sscanf(v, "%d", &n); err == nil && fmt.Sprint(n) == v && *c.Over < n {
					hits++
				}
				continue
			}
			if len(c.In) == 0 {
				hits++
			}
			for _, w := range c.In {
				if v == w {
					hits++
				}
			}
		}
		return hits > 0
	}
	any, all := 0, 0
	for _, p := range c.Any {
		if holds(p, a) {
			any++
		}
	}
	for _, p := range c.All {
		if holds(p, a) {
			all++
		}
	}
	return (len(c.Any) == 0 || any > 0) && all == len(c.All)
}

// In which order the values of one question are given does not matter.
func TestTheOrderOfWhatIsGiven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := aForm(t)
		a := someAnswers(t, f)
		b := form.Answers{}
		for id, values := range a {
			b[id] = rapid.Permutation(values).Draw(t, "order")
		}
		by := form.By{Today: today, Files: []string{"plan.pdf"}}
		x, fx := f.Check(a, by)
		y, fy := f.Check(b, by)
		if !reflect.DeepEqual(x, y) || len(fx) != len(fy) {
			t.Fatalf("%v became %v and %v", a, x, y)
		}
	})
}

// Changes and Apply are each other's reverse, and Apply touches nothing.
func TestChanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := aForm(t)
		by := form.By{Today: today, Staff: true, Files: []string{"plan.pdf"}}
		a, _ := f.Check(someAnswers(t, f), by)
		b, _ := f.Check(someAnswers(t, f), by)
		was := form.Apply(a, nil)
		if got := form.Apply(a, form.Changes(a, b)); !reflect.DeepEqual(got, b) || !reflect.DeepEqual(a, was) {
			t.Fatalf("%v to %v by %v gives %v", was, b, form.Changes(a, b), got)
		}
	})
}

// Whatever bytes come, checking ends, keeps its bounds, and what stands stands.
func FuzzCheck(f *testing.F) {
	for i, w := range words {
		f.Add(w, words[(i+7)%len(words)], uint8(i))
	}
	f.Fuzz(func(t *testing.T, v, w string, kind uint8) {
		one := form.Form{{ID: "x", Kind: kinds[int(kind)%len(kinds)], Choices: []string{"a", "b"}}}
		by := form.By{Today: today, Files: []string{"plan.pdf"}}
		out, _ := one.Check(form.Answers{"x": {v, w}, v: {w}}, by)
		again, faults := one.Check(out, by)
		if !reflect.DeepEqual(out, again) || faults != nil {
			t.Errorf("%q stood, and then %q: %v", out, again, faults)
		}
		for _, s := range out["x"] {
			if len([]rune(s)) > form.MaxText {
				t.Errorf("%d characters stood", len([]rune(s)))
			}
		}
	})
}
