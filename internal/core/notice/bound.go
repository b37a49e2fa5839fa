package notice

import (
	"fmt"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
)

// Bounds say how often somebody is woken: told against their choice, or in their quiet hours, as nobody else would hear.
// They hold for what happens on a ticket, and for no clock of a guarantee: what the desk has bound itself to wakes always.
type Bounds struct {
	Again   time.Duration // at the earliest so long after the last time about the same ticket, once somebody has taken it up
	Tickets int           // of one customer about whose own tickets the same person is woken in a night
}

// UsualBounds are those of a desk whose definition says nothing.
var UsualBounds = Bounds{Again: 15 * time.Minute, Tickets: 3}

const (
	// Night is how far back the tickets of one customer are counted.
	Night = 12 * time.Hour
	// apart is the least time between two wakings about a ticket that nobody has taken up, so that no machine goes on.
	apart = time.Minute
)

// Wake is what of a ticket bears on whether it may wake somebody.
type Wake struct {
	Ticket   int64
	Bound    bool      // a clock by which the desk has bound itself speaks
	Taken    bool      // somebody has taken it up
	Customer people.ID // who opened it for themselves; zero where the desk's people did, who had heard them
}

// Woken is that somebody was woken, and about which ticket.
type Woken struct {
	Ticket   int64
	Customer people.ID // as in Wake
	At       time.Time
}

// wake is what of the ticket after an act bears on it; its number is the caller's to say.
func wake(t ticket.Ticket, opened ticket.Entry, bound bool) Wake {
	return Wake{Bound: bound, Taken: t.Accepted, Customer: AskedBy(opened.By, t.Request.Requester, t.Request.Customer)}
}

// AskedBy is who opened a ticket for themselves, by who wrote it down; zero where somebody of the desk did.
func AskedBy(by, requester, customer people.ID) people.ID {
	if by == 0 || by == requester || by == customer {
		return requester
	}
	return 0
}

// Held says why nobody is woken now, whom these wakings of the last night have reached; empty where they are. Who is not
// woken is told all the same, as of what is not grave.
func (b Bounds) Held(w Wake, before []Woken, at time.Time) string {
	if w.Bound || w.Ticket == 0 {
		return ""
	}
	least, says, others := apart, "woken about it a moment before", map[int64]bool{}
	if w.Taken {
		least, says = b.Again, fmt.Sprintf("woken about it less than %d minutes before", int(b.Again.Minutes()))
	}
	known := false
	for _, was := range before {
		switch {
		case was.Ticket == w.Ticket && at.Sub(was.At) < least:
			return says
		case was.Ticket == w.Ticket:
			known = true
		case w.Customer != 0 && was.Customer == w.Customer && at.Sub(was.At) < Night:
			others[was.Ticket] = true
		}
	}
	if !known && len(others) >= b.Tickets {
		return fmt.Sprintf("woken about %d of the same customer this night", len(others))
	}
	return ""
}
