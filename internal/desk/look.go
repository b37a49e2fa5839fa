package desk

import (
	"context"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// What doors need of the rooms below, under the desk's name: a door never asks the store.
type (
	Actor  = access.Actor // who asks
	Row    = store.Row    // a ticket in a list
	Page   = store.Page   // where a page begins and how long it is
	Cursor = store.Cursor // the end of a page
	Clock  = sla.Clock    // a promise on one ticket

	Relative = store.Relative // a ticket that has to do with another one
)

// Sheet is a ticket as one person may see it: its history without what is not theirs, its promises, its people.
type Sheet struct {
	Ticket  ticket.Ticket
	Entries []ticket.Entry
	Clocks  []Clock
	People  map[people.ID]people.Person
	AsOf    time.Time
	Until   time.Time       // end of the confirm window, where it is resolved
	Rate    time.Time       // until when its last resolution can be rated; zero where it cannot
	Related []Relative      // tickets that have to do with it, as far as they may be seen
	OnTask  ticket.Coverage // of an urgent incident (ME-43); for the desk's people only
	Heed    Heed
}

// Ticket shows a ticket. Errors: NotFound, also for one that is not theirs.
func (d *Desk) Ticket(ctx context.Context, who access.Actor, id int64) (Sheet, error) {
	var s Sheet
	err := d.db.Read(ctx, func(q sqldb.Q) error {
		m, err := d.load(ctx, q, id, who, d.Now())
		if err != nil {
			return err
		}
		if err := access.Can(who, access.ViewTicket, m.ticket); err != nil {
			return err
		}
		s = Sheet{Ticket: m.ticket, Entries: m.entries, AsOf: m.now, Until: m.confirmUntil()}
		if m.rateable(who) {
			s.Rate = m.rateUntil()
		}
		if s.Heed, err = d.heed(ctx, q, m); err != nil {
			return err
		}
		if s.Clocks, err = m.clocks(); err != nil {
			return err
		}
		if !access.SeesInternal(who, m.ticket) {
			s.Entries = publicOnly(m.entries)
		} else if len(m.ticket.Responders) > 0 {
			s.OnTask = ticket.CoverageOf(m.entries)
		}
		scope := access.ScopeOf(who)
		if s.Related, err = store.Relatives(ctx, q, m.ticket, scope); err != nil {
			return err
		}
		s.People, err = store.People(ctx, q, peopleIn(s))
		return err
	})
	return s, err
}

func publicOnly(all []ticket.Entry) []ticket.Entry {
	out := make([]ticket.Entry, 0, len(all))
	for _, e := range all {
		if e.Event.Public() {
			out = append(out, e)
		}
	}
	return out
}

func peopleIn(s Sheet) []people.ID {
	ids := []people.ID{s.Ticket.Request.Requester, s.Ticket.Request.Customer, s.Ticket.Assignee, s.Ticket.Survey.Resolver}
	for _, e := range s.Entries {
		ids = append(ids, e.By)
		ids = append(ids, ticket.Admits(e.Event)...)
		switch e := e.Event.(type) {
		case ticket.Assigned:
			ids = append(ids, e.Person)
		case ticket.Planned:
			ids = append(ids, e.Owner)
		case ticket.Joined:
			ids = append(ids, e.Person)
		case ticket.Escalated:
			ids = append(ids, e.To...)
		case ticket.RuleApplied:
			for _, a := range e.Acts {
				ids = append(ids, a.Person)
			}
		case ticket.Unassigned:
			ids = append(ids, e.Person)
		case ticket.ApprovalAsked:
			for _, a := range e.Of {
				ids = append(ids, a.Person, a.For)
			}
		case ticket.ApprovalDecided:
			ids = append(ids, e.For)
		case ticket.ReviewDue:
			ids = append(ids, e.To...)
		case ticket.Dispatched:
			ids = append(ids, e.Trip.Person)
		case ticket.Released:
			ids = append(ids, e.Person)
		case ticket.TeamIdentified:
			for _, m := range e.Members {
				ids = append(ids, m.Person)
			}
		}
	}
	return ids
}

// FindOld finds a ticket by the number that it had in another system.
func (d *Desk) FindOld(ctx context.Context, who access.Actor, number string) (int64, error) {
	if !ticket.Plain(number) {
		return 0, fault.New(fault.NotFound, "{no ticket} had the number %q", number)
	}
	id, err := store.TicketOfOldNumber(ctx, d.db.Reader(), number)
	if err != nil {
		return 0, err
	}
	_, err = d.Ticket(ctx, who, id)
	return id, err
}
