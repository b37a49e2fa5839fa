// Package form knows what a request form asks and which answers it takes: a form, what somebody wrote and the present
// date go in, the answers that stand and the faults of the others come out. Every door checks by this one function. The
// package refuses to know labels and languages (definition), who may write (access), and whether a person or a device
// that is named exists.
package form

import (
	"maps"
	"slices"

	"switchboard/internal/core/calendar"
	"switchboard/internal/fault"
)

// Kind is what an answer looks like.
type Kind string

// The kinds, as a definition writes them.
const (
	Text    Kind = "text"      // one line
	Long    Kind = "long text" // lines
	Choice  Kind = "choice"    // the id of one choice
	Several Kind = "several"   // ids of choices, in the order of the form
	YesNo   Kind = "yes or no" // "yes", "no"
	Date    Kind = "date"      // YYYY-MM-DD
	Person  Kind = "person"    // a mail address
	Number  Kind = "number"    // a whole one
	Device  Kind = "device"    // the tag on it
	File    Kind = "file"      // names of files that come with the request
)

// Kinds lists them, the usual ones first.
func Kinds() []Kind {
	return []Kind{Text, Long, Choice, Several, YesNo, Date, Person, Number, Device, File}
}

// Field is one question.
type Field struct {
	ID        string        `json:"id"`
	Kind      Kind          `json:"kind"`
	Choices   []string      `json:"-"` // ids
	Required  bool          `json:"required,omitempty"`
	When      *Condition    `json:"when,omitempty"`       // asked only where it holds of the answers before
	Prefill   string        `json:"prefill,omitempty"`    // what the directory knows of the person who asks: "phone"
	Max       int           `json:"max,omitempty"`        // characters of a text, choices of several, files; 0: the bound of the kind
	Least     *int          `json:"least,omitempty"`      // of a number
	Most      *int          `json:"most,omitempty"`       // of a number
	Today     bool          `json:"from_today,omitempty"` // a date not before the day on which it is asked
	NotBefore calendar.Date `json:"-"`                    // a date not before this one; zero for none
	Staff     bool          `json:"staff,omitempty"`      // only the desk's people answer and see it
	ReadyBy   bool          `json:"ready_by,omitempty"`   // the date by which what is asked for is to be ready (CLOCKS, rule 13)
}

// Form is the questions in their order. A condition looks only at questions before its own.
type Form []Field

// Answers are the values given, by the ids of the fields. A field without an answer has no entry.
type Answers map[string][]string

// By are the circumstances of an answer.
type By struct {
	Today calendar.Date // where the desk is
	Staff bool          // somebody of the desk writes
	Files []string      // names of the files that come with it
	Kept  Answers       // what the ticket has already; a fresh request has nothing
}

// Bounds of what may be given, whatever the form says.
const (
	MaxAnswers = 200 // questions of a form, and names in what is given
	MaxValues  = 100 // of one answer
	MaxLine    = 250 // characters
	MaxText    = 4000
	maxFiles   = 10
)

// Faults are what is wrong, in the order of the form. Each is a fault.Invalid at "answers." and the field's id.
type Faults []error

// Err is nil where nothing is wrong.
func (fs Faults) Err() error {
	if len(fs) == 0 {
		return nil
	}
	return fs
}

// Error says the first.
func (fs Faults) Error() string { return fs[0].Error() }

// Unwrap gives all of them, so that a door which can show only one shows the first.
func (fs Faults) Unwrap() []error { return fs }

// Check gives the answers that stand. What belongs to no question that is asked is dropped and never trusted: the answer to
// a question whose condition does not hold, and to one for the desk's people where a customer writes, of whose answers those
// kept stay. Checking what stands once more changes nothing.
func (f Form) Check(given Answers, by By) (Answers, Faults) {
	if len(given) > MaxAnswers {
		return Answers{}, Faults{fault.Field("answers", "at most %d answers can be given at once", MaxAnswers)}
	}
	out, faults := Answers{}, f.unknown(given)
	for i := range f {
		field := &f[i]
		if field.When != nil && !field.When.Holds(out) {
			continue
		}
		if field.Staff && !by.Staff {
			keep(out, field.ID, by.Kept[field.ID])
			continue
		}
		values, err := field.check(given[field.ID], by)
		if err != nil {
			faults = append(faults, fault.At("answers."+field.ID, err))
			continue
		}
		keep(out, field.ID, values)
	}
	return out, faults
}

func keep(out Answers, id string, values []string) {
	if len(values) > 0 {
		out[id] = slices.Clone(values)
	}
}

// unknown refuses names of questions that the form does not have: a program has misspelt them.
func (f Form) unknown(given Answers) Faults {
	var out Faults
	for _, id := range slices.Sorted(maps.Keys(given)) {
		if _, ok := f.Field(id); !ok {
			out = append(out, fault.Field("answers."+clip(id, 64), "this form asks no such question"))
		}
	}
	return out
}

// Field finds a question by its id.
func (f Form) Field(id string) (Field, bool) {
	if i := slices.IndexFunc(f, func(x Field) bool { return x.ID == id }); i >= 0 {
		return f[i], true
	}
	return Field{}, false
}

// Missing lists the questions that have to be answered and are not, by their ids: those of the desk's people only where
// one of them asks.
func (f Form) Missing(a Answers, staff bool) []string {
	var out []string
	for i := range f {
		if x := &f[i]; x.Required && len(a[x.ID]) == 0 && (staff || !x.Staff) && x.asked(a) {
			out = append(out, x.ID)
		}
	}
	return out
}

// OnlyFile is the one question of customers that asks for files, given these answers; empty where there is none, or several.
func (f Form) OnlyFile(a Answers) string {
	only := ""
	for i := range f {
		x := &f[i]
		switch {
		case x.Kind != File || x.Staff || !x.asked(a):
		case only != "":
			return ""
		default:
			only = x.ID
		}
	}
	return only
}

func (x *Field) asked(a Answers) bool { return x.When == nil || x.When.Holds(a) }

// Of keeps of some answers those that the form asks for, as when a ticket gets another form.
func (f Form) Of(a Answers) Answers {
	out := Answers{}
	for i := range f {
		keep(out, f[i].ID, a[f[i].ID])
	}
	return out
}

// Asked keeps of some answers those to questions that are asked, given the answers before them.
func (f Form) Asked(a Answers) Answers {
	out := Answers{}
	for i := range f {
		if f[i].asked(out) {
			keep(out, f[i].ID, a[f[i].ID])
		}
	}
	return out
}

// ReadyBy is the date that the answers name for what is asked for; zero where there is none.
func (f Form) ReadyBy(a Answers) calendar.Date {
	for i := range f {
		if f[i].ReadyBy && f[i].asked(a) && len(a[f[i].ID]) == 1 {
			d, _ := parseDate(a[f[i].ID][0]) // what stands was checked
			return d
		}
	}
	return calendar.Date{}
}

// Changes tells what makes answers of others: the new values of what differs, none for what is gone.
func Changes(before, after Answers) Answers {
	out := Answers{}
	for id, values := range after {
		if !slices.Equal(before[id], values) {
			out[id] = values
		}
	}
	for id := range before {
		if _, stays := after[id]; !stays {
			out[id] = nil
		}
	}
	return out
}

// Apply is the reverse of Changes. The answers that it is given stay as they are.
func Apply(before, changes Answers) Answers {
	out := maps.Clone(before)
	if out == nil {
		out = Answers{}
	}
	for id, values := range changes {
		if len(values) == 0 {
			delete(out, id)
		} else {
			out[id] = values
		}
	}
	return out
}
