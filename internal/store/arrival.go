package store

import (
	"context"
	"fmt"
	"time"

	"switchboard/internal/core/figures"
	"switchboard/internal/sqldb"
)

// maxArrivals bounds a period that is summed up on the spot.
const maxArrivals = 500_000

// EachArrival tells how each ticket of a period came in, up to maxArrivals of them, and when a person first read it.
func EachArrival(ctx context.Context, q sqldb.Q, from, until time.Time, see func(figures.Arrival)) error {
	err := q.Each(ctx, func(r sqldb.Row) error {
		var a figures.Arrival
		var received, read int64
		if err := r.Scan(&a.Channel, &a.Direct, &received, &read); err != nil {
			return err
		}
		a.Touched, a.Waited = read != 0, time.Duration(max(read-received, 0))*time.Millisecond
		see(a)
		return nil
	}, `SELECT t.channel, t.direct, t.received_at,
			coalesce((SELECT min(f.at) FROM fact f WHERE f.ticket_id = t.id AND f.kind = 'ticket.read'), 0)
		FROM ticket t WHERE t.parent IS NULL AND t.received_at >= $1 AND t.received_at < $2 ORDER BY t.received_at, t.id LIMIT $3`,
		from.UnixMilli(), until.UnixMilli(), maxArrivals)
	if err != nil {
		return fmt.Errorf("store: arrivals: %w", err)
	}
	return nil
}
