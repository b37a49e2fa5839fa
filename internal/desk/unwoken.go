package desk

import (
	"context"
	"encoding/json"

	"switchboard/internal/core/access"
	"switchboard/internal/core/ticket"
	"switchboard/internal/job"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// NoteUnwoken writes onto a ticket that somebody was not woken, once: the job that asks for it ends in the same transaction.
func (d *Desk) NoteUnwoken(ctx context.Context, who access.Actor, j *job.Job) error {
	if err := access.May(who, access.ReceiveMail); err != nil {
		return err
	}
	var u store.Unwoken
	if err := json.Unmarshal([]byte(j.Body), &u); err != nil {
		return job.Stop(err)
	}
	return d.db.Write(ctx, func(tx *sqldb.Tx) error {
		if err := j.Done(ctx, tx); err != nil {
			return err
		}
		m, err := d.load(ctx, tx, u.Ticket, who, tx.Now)
		if err != nil {
			return err
		}
		_, err = d.save(ctx, tx, m, []ticket.Event{ticket.DeliveryReported{Kind: u.Kind, Of: u.Fact, Person: u.Person,
			Channel: ticket.ByWaking, State: string(LetterSuppressed), Detail: u.Why}})
		return err
	})
}
