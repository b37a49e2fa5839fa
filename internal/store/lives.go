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
	return eachLife(ctx, q, see, `t.received_at >= $1 AND t.received_at < $2 ORDER BY t.received_at, t.id, f.seq LIMIT $3`,
		from.UnixMilli(), until.UnixMilli(), maxLifeFacts)
}

// maxLate is how long after its arrival a ticket is opened at the latest that counts when it is opened: mail waits to be read.
const maxLate = 31 * 24 * time.Hour

// EachLifeOf tells the history of each ticket of an agency that is no task and on which something may have been written down in a
// period that is counted: it was opened, took time, or was billed.
func EachLifeOf(ctx context.Context, q sqldb.Q, agency string, from, until time.Time, see func(id int64, entries []ticket.Entry)) error {
	noted := func(kind string) string {
		return ` UNION SELECT x.id FROM ticket x JOIN fact n ON n.ticket_id = x.id AND n.kind = '` + kind + `'
			WHERE x.agency = $1 AND n.recorded >= $3 AND n.recorded < $4`
	}
	return eachLife(ctx, q, see, `t.parent IS NULL AND t.id IN (
			SELECT x.id FROM ticket x WHERE x.agency = $1 AND x.received_at >= $2 AND x.received_at < $4`+
		noted("ticket.time_spent")+noted("ticket.charge_posted")+`) ORDER BY t.id, f.seq LIMIT $5`,
		agency, from.Add(-maxLate).UnixMilli(), from.UnixMilli(), until.UnixMilli(), maxLifeFacts)
}

func eachLife(ctx context.Context, q sqldb.Q, see func(id int64, entries []ticket.Entry), which string, params ...any) error {
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
		WHERE `+which, params...)
	if err != nil {
		return fmt.Errorf("store: lives: %w", err)
	}
	if len(life) > 0 {
		see(id, life)
	}
	return nil
}
