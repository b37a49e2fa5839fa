package desk

import (
	"context"
	"slices"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// ApprovalRequest asks for an approval by a chain of the definition. Purpose is the key under which ticket.Approved knows
// it, the chain's own where it is empty; Cost says what it would cost and who pays.
type ApprovalRequest struct {
	Chain   string
	Purpose string
	Reason  string
	Cost    string
}

// AskApproval asks those who hold the first step of a chain; each step follows when the one before has approved. Errors:
// Invalid, Conflict where nobody holds it.
func (d *Desk) AskApproval(ctx context.Context, who access.Actor, on On, in ApprovalRequest) (ticket.Ticket, error) {
	return d.change(ctx, who, access.AskApproval, on, func(ctx context.Context, tx *sqldb.Tx, m moment) ([]ticket.Event, error) {
		in, err := m.byHand(in)
		if err != nil {
			return nil, err
		}
		return m.askApproval(ctx, tx, in)
	})
}

// byHand checks for what somebody asks by hand. What a chain of the definition is for is approved by that chain alone, and a
// contractor's order by the contractor's, under its present estimate: no other roles and no other amount stand in for them.
func (m moment) byHand(in ApprovalRequest) (ApprovalRequest, error) {
	wrong := fault.Field("purpose", "this is approved by another way, or by none; leave the purpose out")
	if in.Purpose == "" || in.Purpose == in.Chain {
		return in, nil
	}
	if _, other := m.book.at(m.now).Chain(in.Purpose); other {
		return in, wrong
	}
	if !strings.HasPrefix(in.Purpose, ticket.Contractor+":") {
		return in, nil
	}
	i := slices.IndexFunc(m.ticket.Orders, func(o ticket.Order) bool { return o.Trip.Who == ticket.Contractor && o.Purpose() == in.Purpose })
	if i < 0 || in.Chain != chainContractor || m.ticket.Orders[i].State == ticket.OrderCancelled {
		return in, wrong
	}
	in.Cost = costOf(m.ticket.Orders[i])
	return in, nil
}

// WithdrawApproval takes back what was asked; nobody is asked any more.
func (d *Desk) WithdrawApproval(ctx context.Context, who access.Actor, on On, number int, why string) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.WithdrawApproval, on, func(m moment) ([]ticket.Event, error) {
		return ticket.WithdrawApproval(m.ticket, number, why)
	})
}

// DecideApproval is the word of somebody who is asked. Errors: NotFound for who is not, Conflict when it is decided, Invalid.
func (d *Desk) DecideApproval(ctx context.Context, who access.Actor, on On, number int, said ticket.Verdict) (ticket.Ticket, error) {
	said.ByLink = false
	return d.decide(ctx, who, on, number, said)
}

func (d *Desk) decide(ctx context.Context, who access.Actor, on On, number int, said ticket.Verdict) (ticket.Ticket, error) {
	return d.change(ctx, who, access.DecideApproval, on, func(ctx context.Context, tx *sqldb.Tx, m moment) ([]ticket.Event, error) {
		if err := m.stillAsked(said.Seen); err != nil {
			return nil, err
		}
		stages, err := m.stagesOf(ctx, tx, number)
		if err != nil {
			return nil, err
		}
		return ticket.DecideApproval(m.ticket, number, who.ID, said, stages, m.now)
	})
}

// stillAsked refuses a word on what was read before who asks answered something else: it would be a word on what nobody has read.
// Errors: Conflict.
func (m moment) stillAsked(seen int64) error {
	known := seen <= int64(len(m.entries)) // nobody has read what is not there yet
	if seen < 1 || known && !slices.ContainsFunc(m.entries[seen:], func(en ticket.Entry) bool { return fills(en.Event) }) {
		return nil
	}
	return fault.New(fault.Conflict, "what is asked has been changed since you opened it; look at it again, then decide")
}

// askApproval are the events of asking, for verbs that ask on their way.
func (m moment) askApproval(ctx context.Context, q sqldb.Q, in ApprovalRequest) ([]ticket.Event, error) {
	chain, ok := m.book.at(m.now).Chain(in.Chain)
	if !ok {
		return nil, fault.Field("chain", "the desk has no approval of that name")
	}
	return m.begin(ctx, q, chain, ticket.ApprovalCase{Purpose: first(in.Purpose, chain.ID), Reason: in.Reason, Cost: in.Cost})
}

// begin asks for an approval by a chain.
func (m moment) begin(ctx context.Context, q sqldb.Q, chain definition.Chain, in ticket.ApprovalCase) ([]ticket.Event, error) {
	in.Chain, in.Own, in.Steps = chain.ID, chain.Own, nil
	for _, s := range chain.Steps {
		in.Steps = append(in.Steps, ticket.ApprovalStep{Roles: s.Roles, All: s.All})
	}
	stages, err := m.stages(ctx, q, chain, in.Steps)
	if err != nil {
		return nil, err
	}
	return ticket.AskApproval(m.ticket, in, stages)
}

// needed adds to what was decided the approvals that the definition asks for of a ticket as it now is: of its type, its
// service and its class. One that was asked already is asked again by itself only where the answers to the form have changed
// since somebody approved them: what was approved is what was asked.
func (m moment) needed(ctx context.Context, q sqldb.Q, events []ticket.Event) ([]ticket.Event, error) {
	if !slices.ContainsFunc(events, places) {
		return events, nil
	}
	after := m
	after.ticket = ticket.Apply(m.ticket, m.stamp(events)...)
	t := after.ticket
	if t.Sealed || !t.Status.Open() || t.Request.Parent != 0 || t.Request.External != "" {
		return events, nil
	}
	events = append(slices.Clip(events), m.unneeded(events, t)...)
	after.ticket = ticket.Apply(m.ticket, m.stamp(events)...)
	t = after.ticket
	for _, chain := range m.chains(t) {
		if a, asked := t.Approval(chain.ID); asked && !a.Unneeded {
			if !spoken(a) || !slices.ContainsFunc(events, fills) {
				continue
			}
			if a.State == ticket.StateWaiting {
				events = append(slices.Clip(events), ticket.ApprovalEnded{Number: a.Number, State: ticket.StateWithdrawn})
				after.ticket = ticket.Apply(m.ticket, m.stamp(events)...)
			}
		}
		more, err := after.begin(ctx, q, chain, ticket.ApprovalCase{Purpose: chain.ID, ByRule: true})
		if err != nil {
			return nil, err
		}
		events = append(slices.Clip(events), more...)
		after.ticket = ticket.Apply(m.ticket, m.stamp(events)...)
	}
	return events, nil
}

// chains are those that a ticket needs by the definition of now.
func (m moment) chains(t ticket.Ticket) []definition.Chain {
	return m.book.at(m.now).Needed(t.Type, t.Request.Service, t.Class, t.Request.Answers)
}

// unneeded ends the approvals that wait and that other answers to the form need no more. What was refused or has lapsed stays so:
// who asks for less asks anew.
func (m moment) unneeded(events []ticket.Event, after ticket.Ticket) []ticket.Event {
	filled := func(e ticket.Event) bool { _, is := e.(ticket.FormFilled); return is }
	if !slices.ContainsFunc(events, filled) {
		return nil
	}
	var out []ticket.Event
	now := m.chains(after)
	for _, c := range m.chains(m.ticket) {
		a, asked := after.Approval(c.ID)
		still := slices.ContainsFunc(now, func(n definition.Chain) bool { return n.ID == c.ID })
		if asked && !still && a.ByRule && a.State == ticket.StateWaiting {
			out = append(out, ticket.ApprovalEnded{Number: a.Number, State: ticket.StateWithdrawn, Unneeded: true})
		}
	}
	return out
}

// places reports whether an event says what a ticket is about.
func places(e ticket.Event) bool {
	switch e.(type) {
	case ticket.Opened, ticket.Classified, ticket.Amended, ticket.FormFilled:
		return true
	}
	return false
}

// fills reports whether an event changes answers of the form that approvers read.
func fills(e ticket.Event) bool {
	filled, is := e.(ticket.FormFilled)
	return is && !filled.Internal
}

// spoken reports whether somebody has approved already, in whole or at a step.
func spoken(a ticket.Approval) bool {
	return a.State == ticket.StateApproved || a.State == ticket.StateWaiting && len(a.Decisions) > 0
}

// approvalsDue is what time asks of the approvals that wait.
func (m moment) approvalsDue(ctx context.Context, q sqldb.Q) ([]ticket.Event, error) {
	if at := m.ticket.ApprovalDue(); at.IsZero() || m.now.Before(at) {
		return nil, nil
	}
	stages := map[int][]ticket.Stage{}
	for _, a := range m.ticket.WaitingApprovals() {
		var err error
		if stages[a.Number], err = m.stagesOf(ctx, q, a.Number); err != nil {
			return nil, err
		}
	}
	return ticket.TimeApprovals(m.ticket, stages, m.now), nil
}

// stagesOf are the steps of an approval that was asked, as they could begin now.
func (m moment) stagesOf(ctx context.Context, q sqldb.Q, number int) ([]ticket.Stage, error) {
	if number < 1 || number > len(m.ticket.Approvals) {
		return nil, nil
	}
	a := m.ticket.Approvals[number-1]
	chain, _ := m.book.at(m.now).Chain(a.Chain) // one that is gone gives the usual time
	return m.stages(ctx, q, chain, a.Steps)
}

func (m moment) stages(ctx context.Context, q sqldb.Q, chain definition.Chain, steps []ticket.ApprovalStep) ([]ticket.Stage, error) {
	def := m.book.at(m.now).Definition
	half, until := def.ApproveBy(chain, m.now)
	out := make([]ticket.Stage, len(steps))
	for i, step := range steps {
		out[i] = ticket.Stage{Remind: half, Until: until, Ours: true}
		for _, role := range step.Roles {
			kind, team := def.RoleOf(role)
			out[i].Ours = out[i].Ours && kind.OfDesk()
			held, err := m.seats(ctx, q, role, kind, first(team, m.ticket.Team))
			if err != nil {
				return nil, err
			}
			out[i].Holders = append(out[i].Holders, held...)
		}
	}
	return out, nil
}

// seats are the people who hold a role for this ticket, and who stands in for each of them now.
func (m moment) seats(ctx context.Context, q sqldb.Q, role string, kind definition.RoleKind, team string) ([]ticket.Approver, error) {
	held, deputies, err := m.holding(ctx, q, kind, team)
	if err != nil {
		return nil, err
	}
	var out []ticket.Approver
	for _, p := range held {
		seat := ticket.Approver{Person: p.ID, Role: role}
		if slices.Contains(deputies, p.ID) {
			seat.Turn = 1
		}
		out = append(out, seat)
		by, err := store.StandIn(ctx, q, p.ID, m.now)
		if err != nil {
			return nil, err
		}
		if by != 0 {
			seat.Person, seat.For = by, p.ID
			out = append(out, seat)
		}
	}
	return out, nil
}

// holding finds the holders of a role, and who of them is only a deputy.
func (m moment) holding(ctx context.Context, q sqldb.Q, kind definition.RoleKind, team string) (held []people.Person, deputies []people.ID, err error) {
	agency := m.ticket.Request.Agency
	switch kind {
	case definition.RoleSupervisor:
		held, err = store.Supervisor(ctx, q, m.ticket.Request.Requester)
	case definition.RoleConsultant:
		if held, err = store.ConsultantsAt(ctx, q, agency, m.now); err == nil {
			deputies, err = store.DeputiesAt(ctx, q, agency, m.now)
		}
	case definition.RoleAgencyManager:
		held, err = store.AgencyManagersAt(ctx, q, agency, m.now)
	case definition.RoleLead:
		held, err = holders(ctx, q, team, people.Lead)
	case definition.RoleManager:
		held, err = holders(ctx, q, team, people.Manager)
	}
	return held, deputies, err
}
