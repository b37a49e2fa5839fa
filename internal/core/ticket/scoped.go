package ticket

import (
	"maps"
	"reflect"
	"time"

	"switchboard/internal/core/scope"
	"switchboard/internal/fault"
)

// Scoped says what the service covers of a ticket. It is decided again whenever a fact changes; what was decided before stays
// in the history, with who said the facts.
type Scoped struct {
	Facts      scope.Facts           `json:"facts"`
	From       map[scope.Fact]string `json:"from,omitempty"` // where an answer came from, if not from the one who acts: FromService, ...
	Outcome    scope.Outcome         `json:"outcome"`
	Line       int                   `json:"line,omitempty"` // of the lines that decide, from 1; 0: none fits
	Says       scope.Words           `json:"says,omitzero"`
	Instead    scope.Words           `json:"instead,omitzero"` // what is left to whoever is not helped
	ApprovedBy []string              `json:"approved_by,omitempty"`
	Ask        []scope.Fact          `json:"ask,omitempty"` // what nobody has said and would lead elsewhere
	Ref        string                `json:"ref,omitempty"`
	Tell       string                `json:"tell,omitempty"`       // the team that hears of it
	Definition int                   `json:"definition,omitempty"` // edition whose lines decided
}

// Where a fact comes from, when nobody answered it.
const (
	FromService   = "service"
	FromDirectory = "directory"
)

// Nonstandard says that a request deviates from the standard, and why; the customer is told before the work (ME-31).
type Nonstandard struct {
	Reason string `json:"reason"`
}

// ExtensionAgreed is more time than was promised, to which the customer agreed. It is written down and reported beside the
// verdict; no clock reads it (docs/adr/0019-scope.md).
type ExtensionAgreed struct {
	Until  time.Time `json:"until"`
	Reason string    `json:"reason"`
	Agreed string    `json:"agreed"` // how the customer agreed
}

func (Scoped) Name() string          { return "ticket.scoped" }
func (Nonstandard) Name() string     { return "ticket.nonstandard" }
func (ExtensionAgreed) Name() string { return "ticket.extension_agreed" }

func (Scoped) Public() bool          { return true } // the sentence is the customer's before the work
func (Nonstandard) Public() bool     { return true }
func (ExtensionAgreed) Public() bool { return true }

// DecideScope writes down what the service covers. The same again is nothing new. Errors: Conflict, Invalid.
func DecideScope(t Ticket, s Scoped) ([]Event, error) {
	if err := mustBeOpen(t); err != nil {
		return nil, err
	}
	if err := s.Facts.Check(); err != nil {
		return nil, err
	}
	if t.Scope != nil && sameScope(*t.Scope, s) {
		return nil, nil
	}
	return []Event{s}, nil
}

// sameScope reports whether nothing but the number of the edition differs.
func sameScope(a, b Scoped) bool {
	a.Definition, b.Definition = 0, 0
	if !maps.Equal(a.From, b.From) {
		return false
	}
	a.From, b.From = nil, nil
	return reflect.DeepEqual(a, b)
}

// TurnAway ends a ticket that the service does not cover, or that policy forbids: text is what the customer reads, who finds
// the same outcome as the code (ME-58, ME-69). Errors: Conflict, Invalid.
func TurnAway(t Ticket, said string) ([]Event, error) {
	if t.Scope == nil || !t.Scope.Outcome.Ends() {
		return nil, fault.New(fault.Conflict, "the service covers {the ticket} %d, or nobody has said otherwise; resolve it instead", t.ID)
	}
	return Resolve(t, Resolved{Text: said, Method: Methods[0], Code: string(t.Scope.Outcome)})
}

// Deviates reports whether it deviates from the standard: somebody said so, or answered so when its scope was decided (ME-31).
func (t Ticket) Deviates() bool {
	return t.Nonstandard != nil || t.has(scope.Request, scope.Customized)
}

// MarkNonstandard says that it deviates from the standard. Errors: Conflict, Invalid.
func MarkNonstandard(t Ticket, reason string) ([]Event, error) {
	if err := mustBeOpen(t); err != nil {
		return nil, err
	}
	reason, err := text("reason", reason, true)
	if err != nil {
		return nil, err
	}
	return []Event{Nonstandard{Reason: reason}}, nil
}

// AgreeExtension writes down that the customer agreed to more time. It needs that they were told why. Errors: Conflict, Invalid.
func AgreeExtension(t Ticket, x ExtensionAgreed, now time.Time) ([]Event, error) {
	if err := mustBeOpen(t); err != nil {
		return nil, err
	}
	if t.Nonstandard == nil {
		return nil, fault.New(fault.Conflict, "say first in what it deviates from the standard; {the customer} reads that")
	}
	var err error
	if x.Reason, err = text("reason", x.Reason, true); err != nil {
		return nil, err
	}
	if x.Agreed, err = text("agreed", x.Agreed, true); err != nil {
		return nil, err
	}
	if !x.Until.After(now) {
		return nil, fault.Field("until", "the day until which it takes must be in the future")
	}
	return []Event{x}, nil
}
