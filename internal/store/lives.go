package store

import (
	"context"
	"fmt"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/sqldb"
)

// maxLifeFacts bounds what is read for figures that are summed up on the spot.
const maxLifeFacts = 2_000_000

// EachLife tells the history of each ticket that was received in a period, one after the other. Sealed tickets are among
// them: whoever reads this counts, and names none.
func EachLife(ctx context.Context, q sqldb.Q, from, until time.Time, see func(id int64, entries []ticket.Entry)) error {
	var id int64
	var life []ticket.Entry
	err := q.Each(ctx, func(r sqldb.Row) error {
		var of, actor int64
		var en ticket.Entry
		var kind, body string
		err := r.Scan(&of, &en.Seq, sqldb.Into(&en.At), sqldb.Into(&en.Recorded), &kind, &actor, &body)
		if err != nil {
			return err
		}
		if en.Event, err = ticket.Decode(kind, []byte(body)); err != nil {
			return fmt.Errorf("store: fact %d: %w", en.Seq, err)
		}
		if of != id && len(life) > 0 {
			see(id, life)
			life = nil
		}
		en.By, id = people.ID(actor), of
		life = append(life, en)
		return nil
	}, `SELECT t.id, f.seq, f.at, f.recorded, f.kind, coalesce(f.actor, 0), f.body FROM ticket t JOIN fact f ON f.ticket_id = t.id
		WHERE t.received_at >= $1 AND t.received_at < $2 ORDER BY t.received_at, t.id, f.seq LIMIT $3`, from.UnixMilli(), until.UnixMilli(), maxLifeFacts)
	if err != nil {
		return fmt.Errorf("store: lives: %w", err)
	}
	if len(life) > 0 {
		see(id, life)
	}
	return nil
}
