package ticket

import (
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/fault"
)

// Route hands the ticket to another team; rule says why in words. Errors: Conflict, Invalid.
func Route(t Ticket, team, rule string) ([]Event, error) {
	if err := mustBeOpen(t); err != nil {
		return nil, err
	}
	if team == "" {
		return nil, fault.Field("team", "name {the team} that takes it")
	}
	if team == t.Team {
		return nil, fault.Field("team", "{the ticket} is with {this team} already")
	}
	rule, err := text("reason", rule, true)
	if err != nil {
		return nil, err
	}
	return []Event{Routed{Team: team, From: t.Team, Rule: rule}}, nil
}

// Return refuses a hand-over: the ticket goes back to the team desk, with the reason (CO-11).
func Return(t Ticket, desk, reason string) ([]Event, error) {
	if err := mustBeOpen(t); err != nil {
		return nil, err
	}
	if t.Team == desk {
		return nil, fault.New(fault.Conflict, "{the ticket} %d is with the desk itself; hand it to {a team} instead", t.ID)
	}
	reason, err := text("reason", reason, true)
	if err != nil {
		return nil, err
	}
	return []Event{Returned{From: t.Team, To: desk, Reason: reason}}, nil
}

// Assign names who is to act.
func Assign(t Ticket, person people.ID) ([]Event, error) {
	if err := mustBeOpen(t); err != nil {
		return nil, err
	}
	if err := someone("person", person); err != nil {
		return nil, err
	}
	if person == t.Assignee {
		return nil, nil
	}
	return []Event{Assigned{Person: person}}, nil
}

// Accept is the actor's word that they work on it now. To have read it is part of it (A22). A
// member works in the team that has it.
func Accept(t Ticket, by people.ID, role people.Role, member bool) ([]Event, error) {
	if err := mustBeOpen(t); err != nil {
		return nil, err
	}
	if err := someone("person", by); err != nil {
		return nil, err
	}
	if t.Accepted && t.Assignee == by {
		return nil, nil
	}
	var out []Event
	if t.Assignee != by {
		out = append(out, Assigned{Person: by})
	}
	e := Accepted{Person: by, Role: string(role)}
	if member {
		e.Team = t.Team
	}
	return append(firstRead(t, out), e), nil
}

func firstRead(t Ticket, out []Event) []Event {
	if t.FirstRead {
		return out
	}
	return append(out, Read{})
}

// MarkRead records that a person of the desk has read it to work on it, without a promise yet to finish it.
func MarkRead(t Ticket) ([]Event, error) {
	if err := mustBeOpen(t); err != nil {
		return nil, err
	}
	return firstRead(t, nil), nil
}

// MakePlan sets the next step, its owner and its time. A time beyond promised needs a reason (ME-27); promised is the
// due instant of the resolve clock, zero where none runs.
func MakePlan(t Ticket, p Planned, promised, now time.Time) ([]Event, error) {
	if err := mustBeOpen(t); err != nil {
		return nil, err
	}
	var err error
	if p.Step, err = text("step", p.Step, true); err != nil {
		return nil, err
	}
	if p.Reason, err = text("reason", p.Reason, false); err != nil {
		return nil, err
	}
	switch {
	case !p.Due.After(now):
		return nil, fault.Field("due", "the step must be due in the future")
	case !promised.IsZero() && p.Due.After(promised) && p.Reason == "":
		return nil, fault.Field("reason", "the step is due after the promised end; say why")
	}
	if p.Owner == 0 {
		p.Owner = t.Assignee
	}
	if err := someone("owner", p.Owner); err != nil {
		return nil, err
	}
	return []Event{p}, nil
}

// BeUnmet records that a duty of the customer is not met; evidence says how we know.
func BeUnmet(t Ticket, duty, evidence string) ([]Event, error) {
	if err := mustBeOpen(t); err != nil {
		return nil, err
	}
	if _, on := t.Unmet[duty]; on {
		return nil, fault.New(fault.Conflict, "this duty is recorded as unmet already")
	}
	evidence, err := text("evidence", evidence, true)
	if err != nil {
		return nil, err
	}
	return []Event{DutyUnmet{Duty: duty, Evidence: evidence}}, nil
}

// BeMet ends an unmet duty.
func BeMet(t Ticket, duty string) ([]Event, error) {
	if _, on := t.Unmet[duty]; !on {
		return nil, fault.New(fault.Conflict, "this duty is not recorded as unmet")
	}
	return []Event{DutyMet{Duty: duty}}, nil
}
