package render

import (
	"strconv"
	"strings"
	"time"

	"switchboard/internal/core/calendar"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/form"
	"switchboard/internal/core/wording"
)

// Said puts the values of an answer into words: choices by their labels, dates as dates are read.
func Said(p wording.Printer, x definition.FormField, values []string) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = say(p, x, v)
	}
	return out
}

func say(p wording.Printer, x definition.FormField, v string) string {
	switch x.Kind {
	case form.YesNo:
		if v == "yes" || v == "no" {
			return p.T("asking." + v)
		}
	case form.Date:
		if d, err := calendar.ParseDate(v); err == nil {
			return p.Date(noonOf(d), time.Time{}, time.UTC)
		}
	case form.Choice, form.Several:
		for _, o := range x.Options {
			if o.ID == v {
				return Choice(p, o)
			}
		}
	}
	return v
}

// Choice is the label of one choice, or its name where it has none.
func Choice(p wording.Printer, o definition.Option) string {
	if o.Label.IsZero() {
		return definition.Label(o.ID)
	}
	return o.Label.In(string(p.Lang()))
}

// DateWithin says a date with its year within a sentence: what is asked for may lie in the next.
func DateWithin(p wording.Printer, d calendar.Date) string {
	return p.DateWithin(noonOf(d), time.Time{}, time.UTC)
}

func noonOf(d calendar.Date) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC)
}

// Condition says in words what the answers to a form have to be: "“Equipment” has “Laptop”".
func Condition(p wording.Printer, f definition.Form, c form.Condition) string {
	if c.Field != "" {
		of, _ := f.Field(c.Field)
		question := of.Label.In(string(p.Lang()))
		switch {
		case c.Over != nil:
			return p.T("asking.over", "question", question, "number", strconv.Itoa(*c.Over))
		case len(c.In) == 0:
			return p.T("asking.given", "question", question)
		}
		return p.T("asking.has", "question", question, "answer", strings.Join(Said(p, of, c.In), " / "))
	}
	parts, joint := c.All, "asking.and"
	if len(c.Any) > 0 {
		parts, joint = c.Any, "asking.or"
	}
	var out []string
	for _, part := range parts {
		out = append(out, Condition(p, f, part))
	}
	return strings.Join(out, " "+p.T(joint)+" ")
}
