package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"switchboard/internal/core/figures"
	"switchboard/internal/core/ticket"
	"switchboard/internal/sqldb"
)

// Used is whose tickets are summed up: those of an agency that are no tasks; the sealed ones only where they are asked for.
type Used struct {
	Agency string
	Major  string // the class of major incidents; empty where the desk has none
	Sealed bool
}

// maxSpent bounds how many entries of recorded time of one month are summed up on the spot.
const maxSpent = 200_000

// UsageIn sums up what an agency used in a month, from one instant up to another, by service: from the rows of its tickets, and
// from what was recorded on them. It reads no history.
func UsageIn(ctx context.Context, q sqldb.Q, u Used, from, until time.Time) ([]figures.Use, error) {
	all, err := sqldb.All(ctx, q, func(r sqldb.Row) (figures.Use, error) {
		out := figures.Use{Month: from}
		return out, r.Scan(&out.Service, &out.Tickets, &out.Major)
	}, `SELECT t.service, count(*), count(CASE WHEN t.class = $5 AND t.class <> '' THEN 1 END)
		FROM ticket t WHERE `+usedTickets+` GROUP BY t.service ORDER BY t.service`, append(u.params(from, until), u.Major)...)
	if err != nil {
		return nil, fmt.Errorf("store: usage of %s: %w", u.Agency, err)
	}
	at := map[string]*figures.Use{}
	for i := range all {
		at[all[i].Service] = &all[i]
	}
	err = q.Each(ctx, func(r sqldb.Row) error {
		var service, body string
		var spent ticket.TimeSpent
		if err := r.Scan(&service, &body); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(body), &spent); err != nil {
			return err
		}
		if use := at[service]; use != nil { // a ticket that came between the two questions is counted the next time
			use.Minutes += spent.Minutes
		}
		return nil
	}, `SELECT t.service, f.body FROM ticket t JOIN fact f ON f.ticket_id = t.id AND f.kind = 'ticket.time_spent'
		WHERE `+usedTickets+` LIMIT $5`, append(u.params(from, until), maxSpent)...)
	if err != nil {
		return nil, fmt.Errorf("store: time spent for %s: %w", u.Agency, err)
	}
	return all, nil
}

const usedTickets = `t.agency = $1 AND t.received_at >= $2 AND t.received_at < $3 AND t.parent IS NULL AND (NOT t.sealed OR $4)`

func (u Used) params(from, until time.Time) []any {
	return []any{u.Agency, from.UnixMilli(), until.UnixMilli(), u.Sealed}
}
