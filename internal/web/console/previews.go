package console

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"switchboard/internal/core/notice/letter"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
)

// previewed is what the customer would get of a reply.
type previewed struct {
	frame
	Body    string
	Letters []previewedLetter
	Wrong   string
	Back    string
}

type previewedLetter struct {
	To, Subject, Text, Withheld, Lang string
	Page                              templ.Component
}

// preview shows what a reply would be, as a page, or within the page that asked for it.
func (c *console) preview(w http.ResponseWriter, r *http.Request) error {
	id, err := number(r)
	if err != nil {
		return err
	}
	f := c.frame(r, c.visits.Printer(r).T("console.preview"))
	path, _, _ := strings.Cut(f.ticketPath(r.PostFormValue("view"), id), "?")
	p := previewed{frame: f, Back: f.address(path, "do", "reply")}
	got, err := c.desk.PreviewReply(r.Context(), f.who, id, r.PostFormValue("body"))
	switch {
	case fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict):
		p.Wrong = f.Words.Fault(err)
	case err != nil:
		return err
	}
	p.Body = got.Body
	for _, l := range got.Letters {
		l.Facts.Base = c.visits.Address(r, "")
		lang := letter.LangOf(l.Facts.To)
		written := letter.Write(f.Words.In(lang), l.Facts)
		to := l.Facts.To.NameOrAddress()
		if to != l.Facts.To.Email {
			to += " <" + l.Facts.To.Email + ">"
		}
		p.Letters = append(p.Letters, previewedLetter{To: to, Subject: written.Subject, Text: written.Text, Withheld: f.Words.Recorded(l.Withheld),
			Lang: string(lang), Page: templ.Raw(written.Inside())})
	}
	return ui.Render(w, r, http.StatusOK, previewPage(p))
}
