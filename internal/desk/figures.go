package desk

import (
	"context"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/figures"
	"switchboard/internal/store"
)

// Arrivals sums up how the tickets of a period came in: the share that missed the front door (CO-01), the median wait
// for a first pair of eyes per channel, and where that order is not the published one (OK-31).
func (d *Desk) Arrivals(ctx context.Context, who access.Actor, from, until time.Time) (figures.Arrivals, []figures.Inversion, error) {
	if err := access.May(who, access.UseConsole); err != nil {
		return figures.Arrivals{}, nil, err
	}
	var t figures.Tally
	if err := store.EachArrival(ctx, d.db.Reader(), from, until, t.Add); err != nil {
		return figures.Arrivals{}, nil, err
	}
	rank := map[string]int{}
	for _, c := range d.Definition().Channels {
		rank[c.ID] = c.Rank
	}
	sum := t.Sum()
	return sum, figures.Inversions(sum, rank), nil
}
