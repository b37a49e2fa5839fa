package ticket

import (
	"slices"

	"switchboard/internal/core/people"
	"switchboard/internal/fault"
)

// Joined is a person's word that an outage has reached them too. From then on they hear its updates (A27); they do not see
// the ticket, which holds the words of whoever reported it.
type Joined struct {
	Person people.ID `json:"person"`
}

// Name is the stored name.
func (Joined) Name() string { return "ticket.joined" }

// Public is false: who else is impacted is nobody's but the desk's to know.
func (Joined) Public() bool { return false }

// maxJoined bounds who joins one ticket, so that its fold stays small; beyond that an outage is everybody's.
const maxJoined = 20_000

// Join makes a person one of the impacted. Once is enough.
func Join(t Ticket, person people.ID) ([]Event, error) {
	if err := mustBeOpen(t); err != nil {
		return nil, err
	}
	if err := someone("person", person); err != nil {
		return nil, err
	}
	if slices.Contains(Impacted(t), person) {
		return nil, nil
	}
	if len(t.Joined) >= maxJoined {
		return nil, fault.New(fault.Conflict, "so many people have joined this outage that we take it to be everybody's; you need do nothing")
	}
	return []Event{Joined{Person: person}}, nil
}
