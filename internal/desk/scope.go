package desk

import (
	"context"
	"slices"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/scope"
	"switchboard/internal/core/ticket"
	"switchboard/internal/sqldb"
)

// DecideScope says what is known of a request, and so what the service covers of it, by the first line of the definition that
// fits. What is left out stays as it was said before, or is as the directory has it. Errors: Invalid with the fact, Conflict.
func (d *Desk) DecideScope(ctx context.Context, who access.Actor, on On, said scope.Facts) (ticket.Ticket, error) {
	return d.change(ctx, who, access.DecideScope, on, func(ctx context.Context, tx *sqldb.Tx, m moment) ([]ticket.Event, error) {
		if err := said.Check(); err != nil {
			return nil, err
		}
		known, err := m.knownScope(ctx, tx)
		if err != nil {
			return nil, err
		}
		return ticket.DecideScope(m.ticket, m.scoped(said, known))
	})
}

// scoped decides what is said, completed by what was said before, by what is known and by what the definition says of the
// service.
func (m moment) scoped(said, known scope.Facts) ticket.Scoped {
	def := m.book.at(m.now)
	if was := m.ticket.Scope; was != nil {
		for _, f := range scope.Asked() {
			said = said.With(f, first(said.Get(f), was.Facts.Get(f)))
		}
	}
	from := map[scope.Fact]string{scope.Support: ticket.FromService, scope.OwnedBy: ticket.FromService}
	said = fromDirectory(said, known, from)
	facts := def.OfService(said, m.ticket.Request.Service)
	rules, lines := def.ScopeRules()
	got := rules.Decide(facts)
	out := ticket.Scoped{Facts: facts, From: from,
		Outcome: got.Outcome, Line: got.Line, Says: got.Says, ApprovedBy: got.ApprovedBy, Ask: got.Ask, Ref: got.Ref, Definition: def.version}
	if got.Line > 0 {
		line := lines[got.Line-1]
		out.Instead, out.Tell = scope.Words(line.Instead), line.Tell
	}
	return out
}

// scopedAnew adds to what was decided what the service covers, where that is another than all: of a new ticket by its
// service (ME-66), of one whose scope was decided when it is about another service.
func (m moment) scopedAnew(events []ticket.Event) []ticket.Event {
	if !slices.ContainsFunc(events, aboutService) {
		return events
	}
	m.ticket = ticket.Apply(m.ticket, m.stamp(events)...)
	if m.ticket.Request.Parent != 0 || m.ticket.Request.External != "" {
		return events
	}
	s := m.scoped(scope.Facts{}, scope.Facts{})
	if m.ticket.Scope == nil && s.Outcome == scope.InScope {
		return events
	}
	more, err := ticket.DecideScope(m.ticket, s)
	if err != nil { // it is not open any more, so nothing is left to decide
		return events
	}
	return append(slices.Clip(events), more...)
}

func aboutService(e ticket.Event) bool {
	switch e := e.(type) {
	case ticket.Opened:
		return e.Service != ""
	case ticket.Amended:
		return e.Service != ""
	}
	return false
}

// TurnAway ends a ticket that the service does not cover, in the words that the customer reads (ME-58, ME-69).
func (d *Desk) TurnAway(ctx context.Context, who access.Actor, on On, said string) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.Resolve, on, func(m moment) ([]ticket.Event, error) { return ticket.TurnAway(m.ticket, said) })
}

// MarkNonstandard says in what a request deviates from the standard; the customer is told (ME-31).
func (d *Desk) MarkNonstandard(ctx context.Context, who access.Actor, on On, reason string) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.DecideScope, on, func(m moment) ([]ticket.Event, error) {
		return ticket.MarkNonstandard(m.ticket, reason)
	})
}

// AgreeExtension writes down that the customer agreed to more time (ME-31).
func (d *Desk) AgreeExtension(ctx context.Context, who access.Actor, on On, x ticket.ExtensionAgreed) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.DecideScope, on, func(m moment) ([]ticket.Event, error) {
		return ticket.AgreeExtension(m.ticket, x, m.now)
	})
}

// Refer sends the customer to who helps with it (ME-67). Without an instant the desk looks after five business days whether
// that helped.
func (d *Desk) Refer(ctx context.Context, who access.Actor, on On, r ticket.Referred) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.Refer, on, func(m moment) ([]ticket.Event, error) {
		if r.CheckAt.IsZero() {
			r.CheckAt = m.book.at(m.now).FiveDays(m.now)
		}
		return ticket.ReferTo(m.ticket, r, m.now)
	})
}

// CheckReferral says whether it helped; what did not is taken up again.
func (d *Desk) CheckReferral(ctx context.Context, who access.Actor, on On, c ticket.ReferralChecked) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.Refer, on, func(m moment) ([]ticket.Event, error) { return ticket.CheckReferral(m.ticket, c) })
}

// SpendTime writes down what somebody put into a ticket; when it becomes out of proportion, who the definition names is told
// and reviews it (ME-61).
func (d *Desk) SpendTime(ctx context.Context, who access.Actor, on On, s ticket.TimeSpent) (ticket.Ticket, error) {
	return d.change(ctx, who, access.SpendTime, on, func(ctx context.Context, tx *sqldb.Tx, m moment) ([]ticket.Event, error) {
		p, err := m.proportion(ctx, tx)
		if err != nil {
			return nil, err
		}
		return ticket.SpendTime(m.ticket, s, p, m.now)
	})
}

// proportion is from when on effort is extraordinary here.
func (m moment) proportion(ctx context.Context, q sqldb.Q) (ticket.Proportion, error) {
	def := m.book.at(m.now).Definition
	if def.Effort == nil || m.ticket.Effort.Exceeded {
		return ticket.Proportion{}, nil
	}
	rung, err := m.rung(ctx, q, def, def.Effort.Tell)
	minutes := int((time.Duration(def.Effort.Hours) * time.Hour).Minutes())
	return ticket.Proportion{Minutes: minutes, Visits: def.Effort.Visits, Reviewer: rung}, err
}
