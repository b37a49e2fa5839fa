package demo

import (
	"switchboard/internal/core/calendar"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/form"
)

// inWords are the words for the questions that our desks ask in words; a desk of one's own may ask for more.
var inWords = map[string][]string{
	"person":      {"Jordan Ames", "Casey Lund", "Robin Vega", "Alex Moreno"},
	"which":       {"The reporting database of the permits team"},
	"location":    {"Capitol Complex, room 214"},
	"need":        {"Field inspectors record what they see while they are still on site."},
	"software":    {"PDF editor", "Map viewer"},
	"reason":      {"I redact names in records before they are released."},
	"works_with":  {"The case files on the shared drive, and the office printer."},
	"application": {"Permit desk"},
}

// answers are what somebody of the demo writes into a form: something for each question that has to be answered.
func answers(f definition.Form, today calendar.Date, n int) form.Answers {
	out := form.Answers{}
	for _, x := range f {
		if !x.Required && !x.ReadyBy || x.When != nil && !x.When.Holds(out) {
			continue
		}
		value := "Please call me, I will explain it."
		if said := inWords[x.ID]; len(said) > 0 {
			value = said[n%len(said)]
		}
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
