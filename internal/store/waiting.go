package store

import (
	"context"
	"fmt"
	"time"

	"switchboard/internal/core/compose"
	"switchboard/internal/core/people"
	"switchboard/internal/job"
	"switchboard/internal/sqldb"
)

// PublishReplyJob is the kind of the job that publishes a reply when its time to be taken back is over; its body is the
// reply's id.
const PublishReplyJob = "reply.publish"

// WaitingReply is a reply that was accepted and can still be taken back.
type WaitingReply struct {
	ID      string // at random
	Person  people.ID
	Ticket  int64
	Body    string
	Seen    int64 // the version of the ticket that it was written over
	Article int64 // used in it; 0: none
	State   compose.State
	Why     string
	Due     time.Time
	Written time.Time
}

const waitingColumns = `id, person_id, ticket_id, body, seen, article, state, why, due_at, written_at`

func scanWaiting(r sqldb.Row) (WaitingReply, error) {
	var w WaitingReply
	err := r.Scan(&w.ID, &w.Person, &w.Ticket, &w.Body, &w.Seen, &w.Article, &w.State, &w.Why, sqldb.Into(&w.Due), sqldb.Into(&w.Written))
	return w, err
}

// WaitingReplyByID reads a reply that waits. Errors: NotFound.
func WaitingReplyByID(ctx context.Context, q sqldb.Q, id string) (WaitingReply, error) {
	w, err := sqldb.One(ctx, q, scanWaiting, `SELECT `+waitingColumns+` FROM waiting_reply WHERE id = $1`, id)
	return w, sqldb.Missing(err, "this reply has gone out, or was taken back")
}

// WaitingRepliesOn are the replies that wait on a ticket, at most one of each person.
func WaitingRepliesOn(ctx context.Context, q sqldb.Q, ticket int64) ([]WaitingReply, error) {
	return sqldb.All(ctx, q, scanWaiting, `SELECT `+waitingColumns+` FROM waiting_reply WHERE ticket_id = $1 ORDER BY person_id LIMIT 50`, ticket)
}

// WaitingRepliesOf are the replies of a person that wait.
func WaitingRepliesOf(ctx context.Context, q sqldb.Q, who people.ID) ([]WaitingReply, error) {
	return sqldb.All(ctx, q, scanWaiting, `SELECT `+waitingColumns+` FROM waiting_reply WHERE person_id = $1 ORDER BY written_at, id LIMIT 100`, int64(who))
}

// AddWaitingReply writes a reply down, and the job that publishes it.
func AddWaitingReply(ctx context.Context, tx *sqldb.Tx, w WaitingReply) error {
	_, err := tx.Exec(ctx, `INSERT INTO waiting_reply (id, person_id, ticket_id, body, seen, article, state, why, due_at, written_at)
		VALUES ($1, $2, $3, $4, $5, $6, 'waiting', '', $7, $8)`, w.ID, int64(w.Person), w.Ticket, w.Body, w.Seen, w.Article, sqldb.At(w.Due), sqldb.At(tx.Now))
	if err != nil {
		return fmt.Errorf("store: waiting reply on ticket %d: %w", w.Ticket, err)
	}
	return job.Enqueue(ctx, tx, job.Job{Kind: PublishReplyJob, Key: w.ID, Body: w.ID, RunAt: w.Due})
}

// TakeWaitingReply takes a reply away, to publish it or to give it back; taken is false where somebody was quicker.
func TakeWaitingReply(ctx context.Context, tx *sqldb.Tx, id string) (taken bool, err error) {
	n, err := tx.Exec(ctx, `DELETE FROM waiting_reply WHERE id = $1`, id)
	if err != nil || n == 0 {
		return false, err
	}
	return true, job.Cancel(ctx, tx, PublishReplyJob, id)
}

// HoldReply lets a reply wait for its writer.
func HoldReply(ctx context.Context, tx *sqldb.Tx, id string, why string) error {
	_, err := tx.Exec(ctx, `UPDATE waiting_reply SET state = 'held', why = $2 WHERE id = $1`, id, why)
	return err
}

// AddWaitingFiles keeps the files of a reply that waits.
func AddWaitingFiles(ctx context.Context, tx *sqldb.Tx, who people.ID, ticket int64, files []File) error {
	for _, f := range files {
		if f.Bytes == nil {
			f.Bytes = []byte{}
		}
		_, err := tx.Exec(ctx, `INSERT INTO waiting_file (id, person_id, ticket_id, name, type, size, bytes) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			f.ID, int64(who), ticket, f.Name, f.Type, f.Size, f.Bytes)
		if err != nil {
			return fmt.Errorf("store: waiting file on ticket %d: %w", ticket, err)
		}
	}
	return nil
}

// WaitingFiles are the files that wait with a reply of a person, or beside its text since it was taken back; without bytes.
func WaitingFiles(ctx context.Context, q sqldb.Q, who people.ID, ticket int64) ([]File, error) {
	return waitingFiles(ctx, q, who, ticket, `NULL`)
}

func waitingFiles(ctx context.Context, q sqldb.Q, who people.ID, ticket int64, bytes string) ([]File, error) {
	return sqldb.All(ctx, q, func(r sqldb.Row) (File, error) {
		f := File{Ticket: ticket, Public: true}
		return f, r.Scan(&f.ID, &f.Name, &f.Type, &f.Size, &f.Bytes)
	}, `SELECT id, name, type, size, `+bytes+` FROM waiting_file WHERE ticket_id = $1 AND person_id = $2 ORDER BY id LIMIT 50`, ticket, int64(who))
}

// TakeWaitingFiles takes those files away, with their bytes, so that they go out with the reply.
func TakeWaitingFiles(ctx context.Context, tx *sqldb.Tx, who people.ID, ticket int64) ([]File, error) {
	files, err := waitingFiles(ctx, tx, who, ticket, `bytes`)
	if err != nil || len(files) == 0 {
		return nil, err
	}
	_, err = tx.Exec(ctx, `DELETE FROM waiting_file WHERE ticket_id = $1 AND person_id = $2`, ticket, int64(who))
	return files, err
}
