package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/eventlog"
	"switchboard/internal/sqldb"
)

// The kinds of the facts of pauses; they are of no ticket.
const (
	rulePausedFact  = "rule.paused"
	ruleResumedFact = "rule.resumed"
)

// ruleDays is how far back a rule's acts are counted, in days.
const ruleDays = 30

// RuleCount is how often a rule acted in the last thirty days.
type RuleCount struct {
	Rule   string
	Acted  int
	Failed int
	Last   time.Time
}

// RulePause is a rule that a manager has paused.
type RulePause struct {
	Rule  string
	Since time.Time
	By    people.ID
}

func dayOf(at time.Time) int64 { return at.Unix() / (24 * 60 * 60) }

// RuleAct is where a rule acted: which entry of the ticket says so, counted from 1.
type RuleAct struct {
	Ticket  int64
	Subject string
	Entry   int64
	At      time.Time
}

// CountRule counts one act of a rule, and remembers where it was.
func CountRule(ctx context.Context, tx *sqldb.Tx, rule string, ticket, entry int64, failed bool) error {
	wrong := 0
	if failed {
		wrong = 1
	}
	_, err := tx.Exec(ctx, `INSERT INTO rule_day (rule, day, acted, failed, last_at) VALUES ($1, $2, 1, $3, $4)
		ON CONFLICT (rule, day) DO UPDATE SET acted = rule_day.acted + 1, failed = rule_day.failed + excluded.failed, last_at = excluded.last_at`,
		rule, dayOf(tx.Now), wrong, sqldb.At(tx.Now))
	if err != nil {
		return fmt.Errorf("store: count rule %s: %w", rule, err)
	}
	_, err = tx.Exec(ctx, `INSERT INTO rule_act (rule, ticket_id, entry, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (rule, ticket_id) DO UPDATE SET entry = excluded.entry, at = excluded.at`, rule, ticket, entry, sqldb.At(tx.Now))
	if err != nil {
		return fmt.Errorf("store: where rule %s acted: %w", rule, err)
	}
	return nil
}

// RuleActs are the tickets on which a rule acted last and of which somebody of the desk may know, the last first.
func RuleActs(ctx context.Context, q sqldb.Q, who access.Actor, rule string, limit int) ([]RuleAct, error) {
	where, params := knownTo(who)
	params = append(params, rule, limit)
	return sqldb.All(ctx, q, func(r sqldb.Row) (a RuleAct, err error) {
		err = r.Scan(&a.Ticket, &a.Subject, &a.Entry, sqldb.Into(&a.At))
		return a, err
	}, fmt.Sprintf(`SELECT t.id, t.subject, a.entry, a.at FROM rule_act a JOIN ticket t ON t.id = a.ticket_id
		WHERE a.rule = $%d AND %s ORDER BY a.at DESC, a.ticket_id DESC LIMIT $%d`, len(params)-1, where, len(params)), params...)
}

// RuleCounts are the kept counts of all rules that acted in the last thirty days.
func RuleCounts(ctx context.Context, q sqldb.Q, now time.Time) (map[string]RuleCount, error) {
	all, err := sqldb.All(ctx, q, func(r sqldb.Row) (c RuleCount, err error) {
		err = r.Scan(&c.Rule, &c.Acted, &c.Failed, sqldb.Into(&c.Last))
		return c, err
	}, `SELECT rule, sum(acted), sum(failed), max(last_at) FROM rule_day WHERE day > $1 GROUP BY rule ORDER BY rule LIMIT 1000`, dayOf(now)-ruleDays)
	out := make(map[string]RuleCount, len(all))
	for _, c := range all {
		out[c.Rule] = c
	}
	return out, err
}

// RulePauses are the rules that are paused.
func RulePauses(ctx context.Context, q sqldb.Q) (map[string]RulePause, error) {
	all, err := sqldb.All(ctx, q, func(r sqldb.Row) (p RulePause, err error) {
		err = r.Scan(&p.Rule, sqldb.Into(&p.Since), &p.By)
		return p, err
	}, `SELECT rule, since, paused_by FROM rule_pause ORDER BY rule LIMIT 1000`)
	out := make(map[string]RulePause, len(all))
	for _, p := range all {
		out[p.Rule] = p
	}
	return out, err
}

// RulePaused reports whether a rule is paused.
func RulePaused(ctx context.Context, q sqldb.Q, rule string) (bool, error) {
	n, err := sqldb.One(ctx, q, sqldb.Value[int], `SELECT count(*) FROM rule_pause WHERE rule = $1`, rule)
	return n > 0, err
}

// PauseRule pauses a rule, or lets it act again; what changed nothing is no fact.
func PauseRule(ctx context.Context, tx *sqldb.Tx, rule, why string, by people.ID, pause bool) error {
	text, params, kind := `DELETE FROM rule_pause WHERE rule = $1`, []any{rule}, ruleResumedFact
	if pause {
		text, kind = `INSERT INTO rule_pause (rule, since, paused_by) VALUES ($1, $2, $3) ON CONFLICT (rule) DO NOTHING`, rulePausedFact
		params = append(params, sqldb.At(tx.Now), int64(by))
	}
	n, err := tx.Exec(ctx, text, params...)
	if err != nil || n == 0 {
		return err
	}
	body, err := json.Marshal(map[string]string{"rule": rule, "why": why})
	if err != nil {
		return err
	}
	return eventlog.Append(ctx, tx, eventlog.Fact{Kind: kind, Actor: int64(by), Body: string(body)})
}
