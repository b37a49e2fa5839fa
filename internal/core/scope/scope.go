// Package scope decides what a desk's service covers: from what is known of a request to the first line of the definition
// that fits, its outcome and its words. It refuses to know tickets, people and prices, and where a fact came from: who asks,
// whose device it is and where it stands arrive as plain answers.
package scope

import "slices"

// Outcome is what the desk does with a request.
type Outcome string

// The outcomes. What no line fits is InScope.
const (
	InScope    Outcome = "in_scope"
	BestEffort Outcome = "best_effort" // a quick answer, no research (ME-66)
	Refer      Outcome = "refer"       // somebody else helps with this (ME-67)
	NotCovered Outcome = "not_covered" // ended with the sentence and the paid path (ME-58)
	Refused    Outcome = "refused"     // forbidden by policy (ME-69)
	Contractor Outcome = "contractor"  // somebody from outside goes, at the agency's expense, once it is approved (ME-60)
	Negotiate  Outcome = "negotiate"   // a charge is agreed by both sides before the work (ME-61, ME-63)
)

// Outcomes lists them, the most helpful first.
func Outcomes() []Outcome {
	return []Outcome{InScope, BestEffort, Refer, Negotiate, Contractor, NotCovered, Refused}
}

// Works reports whether the desk works on it by itself.
func (o Outcome) Works() bool { return o == InScope || o == BestEffort || o == Negotiate }

// Ends reports whether it is ended without work.
func (o Outcome) Ends() bool { return o == NotCovered || o == Refused }

// Words are a sentence in the languages of the product; Spanish may be missing.
type Words struct {
	En string `json:"en,omitempty"`
	Es string `json:"es,omitempty"`
}

// In gives the words in a language ("en", "es"), English where there are none.
func (w Words) In(lang string) string {
	if lang == "es" && w.Es != "" {
		return w.Es
	}
	return w.En
}

// String gives the English words.
func (w Words) String() string { return w.En }

// Line is one line of a definition. Without conditions it fits everything.
type Line struct {
	If         Condition
	Outcome    Outcome
	Says       Words    // what the customer is told
	ApprovedBy []string // whose word it needs, any one of them, as roles
	Ref        string
}

// Rules are the lines of a definition in their order.
type Rules []Line

// Decision is the outcome of a request.
type Decision struct {
	Outcome    Outcome
	Line       int // the line that fits, from 1; 0: none did
	Says       Words
	ApprovedBy []string
	Ref        string
	Ask        []Fact // what nobody has said and would lead elsewhere
}

// Decide gives the outcome of what is known. What nobody has said is taken to be usual (Usual), and named in Ask where one
// other answer would lead to another line.
func (r Rules) Decide(f Facts) Decision {
	d := r.first(f)
	for _, q := range facts {
		if f.Get(q.fact) != "" {
			continue
		}
		if slices.ContainsFunc(q.values, func(v string) bool { return r.line(f.With(q.fact, v)) != d.Line }) {
			d.Ask = append(d.Ask, q.fact)
		}
	}
	return d
}

func (r Rules) first(f Facts) Decision {
	i := r.line(f)
	if i == 0 {
		return Decision{Outcome: InScope}
	}
	l := r[i-1]
	return Decision{Outcome: l.Outcome, Line: i, Says: l.Says, ApprovedBy: l.ApprovedBy, Ref: l.Ref}
}

func (r Rules) line(f Facts) int {
	return 1 + slices.IndexFunc(r, func(l Line) bool { return l.If.Fits(f) })
}
