package store

import (
	"context"
	"fmt"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/job"
	"switchboard/internal/sqldb"
)

// SendMailJob is the kind of the job that sends a letter; its body is the letter's number.
const SendMailJob = "mail.send"

// Letter is a mail that the desk sends. Its words are a function of what it tells of; they are not kept twice.
type Letter struct {
	ID        int64
	Kind      string    // what it says: of core/notice
	Cause     int64     // the fact or mail of which it tells; of one cause each address is told once
	Ticket    int64     // 0: of no ticket
	Person    people.ID // 0: nobody of the directory
	Address   string
	About     string // JSON: what a letter of no ticket needs to be written
	MessageID string // fixed for ever, with its angle brackets
	State     LetterState
	Detail    string // what the other side said, or why it was not sent
	Created   time.Time
	Settled   time.Time
}

// LetterState is how telling somebody stands.
type LetterState string

// The states. Accepted is the word of the next mail server (RFC 5321, 2.1); refused is its no; bounced is what came back
// later (RFC 3464); failed is what could not be given to anybody in time.
const (
	LetterQueued     LetterState = "queued"
	LetterAccepted   LetterState = "accepted"
	LetterRefused    LetterState = "refused"
	LetterBounced    LetterState = "bounced"
	LetterSuppressed LetterState = "suppressed"
	LetterFailed     LetterState = "failed"
)

const letterColumns = `id, kind, cause, coalesce(ticket_id, 0), coalesce(person_id, 0), address, about, message_id, state, detail, created_at, settled_at`

func scanLetter(r sqldb.Row) (Letter, error) {
	var l Letter
	err := r.Scan(&l.ID, &l.Kind, &l.Cause, &l.Ticket, &l.Person, &l.Address, &l.About, &l.MessageID, &l.State, &l.Detail,
		sqldb.Into(&l.Created), sqldb.Into(&l.Settled))
	return l, err
}

// AddLetter puts a letter into the outbox, and with it the job that sends it, unless its state says that it is not to be
// sent. Who was told of the same cause already is not told again; then added is false.
func AddLetter(ctx context.Context, tx *sqldb.Tx, l Letter) (added bool, err error) {
	settled := tx.Now
	if l.State == LetterQueued {
		settled = time.Time{}
	}
	ids, err := sqldb.All(ctx, tx, sqldb.Value[int64], `
		INSERT INTO letter (kind, cause, ticket_id, person_id, address, about, message_id, state, detail, created_at, settled_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (kind, cause, address) DO NOTHING RETURNING id`,
		l.Kind, l.Cause, numberOrNull(l.Ticket), idOrNull(l.Person), l.Address, l.About, l.MessageID, string(l.State), l.Detail,
		sqldb.At(tx.Now), sqldb.At(settled))
	if err != nil {
		return false, fmt.Errorf("store: add letter: %w", err)
	}
	if len(ids) == 0 || l.State != LetterQueued {
		return len(ids) > 0, nil
	}
	return true, job.Enqueue(ctx, tx, job.Job{Kind: SendMailJob, Key: fmt.Sprint(ids[0]), Body: fmt.Sprint(ids[0])})
}

// LetterByID finds a letter. Errors: NotFound.
func LetterByID(ctx context.Context, q sqldb.Q, id int64) (Letter, error) {
	l, err := sqldb.One(ctx, q, scanLetter, `SELECT `+letterColumns+` FROM letter WHERE id = $1`, id)
	return l, sqldb.Missing(err, "there is no letter %d", id)
}

// LetterByMessageID finds the letter that had this Message-ID. Errors: NotFound.
func LetterByMessageID(ctx context.Context, q sqldb.Q, messageID string) (Letter, error) {
	l, err := sqldb.One(ctx, q, scanLetter, `SELECT `+letterColumns+` FROM letter WHERE message_id = $1`, messageID)
	return l, sqldb.Missing(err, "the desk sent no mail %s", messageID)
}

// maxLetters bounds what is shown of one ticket.
const maxLetters = 1_000

// LettersOf are the letters about a ticket, in the order in which they were decided.
func LettersOf(ctx context.Context, q sqldb.Q, ticket int64) ([]Letter, error) {
	return sqldb.All(ctx, q, scanLetter, `SELECT `+letterColumns+` FROM letter WHERE ticket_id = $1 ORDER BY id LIMIT $2`, ticket, maxLetters)
}

// SettleLetter writes down how a letter ended, if it still stands as before says; of two at the same moment one is run
// again and sees what the other wrote.
func SettleLetter(ctx context.Context, tx *sqldb.Tx, id int64, before, state LetterState, detail string) error {
	n, err := tx.Exec(ctx, `UPDATE letter SET state = $1, detail = $2, settled_at = $3 WHERE id = $4 AND state = $5`,
		string(state), detail, sqldb.At(tx.Now), id, string(before))
	if err != nil {
		return fmt.Errorf("store: settle letter %d: %w", id, err)
	}
	if n == 0 {
		return sqldb.Raced(fmt.Errorf("store: letter %d was settled meanwhile", id))
	}
	return nil
}
