package definition

import (
	"slices"
	"strings"

	"switchboard/internal/core/calendar"
	"switchboard/internal/core/form"
	"switchboard/internal/core/sla"
)

// FormField is one question of a request form, with its words.
type FormField struct {
	form.Field
	Label   Text     `json:"label"`
	Help    Text     `json:"help,omitzero"`
	Options []Option `json:"choices,omitempty"`
	Not     string   `json:"not_before,omitempty"` // as the file has it: "today" or a date
	Mark
}

// Option is one choice.
type Option struct {
	ID    string `json:"id"`
	Label Text   `json:"label"`
	Mark
}

// Form is what is asked of somebody who asks for a type or a service.
type Form []FormField

// prefills are what the directory knows of the person who asks.
var prefills = []string{"name", "email", "phone", "location", "agency", "supervisor"}

// Rules is the form without its words, for the checking of answers.
func (f Form) Rules() form.Form {
	out := make(form.Form, len(f))
	for i := range f {
		out[i] = f[i].Field
	}
	return out
}

// Field finds a question by its id.
func (f Form) Field(id string) (FormField, bool) {
	return find(f, func(x FormField) bool { return x.ID == id })
}

// Says gives the words of an answer: of a choice its label, of anything else the answer itself.
func (x FormField) Says(value, lang string) string {
	if o, ok := find(x.Options, func(o Option) bool { return o.ID == value }); ok {
		return o.Label.In(lang)
	}
	return value
}

// Form gives the questions for a type and a service: those of the type, then those of the service. A service that is asked
// for as a type of its own asks only then; who reports that it is broken is not asked for the size of a new one.
func (d *Definition) Form(typ, service string) Form {
	if typ == "" {
		typ = d.Types[0].ID
	}
	t, _ := d.Type(typ)
	s, ok := d.Service(service)
	if !ok || len(s.Form) == 0 || s.Type != "" && s.Type != typ {
		return t.Form
	}
	out := slices.Clone(t.Form)
	for _, x := range s.Form {
		if _, twice := out.Field(x.ID); !twice {
			out = append(out, x)
		}
	}
	return out
}

// typeForm are the questions of a type; none of one that the desk does not have.
func (d *Definition) typeForm(id string) Form {
	t, _ := d.Type(id)
	return t.Form
}

// TypeOf is the type as which a service is asked for where nobody says otherwise; the first one of the desk where the
// service does not say either.
func (d *Definition) TypeOf(service string) string {
	if s, ok := d.Service(service); ok && s.Type != "" {
		return s.Type
	}
	return d.Types[0].ID
}

// form reads the questions of a type or a service.
func (r *reader) form(o object) Form {
	var out Form
	o.each("form", func(id string, n *node, path string) {
		if slices.Contains(joiners, id) {
			r.fail(n.pos, path, "%q joins conditions and can name no question; write another name", id)
		}
		if len(out) == form.MaxAnswers {
			r.fail(n.pos, path, "a form has at most %d questions", form.MaxAnswers)
			return
		}
		out = append(out, r.field(r.object(n, path, "form field", "label"), id, out))
	})
	return out
}

func (r *reader) field(o object, id string, before Form) FormField {
	kinds := make([]string, 0, len(form.Kinds()))
	for _, k := range form.Kinds() {
		kinds = append(kinds, string(k))
	}
	x := FormField{Label: o.needText("label"), Help: o.text("help"), Mark: o.Mark, Field: form.Field{
		ID: id, Kind: form.Kind(o.choice("kind", kinds...)), Required: o.yes("required", false), Prefill: o.choice("prefill", prefills...),
		Staff: o.yes("staff only", false), ReadyBy: o.yes("ready by", false), Max: o.number("max", 1, form.MaxText)}}
	if x.Kind == "" {
		x.Kind = form.Text
	}
	o.each("choices", func(choice string, n *node, path string) {
		c := r.object(n, path, "form choice", "label")
		x.Options = append(x.Options, Option{ID: choice, Label: c.text("label"), Mark: c.Mark})
		x.Choices = append(x.Choices, choice)
	})
	x.When = r.asked(o, before)
	x.Least, x.Most = o.bound("least"), o.bound("most")
	r.notBefore(o, &x)
	r.fits(o, &x, before)
	return x
}

func (o object) bound(key string) *int {
	const far = 999_999_999
	if o.str(key) == "" {
		return nil
	}
	n := o.number(key, -far, far)
	return &n
}

func (r *reader) notBefore(o object, x *FormField) {
	if x.Not = o.str("not before"); x.Not == "today" {
		x.Today = true
	} else if x.Not != "" {
		d, _ := parseDate(o.date("not before"))
		x.NotBefore = d
	}
}

// fits refuses what does not go with the kind of the question.
func (r *reader) fits(o object, x *FormField, before Form) {
	chooses := x.Kind == form.Choice || x.Kind == form.Several
	only := func(key string, ok bool, kinds string) {
		if o.has(key) && !ok {
			o.fail(key, "this goes only with %s; remove the line or change \"kind:\"", kinds)
		}
	}
	only("choices", chooses, "choice and several")
	only("least", x.Kind == form.Number, "number")
	only("most", x.Kind == form.Number, "number")
	only("not before", x.Kind == form.Date, "date")
	only("ready by", x.Kind == form.Date, "date")
	only("max", !slices.Contains([]form.Kind{form.Choice, form.YesNo, form.Date, form.Person, form.Number, form.Device}, x.Kind), "text, long text, several and file")
	only("prefill", x.Kind == form.Text || x.Kind == form.Person, "text and person")
	if x.Kind == form.File && x.Staff {
		o.fail("staff only", "a file lies where everybody sees it who sees the request; the desk's people attach theirs to a note")
	}
	if chooses && len(x.Options) == 0 && o.n != nil {
		o.fail("choices", "this is missing; write what can be chosen, a line each with a name, a colon and its words")
	}
	if x.Least != nil && x.Most != nil && *x.Least > *x.Most {
		o.fail("most", "%d is less than the least, %d; no number would fit", *x.Most, *x.Least)
	}
	if x.ReadyBy && slices.ContainsFunc(before, func(b FormField) bool { return b.ReadyBy }) {
		o.fail("ready by", "another question of this form has this already; a request is ready by one date")
	}
}

// Notice is how far ahead something was asked for, and how far a duty of the customer asks for it (ME-52, ME-56).
type Notice struct {
	Duty          string // its id; empty where no duty asks for notice
	Given, Needed int    // days
	Business      bool   // counted in business days of the desk; calendar days otherwise
}

// Short reports whether that is too late for what is promised to hold.
func (n Notice) Short() bool { return n.Given < n.Needed }

// Notice counts the days from the one on which something is asked for, which does not count, to the date by which it is to
// be ready, which does (A20). The duty that names the type or the service holds, else the one that names neither (A21).
func (d *Definition) Notice(typ, service string, asked, wanted calendar.Date) Notice {
	duty, ok := d.noticeDuty(typ, service)
	if !ok {
		return Notice{Given: max(0, daysBetween(asked, wanted))}
	}
	n := Notice{Duty: duty.ID, Needed: duty.NoticeAmount.Days, Business: duty.Business()}
	if !n.Business {
		n.Given = max(0, daysBetween(asked, wanted))
		return n
	}
	cal := d.compiled[d.Reopen.Clock]
	for day := asked.AddDays(1); !wanted.Before(day) && n.Given < n.Needed; day = day.AddDays(1) {
		if cal.BusinessDay(day) {
			n.Given++
		}
	}
	return n
}

func (d *Definition) noticeDuty(typ, service string) (Duty, bool) {
	for _, on := range []string{typ, service, ""} {
		if duty, ok := find(d.Duties, func(x Duty) bool { return x.Notice != "" && (x.On == on || on == "" && x.everywhere()) }); ok {
			return duty, true
		}
	}
	return Duty{}, false
}

// Business reports whether notice is counted in business days.
func (d Duty) Business() bool { return d.NoticeAmount.Unit == sla.BusinessDays }

// everywhere reports whether the duty is one of every ticket.
func (d Duty) everywhere() bool { return d.On == "" || strings.HasPrefix(d.On, "every ") }
