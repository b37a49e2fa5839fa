package console

import (
	"context"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/definition/render"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
)

func isEscalated(t ticket.Ticket) bool { return t.Escalation.Open }

// mayEscalate reports whether the next level can be asked: each has its time to answer first (ME-48).
func mayEscalate(f frame, s desk.Sheet) bool { return !f.Now.Before(s.Ticket.EscalationDue()) }

// escalateFields ask why; with a caller it is the customer's doing on the phone (OK-10, ME-47).
func escalateFields(x *item) []control {
	caller := x.line("caller", "", false)
	caller.Hint = x.Words.T("console.hint.caller")
	return []control{x.text("reason", 2), caller}
}

func doEscalate(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	_, err := d.Escalate(ctx, who, on, in.Get("reason"), in.Get("caller"))
	return err
}

func answerFields(x *item) []control { return []control{x.text("text", 3)} }

func doAnswerEscalation(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	_, err := d.AnswerEscalation(ctx, who, on, in.Get("text"))
	return err
}

// escalated says in a line who was asked, by whom, why and until when.
func (f frame) escalated(s desk.Sheet, e ticket.Escalated) string {
	text := f.Words.T("console.fact.escalated."+e.By, "level", f.Words.Number(e.Level), "who", render.Role(f.Words, e.Who),
		"names", f.everybody(s, e.To), "why", f.reason(e.Reason), "by", f.by(e.AnswerBy))
	if e.Caller != "" {
		text += " " + f.Words.T("console.fact.caller", "who", e.Caller)
	}
	if len(e.Passed) > 0 {
		labels := make([]string, len(e.Passed))
		for i, p := range e.Passed {
			labels[i] = render.Role(f.Words, p)
		}
		text += " " + f.Words.T("console.fact.passed_over", "who", strings.Join(labels, ", "))
	}
	return text
}

func (f frame) everybody(s desk.Sheet, ids []people.ID) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = f.within(s, id)
	}
	return strings.Join(names, ", ")
}

// escalation says how high the ticket has come and who has to answer, for the pane beside it.
func (x *item) escalation() string {
	e := x.Sheet.Ticket.Escalation
	if e.Count == 0 {
		return ""
	}
	text := x.Words.N("console.escalation.count", e.Count) + ", " + x.Words.T("console.escalation.level", "level", x.Words.Number(e.Level), "who", render.Role(x.Words, e.Last.Who))
	switch {
	case e.Lapsed:
		text += ". " + x.Words.T("console.escalation.lapsed")
	case e.Open:
		text += ". " + x.Words.T("console.escalation.open", "names", x.everybody(x.Sheet, e.Last.To), "by", x.by(e.Last.AnswerBy))
	}
	return text
}
