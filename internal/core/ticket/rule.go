package ticket

import (
	"switchboard/internal/core/people"
	"switchboard/internal/fault"
)

// RuleApplied says that a rule of the definition acted, upon what and what it did; what that changed follows it in the same
// moment. Cause and Nth make it happen once: the number of the entry that it acted upon, counted from 1, and of a rule that
// acts again and again the how manieth time.
type RuleApplied struct {
	Rule    string    `json:"rule"`
	Title   string    `json:"title"` // its name, as it was then
	TitleEs string    `json:"title_es,omitempty"`
	Edition int       `json:"edition,omitempty"`
	Cause   int       `json:"cause"`
	Nth     int       `json:"nth,omitempty"`
	On      string    `json:"on,omitempty"`    // what happened
	Since   string    `json:"since,omitempty"` // or since when it waited
	Wait    string    `json:"wait,omitempty"`  // for how long, as the definition has it
	If      string    `json:"if,omitempty"`
	Acts    []RuleAct `json:"acts,omitempty"`
	Stop    bool      `json:"stop,omitempty"`
	Held    string    `json:"held,omitempty"` // why it did nothing: HeldPaused, HeldLoop, HeldMany
}

// RuleAct is one thing that a rule did, or could not do. Why is one of the reasons of core/automate, or the words of a fault.
type RuleAct struct {
	Do     string    `json:"do"`
	To     string    `json:"to,omitempty"`
	Person people.ID `json:"person,omitempty"`
	Why    string    `json:"why,omitempty"`
	Failed bool      `json:"failed,omitempty"`
}

// Why a rule did nothing although its turn had come.
const (
	HeldPaused = "paused" // a manager has paused it
	HeldLoop   = "loop"   // it has acted already, and nobody has done anything since
	HeldMany   = "many"   // rules have acted too often, and nobody has done anything since
)

// Unassigned takes a ticket from somebody who does not act and gives it back to its team. Reason is a word of the desk's
// own rules, or what a person said.
type Unassigned struct {
	Person people.ID `json:"person"`
	Reason string    `json:"reason"`
}

func (RuleApplied) Name() string { return "ticket.rule_applied" }
func (Unassigned) Name() string  { return "ticket.unassigned" }

func (RuleApplied) Public() bool { return false }
func (Unassigned) Public() bool  { return true } // like Assigned: who has it is the requester's to see

// Told reports whether the team's lead is told of it, because the rule says so or because it could not do what it says, and
// whether who has the ticket is.
func (e RuleApplied) Told() (lead, assignee bool) {
	lead = e.Held == HeldLoop || e.Held == HeldMany
	for _, a := range e.Acts {
		has := a.Do == "tell" && a.To == "assignee" && !a.Failed
		assignee = assignee || has
		lead = lead || a.Failed || a.Do == "tell" && !has
	}
	return lead, assignee
}

// Unassign gives a ticket back to its team's queue. Errors: Conflict, Invalid.
func Unassign(t Ticket, reason string) ([]Event, error) {
	if err := mustBeOpen(t); err != nil {
		return nil, err
	}
	if t.Assignee == 0 {
		return nil, fault.New(fault.Conflict, "nobody has {the ticket} %d", t.ID)
	}
	reason, err := text("reason", reason, true)
	if err != nil {
		return nil, err
	}
	return []Event{Unassigned{Person: t.Assignee, Reason: reason}}, nil
}
