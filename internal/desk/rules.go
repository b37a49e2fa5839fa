package desk

import (
	"context"
	"strings"
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

// RuleSheet is a rule of the definition in force with what it did in the last thirty days.
type RuleSheet struct {
	definition.Automation
	store.RuleCount
	Paused time.Time // since when; zero while it acts
	By     people.Person
}

// Rules lists what the desk does by itself, in the order in which it does. Errors: Forbidden.
func (d *Desk) Rules(ctx context.Context, who access.Actor) ([]RuleSheet, error) {
	if err := access.May(who, access.SeeRules); err != nil {
		return nil, err
	}
	var out []RuleSheet
	err := d.db.Read(ctx, func(q sqldb.Q) error {
		counts, err := store.RuleCounts(ctx, q, d.Now())
		if err != nil {
			return err
		}
		pauses, err := store.RulePauses(ctx, q)
		if err != nil {
			return err
		}
		var by []people.ID
		for _, p := range pauses {
			by = append(by, p.By)
		}
		names, err := store.People(ctx, q, by)
		for _, a := range d.Definition().Rules {
			p := pauses[a.ID]
			out = append(out, RuleSheet{Automation: a, RuleCount: counts[a.ID], Paused: p.Since, By: names[p.By]})
		}
		return err
	})
	return out, err
}

// RuleAct is a ticket on which a rule acted.
type RuleAct = store.RuleAct

// maxRuleActs bounds the tickets that are shown of those on which a rule acted.
const maxRuleActs = 50

// RuleActs are the tickets on which a rule acted last, of those that the actor may know of, the last first. Errors: Forbidden,
// NotFound.
func (d *Desk) RuleActs(ctx context.Context, who access.Actor, rule string) (a definition.Automation, acts []RuleAct, err error) {
	if err := access.May(who, access.SeeRules); err != nil {
		return a, nil, err
	}
	a, ok := d.Definition().Rule(rule)
	if !ok {
		return a, nil, noSuchRule(rule)
	}
	acts, err = store.RuleActs(ctx, d.db.Reader(), who, rule, maxRuleActs)
	return a, acts, err
}

func noSuchRule(rule string) error {
	return fault.New(fault.NotFound, "this desk has no rule %q", sqldb.Clip(rule, ticket.MaxLine))
}

// PauseRule keeps a rule from acting, or lets it act again, with the reason. What falls due meanwhile is not made up for; each
// ticket that it concerns says so. Errors: Forbidden, Invalid, NotFound.
func (d *Desk) PauseRule(ctx context.Context, who access.Actor, rule, why string, pause bool) error {
	if err := access.May(who, access.PauseRule); err != nil {
		return err
	}
	if _, ok := d.Definition().Rule(rule); !ok {
		return noSuchRule(rule)
	}
	if why = strings.TrimSpace(why); why == "" || len(why) > ticket.MaxLine || !ticket.Plain(why) {
		return fault.Field("why", "say why, in %d characters at most", ticket.MaxLine)
	}
	return d.act(ctx, who, func(tx *sqldb.Tx) error { return store.PauseRule(ctx, tx, rule, why, who.ID, pause) })
}

// Bounds of a dry run.
const (
	maxTry     = 10_000 // tickets
	maxSamples = 50     // acts that are shown of all
)

// Try is a question what rules would have done: Rules is a definition, that in force where it is nil; Rule one of its rules,
// all where it is empty; Filter the tickets; Since the first instant at which an act counts.
type Try struct {
	Rules  *definition.Definition
	Rule   string
	Filter string
	Since  time.Time
	Limit  int // tickets, maxTry at most and where it is zero
}

// Tried is the answer. It has changed nothing.
type Tried struct {
	Tickets int  // that were looked at
	More    bool // there are more than could be
	Counts  []TriedRule
	Samples []Sample // the newest tickets first
}

// TriedRule is what one rule would have done.
type TriedRule struct {
	Rule          definition.Automation
	Acts, Tickets int
}

// Sample is one act that would have been.
type Sample struct {
	Row
	automate.Would
}

// TryRules asks of tickets of the past, which the actor may see, what rules would have done. It reads page by page and stops
// when ctx ends; progress, where it is given, hears how many were looked at. Errors: Forbidden, Invalid.
func (d *Desk) TryRules(ctx context.Context, who access.Actor, in Try, progress func(done int)) (Tried, error) {
	var out Tried
	if err := access.May(who, access.TryRules); err != nil {
		return out, err
	}
	def, index := in.Rules, map[string]int{}
	if def == nil {
		def = d.Definition()
	}
	for _, a := range def.Rules {
		if in.Rule == "" || a.ID == in.Rule {
			index[a.ID] = len(out.Counts)
			out.Counts = append(out.Counts, TriedRule{Rule: a})
		}
	}
	if len(out.Counts) == 0 {
		return out, fault.Field("rule", "there is no such rule")
	}
	if in.Limit < 1 || in.Limit > maxTry {
		in.Limit = maxTry
	}
	page := Page{Limit: MaxPage}
	for {
		page.Limit = min(MaxPage, in.Limit-out.Tickets)
		list, err := d.Find(ctx, who, Looking{Filter: in.Filter}, page)
		if err != nil {
			return out, err
		}
		for _, row := range list.Rows {
			life, err := store.History(ctx, d.db.Reader(), row.ID)
			if err != nil {
				return out, err
			}
			out.take(row, automate.Dry(def, row.ID, life, d.Now()), index, in.Since)
		}
		out.More = list.Next.Set || list.More
		if progress != nil {
			progress(out.Tickets)
		}
		if page.After = list.Next; !page.After.Set || out.Tickets >= in.Limit {
			return out, nil
		}
	}
}

// take counts what rules would have done to one ticket.
func (t *Tried) take(row Row, all []automate.Would, index map[string]int, since time.Time) {
	t.Tickets++
	touched := map[int]bool{}
	for _, w := range all {
		i, asked := index[w.Rule]
		if !asked || w.At.Before(since) {
			continue
		}
		if t.Counts[i].Acts++; !touched[i] {
			touched[i] = true
			t.Counts[i].Tickets++
		}
		if len(t.Samples) < maxSamples {
			t.Samples = append(t.Samples, Sample{row, w})
		}
	}
}
