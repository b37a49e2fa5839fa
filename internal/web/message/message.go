// Package message knows how what was said is shown, the same on the pages of those who ask and of those who work here: the
// words with their marks, the files that came with them, the mail that brought them. It refuses to know who may see it
// (the verbs of the desk say) and the pages around it.
package message

import (
	"github.com/a-h/templ"

	"switchboard/internal/core/safehtml"
)

// Text shows what somebody wrote, with its lists, quotations, code and links.
func Text(text string) templ.Component {
	return templ.Raw(`<div class="rich">` + string(safehtml.Markdown(text)) + `</div>`)
}
