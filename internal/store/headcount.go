package store

import (
	"context"
	"fmt"
	"time"

	"switchboard/internal/core/billing"
	"switchboard/internal/core/people"
	"switchboard/internal/sqldb"
)

// Headcounts are how many people work at each agency, by key, as it was last written down before an instant (CO-05). What is written
// down from then on changes nothing in it.
func Headcounts(ctx context.Context, q sqldb.Q, before time.Time) ([]billing.Headcount, error) {
	return sqldb.All(ctx, q, func(r sqldb.Row) (billing.Headcount, error) {
		var h billing.Headcount
		var at int64
		err := r.Scan(&h.Agency, &at, &h.FTE)
		if at > 0 {
			h.Since = time.UnixMilli(at).UTC()
		}
		return h, err
	}, `SELECT h.agency, h.at, h.fte FROM headcount h
		WHERE h.at < $1 AND NOT EXISTS (SELECT 1 FROM headcount l WHERE l.agency = h.agency AND l.at > h.at AND l.at < $1)
		ORDER BY h.agency LIMIT $2`, before.UnixMilli(), maxAgencies)
}

// keepHeadcount writes down how many people work at an agency from now on, where that is not so already.
func keepHeadcount(ctx context.Context, tx *sqldb.Tx, agency string, n people.FTE) error {
	_, err := tx.Exec(ctx, `INSERT INTO headcount (agency, at, fte)
		SELECT CAST($1 AS TEXT), CAST($2 AS BIGINT), CAST($3 AS BIGINT)
		WHERE coalesce((SELECT h.fte FROM headcount h WHERE h.agency = $1 ORDER BY h.at DESC LIMIT 1), 0) <> $3
		ON CONFLICT (agency, at) DO UPDATE SET fte = excluded.fte`, agency, tx.Now.UnixMilli(), int64(n))
	if err != nil {
		return fmt.Errorf("store: headcount of agency %s: %w", agency, err)
	}
	return nil
}
