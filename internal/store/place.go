package store

import (
	"context"
	"fmt"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/sqldb"
)

// Place is where a ticket lies now: with which team, with whom, and whether it is open.
type Place struct {
	ID       int64
	Team     string
	Assignee people.ID
	Open     bool
}

// Places tells where tickets lie; at least one and at most some hundreds of numbers.
func Places(ctx context.Context, q sqldb.Q, ids []int64) ([]Place, error) {
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	all, err := sqldb.All(ctx, q, func(r sqldb.Row) (p Place, err error) {
		return p, r.Scan(&p.ID, &p.Team, &p.Assignee, &p.Open)
	}, `SELECT id, team, coalesce(assignee, 0), open FROM ticket WHERE id IN `+sqldb.In(1, len(ids))+` ORDER BY id`, args...)
	if err != nil {
		return nil, fmt.Errorf("store: places of %d tickets: %w", len(ids), err)
	}
	return all, nil
}

// KnowsSealed reports whether there is any sealed ticket that the scope may show. Each arm is answered by an index.
func KnowsSealed(ctx context.Context, q sqldb.Q, s access.Scope) (bool, error) {
	if s.Sealed {
		return true, nil
	}
	me := int64(s.Only)
	arms := []cond{equals("requester", me), equals("customer", me)}
	for _, team := range s.Teams {
		arms = append(arms, equals("team", team))
	}
	if len(s.Also) > 0 {
		arms = append(arms, oneOf(s.Also))
	}
	var a args
	each := make([]string, len(arms))
	for i, arm := range arms {
		each[i] = "(SELECT count(*) FROM (SELECT 1 FROM ticket t WHERE t.sealed AND " + arm.sql(&a) + " LIMIT 1) AS known)"
	}
	n, err := numbers(ctx, q, each, a)
	if err != nil {
		return false, fmt.Errorf("store: what is sealed and known: %w", err)
	}
	for _, known := range n {
		if known > 0 {
			return true, nil
		}
	}
	return false, nil
}

// Seen are those of some tickets that a scope shows, in the order of their numbers; at most some hundreds.
func Seen(ctx context.Context, q sqldb.Q, s access.Scope, ids []int64) ([]int64, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var a args
	where := oneOf(ids)
	if !s.Sealed {
		where = where.and(scoped(s))
	}
	seen, err := sqldb.All(ctx, q, sqldb.Value[int64], `SELECT t.id FROM ticket t WHERE `+where.sql(&a)+` ORDER BY t.id`, a...)
	if err != nil {
		return nil, fmt.Errorf("store: which of %d tickets are seen: %w", len(ids), err)
	}
	return seen, nil
}
