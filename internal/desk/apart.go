package desk

import (
	"context"

	"switchboard/internal/core/access"
	"switchboard/internal/core/figures"
	"switchboard/internal/store"
)

// Apart counts what is reported apart from the rest in the last figures.UsageMonths months, this one among them: per agency and
// month how many tickets were asked at short notice (ME-56) and how many deviated from the standard (ME-31), and how often the
// promise to finish them was kept all the same. It is for those who compare agencies.
func (d *Desk) Apart(ctx context.Context, who access.Actor) ([]figures.Apart, error) {
	if err := access.May(who, access.SeeUsage); err != nil {
		return nil, err
	}
	now := d.Now()
	return store.ApartIn(ctx, d.db.Reader(), figures.Months(now, d.Definition().Zone(), figures.UsageMonths), now)
}
