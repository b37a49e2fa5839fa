package console

import (
	"switchboard/internal/core/ticket"
	"switchboard/internal/web/ui"
)

// urgent says that a ticket claims to be urgent on a channel that takes nothing of the kind, and what to do: a mail that
// cannot wait is answered by a call (ME-46). Empty for all others.
func (x *item) urgent() string {
	t := x.Sheet.Ticket
	if !t.Urging || !t.Status.Open() {
		return ""
	}
	why := ""
	for _, e := range x.Sheet.Entries {
		if f, ok := e.Event.(ticket.Flagged); ok && f.Flag == ticket.ClaimsUrgency {
			why = f.Why
		}
	}
	key := "console.urgent.find"
	phone := first(t.Request.Phone, x.requester().Phone)
	if phone != "" {
		key = "console.urgent.call"
	}
	return x.Words.T("console.urgent.says", "channel", x.channel(t.Request.Channel), "why", x.reason(why)) + " " + x.Words.T(key, "phone", phone)
}

// callFields write down a call: whether somebody was reached, and what was said.
func callFields(x *item) []control {
	reached := x.pick("reached", []ui.Option{{Value: "yes", Text: x.Words.T("console.call.yes")}, {Value: "no", Text: x.Words.T("console.call.no")}}, "")
	reached.Kind = choice
	note := x.text("note", 2)
	note.Required, note.Optional = false, true
	return []control{reached, note}
}
