package console

import (
	"net/http"
	"net/url"
	"strconv"

	"switchboard/internal/core/filter"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/web/ui"
)

// pastRows is how many of the requester's past tickets stand beside a ticket.
const pastRows = 5

// loadRequester reads who asks, beside the ticket.
func (c *console) loadRequester(r *http.Request, x *item) (err error) {
	x.Asker, err = c.desk.Profile(r.Context(), x.who, x.Sheet.Ticket.Request.Requester)
	return err
}

// reach says how the requester would rather be reached, and by what else.
func (x *item) reach() []ui.Fact {
	p := x.Asker
	if x.Sheet.Ticket.Request.Alternate != "" { // stands among the contacts of the ticket
		p.Alternate = ""
	}
	return x.reachOf(p)
}

func (f frame) reachOf(p desk.Profile) []ui.Fact {
	var out []ui.Fact
	add := func(key, text string) {
		if text != "" {
			out = append(out, ui.Fact{Term: f.Words.T("directory." + key), Text: text})
		}
	}
	if p.Prefers != "" {
		add("prefers", f.Words.T("directory.prefers."+string(p.Prefers)))
	}
	add("second_phone", p.SecondLine)
	add("alternate", p.Alternate)
	add("department", p.Department)
	if p.Supervisor.ID != 0 {
		add("supervisor", p.Supervisor.NameOrAddress())
	}
	if p.Language != "" {
		add("language", f.Words.T("directory.language."+p.Language))
	}
	return out
}

// agencyFacts say who speaks for the requester's agency and what was arranged with it.
func (f frame) agencyFacts(p desk.Profile) []ui.Fact {
	var out []ui.Fact
	for i, c := range p.Consultants {
		term := f.desk.Words.Consultant.One.In(f.lang())
		if i > 0 {
			term = f.Words.T("directory.deputy")
		}
		out = append(out, ui.Fact{Term: term, Text: c.NameOrAddress()})
	}
	for _, a := range p.Arrangements {
		out = append(out, ui.Fact{Term: a.Ref, Text: a.What + f.until(a.Span)})
	}
	return out
}

// until says until when something holds, where that is known.
func (f frame) until(s people.Span) string {
	if s.Until.IsZero() {
		return ""
	}
	return ", " + f.Words.T("directory.until", "day", f.lastDay(s))
}

// device says what a device is and whose.
func (f frame) device(d people.Device) string {
	text := d.Tag
	for _, s := range []string{d.Kind, d.Model} {
		if s != "" {
			text += ", " + s
		}
	}
	return text
}

// owner is the chip of whose a device is: what is not the state's stands out (ME-03).
func (f frame) owner(d people.Device) ui.Chip {
	text := f.Words.T("directory.owner." + string(d.Owner))
	if !d.Supported {
		text += ", " + f.Words.T("directory.unsupported")
	}
	return ui.Chip{Text: text, Plain: true}
}

// theirs are the requester's other tickets: the open ones, and of the past ones the newest.
func (x *item) theirs() (open, past []desk.Row) {
	for _, t := range x.Asker.Tickets {
		switch {
		case t.ID == x.Sheet.Ticket.ID:
		case t.Status.Open():
			open = append(open, t)
		case len(past) < pastRows:
			past = append(past, t)
		}
	}
	return open, past
}

// ticketsOf is where all tickets of a person are found.
func ticketsOf(p people.Person) string {
	return search + "?q=" + url.QueryEscape(filter.Term{Field: "person", Values: []string{p.Email}}.String())
}

// outageLine says which service is down.
func (x *item) outageLine(o desk.Outage) string {
	name := x.serviceName(o.Service)
	if name == "" {
		name = x.Words.T("directory.outage.unknown")
	}
	return x.Words.T("directory.outage", "what", name, "since", x.when(o.Since))
}

func ticketNumber(id int64) string { return strconv.FormatInt(id, 10) }

// entitled says whether the requester may ask, by which line of the definition and under which arrangement (ME-65, A30).
func (x *item) entitled() string {
	t := x.Sheet.Ticket
	if t.Request.Entitled == nil {
		return x.reason(t.Request.Entitlement)
	}
	switch e := t.Entitled; {
	case e.Yes && e.By == "":
		return x.Words.T("reason.entitled.all")
	case e.Yes:
		if e.Under == "" {
			return x.reason(e.By)
		}
		return x.reason(e.By) + " (" + e.Under + ")"
	case e.Known:
		return x.Words.T("directory.entitled.no")
	}
	return x.Words.T("directory.entitled.unknown")
}
