package definition

import (
	"slices"
	"strconv"
	"strings"

	"switchboard/internal/core/form"
)

// joiners are the words that join conditions; no question can have them for a name.
var joiners = []string{"any", "all", "set"}

// maxConditions bounds how deep "any:" and "all:" may stand in each other.
const maxConditions = 4

// asked reads on which answers a question, or what a form leads to, depends: a block of questions with the answers that will do, all of which have
// to hold. "any:" lists such blocks of which one has to, "set:" names questions that only need an answer.
func (r *reader) asked(o object, before Form) *form.Condition {
	if !o.has("when") {
		return nil
	}
	c := r.formCondition(o.child("when"), o.at("when"), before, maxConditions)
	return &c
}

func (r *reader) formCondition(n *node, path string, before Form, depth int) form.Condition {
	if n.kind != mapping || depth == 0 || len(n.entries) == 0 {
		r.fail(n.pos, path, "%s stands here; write a question above with the answer that it depends on, such as when: {replaces: yes}", n.kind)
		return form.Condition{}
	}
	o := object{r: r, n: n, path: path}
	var parts []form.Condition
	for _, e := range n.entries {
		switch e.key {
		case "set":
			for _, id := range o.strings("set") {
				r.above(e, o.at("set"), id, before)
				parts = append(parts, form.Condition{Field: id})
			}
		case "any", "all":
			var joined []form.Condition
			for _, item := range e.value.asList() {
				joined = append(joined, r.formCondition(item, o.at(e.key), before, depth-1))
			}
			if e.key == "any" {
				parts = append(parts, form.Condition{Any: joined})
			} else {
				parts = append(parts, form.Condition{All: joined})
			}
		default:
			parts = append(parts, r.equals(o, e, before))
		}
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return form.Condition{All: parts}
}

// above finds a question that is asked before this one: what comes later is not known yet when this one is asked.
func (r *reader) above(e entry, path, id string, before Form) (FormField, bool) {
	x, ok := before.Field(id)
	if !ok {
		r.fail(e.pos, path, "no question above is called %q; a condition looks only at questions that come before it%s", id,
			suggest(id, ids(before, func(x FormField) string { return x.ID })))
	}
	return x, ok
}

// over reads "over 5000", which an answer to a question for a number can be.
func (r *reader) over(x FormField, values []string) (int, bool) {
	if x.Kind != form.Number || len(values) != 1 {
		return 0, false
	}
	digits, is := strings.CutPrefix(values[0], "over ")
	n, err := strconv.Atoi(strings.TrimSpace(digits))
	return n, is && err == nil
}

func (r *reader) equals(o object, e entry, before Form) form.Condition {
	values := o.strings(e.key)
	x, ok := r.above(e, o.at(e.key), e.key, before)
	if over, is := r.over(x, values); is {
		return form.Condition{Field: e.key, Over: &over}
	}
	can := x.Choices
	if x.Kind == form.YesNo {
		can = []string{"yes", "no"}
	}
	for _, v := range values {
		if _, err := strconv.Atoi(v); ok && x.Kind == form.Number && err != nil {
			r.fail(e.pos, o.at(e.key), "%q is no answer to this question; write a whole number, or \"over\" and a number", v)
		}
		if ok && len(can) > 0 && !slices.Contains(can, v) {
			r.fail(e.pos, o.at(e.key), "%q is no answer to this question; there are: %s", v, strings.Join(can, ", "))
		}
	}
	if len(values) == 0 {
		r.fail(e.pos, o.at(e.key), "the answer is missing; write it after the colon, or name the question under \"set:\"")
	}
	return form.Condition{Field: e.key, In: values}
}
