package portal

import (
	"net/http"

	"switchboard/internal/web/message"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// originalPage is a mail of the reader's own, whole.
type originalPage struct {
	ui.Page
	Original message.Original
	Became   []ui.Fact
	Back     string // the ticket that holds its words
}

// original shows somebody their own mail as it came. Errors: NotFound.
func (p portal) original(w http.ResponseWriter, r *http.Request) error {
	id, err := message.MailNumber(r)
	if err != nil {
		return err
	}
	o, err := message.ReadOriginal(r.Context(), p.desk, visit.Actor(r), id)
	if err != nil {
		return err
	}
	page, v := p.page(r, "message.original")
	x := originalPage{Page: page, Original: o, Became: message.Became(v.Printer, o, v.moment(o.Mail.Arrived), "")}
	if o.Mail.Ticket != 0 {
		x.Back = address(o.Mail.Ticket)
	}
	message.Framing(w)
	return ui.Render(w, r, http.StatusOK, oneOriginal(x))
}
