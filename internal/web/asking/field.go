package asking

import (
	"encoding/json"
	"iter"
	"maps"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/definition/render"
	"switchboard/internal/core/form"
	"switchboard/internal/desk"
	"switchboard/internal/web/ui"
)

func keys(a form.Answers) iter.Seq[string] { return maps.Keys(a) }

// maxTiles is how many choices are shown all at once; more are a list.
const maxTiles = 6

// field is the input of a question.
func (q Questions) field(x definition.FormField) ui.Field {
	name := prefix + x.ID
	f := ui.Field{Name: name, Label: x.Label.In(q.lang()), Hint: x.Help.In(q.lang()), Error: ui.ErrorFor(q.Problems, name),
		Required: x.Required && x.When == nil, Optional: !x.Required, Value: strings.Join(q.Given[x.ID], ", ")}
	switch x.Kind {
	case form.Long:
		f.Rows, f.MaxLength = 4, or(x.Max, form.MaxText)
	case form.Date:
		f.Type = "date"
	case form.Person:
		f.Type, f.Autocomplete, f.MaxLength = "email", "off", 254
	case form.Number:
		f.Type, f.Attrs = "number", bounds(x)
	case form.Device:
		f.MaxLength = 64
		f.Attrs = templ.Attributes{"autocapitalize": "characters", "spellcheck": "false"}
	case form.Choice, form.YesNo:
		f.Options = q.options(x)
		if f.Optional || !tiles(x) {
			f.Options = append([]ui.Option{{Text: q.Words.T("asking.none")}}, f.Options...)
		}
	case form.Several:
		f.Options = q.options(x)
	case form.Text:
		f.MaxLength = or(x.Max, form.MaxLine)
	}
	return f
}

func or(n, otherwise int) int {
	if n > 0 {
		return n
	}
	return otherwise
}

func bounds(x definition.FormField) templ.Attributes {
	a := templ.Attributes{"step": "1"}
	if x.Least != nil {
		a["min"] = strconv.Itoa(*x.Least)
	}
	if x.Most != nil {
		a["max"] = strconv.Itoa(*x.Most)
	}
	return a
}

// tiles reports whether one choice is taken of a few that are all in sight. What may stay open is a list, since a radio
// button cannot be let go.
func tiles(x definition.FormField) bool {
	return x.Required && (x.Kind == form.YesNo || x.Kind == form.Choice && len(x.Options) <= maxTiles)
}

func (q Questions) options(x definition.FormField) []ui.Option {
	if x.Kind == form.YesNo {
		return []ui.Option{{Value: "yes", Text: q.Words.T("asking.yes")}, {Value: "no", Text: q.Words.T("asking.no")}}
	}
	var out []ui.Option
	for _, o := range x.Options {
		out = append(out, ui.Option{Value: o.ID, Text: render.Choice(q.Words, o)})
	}
	return out
}

// when is the condition for the script, empty where the question is always asked.
func when(x definition.FormField) string {
	if x.When == nil {
		return ""
	}
	b, _ := json.Marshal(x.When) // strings and lists of them cannot fail
	return string(b)
}

// condition says in words when a question is asked: "Only where “Equipment” has: Laptop".
func (q Questions) condition(x definition.FormField) string {
	return q.Words.T("asking.only", "condition", render.Condition(q.Words, q.Form, *x.When))
}

// attach is the input for files that answer a question. Their names are the answer.
func (q Questions) attach(x definition.FormField) ui.AttachField {
	name := prefix + x.ID
	return ui.AttachField{Name: name, Label: x.Label.In(q.lang()), Hint: x.Help.In(q.lang()), Optional: !x.Required, Error: ui.ErrorFor(q.Problems, name),
		Required: x.Required && x.When == nil && len(q.Kept[x.ID]) == 0, Most: or(x.Max, desk.MaxFiles), Largest: desk.MaxFile}
}

func label(q Questions) templ.Attributes {
	if q.Any() {
		return templ.Attributes{"aria-labelledby": "questions-title"}
	}
	return templ.Attributes{"hidden": true}
}
