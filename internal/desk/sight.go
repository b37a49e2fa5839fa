package desk

import (
	"context"
	"fmt"

	"switchboard/internal/core/access"
	"switchboard/internal/core/filter"
	"switchboard/internal/store"
)

// everybody is the sight of those who know of no sealed ticket.
const everybody = "all"

// FilterOf is what somebody looks for, the terms of the view included. Errors: as Find.
func (d *Desk) FilterOf(ctx context.Context, who access.Actor, in Looking) (filter.Filter, error) {
	if err := access.May(who, access.ViewTicket); err != nil {
		return filter.Filter{}, err
	}
	return d.filterOf(ctx, who, in)
}

// Sight names what somebody sees in a list of these tickets at this moment: two people with the same sight of the same filter see
// the same tickets, so that one answer may serve both. It is decided anew each time somebody looks.
func (d *Desk) Sight(ctx context.Context, who access.Actor, f filter.Filter) (string, error) {
	if err := access.May(who, access.ViewTicket); err != nil {
		return "", err
	}
	own := fmt.Sprint("person/", who.ID)
	if f.Personal() {
		return own, nil
	}
	scope := access.ScopeOf(who)
	if !scope.All {
		return own, nil
	}
	knows, err := store.KnowsSealed(ctx, d.db.Reader(), scope)
	if err != nil || knows {
		return own, err
	}
	return everybody, nil
}

// Knows are those of some tickets that somebody may know of, for a page that is to be told when one of them changes. What is
// sealed and what there is not are alike missing.
func (d *Desk) Knows(ctx context.Context, who access.Actor, ids []int64) ([]int64, error) {
	if err := access.May(who, access.ViewTicket); err != nil || len(ids) == 0 {
		return nil, err
	}
	scope := access.ScopeOf(who)
	return store.Seen(ctx, d.db.Reader(), scope, ids)
}
