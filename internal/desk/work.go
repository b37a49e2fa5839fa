package desk

import (
	"context"
	"slices"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// simple is a verb whose decider needs nothing but the moment.
func (d *Desk) simple(ctx context.Context, who access.Actor, verb access.Verb, on On,
	decide func(moment) ([]ticket.Event, error)) (ticket.Ticket, error) {
	return d.change(ctx, who, verb, on, func(_ context.Context, _ *sqldb.Tx, m moment) ([]ticket.Event, error) { return decide(m) })
}

// Reclassify is how a ticket gets another type, impact and urgency, and so another class.
type Reclassify struct {
	Type, Impact, Urgency string
	Outage                bool
	Why                   string
}

// Classify gives a ticket another class by the matrix; the old promises stay with their verdicts (OK-15).
func (d *Desk) Classify(ctx context.Context, who access.Actor, on On, in Reclassify) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.Classify, on, func(m moment) ([]ticket.Event, error) { return m.classify(in) })
}

func (m moment) classify(in Reclassify) ([]ticket.Event, error) {
	q := definition.ClassQuery{Type: in.Type, Impact: in.Impact, Urgency: in.Urgency, Outage: in.Outage, Spoken: true,
		Channel: m.ticket.Request.Channel, Service: m.ticket.Request.Service}
	def := m.book.at(m.now)
	class, _, err := def.Class(q)
	if err != nil {
		return nil, err
	}
	if def.CallsFirst(m.ticket.Request.Channel, class) && class != m.ticket.Class && !m.ticket.Called {
		info, _ := def.ClassInfo(class)
		return nil, fault.New(fault.Conflict, "call {the customer} first, and write down the call; until then {the ticket} cannot be %s", info.Name)
	}
	return m.redated(ticket.Classify(m.ticket, m.moved(ticket.Placement{Type: in.Type, Impact: in.Impact, Urgency: in.Urgency, Class: class}), in.Why))
}

// Call writes down a call to the customer, or the attempt (ME-46).
func (d *Desk) Call(ctx context.Context, who access.Actor, on On, c ticket.Called) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.Call, on, func(m moment) ([]ticket.Event, error) { return ticket.Call(m.ticket, c) })
}

// DeclareMajor makes a ticket a major incident of the desk's definition, with a reason (CO-23).
func (d *Desk) DeclareMajor(ctx context.Context, who access.Actor, on On, why string) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.DeclareMajor, on, func(m moment) ([]ticket.Event, error) {
		class := m.book.at(m.now).MajorClass()
		if class == "" {
			return nil, fault.New(fault.Conflict, "this desk's definition knows no major incident")
		}
		p := ticket.Placement{Type: m.ticket.Type, Impact: m.ticket.Impact, Urgency: m.ticket.Urgency, Class: class}
		return ticket.Classify(m.ticket, m.moved(p), why)
	})
}

func wakes(def *definition.Definition, class string) bool {
	info, _ := def.ClassInfo(class)
	return info.Wakes
}

// moved adds the team to which the new class belongs, if it has one of its own, and whether that is woken (CO-27).
func (m moment) moved(p ticket.Placement) ticket.Placement {
	p.Wakes = wakes(m.book.at(m.now).Definition, p.Class)
	in := m.ticket.Request
	q := definition.RouteQuery{Service: in.Service, Class: p.Class, Agency: in.Agency, Channel: in.Channel}
	if team, rule, ok := m.book.at(m.now).RouteOfClass(q); ok && p.Class != m.ticket.Class {
		p.Team, p.Rule = team, rule
	}
	return p
}

// Amend completes or corrects where it is, whom to ask and, for the desk's people, which service it is about.
func (d *Desk) Amend(ctx context.Context, who access.Actor, on On, a ticket.Amended) (ticket.Ticket, error) {
	verb := access.Amend
	if a.Service != "" {
		verb = access.Place
	}
	return d.simple(ctx, who, verb, on, func(m moment) ([]ticket.Event, error) {
		if err := m.book.at(m.now).CheckService(a.Service); err != nil {
			return nil, err
		}
		in := m.ticket.Request
		a.Confirmed = a.Confirmed && (who.ID == in.Requester || who.ID == in.Customer) // nobody confirms for them (ME-53)
		events, err := m.redated(ticket.Amend(m.ticket, a))
		return m.scopedAnew(events), err
	})
}

// Route hands a ticket to another team, with the reason in words (CO-08, CO-11). The desk hands up only what it has
// triaged (CO-12).
func (d *Desk) Route(ctx context.Context, who access.Actor, on On, team, reason string) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.Route, on, func(m moment) ([]ticket.Event, error) { return m.route(team, reason) })
}

func (m moment) route(team, reason string) ([]ticket.Event, error) {
	def := m.book.at(m.now)
	if err := def.CheckTeam(team); err != nil {
		return nil, err
	}
	if m.ticket.Team == def.DeskTeam() {
		if err := ticket.Triaged(m.ticket, def.HandUp(m.ticket.Type)); err != nil {
			return nil, err
		}
		if err := m.formComplete(); err != nil {
			return nil, err
		}
	}
	return ticket.Route(m.ticket, team, reason)
}

// Return refuses a hand-over; the ticket is back with the desk (CO-11).
func (d *Desk) Return(ctx context.Context, who access.Actor, on On, reason string) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.Return, on, func(m moment) ([]ticket.Event, error) {
		return ticket.Return(m.ticket, m.book.at(m.now).DeskTeam(), reason)
	})
}

// Assign names who is to act. Only staff can be named.
func (d *Desk) Assign(ctx context.Context, who access.Actor, on On, person people.ID) (ticket.Ticket, error) {
	return d.change(ctx, who, access.Assign, on, func(ctx context.Context, tx *sqldb.Tx, m moment) ([]ticket.Event, error) {
		if err := mustBeStaff(ctx, tx, "person", person); err != nil {
			return nil, err
		}
		if err := mayKnow(ctx, tx, m.ticket, "person", person); err != nil {
			return nil, err
		}
		return ticket.Assign(m.ticket, person)
	})
}

// Unassign gives a ticket back to its team's queue, with the reason.
func (d *Desk) Unassign(ctx context.Context, who access.Actor, on On, reason string) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.Unassign, on, func(m moment) ([]ticket.Event, error) { return ticket.Unassign(m.ticket, reason) })
}

// AssignByAddress is Assign for programs, which know people by their address.
func (d *Desk) AssignByAddress(ctx context.Context, who access.Actor, on On, address string) (ticket.Ticket, error) {
	return d.change(ctx, who, access.Assign, on, func(ctx context.Context, tx *sqldb.Tx, m moment) ([]ticket.Event, error) {
		email, err := people.Address(address)
		if err != nil {
			return nil, fault.At("email", err)
		}
		p, err := store.PersonByEmail(ctx, tx, email)
		if err := staffOr(p, err, fault.Field("email", "nobody of the desk has this address")); err != nil {
			return nil, err
		}
		if err := mayKnow(ctx, tx, m.ticket, "email", p.ID); err != nil {
			return nil, err
		}
		return ticket.Assign(m.ticket, p.ID)
	})
}

func mustBeStaff(ctx context.Context, q sqldb.Q, field string, id people.ID) error {
	if id == 0 {
		return fault.Field(field, "name a person")
	}
	p, err := store.Person(ctx, q, id)
	return staffOr(p, err, fault.Field(field, "nobody of the desk has this number"))
}

// staffOr answers nobody when the person that was looked up is not there or does not work at the desk.
func staffOr(p people.Person, err, nobody error) error {
	if fault.Is(err, fault.NotFound) || (err == nil && !p.Role.Staff()) {
		return nobody
	}
	return err
}

// Accept is the actor's word that they work on it now.
func (d *Desk) Accept(ctx context.Context, who access.Actor, on On) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.Accept, on, func(m moment) ([]ticket.Event, error) {
		return ticket.Accept(m.ticket, who.ID, who.Role, access.InTeam(who, m.ticket.Team))
	})
}

// Read records that the actor has read it to work on it.
func (d *Desk) Read(ctx context.Context, who access.Actor, on On) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.Read, on, func(m moment) ([]ticket.Event, error) { return ticket.MarkRead(m.ticket) })
}

// Plan sets the plan of action: next step, owner, by when (ME-27).
func (d *Desk) Plan(ctx context.Context, who access.Actor, on On, p ticket.Planned) (ticket.Ticket, error) {
	return d.change(ctx, who, access.Plan, on, func(ctx context.Context, tx *sqldb.Tx, m moment) ([]ticket.Event, error) {
		if p.Owner == 0 && m.ticket.Assignee == 0 {
			p.Owner = who.ID
		}
		if p.Owner != 0 {
			if err := mustBeStaff(ctx, tx, "owner", p.Owner); err != nil {
				return nil, err
			}
		}
		clocks, err := m.clocks()
		if err != nil {
			return nil, err
		}
		return ticket.MakePlan(m.ticket, p, ticket.PromisedEnd(clocks), m.now)
	})
}

// DutyUnmet pauses what may pause: a duty of the customer is not met, with the evidence (ME-50..53).
func (d *Desk) DutyUnmet(ctx context.Context, who access.Actor, on On, duty, evidence string) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.Duty, on, func(m moment) ([]ticket.Event, error) {
		if !slices.Contains(m.book.at(m.now).DutyNames(), duty) {
			return nil, fault.Field("duty", "this desk asks no such duty of its {customers}")
		}
		return ticket.BeUnmet(m.ticket, duty, evidence)
	})
}

// DutyMet ends the pause.
func (d *Desk) DutyMet(ctx context.Context, who access.Actor, on On, duty string) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.Duty, on, func(m moment) ([]ticket.Event, error) { return ticket.BeMet(m.ticket, duty) })
}

// AnswerWish says what became of the wish for a person or a team (OK-13).
func (d *Desk) AnswerWish(ctx context.Context, who access.Actor, on On, honoured bool, reason string) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.AnswerWish, on, func(m moment) ([]ticket.Event, error) {
		return ticket.AnswerWish(m.ticket, honoured, reason)
	})
}

// IdentifyTeam names the responders of an urgent incident (ME-42).
func (d *Desk) IdentifyTeam(ctx context.Context, who access.Actor, on On, members []ticket.Member) (ticket.Ticket, error) {
	return d.change(ctx, who, access.Identify, on, func(ctx context.Context, tx *sqldb.Tx, m moment) ([]ticket.Event, error) {
		for _, x := range members {
			if err := mustBeStaff(ctx, tx, "members", x.Person); err != nil {
				return nil, err
			}
		}
		return ticket.IdentifyTeam(m.ticket, members)
	})
}

// Release lets a responder go before the end (ME-43).
func (d *Desk) Release(ctx context.Context, who access.Actor, on On, person people.ID, reason string) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.Release, on, func(m moment) ([]ticket.Event, error) {
		return ticket.Release(m.ticket, person, reason)
	})
}

// Restore says that the service works again (A11).
func (d *Desk) Restore(ctx context.Context, who access.Actor, on On, how string) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.Restore, on, func(m moment) ([]ticket.Event, error) { return ticket.Restore(m.ticket, how) })
}

// Resolve is the provider's word that it is done.
func (d *Desk) Resolve(ctx context.Context, who access.Actor, on On, r ticket.Resolved) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.Resolve, on, func(m moment) ([]ticket.Event, error) {
		if err := m.identified(); err != nil {
			return nil, err
		}
		return ticket.Resolve(m.ticket, r)
	})
}

// Confirm is the customer's word that it works; it closes the ticket.
func (d *Desk) Confirm(ctx context.Context, who access.Actor, on On) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.ConfirmTicket, on, func(m moment) ([]ticket.Event, error) { return ticket.Confirm(m.ticket) })
}

// Reopen takes a resolved ticket up again, within its confirm window.
func (d *Desk) Reopen(ctx context.Context, who access.Actor, on On, reason string) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.ReopenTicket, on, func(m moment) ([]ticket.Event, error) {
		return ticket.Reopen(m.ticket, reason, m.confirmUntil(), m.now)
	})
}

// Close makes a resolved ticket final.
func (d *Desk) Close(ctx context.Context, who access.Actor, on On, why string) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.Close, on, func(m moment) ([]ticket.Event, error) { return ticket.Finish(m.ticket, why) })
}

// confirmUntil is the end of the window in which a resolution can be undone.
func (m moment) confirmUntil() time.Time {
	return m.book.at(m.now).ConfirmUntil(m.ticket.ResolvedAt)
}
