package demo

import (
	"switchboard/internal/core/calendar"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/form"
)

// answers are what somebody of the demo writes into a form: something for each question that has to be answered.
func answers(f definition.Form, today calendar.Date) form.Answers {
	out := form.Answers{}
	for _, x := range f {
		if !x.Required && !x.ReadyBy || x.When != nil && !x.When.Holds(out) {
			continue
		}
		value := "As before"
		switch x.Kind {
		case form.Choice, form.Several:
			value = x.Choices[0]
		case form.YesNo:
			value = "no"
		case form.Date:
			value = today.AddDays(21).String()
		case form.Person:
			value = "marta.bell@example.gov"
		case form.Number:
			value = "1"
		}
		out[x.ID] = []string{value}
	}
	return out
}
