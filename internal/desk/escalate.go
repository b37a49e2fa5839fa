package desk

import (
	"context"
	"slices"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Escalate takes a ticket one level up the ladder of the definition. The requester does it for themselves; the desk's people
// do it on their own account, or with a caller for the customer on the phone (OK-10, ME-47).
func (d *Desk) Escalate(ctx context.Context, who access.Actor, on On, reason, caller string) (ticket.Ticket, error) {
	return d.change(ctx, who, access.Escalate, on, func(ctx context.Context, tx *sqldb.Tx, m moment) ([]ticket.Event, error) {
		in := ticket.Plea{Reason: reason, By: ticket.ByCustomer, Caller: caller}
		if access.SeesInternal(who, m.ticket) && strings.TrimSpace(caller) == "" {
			in.By = ticket.ByAnalyst
		}
		ladder, err := m.ladder(ctx, tx)
		if err != nil {
			return nil, err
		}
		return ticket.Escalate(m.ticket, ladder, in, m.now)
	})
}

// AnswerEscalation is the word of the level that was asked; a lead may give it for them.
func (d *Desk) AnswerEscalation(ctx context.Context, who access.Actor, on On, text string) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.AnswerEscalation, on, func(m moment) ([]ticket.Event, error) {
		return ticket.AnswerEscalation(m.ticket, text)
	})
}

// unanswered is what an escalation that nobody answered in time leads to.
func (m moment) unanswered(ctx context.Context, q sqldb.Q) ([]ticket.Event, error) {
	if at := m.ticket.EscalationDue(); at.IsZero() || m.now.Before(at) {
		return nil, nil
	}
	ladder, err := m.ladder(ctx, q)
	return ticket.Unanswered(m.ticket, ladder, m.now), err
}

// atHand are the rungs that have the ticket already, by themselves or through the desk: who escalates has spoken to them.
var atHand = []string{"technician", "analyst", "agent", "resolver", "service_desk", "service_center", "help_desk", "desk", "on_call"}

// ladder is who may be asked above those who have the ticket: the customer's own ladder first (ME-48), then that of the
// desk, inside the same group (OK-11). A rung on both is asked once.
func (m moment) ladder(ctx context.Context, q sqldb.Q) ([]ticket.Rung, error) {
	def := m.book.at(m.now).Definition
	var out []ticket.Rung
	for _, of := range []string{"customer", "default"} {
		l, ok := def.Ladder(of)
		if !ok || l.For != of {
			continue
		}
		for _, step := range l.Steps {
			name := strings.ReplaceAll(strings.ToLower(step.Who), " ", "_")
			if slices.Contains(atHand, name) || slices.ContainsFunc(out, func(r ticket.Rung) bool { return r.Name == name }) {
				continue
			}
			rung, err := m.rung(ctx, q, def, name)
			if err != nil {
				return nil, err
			}
			if rung.AnswerBy = def.AnswerBy(m.now); step.AfterIs > 0 {
				rung.AnswerBy = m.now.Add(step.AfterIs)
			}
			out = append(out, rung)
		}
	}
	return out, nil
}

// rung finds who holds a step: a lead or manager of the ticket's team or, where the step names the desk, of the desk; the
// requester's supervisor; the consultants of their agency.
func (m moment) rung(ctx context.Context, q sqldb.Q, def *definition.Definition, name string) (ticket.Rung, error) {
	t, rung := m.ticket, ticket.Rung{Name: name}
	var held []people.Person
	var err error
	switch {
	case strings.HasSuffix(name, "supervisor"):
		held, err = store.Supervisor(ctx, q, t.Request.Requester)
	case strings.HasSuffix(name, "consultant"):
		held, err = store.ConsultantsAt(ctx, q, t.Request.Agency, m.now)
	case strings.HasSuffix(name, "lead"):
		held, err = holders(ctx, q, t.Team, people.Lead)
	case strings.HasSuffix(name, "manager"):
		team := t.Team
		if strings.HasPrefix(name, "service") || strings.HasPrefix(name, "desk") {
			team = def.DeskTeam()
		}
		held, err = holders(ctx, q, team, people.Manager)
	}
	for _, p := range held {
		who := actorOf(p)
		switch {
		case p.ID == t.Assignee || p.ID == t.Request.Requester: // nobody is escalated to themselves
		case t.Sealed && !access.Sees(who, t): // ME-57
		default:
			rung.Holders = append(rung.Holders, p.ID)
			if !access.Sees(who, t) {
				rung.Let = append(rung.Let, p.ID)
			}
		}
	}
	return rung, err
}

// holders are the people of a team who have a role.
func holders(ctx context.Context, q sqldb.Q, team string, role people.Role) ([]people.Person, error) {
	staff, err := store.Staff(ctx, q, team)
	return slices.DeleteFunc(staff, func(p people.Person) bool { return p.Role != role }), err
}
