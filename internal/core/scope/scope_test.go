package scope_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"switchboard/internal/core/scope"
	"switchboard/internal/fault"
)

func draw(t *rapid.T, mayBeUnsaid bool) scope.Facts {
	var f scope.Facts
	for _, fact := range scope.Names() {
		values := scope.Values(fact)
		if mayBeUnsaid {
			values = append(values, "")
		}
		f = f.With(fact, rapid.SampledFrom(values).Draw(t, string(fact)))
	}
	return f
}

func drawRules(t *rapid.T) scope.Rules {
	var rules scope.Rules
	for range rapid.IntRange(0, 6).Draw(t, "lines") {
		l := scope.Line{If: scope.Condition{}, Outcome: rapid.SampledFrom(scope.Outcomes()).Draw(t, "outcome")}
		for _, fact := range scope.Names() {
			if rapid.IntRange(0, 2).Draw(t, "names it") == 0 {
				l.If[fact] = rapid.SliceOfNDistinct(rapid.SampledFrom(scope.Values(fact)), 1, 2, rapid.ID).Draw(t, string(fact))
			}
		}
		rules = append(rules, l)
	}
	return rules
}

// said fills in by hand what is usual.
func said(f scope.Facts) scope.Facts {
	or := func(v, usual string) string {
		if v == "" {
			return usual
		}
		return v
	}
	return scope.Facts{Entitled: or(f.Entitled, "yes"), Device: or(f.Device, "unknown"), Authorized: or(f.Authorized, "yes"), Place: or(f.Place, "office"),
		Effort: or(f.Effort, "ordinary"), Request: or(f.Request, "standard"), Support: or(f.Support, "full"), OwnedBy: or(f.OwnedBy, "anyone")}
}

// fits asks each fact by its name, without the package's table.
func fits(l scope.Line, f scope.Facts) bool {
	all := map[scope.Fact]string{"entitled": f.Entitled, "device": f.Device, "authorized": f.Authorized, "place": f.Place, "effort": f.Effort,
		"request": f.Request, "support": f.Support, "owned_by": f.OwnedBy}
	for fact, v := range all {
		if want := l.If[fact]; len(want) > 0 && !slices.Contains(want, v) {
			return false
		}
	}
	return true
}

// The first line that fits decides, whatever the lines are; what no line fits is in scope.
func TestFirstLineDecides(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules, f := drawRules(t), draw(t, true)
		got := rules.Decide(f)
		want, line := scope.InScope, 0
		for i := len(rules) - 1; i >= 0; i-- {
			if fits(rules[i], said(f)) {
				want, line = rules[i].Outcome, i+1
			}
		}
		if got.Outcome != want || got.Line != line {
			t.Fatalf("%+v: line %d, %s; want line %d, %s", f, got.Line, got.Outcome, line, want)
		}
		for _, fact := range scope.Names() { // what is asked is what nobody said and would lead elsewhere
			elsewhere := slices.ContainsFunc(scope.Values(fact), func(v string) bool { return rules.Decide(f.With(fact, v)).Line != line })
			if asked := slices.Contains(got.Ask, fact); asked != (f.Get(fact) == "" && elsewhere) {
				t.Fatalf("%+v: %s is asked: %v", f, fact, asked)
			}
		}
	})
}

// A line is dead exactly when no request reaches it, and a request is uncovered when none fits: by trying requests.
func TestLint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules := drawRules(t)
		dead := rules.Dead()
		for range 50 {
			f := draw(t, false)
			if line := rules.Decide(f).Line; slices.Contains(dead, line) {
				t.Fatalf("line %d is called dead, and %+v reaches it", line, f)
			}
		}
		f, open := rules.Uncovered()
		if open && rules.Decide(f).Line != 0 {
			t.Fatalf("%+v is called uncovered, and line %d fits it", f, rules.Decide(f).Line)
		}
		if closed := append(slices.Clone(rules), scope.Line{Outcome: scope.InScope}); open || len(rules) == 0 {
			if _, still := closed.Uncovered(); still || slices.Contains(closed.Dead(), len(closed)) {
				t.Fatal("a last line without conditions covers the rest")
			}
		}
		twice := append(slices.Clone(rules), rules...)
		for i := range rules {
			if !slices.Contains(twice.Dead(), len(rules)+i+1) {
				t.Fatalf("line %d says again what line %d said, and is not called dead", len(rules)+i+1, i+1)
			}
		}
	})
}

func TestAnswersAreChecked(t *testing.T) {
	for _, fact := range scope.Names() {
		if err := (scope.Facts{}).With(fact, "perhaps").Check(); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", fact, err)
		}
	}
	if err := said(scope.Facts{}).Check(); err != nil {
		t.Error(err)
	}
}
