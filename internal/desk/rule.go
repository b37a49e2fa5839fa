package desk

import (
	"context"
	"slices"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/automate"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// nextRule is the rule on time whose turn comes first. What fell due before the edition that is in force came into force is
// not made up for; the first edition has been in force since ever.
func (m moment) nextRule(timing ticket.Timing) (automate.Turn, bool) {
	in := m.book.at(m.now)
	if in.version == m.book.definitions[0].version {
		in.from = time.Time{}
	}
	return automate.Next(in.Definition, m.state(timing), in.from, m.now)
}

func (m moment) state(timing ticket.Timing) automate.State {
	return automate.State{Ticket: m.ticket, Entries: m.entries, Timing: timing}
}

// obey lets the rules on time that are due act, each in a transaction of its own: the clocks have spoken before, so that a
// rule that cannot act holds up no promise.
func (d *Desk) obey(ctx context.Context, who access.Actor, id int64) error {
	for range automate.MaxActs + 1 {
		acted := false
		_, err := d.change(ctx, who, access.Tick, On{Ticket: id}, func(ctx context.Context, tx *sqldb.Tx, m moment) ([]ticket.Event, error) {
			clocks, err := m.clocks()
			if err != nil {
				return nil, err
			}
			turn, waits := m.nextRule(ticket.TimingOf(clocks, m.entries))
			if acted = waits && !turn.At.After(m.now); !acted {
				return nil, nil
			}
			return m.act(ctx, tx, turn)
		})
		if err != nil || !acted {
			return err
		}
	}
	return nil
}

// Listens are the stored names of the facts upon which any rule in force acts.
func (d *Desk) Listens() map[string]bool { return automate.Listens(d.Definition()) }

// React lets the rules act upon a fact of a ticket, in the transaction in which a follower has read it. That a rule has acted
// stands in the ticket's history, so the same fact again changes nothing.
func (d *Desk) React(ctx context.Context, tx *sqldb.Tx, id, fact int64) error {
	for range automate.MaxActs + 1 {
		m, err := d.load(ctx, tx, id, access.System, tx.Now)
		if err != nil {
			return err
		}
		clocks, err := m.clocks()
		if err != nil {
			return err
		}
		i := slices.IndexFunc(m.entries, func(en ticket.Entry) bool { return en.Seq == fact })
		turn, ok := automate.Upon(m.book.at(m.now).Definition, m.state(ticket.TimingOf(clocks, m.entries)), i, m.now)
		if !ok {
			return nil
		}
		events, err := m.act(ctx, tx, turn)
		if err != nil {
			return err
		}
		if _, err := d.save(ctx, tx, m, events); err != nil {
			return err
		}
	}
	return nil
}

// act does what a rule says, one thing after the other, and begins with the fact that says which rule did what and why. What a
// person could not do either is not done: it stands there with the reason, and the lead is told.
func (m moment) act(ctx context.Context, tx *sqldb.Tx, turn automate.Turn) ([]ticket.Event, error) {
	applied := turn.Applied(m.book.at(m.now).version)
	paused, err := store.RulePaused(ctx, tx, turn.Rule.ID)
	if err != nil {
		return nil, err
	}
	if paused && applied.Held == "" {
		applied.Held = ticket.HeldPaused
	}
	var events []ticket.Event
	failed := applied.Held == ticket.HeldLoop || applied.Held == ticket.HeldMany
	version := m.ticket.Version
	m.entries = slices.Clip(m.entries)
	for _, deed := range turn.Rule.Then {
		if applied.Held != "" {
			break
		}
		done, act, err := m.ruled(ctx, tx, turn.Rule, deed)
		if err != nil {
			if fault.KindOf(err) == fault.Internal {
				return nil, err
			}
			act.Failed, act.Why, done = true, err.Error(), nil
		}
		fresh := m.stamp(done)
		m.ticket, m.entries = ticket.Apply(m.ticket, fresh...), append(m.entries, fresh...)
		events, applied.Acts, failed = append(events, done...), append(applied.Acts, act), failed || act.Failed
	}
	if applied.Held == ticket.HeldPaused {
		return []ticket.Event{applied}, nil
	}
	return append([]ticket.Event{applied}, events...), store.CountRule(ctx, tx, turn.Rule.ID, m.ticket.ID, version+1, failed)
}

// already is why a rule had nothing to do: it was so before.
const already = "already"

// ruled does one thing that a rule says.
func (m moment) ruled(ctx context.Context, tx *sqldb.Tx, rule definition.Automation, deed definition.Deed) ([]ticket.Event, ticket.RuleAct, error) {
	t, act := m.ticket, ticket.RuleAct{Do: deed.Do, To: deed.To}
	nothing := func() ([]ticket.Event, ticket.RuleAct, error) { act.Why = already; return nil, act, nil }
	var events []ticket.Event
	var err error
	switch deed.Do {
	case definition.DoRoute:
		if t.Team == deed.To {
			return nothing()
		}
		events, err = m.route(deed.To, rule.Name.En)
	case definition.DoAssign:
		return m.assign(ctx, tx, rule, deed)
	case definition.DoNote:
		events, err = ticket.Note(deed.Text)
	case definition.DoImpact, definition.DoUrgency:
		in := Reclassify{Type: t.Type, Impact: t.Impact, Urgency: t.Urgency, Why: rule.Name.En}
		if deed.Do == definition.DoImpact {
			in.Impact = deed.To
		} else {
			in.Urgency = deed.To
		}
		events, err = m.classify(in)
	case definition.DoReview:
		if !t.Review.Due.IsZero() {
			return nothing()
		}
		var in ticket.Reviewing
		if in, err = m.reviewing(ctx, tx); err == nil {
			events, err = ticket.AskReview(t, in, deed.Text, m.now)
		}
	case definition.DoEscalate:
		var ladder []ticket.Rung
		if ladder, err = m.ladder(ctx, tx); err == nil {
			events, err = ticket.Escalate(t, ladder, ticket.Plea{Reason: deed.Text, By: ticket.ByAnalyst}, m.now)
		}
	case definition.DoUnassign:
		if t.Assignee == 0 {
			return nothing()
		}
		act.Person = t.Assignee
		events, err = ticket.Unassign(t, deed.Text)
	}
	return events, act, err
}

// assign finds whom a rule assigns a ticket to (ASKS 18). A rule upon an event gives a team nothing while it is closed.
func (m moment) assign(ctx context.Context, tx *sqldb.Tx, rule definition.Automation, deed definition.Deed) ([]ticket.Event, ticket.RuleAct, error) {
	t, act := m.ticket, ticket.RuleAct{Do: deed.Do, To: deed.To}
	if t.Assignee != 0 {
		act.Why = automate.AlreadyTaken
		return nil, act, nil
	}
	if !rule.Timed() && m.closed(t.Team) {
		act.Failed, act.Why = true, automate.TeamClosed
		return nil, act, nil
	}
	mates, err := m.candidates(ctx, tx, deed.Skill)
	if err != nil {
		return nil, act, err
	}
	after, err := store.LastTurn(ctx, tx, t.Team)
	if err != nil {
		return nil, act, err
	}
	act.Person, act.Why = automate.Choose(deed.To, mates, after, automate.LetLie(m.entries))
	if act.Person == 0 {
		act.Failed = true
		return nil, act, nil
	}
	if err := store.SetTurn(ctx, tx, t.Team, act.Person); err != nil {
		return nil, act, err
	}
	events, err := ticket.Assign(t, act.Person)
	return events, act, err
}

func (m moment) closed(team string) bool {
	def := m.book.at(m.now)
	of, _ := def.Team(team)
	c := def.Calendar(of.Hours)
	if c == nil {
		return false
	}
	open, err := c.Open(m.now)
	return err == nil && !open
}

// candidates are who may be given a ticket: who works in its team, and does not ask for it themselves.
func (m moment) candidates(ctx context.Context, q sqldb.Q, skill string) ([]automate.Candidate, error) {
	t := m.ticket
	if skill == "" {
		skill = t.Request.Service
	}
	mates, err := store.Mates(ctx, q, t.Team, skill)
	if err != nil {
		return nil, err
	}
	var out []automate.Candidate
	for _, p := range mates {
		if p.Role.Staff() && !slices.Contains([]people.ID{t.Request.Requester, t.Request.Customer}, p.ID) {
			out = append(out, automate.Candidate{Person: p.ID, Away: !p.Away.IsZero(), Load: p.Load, Skill: p.Level})
		}
	}
	return out, nil
}
