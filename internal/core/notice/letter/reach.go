package letter

import (
	"cmp"
	"slices"
	"unicode"
	"unicode/utf8"

	"switchboard/internal/core/calendar"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/definition/render"
	"switchboard/internal/core/ticket"
)

// meaning says what the channel means at this hour: that nobody reads it now and when it is read again (OK-07), that what
// is urgent takes a call (ME-46, CO-22), and for what the desk is there outside of its hours (ME-45).
func (w *writer) meaning() {
	opened, ok := w.Cause.Event.(ticket.Opened)
	c, known := w.Desk.Channel(opened.Channel)
	if !ok || !known {
		return
	}
	if w.callFirst(opened) {
		w.call("mail.call.first", "channel", definition.InSentence(w.in(c.Name)))
	}
	mail := c.Read != "" || c.Address != ""
	if now, ok := w.at(c.Read); ok && !now.Open && !now.Until.IsZero() {
		w.para(w.T("mail.unread", "channel", w.in(c.Name), "moment", w.exact(now.Until)))
		w.call("mail.call.critical")
	} else if !mail {
		w.afterHours()
	}
	if says := w.in(c.Says); mail && says != "" {
		w.para(says)
	}
}

// at tells whether a calendar is open when the letter is about; false where there is none.
func (w *writer) at(id string) (calendar.Now, bool) {
	cal := w.Desk.Calendar(id)
	if cal == nil || cal.Always() {
		return calendar.Now{}, false
	}
	now, err := cal.At(w.At)
	return now, err == nil
}

// callFirst reports whether the ticket waits under a lesser class until somebody has spoken with who asked: what it claims
// to be is not taken by this channel.
func (w *writer) callFirst(opened ticket.Opened) bool {
	for _, en := range w.Life {
		first, ok := en.Event.(ticket.Classified)
		if !ok {
			continue
		}
		q := definition.ClassQuery{Type: first.Type, Impact: first.Impact, Urgency: first.Urgency, Channel: opened.Channel, Service: opened.Service}
		for _, claim := range []struct{ outage, urging bool }{{}, {outage: true}, {urging: true}, {true, true}} {
			q.Outage, q.Urging, q.Spoken = claim.outage, claim.urging, false
			class, why, err := w.Desk.Class(q)
			if err != nil || why != first.Why || class != first.Class {
				continue
			}
			q.Spoken = true
			spoken, said, _ := w.Desk.Class(q)
			return spoken != class || said != why
		}
		return false
	}
	return false
}

// call asks for a call, with the number where the desk prints one.
func (w *writer) call(key string, args ...string) {
	if phone, ok := w.phone(); ok {
		w.para(w.T(key, append(args, "phone", phone)...))
		return
	}
	w.para(w.T(key+".bare", args...))
}

// phone is the number by which people reach the desk, as they know it.
func (w *writer) phone() (string, bool) {
	c, ok := w.Desk.Channel("phone")
	if !ok || c.Shown == "" && c.Number == "" {
		return "", false
	}
	return cmp.Or(c.Shown, c.Number), true
}

// afterHours says for what the phone is answered while the desk is closed.
func (w *writer) afterHours() {
	c, _ := w.Desk.Channel("phone")
	now, ok := w.at(c.Hours)
	if !ok || now.Open || now.Until.IsZero() {
		return
	}
	w.para(w.T("mail.closed", "moment", w.exact(now.Until)))
	after := w.Desk.Calendar(c.AfterHours)
	if after == nil || len(c.AfterFor) == 0 {
		return
	}
	if open, err := after.Open(w.At); err == nil && open {
		class, _ := w.Desk.ClassInfo(c.AfterFor[0])
		w.call("mail.closed.only", "class", definition.InSentence(w.in(class.Name)))
	}
}

// ways lists how the desk takes requests, the fastest first (CO-42).
func (w *writer) ways() []string {
	channels := slices.Clone(w.Desk.Channels)
	slices.SortStableFunc(channels, func(a, b definition.Channel) int { return a.Rank - b.Rank })
	var out []string
	for _, c := range channels {
		where := cmp.Or(c.Shown, c.Number, c.Address)
		if c.ID == "portal" || c.ID == "chat" {
			where = w.Base
		}
		if !c.Intake || where == "" {
			continue
		}
		hours := w.T("service.any")
		if id := cmp.Or(c.Hours, c.Read); id != "" {
			hours = render.Week(w.Desk, w.Printer, id)
		}
		out = append(out, w.T("mail.way", "name", w.in(c.Name), "where", where, "hours", hours))
	}
	return out
}

func upper(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}
