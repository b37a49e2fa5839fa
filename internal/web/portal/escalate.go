package portal

import (
	"slices"

	"switchboard/internal/core/definition/render"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/web/ui"
)

// mayEscalate reports whether the reader can take it one level up now: each level has its time to answer first (ME-48).
func (r reader) mayEscalate() bool {
	t := r.sheet.Ticket
	due := t.EscalationDue()
	return r.mine() && t.Status.Open() && (due.IsZero() || !r.now.Before(due))
}

// asked reports whether it is this reader's to answer the escalation.
func (r reader) asked() bool {
	e := r.sheet.Ticket.Escalation
	return e.Open && slices.Contains(e.Last.To, r.me)
}

// escalation says how high the ticket has come, who answers, and by when (OK-11); empty where it never was.
func (r reader) escalation() string {
	e := r.sheet.Ticket.Escalation
	switch {
	case e.Count == 0:
		return ""
	case e.Lapsed:
		return r.T("portal.escalation.lapsed", "level", r.Number(e.Level))
	case e.Open:
		return r.T("portal.escalation.open", "level", r.Number(e.Level), "names", r.names(e.Last.To), "by", r.by(e.Last.AnswerBy))
	}
	return r.T("portal.escalation.answered", "level", r.Number(e.Level))
}

func (r reader) names(ids []people.ID) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = r.name(id)
	}
	return r.list(out)
}

// escalated says who was asked, and who could not be because nobody holds that place.
func (r reader) escalated(e ticket.Escalated) string {
	text := r.T("portal.story.escalated", "level", r.Number(e.Level), "who", render.Role(r.Printer, e.Who), "names", r.names(e.To), "by", r.by(e.AnswerBy), "why", r.reason(e.Reason))
	if len(e.Passed) == 0 {
		return text
	}
	passed := make([]string, len(e.Passed))
	for i, p := range e.Passed {
		passed[i] = render.Role(r.Printer, p)
	}
	return text + " " + r.T("portal.story.passed", "who", r.list(passed))
}

// urgentCall is the number to call when it cannot wait (ME-47); no number where the desk has none.
func (r reader) urgentCall() outage {
	c, _ := r.def.Channel("phone")
	return outage{Number: shown(c), Href: telephone(c)}
}

// escalationField is the text of this card's form. It has an id of its own beside the message's.
func (p ticketPage) escalationField(label string) ui.Field {
	return ui.Field{Name: "text", Suffix: "escalation", Label: p.T(label), Rows: 3, MaxLength: ticket.MaxText, Required: true}
}
