package store

import (
	"context"
	"fmt"

	"switchboard/internal/sqldb"
)

// DueReviews are the open tickets that somebody has to look at, at most limit, the next due first.
func DueReviews(ctx context.Context, q sqldb.Q, limit int) ([]int64, error) {
	ids, err := sqldb.All(ctx, q, sqldb.Value[int64], `
		SELECT id FROM ticket WHERE open AND review_at IS NOT NULL ORDER BY due_at, id LIMIT $1`, limit)
	if err != nil {
		return nil, fmt.Errorf("store: reviews that are due: %w", err)
	}
	return ids, nil
}
