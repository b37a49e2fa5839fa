package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"switchboard/internal/core/notice"
	"switchboard/internal/core/people"
	"switchboard/internal/job"
	"switchboard/internal/sqldb"
)

// maxWoken bounds the wakings that are read of one person: more than their bounds let any night have.
const maxWoken = 500

// WokenSince are the wakings of a person since an instant, the last first. Customer is who opened the ticket for themselves.
func WokenSince(ctx context.Context, q sqldb.Q, person people.ID, since time.Time) ([]notice.Woken, error) {
	all, err := sqldb.All(ctx, q, func(r sqldb.Row) (w notice.Woken, err error) {
		var requester, customer, by people.ID
		err = r.Scan(&w.Ticket, sqldb.Into(&w.At), &requester, &customer, &by)
		w.Customer = notice.AskedBy(by, requester, customer)
		return w, err
	}, `SELECT b.ticket_id, b.at, t.requester, coalesce(t.customer, 0),
			coalesce((SELECT f.actor FROM fact f WHERE f.ticket_id = b.ticket_id ORDER BY f.seq LIMIT 1), 0)
		FROM bell b JOIN ticket t ON t.id = b.ticket_id
		WHERE b.person_id = $1 AND b.at > $2 AND b.insists ORDER BY b.id DESC LIMIT $3`, int64(person), sqldb.At(since), maxWoken)
	if err != nil {
		return nil, fmt.Errorf("store: wakings of %d: %w", person, err)
	}
	return all, nil
}

// UnwokenJob is the kind of the job that writes onto a ticket that somebody was not woken; its body is an Unwoken.
const UnwokenJob = "waking.held"

// Unwoken is that a person was told of a fact in no way that wakes, and why.
type Unwoken struct {
	Ticket int64     `json:"ticket"`
	Fact   int64     `json:"fact"`
	Kind   string    `json:"kind"`
	Person people.ID `json:"person"`
	Why    string    `json:"why"`
}

// NoteUnwoken has it written onto the ticket.
func NoteUnwoken(ctx context.Context, tx *sqldb.Tx, u Unwoken) error {
	body, err := json.Marshal(u)
	if err != nil {
		return err
	}
	return job.Enqueue(ctx, tx, job.Job{Kind: UnwokenJob, Key: fmt.Sprintf("%d.%d.%s", u.Fact, u.Person, u.Kind), Body: string(body)})
}
