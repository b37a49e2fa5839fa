package form

import (
	"slices"
	"strconv"
)

// Condition says of the answers so far whether a question is asked. One of the three is set: a field, All or Any.
type Condition struct {
	Field string      `json:"field,omitempty"`
	In    []string    `json:"in,omitempty"`   // one of these is among the field's answers; none: it has an answer
	Over  *int        `json:"over,omitempty"` // in place of In: the answer, a number, is greater
	All   []Condition `json:"all,omitempty"`
	Any   []Condition `json:"any,omitempty"`
}

// Holds tells it of some answers. A condition that says nothing holds.
func (c Condition) Holds(a Answers) bool {
	switch {
	case c.Field != "" && c.Over != nil:
		return slices.ContainsFunc(a[c.Field], func(v string) bool { n, err := strconv.Atoi(v); return err == nil && n > *c.Over })
	case c.Field != "" && len(c.In) == 0:
		return len(a[c.Field]) > 0
	case c.Field != "":
		return slices.ContainsFunc(a[c.Field], func(v string) bool { return slices.Contains(c.In, v) })
	case len(c.Any) > 0:
		return slices.ContainsFunc(c.Any, func(one Condition) bool { return one.Holds(a) })
	}
	return !slices.ContainsFunc(c.All, func(one Condition) bool { return !one.Holds(a) })
}

// Fields lists the questions that it looks at.
func (c Condition) Fields() []string {
	var out []string
	if c.Field != "" {
		out = append(out, c.Field)
	}
	for _, one := range slices.Concat(c.All, c.Any) {
		out = append(out, one.Fields()...)
	}
	return out
}
