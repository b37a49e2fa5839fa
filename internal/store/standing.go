package store

import (
	"context"
	"fmt"
	"strconv"

	"switchboard/internal/sqldb"
)

// UnparkJob is the kind of the job that has a follower apply a fact which was put aside for it; its body is the fact's number
// and the follower's name.
const UnparkJob = "fact.again"

// ticketOfJob is how the ticket is found which a job is about, by the number or id that is its body.
var ticketOfJob = map[string]string{
	SendMailJob:     `SELECT coalesce(ticket_id, 0) FROM letter WHERE id = $1`,
	ReadMailJob:     `SELECT coalesce(ticket_id, 0) FROM mail WHERE id = $1`,
	SendPushJob:     `SELECT coalesce(ticket_id, 0) FROM push WHERE id = $1`,
	ReadFileJob:     `SELECT ticket_id FROM file WHERE id = $1`,
	PublishReplyJob: `SELECT ticket_id FROM waiting_reply WHERE id = $1`,
}

// TicketOfJob is the ticket that a job is about; zero where it is about none.
func TicketOfJob(ctx context.Context, q sqldb.Q, kind, body string) (int64, error) {
	text, ok := ticketOfJob[kind]
	if !ok {
		return 0, nil
	}
	var of any = body
	if kind != ReadFileJob && kind != PublishReplyJob {
		number, err := strconv.ParseInt(body, 10, 64)
		if err != nil {
			return 0, nil // it failed by this
		}
		of = number
	}
	found, err := sqldb.All(ctx, q, sqldb.Value[int64], text, of)
	if err != nil {
		return 0, fmt.Errorf("store: ticket of job %s %s: %w", kind, body, err)
	}
	if len(found) == 0 {
		return 0, nil
	}
	return found[0], nil
}
