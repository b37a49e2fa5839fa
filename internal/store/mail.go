package store

import (
	"context"
	"fmt"
	"time"

	"switchboard/internal/job"
	"switchboard/internal/sqldb"
)

// ReadMailJob is the kind of the job that reads a stored mail; its body is the mail's number.
const ReadMailJob = "mail.read"

// pieceOfMail is how many bytes of a mail lie in one row.
const pieceOfMail = 1 << 20

// Mail is a message as it came, before anybody has read it.
type Mail struct {
	ID        int64
	Mailbox   string // the way it came
	Sender    string // of the envelope, "" where nobody tells
	Recipient string // of the envelope, "" where nobody tells
	MessageID string
	Digest    string // the same message has the same, whichever way it comes
	Size      int64
	Arrived   time.Time // at the desk's mailbox
	Stored    time.Time
	State     MailState
	Reason    string // in words
	Ticket    int64  // what it opened or was threaded into; of a held one, the ticket that it names
}

// MailState is what became of a mail.
type MailState string

// The states. A mail is stored until it is read; noted is what was taken up without words on a ticket, such as a bounce
// or the desk's own heartbeat.
const (
	MailStored   MailState = "stored"
	MailOpened   MailState = "opened"
	MailThreaded MailState = "threaded"
	MailHeld     MailState = "held"
	MailAnswered MailState = "answered"
	MailNoted    MailState = "noted"
	MailDropped  MailState = "dropped"
)

const mailColumns = `id, mailbox, sender, recipient, message_id, digest, size, arrived_at, stored_at, state, reason, coalesce(ticket_id, 0)`

func scanMail(r sqldb.Row) (Mail, error) {
	var m Mail
	err := r.Scan(&m.ID, &m.Mailbox, &m.Sender, &m.Recipient, &m.MessageID, &m.Digest, &m.Size, sqldb.Into(&m.Arrived),
		sqldb.Into(&m.Stored), &m.State, &m.Reason, &m.Ticket)
	return m, err
}

// AddMail stores a message and enqueues its reading. The same one again changes nothing and answers the number that it
// has already.
func AddMail(ctx context.Context, tx *sqldb.Tx, m Mail, raw []byte) (id int64, again bool, err error) {
	ids, err := sqldb.All(ctx, tx, sqldb.Value[int64], `SELECT id FROM mail WHERE digest = $1`, m.Digest)
	if err != nil || len(ids) > 0 {
		return firstOf(ids), len(ids) > 0, err
	}
	id, err = sqldb.One(ctx, tx, sqldb.Value[int64], `
		INSERT INTO mail (mailbox, sender, recipient, message_id, digest, size, arrived_at, stored_at, state)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'stored') RETURNING id`,
		m.Mailbox, m.Sender, m.Recipient, m.MessageID, m.Digest, int64(len(raw)), sqldb.At(m.Arrived), sqldb.At(tx.Now))
	if sqldb.IsUnique(err) {
		return 0, false, sqldb.Raced(err)
	}
	if err != nil {
		return 0, false, fmt.Errorf("store: add mail: %w", err)
	}
	for n := 0; n*pieceOfMail < len(raw); n++ {
		piece := raw[n*pieceOfMail : min((n+1)*pieceOfMail, len(raw))]
		if _, err := tx.Exec(ctx, `INSERT INTO mail_bytes (mail_id, n, bytes) VALUES ($1, $2, $3)`, id, n, piece); err != nil {
			return 0, false, fmt.Errorf("store: bytes of mail %d: %w", id, err)
		}
	}
	return id, false, job.Enqueue(ctx, tx, job.Job{Kind: ReadMailJob, Key: fmt.Sprint(id), Body: fmt.Sprint(id)})
}

func firstOf(ids []int64) int64 {
	if len(ids) == 0 {
		return 0
	}
	return ids[0]
}

// MailByID finds a stored mail. Errors: NotFound.
func MailByID(ctx context.Context, q sqldb.Q, id int64) (Mail, error) {
	m, err := sqldb.One(ctx, q, scanMail, `SELECT `+mailColumns+` FROM mail WHERE id = $1`, id)
	return m, sqldb.Missing(err, "there is no mail %d", id)
}

// MailBytes are the bytes of a stored mail, all of them.
func MailBytes(ctx context.Context, q sqldb.Q, m Mail) ([]byte, error) {
	raw := make([]byte, 0, m.Size)
	err := q.Each(ctx, func(r sqldb.Row) error {
		var piece []byte
		if err := r.Scan(&piece); err != nil {
			return err
		}
		raw = append(raw, piece...)
		return nil
	}, `SELECT bytes FROM mail_bytes WHERE mail_id = $1 ORDER BY n`, m.ID)
	return raw, err
}

// SettleMail writes down what became of a mail.
func SettleMail(ctx context.Context, tx *sqldb.Tx, id int64, state MailState, reason string, ticket int64) error {
	_, err := tx.Exec(ctx, `UPDATE mail SET state = $1, reason = $2, ticket_id = $3 WHERE id = $4`,
		string(state), reason, numberOrNull(ticket), id)
	if err != nil {
		return fmt.Errorf("store: settle mail %d: %w", id, err)
	}
	return nil
}

func numberOrNull(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}
