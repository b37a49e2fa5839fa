// Package message knows how what was said is shown, the same on the pages of those who ask and of those who work here: the
// words with their marks, the files that came with them, the mail that brought them. It refuses to know who may see it
// (the verbs of the desk say) and the pages around it.
package message

import (
	"net/http"

	"github.com/a-h/templ"

	"switchboard/internal/core/safehtml"
	"switchboard/internal/core/wording"
	"switchboard/internal/desk"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// Text shows what somebody wrote, with its lists, quotations, code and links.
func Text(text string) templ.Component {
	return templ.Raw(`<div class="rich">` + string(safehtml.Markdown(text)) + `</div>`)
}

// Attach is the field for files of a form, with what is wrong with them.
func Attach(problems []ui.Problem) ui.AttachField {
	return ui.AttachField{Name: visit.FilesField, Error: ui.ErrorFor(problems, visit.FilesField), Most: desk.MaxFiles, Largest: desk.MaxFile}
}

// WithFiles is how a form says that it brings files.
func WithFiles(yes bool) templ.Attributes {
	if !yes {
		return nil
	}
	return templ.Attributes{"enctype": "multipart/form-data"}
}

// Again adds to what is wrong with a form that is shown again that its files are to be chosen again: no browser keeps them.
func Again(r *http.Request, words wording.Printer, problems []ui.Problem) []ui.Problem {
	if !visit.HadFiles(r) || ui.ErrorFor(problems, visit.FilesField) != "" {
		return problems
	}
	return append(problems, ui.Problem{Field: visit.FilesField, Text: words.T("ui.files.again")})
}
