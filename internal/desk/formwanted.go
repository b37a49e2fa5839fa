package desk

import (
	"slices"
	"time"

	"switchboard/internal/core/ticket"
)

// formWanted asks the customer for what the form of a ticket requires, where what was decided says what the ticket is about.
func (m moment) formWanted(events []ticket.Event, after ticket.Ticket) []ticket.Event {
	if after.Request.Mail == 0 || !slices.ContainsFunc(events, places) {
		return nil
	}
	return ticket.WantForm(after, m.missing(after), m.book.at(m.now).RemindOfForm(m.now))
}

// formReminder is what time asks of it.
func (m moment) formReminder() []ticket.Event {
	if m.ticket.FormWanted.Remind.IsZero() {
		return nil
	}
	return ticket.RemindOfForm(m.ticket, m.missing(m.ticket), m.now)
}

// formDue is when the reminder is due; zero where none is to come.
func (m moment) formDue() time.Time {
	if m.ticket.FormWanted.Remind.IsZero() {
		return time.Time{}
	}
	return m.ticket.FormDue(m.missing(m.ticket))
}

// missing are the questions of customers that have to be answered and are not.
func (m moment) missing(t ticket.Ticket) []string {
	return m.form(t).Rules().Missing(t.Request.Answers, false)
}
