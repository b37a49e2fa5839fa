package ticket

import (
	"slices"
	"time"
)

// FormWanted says that the customer was asked to answer what the form requires and a mail could not (CO-12). A ticket has at most
// two: the asking, and one reminder.
type FormWanted struct {
	Questions []string  `json:"questions"`       // by their ids
	Remind    time.Time `json:"remind,omitzero"` // of what is missing then; zero on the reminder
	Again     bool      `json:"again,omitempty"` // it is the reminder
}

// Name is that of Event.
func (FormWanted) Name() string { return "ticket.form_wanted" }

// Public shows the customer what is waited for.
func (FormWanted) Public() bool { return true }

// WantForm asks for what is missing, once, by a ticket that came by mail.
func WantForm(t Ticket, missing []string, remind time.Time) []Event {
	of := t.Request
	if len(missing) == 0 || of.Mail == 0 || of.Quiet || of.Parent != 0 || of.SplitFrom != 0 || t.Sealed || !t.Status.Open() || len(t.FormWanted.Questions) > 0 {
		return nil
	}
	return []Event{FormWanted{Questions: slices.Clone(missing), Remind: remind}}
}

// RemindOfForm asks once more for what is missing still, when its time has come.
func RemindOfForm(t Ticket, missing []string, now time.Time) []Event {
	if at := t.FormDue(missing); at.IsZero() || now.Before(at) {
		return nil
	}
	return []Event{FormWanted{Questions: slices.Clone(missing), Again: true}}
}

// FormDue is when the reminder is due, as long as something is missing; zero where none is to come.
func (t Ticket) FormDue(missing []string) time.Time {
	if len(missing) == 0 || !t.Status.Open() || t.Sealed || t.FormWanted.Again {
		return time.Time{}
	}
	return t.FormWanted.Remind
}
