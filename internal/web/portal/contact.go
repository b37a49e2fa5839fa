package portal

import (
	"net/http"
	"strings"

	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// mayAmend reports whether the reader can put right where they are and how they are reached (ME-53).
func (r reader) mayAmend() bool { return r.mine() && r.sheet.Ticket.Status.Open() }

// contact corrects these, or confirms what was filled in for the customer. What stays as it was is not written anew.
func (p portal) contact(w http.ResponseWriter, r *http.Request) error {
	if err := p.only(r, "location", "phone", "alternate"); err != nil {
		return err
	}
	s, err := p.find(r)
	if err != nil {
		return err
	}
	in, now := ticket.Amended{Confirmed: true}, s.Ticket.Request
	for _, f := range []struct {
		to        *string
		emptied   *bool
		name, was string
	}{{&in.Location, &in.Emptied.Location, "location", now.Location}, {&in.Phone, &in.Emptied.Phone, "phone", now.Phone},
		{&in.Alternate, &in.Emptied.Alternate, "alternate", now.Alternate}} {
		if said := strings.TrimSpace(r.PostFormValue(f.name)); said != f.was && r.PostForm.Has(f.name) {
			*f.to, *f.emptied = said, said == ""
		}
	}
	_, err = p.desk.Amend(r.Context(), visit.Actor(r), desk.On{Ticket: s.Ticket.ID}, in)
	return p.finish(w, r, s, "contact", err)
}

// contactFields are filled with what is known.
func (p ticketPage) contactFields() []ui.Field {
	now, form := p.sheet.Ticket.Request, p.Typed.form("contact")
	field := func(name, value, kind, complete string) ui.Field {
		if form != nil {
			value = form.Get(name)
		}
		return ui.Field{Name: name, Label: p.T("portal.ask." + name), Value: value, Type: kind, Autocomplete: complete, MaxLength: ticket.MaxLine,
			Error: ui.ErrorFor(p.Typed.of("contact"), name)}
	}
	return []ui.Field{field("location", now.Location, "", "street-address"), field("phone", now.Phone, "tel", "tel"), field("alternate", now.Alternate, "", "")}
}

// confirmed says when the customer last said that it holds; empty where they never did.
func (r reader) confirmed() string {
	for i := len(r.sheet.Entries) - 1; i >= 0; i-- {
		en := r.sheet.Entries[i]
		if e, ok := en.Event.(ticket.Amended); ok && e.Confirmed {
			return r.T("portal.contact.confirmed", "moment", r.within(en.At))
		}
	}
	return ""
}
