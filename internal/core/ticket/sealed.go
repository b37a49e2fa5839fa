package ticket

import (
	"switchboard/internal/core/people"
	"switchboard/internal/fault"
)

// Sealed says that the ticket came to a team whose work is nobody else's to know (ME-57). It lasts while the ticket is
// with such a team.
type Sealed struct {
	Team string `json:"team"`
}

// Unsealed says that it went to a team whose tickets all of the desk may see.
type Unsealed struct {
	Team string `json:"team"`
}

// Admitted lets one more person of the desk know of a sealed ticket, with the reason.
type Admitted struct {
	Person people.ID `json:"person"`
	Reason string    `json:"reason"`
}

func (Sealed) Name() string   { return "ticket.sealed" }
func (Unsealed) Name() string { return "ticket.unsealed" }
func (Admitted) Name() string { return "ticket.admitted" }

func (Sealed) Public() bool   { return false }
func (Unsealed) Public() bool { return false }
func (Admitted) Public() bool { return false }

// PartyAdmitted needs to know of a sealed ticket, and works on it.
const PartyAdmitted Party = "admitted"

// SealFollows is what a ticket has to record so that its seal is that of its team.
func SealFollows(t Ticket, sealed bool) []Event {
	switch {
	case sealed && !t.Sealed:
		return []Event{Sealed{Team: t.Team}}
	case !sealed && t.Sealed:
		return []Event{Unsealed{Team: t.Team}}
	}
	return nil
}

// Admit lets somebody know of a sealed ticket. Errors: Conflict, Invalid.
func Admit(t Ticket, person people.ID, reason string) ([]Event, error) {
	if !t.Sealed {
		return nil, fault.New(fault.Conflict, "{the ticket} %d is not sealed; all of the desk may see it", t.ID)
	}
	if err := someone("person", person); err != nil {
		return nil, err
	}
	reason, err := text("reason", reason, true)
	if err != nil {
		return nil, err
	}
	if t.Parties[person] == PartyAdmitted {
		return nil, nil
	}
	return []Event{Admitted{Person: person, Reason: reason}}, nil
}
