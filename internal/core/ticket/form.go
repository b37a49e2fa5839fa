package ticket

import (
	"slices"

	"switchboard/internal/core/calendar"
	"switchboard/internal/core/form"
	"switchboard/internal/core/sla"
	"switchboard/internal/fault"
)

// FormFilled answers questions of the request form after the ticket was opened. Answers has the new values of what
// changed, none for what was taken back. Internal says that only questions for the desk's people are among them.
type FormFilled struct {
	Answers  form.Answers `json:"answers"`
	Reason   string       `json:"reason,omitempty"`
	Internal bool         `json:"internal,omitempty"`
	Files    []File       `json:"files,omitempty"` // that came with the answers
}

// DateWanted is the date by which it is to be ready, and how far ahead that was asked (ME-52, ME-56). By is empty where no
// date is wanted any more, Needed zero where no duty asks for notice. The day of asking does not count (A20).
type DateWanted struct {
	By       string `json:"by,omitempty"` // YYYY-MM-DD
	Given    int    `json:"given,omitempty"`
	Needed   int    `json:"needed,omitempty"`
	Business bool   `json:"business,omitempty"` // both are business days; calendar days otherwise
	Duty     string `json:"duty,omitempty"`     // that asks for notice
	Short    bool   `json:"short,omitempty"`    // the date is not guaranteed
}

// Identified says how somebody of the desk made sure who asks (OK-27). What was asked and answered is never written down.
type Identified struct {
	How  string `json:"how"` // one of IdentityChecks
	Note string `json:"note,omitempty"`
}

// IdentityChecks are the ways to make sure who asks: a call back to the number in the directory, a supervisor's word, a
// badge that was seen.
var IdentityChecks = []string{"call_back", "supervisor", "badge"}

// Name is that of Event.
func (FormFilled) Name() string { return "ticket.form_filled" }

// Name is that of Event.
func (DateWanted) Name() string { return "ticket.date_wanted" }

// Name is that of Event.
func (Identified) Name() string { return "ticket.identified" }

// Public hides what only the desk's people are asked.
func (e FormFilled) Public() bool { return !e.Internal }

// Public shows a date that is not guaranteed to who counts on it.
func (DateWanted) Public() bool { return true }

// Public shows the customer that somebody made sure it is they.
func (Identified) Public() bool { return true }

// date is By, zero where none is wanted.
func (e DateWanted) date() calendar.Date {
	d, err := calendar.ParseDate(e.By)
	if err != nil {
		return calendar.Date{}
	}
	return d
}

// ShortNotice reports whether it is wanted sooner than the notice that the desk has published (ME-56).
func (t Ticket) ShortNotice() bool { return t.Wanted.Short }

// wanted tells the clocks of it.
func (e DateWanted) wanted() sla.Wanted { return sla.Wanted{By: e.date(), Short: e.Short} }

// Fill changes answers; the changes were checked by the form. Whoever changes what was answered before says why.
// A file that answers nothing lies on the ticket all the same. Errors: Conflict, Invalid.
func Fill(t Ticket, e FormFilled) ([]Event, error) {
	if err := mustBeOpen(t); err != nil {
		return nil, err
	}
	if len(e.Answers) == 0 && len(e.Files) == 0 {
		return nil, nil
	}
	another := false
	for id := range e.Answers {
		another = another || len(t.Request.Answers[id]) > 0
	}
	var err error
	if e.Reason, err = text("reason", e.Reason, another); err != nil {
		return nil, err
	}
	return []Event{e}, nil
}

// Want says by which date it is to be ready; the notice of that was counted by the caller. Nothing happens where the date
// stays what it was: when it was asked for decides whether that was in time.
func Want(t Ticket, w DateWanted) []Event {
	if w.By == t.Wanted.By {
		return nil
	}
	return []Event{w}
}

// Identify records that somebody made sure who asks. Errors: Conflict, Invalid.
func Identify(t Ticket, e Identified) ([]Event, error) {
	if err := mustBeOpen(t); err != nil {
		return nil, err
	}
	if !slices.Contains(IdentityChecks, e.How) {
		return nil, fault.Field("how", "choose how you made sure who asks")
	}
	var err error
	if e.Note, err = line("note", e.Note, MaxLine); err != nil {
		return nil, err
	}
	return []Event{e}, nil
}
