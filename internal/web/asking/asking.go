// Package asking shows the questions of a request form and reads what was answered, for portal and console alike. It refuses
// to know which answers are right: core/form decides that, and only its words are put beside the questions here.
package asking

import (
	"errors"
	"net/url"
	"slices"
	"strings"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/definition/render"
	"switchboard/internal/core/form"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/core/wording"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/message"
	"switchboard/internal/web/ui"
)

// prefix begins the names of the inputs, as it begins the fields of the faults.
const prefix = "answers."

// Questions are those of one form, as they are shown to somebody.
type Questions struct {
	Words    wording.Printer
	Form     definition.Form
	Given    form.Answers // as they were written, right or wrong
	Problems []ui.Problem
	Kept     form.Answers // files that lie on the ticket already, by the questions
	Staff    bool         // show also what only the desk's people are asked
	More     bool         // they were not on the page that was sent: say that there is one more step
	Heading  string
}

// shown are the questions that this reader is asked.
func (q Questions) shown() definition.Form {
	return slices.DeleteFunc(slices.Clone(q.Form), func(x definition.FormField) bool { return x.Staff && !q.Staff })
}

// Any reports whether there is anything to ask.
func (q Questions) Any() bool { return len(q.shown()) > 0 }

// TakesFiles reports whether a question is answered by files.
func (q Questions) TakesFiles() bool {
	return slices.ContainsFunc(q.shown(), func(x definition.FormField) bool { return x.Kind == form.File })
}

// Key names the questions on the page, so that the answer tells which were seen.
func (q Questions) Key() string {
	var names []string
	for _, x := range q.shown() {
		names = append(names, x.ID)
	}
	return strings.Join(names, " ")
}

func (q Questions) lang() string { return string(q.Words.Lang()) }

// Read takes the answers to a form out of what a page sent. What the form does not ask is left.
func Read(f definition.Form, sent url.Values) form.Answers {
	out := form.Answers{}
	for _, x := range f {
		if values, ok := sent[prefix+x.ID]; ok {
			out[x.ID] = values[:min(len(values), form.MaxValues)]
		}
	}
	return out
}

// Uploads are the files that a page sent. One for a question that the form does not ask is a file like any other.
func Uploads(f definition.Form, files []desk.Upload) []desk.Upload {
	out := slices.Clone(files)
	for i := range out {
		if x, ok := f.Field(out[i].Question); !ok || x.Kind != form.File {
			out[i].Question = ""
		}
	}
	return out
}

// Sent takes the answers of a page that showed all of these questions: of a question of which nothing came, nothing is left.
func Sent(f definition.Form, staff bool, sent url.Values) form.Answers {
	out := Read(f, sent)
	for _, x := range f {
		if _, ok := out[x.ID]; !ok && (staff || !x.Staff) {
			out[x.ID] = nil
		}
	}
	return out
}

// IsAnswer reports whether an input of this name answers a question.
func IsAnswer(name string) bool { return strings.HasPrefix(name, prefix) }

// Prefill begins a form with what the directory knows of whoever asks. The supervisor may be nobody.
func Prefill(f definition.Form, p, supervisor people.Person) form.Answers {
	known := map[string]string{"name": p.Name, "email": p.Email, "phone": p.Phone, "location": p.Location, "agency": p.Agency,
		"supervisor": supervisor.Email}
	out := form.Answers{}
	for _, x := range f {
		if v := known[x.Prefill]; v != "" {
			out[x.ID] = []string{v}
		}
	}
	return out
}

// Problems are all that an error says is wrong with what was written: of a form one for each question.
func Problems(words wording.Printer, err error) []ui.Problem {
	all := []error{err}
	if many := (form.Faults)(nil); errors.As(err, &many) {
		all = many
	}
	var out []ui.Problem
	for _, one := range all {
		if p, ok := ui.ProblemOf(words, one); ok {
			out = append(out, p)
		}
	}
	return out
}

// About reports whether an error is about the answers alone.
func About(err error) bool {
	f := (*fault.Error)(nil)
	return errors.As(err, &f) && f.Kind == fault.Invalid && IsAnswer(f.Field)
}

// Facts are the answers beside their questions, for whoever may see them: those to the form first, then, for the desk's
// people, those to questions that are no longer asked.
// Files are found among what happened to the ticket.
func Facts(words wording.Printer, f definition.Form, a form.Answers, entries []ticket.Entry, staff bool) []ui.Fact {
	lang := string(words.Lang())
	var out []ui.Fact
	add := func(label string, values []string) {
		if len(values) > 0 {
			out = append(out, ui.Fact{Term: label, Text: strings.Join(values, ", ")})
		}
	}
	for _, x := range f {
		if files := answerFiles(x, a, entries); len(files) > 0 {
			out = append(out, ui.Fact{Term: x.Label.In(lang), Body: message.FileList(words, files)})
		} else if !x.Staff || staff {
			add(x.Label.In(lang), render.Said(words, x, a[x.ID]))
		}
	}
	if staff {
		for _, id := range slices.Sorted(keys(a)) {
			if _, asked := f.Field(id); !asked {
				add(definition.Label(id), a[id])
			}
		}
	}
	return out
}

// answerFiles are the files that answer a question; none where it asks for something else.
func answerFiles(x definition.FormField, a form.Answers, entries []ticket.Entry) []ticket.File {
	var out []ticket.File
	for _, name := range a[x.ID] {
		if f, ok := ticket.AnswerFile(entries, x.ID, name); ok && x.Kind == form.File {
			out = append(out, f)
		}
	}
	return out
}

// Wanted says for which answers the customer was asked by mail.
func Wanted(words wording.Printer, f definition.Form, e ticket.FormWanted) string {
	var labels []string
	for _, id := range e.Questions {
		if x, ok := f.Field(id); ok {
			labels = append(labels, strings.TrimRight(x.Label.In(string(words.Lang())), "?:."))
		}
	}
	key := "asking.wanted_form"
	if e.Again {
		key += ".again"
	}
	return words.T(key, "questions", strings.Join(labels, "; "))
}

// named are files that came with no answer, by their names.
func named(files []ticket.File) string {
	var out []string
	for _, f := range files {
		out = append(out, f.Name)
	}
	return strings.Join(out, ", ")
}

// Changed says which answers an event changed, in the labels that this reader may see: "Equipment: laptop; First day".
func Changed(words wording.Printer, f definition.Form, changes form.Answers, staff bool) string {
	lang := string(words.Lang())
	var out []string
	for _, x := range f {
		values, changed := changes[x.ID]
		switch {
		case !changed || x.Staff && !staff:
		case len(values) == 0:
			out = append(out, words.T("asking.taken_back", "question", x.Label.In(lang)))
		default:
			out = append(out, strings.TrimRight(x.Label.In(lang), "?:")+": "+strings.Join(render.Said(words, x, values), ", "))
		}
	}
	return strings.Join(out, "; ")
}
