// Package letter writes what the desk sends by mail: subject, plain text and HTML, from the ticket as it stood when it
// happened, in the reader's language and the desk's own words. What only the desk reads never comes near a customer's
// letter: it is written from public events, and people in it have names, never addresses. The package refuses to know who
// is told (notice), headers, and how mail leaves.
package letter

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/definition/render"
	"switchboard/internal/core/notice"
	"switchboard/internal/core/people"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/ticket"
	"switchboard/internal/core/wording"
)

// Facts are what a letter is written from.
type Facts struct {
	Kind    notice.Kind
	To      people.Person // zero for an address of which nothing else is known
	Ticket  ticket.Ticket // after the act of which it tells; zero for a letter of no ticket
	Life    []ticket.Entry
	Cause   ticket.Entry // zero for an answer to a mail
	Clocks  []sla.Clock
	People  map[people.ID]people.Person
	Desk    *definition.Definition // in force then
	Until   time.Time              // end of the confirm window, where it is resolved
	At      time.Time              // when it happened
	About   string                 // JSON, what a letter of no ticket needs
	Pass    string                 // what lets its reader approve or rate by a link; empty where they are not asked
	Base    string                 // how the desk is reached, "https://help.example.gov"
	Insists bool                   // it is sent against its reader's choice, as nobody else would have heard
}

// Letter is what is sent.
type Letter struct{ Subject, Text, HTML string }

// LangOf is the language in which somebody asked to be written to; English for those who did not say.
func LangOf(to people.Person) wording.Lang {
	if to.Language == string(wording.Spanish) {
		return wording.Spanish
	}
	return wording.English
}

// Write writes a letter in the printer's language and words.
func Write(words wording.Printer, f Facts) Letter {
	w := writer{Printer: words, Facts: f}
	w.body()
	if w.Insists {
		w.para(w.T("mail.insists"))
	}
	w.sign()
	subject := w.subject()
	return Letter{Subject: subject, Text: w.text(), HTML: w.html(subject)}
}

// writer puts a letter together, block by block.
type writer struct {
	wording.Printer
	Facts
	blocks []block
}

func (w *writer) body() {
	switch w.Kind {
	case notice.WrongChannel:
		w.lead("mail.lead.wrong_channel")
		w.add(block{items: w.ways()})
		return
	case notice.Alarm:
		w.para(w.T("mail.lead.alarm"))
		w.quote(w.about("says"))
		w.link(w.Base+"/console", w.T("mail.open.console"))
		return
	case notice.Heartbeat:
		w.para(w.T("mail.lead.heartbeat"))
		return
	}
	if w.Kind == notice.ApprovalWanted {
		w.approvalWanted()
		return
	}
	if w.Kind.Staff() {
		w.staff()
		return
	}
	w.customer()
}

// subject is the same for all letters of a ticket, so that mail programs keep them together. Who has not proven their
// address does not read there what somebody wrote under it (DESIGN 9.2).
func (w *writer) subject() string {
	switch {
	case w.Kind == notice.Alarm:
		return w.T("mail.subject.alarm", "desk", w.short(), "what", w.about("name"))
	case w.Kind == notice.Heartbeat:
		return w.T("mail.subject.heartbeat", "desk", w.short())
	case w.Ticket.ID == 0:
		return w.T("mail.subject.none", "desk", w.short())
	case (!w.To.Proven || w.Ticket.Request.Claimed || w.joined()) && !w.Kind.Staff():
		return w.T("mail.subject.bare", "number", w.number(), "desk", w.short())
	}
	return w.T("mail.subject", "number", w.number(), "subject", w.Ticket.Request.Subject)
}

// joined reports whether the reader is told only because the same outage has reached them: the ticket, with the words of
// whoever reported it, is not theirs to see.
func (w *writer) joined() bool {
	in := w.Ticket.Request
	return slices.Contains(w.Ticket.Joined, w.To.ID) && w.To.ID != in.Requester && w.To.ID != in.Customer
}

// sign ends every letter.
func (w *writer) sign() {
	signature := w.in(w.Desk.Mail.Signature)
	if signature == "" {
		signature = w.in(w.Desk.Name)
		if phone, ok := w.phone(); ok {
			signature += "\n" + phone
		}
	}
	w.add(block{text: signature, small: true})
}

// about is a field of what a letter of no ticket was given.
func (w *writer) about(field string) string {
	var all map[string]any
	if json.Unmarshal([]byte(w.About), &all) != nil {
		return ""
	}
	s, _ := all[field].(string)
	return s
}

func (w *writer) in(t definition.Text) string { return t.In(string(w.Lang())) }
func (w *writer) short() string               { return w.in(w.Desk.Short) }
func (w *writer) number() string              { return strconv.FormatInt(w.Ticket.ID, 10) }

// exact says an instant so that it is clear on whatever day it is read, with the zone (CLOCKS, rule 12).
func (w *writer) exact(t time.Time) string { return w.ExactWithin(t, w.Desk.Zone()) }

// name is what a customer's letter calls a person: never by an address.
func (w *writer) name(id people.ID) string {
	if p, ok := w.People[id]; ok && strings.TrimSpace(p.Name) != "" {
		return p.Name
	}
	return w.T("mail.somebody", "desk", w.short())
}

func (w *writer) team(id string) string {
	if t, ok := w.Desk.Team(id); ok {
		return w.in(t.Name)
	}
	return definition.Label(id)
}

func (w *writer) reason(said string) string { return render.Reason(w.Desk, w.Printer, said) }

// lead is the first sentence, in the desk's own words where it has any.
func (w *writer) lead(key string, args ...string) {
	if own := w.in(w.Desk.Mail.Text(string(w.Kind))); own != "" {
		w.para(own)
		return
	}
	w.para(w.T(key, args...))
}
