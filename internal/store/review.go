package store

import (
	"context"
	"fmt"
	"time"

	"switchboard/internal/sqldb"
)

// Reviews is how the open tickets stand that somebody has to look at.
type Reviews struct {
	Due   int       // waiting for a look, up to the limit that was asked for
	Never int       // of these, never looked at before
	Since time.Time // since when the longest of them waits; zero where none does
}

// DueReviews sums up the open tickets that somebody has to look at, at most limit, the next due first.
func DueReviews(ctx context.Context, q sqldb.Q, limit int) (Reviews, error) {
	out, err := sqldb.One(ctx, q, func(r sqldb.Row) (out Reviews, err error) {
		err = r.Scan(&out.Due, &out.Never, sqldb.Into(&out.Since))
		return out, err
	}, `SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (
			SELECT 1 FROM fact f WHERE f.ticket_id = waiting.id AND f.kind = 'ticket.reviewed')), min(waiting.review_at)
		FROM (SELECT id, review_at FROM ticket WHERE open AND review_at IS NOT NULL ORDER BY due_at, id LIMIT $1) AS waiting`, limit)
	if err != nil {
		return out, fmt.Errorf("store: reviews that are due: %w", err)
	}
	return out, nil
}
