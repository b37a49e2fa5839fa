package definition

import (
	"time"

	"switchboard/internal/core/scope"
	"switchboard/internal/core/sla"
)

// Duty is what the desk asks of the customer.
type Duty struct {
	ID     string   `json:"id"`
	Says   Text     `json:"says"`
	On     string   `json:"on,omitempty"`     // "every ticket", a type or a kind of request
	Give   []string `json:"give,omitempty"`   // fields of the ticket
	Notice string   `json:"notice,omitempty"` // "14 calendar days"
	Pauses bool     `json:"pauses,omitempty"` // while unmet, clocks that pause on a duty stand still
	Mark
	NoticeAmount sla.Amount `json:"-"` // in days
}

// Scope is what the desk does with requests at the edge of its service; the first line that fits decides. A line without
// an outcome is published and decides nothing.
type Scope struct {
	When       Text            `json:"when"`
	If         scope.Condition `json:"if,omitempty"` // the same, as facts; none fits everything
	Outcome    scope.Outcome   `json:"outcome,omitempty"`
	Then       Text            `json:"then"`
	Says       Text            `json:"says,omitzero"`
	Instead    Text            `json:"instead,omitzero"` // what is left to whoever is not helped: the paid path (ME-60)
	At         Text            `json:"at,omitzero"`      // whose expense
	ApprovedBy []string        `json:"approved_by,omitempty"`
	Tell       string          `json:"tell,omitempty"` // the team that hears of it (ME-69)
	Mark
}

// Effort says from when on the effort for one ticket is out of proportion (ME-61), and who is told.
type Effort struct {
	Hours  int    `json:"hours,omitempty"`  // of labor and travel; 0: any number
	Visits int    `json:"visits,omitempty"` // 0: any number
	Tell   string `json:"tell"`             // a rung of the ladder
	Mark
}

// Ladder is whom an escalation reaches, in order. For is a class, "customer" or "default".
type Ladder struct {
	For   string `json:"for"`
	Steps []Step `json:"steps"`
	Mark
}

// Step is one rung; After counts from the moment at which the ladder starts.
type Step struct {
	Who     string        `json:"who"`
	After   string        `json:"after,omitempty"`
	AfterIs time.Duration `json:"-"`
}

// Review says how old a ticket becomes before somebody above those who have it looks at it, and who that is (ME-28).
type Review struct {
	After string `json:"after"`
	By    string `json:"by"` // a rung of the ladder: a lead or a manager
	Mark
	Amount sla.Amount `json:"-"`
}

// Goal is a promise about many tickets or calls, not about one.
type Goal struct {
	ID      string         `json:"id"`
	Name    Text           `json:"name"`
	Of      string         `json:"of"` // calls, tickets, surveys
	Kind    sla.Obligation `json:"obligation"`
	Percent float64        `json:"at_least_percent,omitempty"`
	Within  string         `json:"within,omitempty"`
	Trend   string         `json:"trend,omitempty"` // "rising", "as many as possible": where there is no figure
	Hours   string         `json:"calendar,omitempty"`
	Mark
}

// Published lists the areas for which figures are promised to be published (ME-13).
type Published struct {
	Areas []Text `json:"areas"`
	Page  string `json:"page,omitempty"`
	Mark
}

// Reopen says how long after a resolution a reopening resumes the same clock (CLOCKS, rule 8).
type Reopen struct {
	Within string `json:"within"`
	Clock  string `json:"calendar"` // the first that closes, where the file names none
	Mark
	Amount sla.Amount `json:"-"`
}

// Replies says how replies leave. Where Undo is false, none waits to be taken back.
type Replies struct {
	Undo bool `json:"undo"`
	Mark
}

// RepliesWait reports whether a reply may wait some seconds in which its writer can take it back.
func (d *Definition) RepliesWait() bool { return d.Replies == nil || d.Replies.Undo }

// Mail is what the desk's letters say in its own words: how they are signed, and what a letter of a kind (core/notice) says
// in place of its first sentence. Number, state, promises and the words of people stand in every letter as they are.
type Mail struct {
	Signature Text     `json:"signature,omitzero"`
	Texts     []Saying `json:"texts,omitempty"`
	AskAgain  string   `json:"ask_again,omitempty"` // when to remind of the answers that a form requires; 2 business days where the file gives none
	Mark
	Amount sla.Amount `json:"-"` // of AskAgain
}

// usualAskAgain is when somebody is reminded of a form where the file does not say.
var usualAskAgain = sla.Amount{Unit: sla.BusinessDays, Days: 2}

// RemindOfForm is when somebody is reminded, once, who was asked at an instant for the answers that a form requires.
func (d *Definition) RemindOfForm(asked time.Time) time.Time {
	if d.Mail.AskAgain == "" {
		return d.after(asked, usualAskAgain)
	}
	return d.after(asked, d.Mail.Amount)
}

// Saying is the first sentence of a kind of letter.
type Saying struct {
	Kind string `json:"kind"`
	Says Text   `json:"says"`
}

// Text finds what a kind of letter says in the desk's own words; none where it says the usual.
func (m Mail) Text(kind string) Text {
	s, _ := find(m.Texts, func(s Saying) bool { return s.Kind == kind })
	return s.Says
}

// Interpreted is a reading of an unclear text (ledger 1.4), printed on the page.
type Interpreted struct {
	ID   string `json:"id"`
	Says Text   `json:"says"`
	Mark
}
