package letter

import (
	"strings"

	"switchboard/internal/core/ticket"
)

// formWanted asks for what the form requires and is missing, or reminds of it (CO-12).
func (w *writer) formWanted(e ticket.FormWanted) {
	key := "mail.lead.form_wanted"
	if e.Again {
		key = "mail.lead.form_again"
	}
	w.lead(key)
	w.formItems()
}

// formMissing says within a confirmation what is asked for; nothing where nothing is.
func (w *writer) formMissing() {
	if len(w.Ticket.FormWanted.Questions) > 0 {
		w.para(w.T("mail.lead.form_wanted"))
		w.formItems()
	}
}

// formItems are the questions that are open, with the page on which they are answered.
func (w *writer) formItems() {
	f := w.Desk.Form(w.Ticket.Type, w.Ticket.Request.Service)
	var items []string
	for _, id := range f.Rules().Missing(w.Ticket.Request.Answers, false) {
		x, _ := f.Field(id)
		items = append(items, strings.TrimRight(w.in(x.Label), ":"))
	}
	w.add(block{items: items})
	w.link(w.Base+"/tickets/"+w.number()+"/form", w.T("mail.open.form"))
}
