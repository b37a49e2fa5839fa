package desk

import (
	"switchboard/internal/core/access"
	"switchboard/internal/core/form"
	"switchboard/internal/core/ticket"
)

// answeringForm has the files of a mail that replies answer the one question of the form that asks for files, where nobody has
// answered it yet, as those of a mail that opens a ticket do (ME-18, ME-53). What the question does not take lies beside the words
// as any other file: a mail is never refused for it.
func (m moment) answeringForm() (brought, form.Answers) {
	rules := m.form(m.ticket).Rules()
	had := rules.Of(m.ticket.Request.Answers)
	question := rules.OnlyFile(had)
	if question == "" || len(had[question]) > 0 || len(m.brought.files) == 0 || access.Can(m.who, access.FillForm, m.ticket) != nil {
		return m.brought, nil
	}
	b := m.brought.answeringAll(question)
	answers, _ := rules.Check(b.named(had), form.By{Today: m.today(), Files: b.names(), Kept: had}) // what else is missing is asked for
	if len(answers[question]) == 0 {
		return m.brought, nil
	}
	return b.stands(rules, answers), form.Answers{question: answers[question]}
}

// filledByMail is the answer of these files, after what their words have done.
func (m moment) filledByMail(events []ticket.Event, answers form.Answers) []ticket.Event {
	if len(answers) == 0 {
		return events
	}
	filled, err := ticket.Fill(ticket.Apply(m.ticket, m.stamp(events)...), ticket.FormFilled{Answers: answers})
	if err != nil { // it is not open, so nobody asks
		return events
	}
	return append(events, filled...)
}
