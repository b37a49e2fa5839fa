package store

import (
	"context"
	"database/sql"
	"fmt"
	"runtime"
	"strings"
	"time"

	"switchboard/internal/eventlog"
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
	Recipient string // of the envelope, "" where nobody tells; with commas between those of several copies
	MessageID string
	Digest    string // the same message has the same, whichever way it comes
	Size      int64
	Arrived   time.Time // at the desk's mailbox
	Stored    time.Time
	State     MailState
	Reason    string // in words
	Ticket    int64  // what it opened or was threaded into; of a held one, the ticket that it names
	Author    string // the address in From, folded; a claim, and "" until it is read or where there is none
	Subject   string
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

const mailColumns = `id, mailbox, sender, recipient, message_id, digest, size, arrived_at, stored_at, state, reason, coalesce(ticket_id, 0), author, subject`

func scanMail(r sqldb.Row) (Mail, error) {
	var m Mail
	err := r.Scan(&m.ID, &m.Mailbox, &m.Sender, &m.Recipient, &m.MessageID, &m.Digest, &m.Size, sqldb.Into(&m.Arrived),
		sqldb.Into(&m.Stored), &m.State, &m.Reason, &m.Ticket, &m.Author, &m.Subject)
	return m, err
}

// AddMail stores a message and enqueues its reading. The same one again changes nothing and answers the number that it
// has already.
func AddMail(ctx context.Context, tx *sqldb.Tx, m Mail, raw []byte) (id int64, again bool, err error) {
	same, err := sqldb.All(ctx, tx, scanMail, `SELECT `+mailColumns+` FROM mail WHERE digest = $1`, m.Digest)
	if err != nil {
		return 0, false, err
	}
	if len(same) > 0 {
		return same[0].ID, true, alsoTo(ctx, tx, same[0], m.Recipient)
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

// maxRecipients bounds the addresses of one mail's envelopes, in bytes.
const maxRecipients = 2000

// alsoTo keeps the address of a further copy of a mail that nobody has read yet: by it the mail may find its ticket.
func alsoTo(ctx context.Context, tx *sqldb.Tx, m Mail, recipient string) error {
	if recipient == "" || m.State != MailStored || strings.Contains(m.Recipient, recipient) || len(m.Recipient)+len(recipient) > maxRecipients {
		return nil
	}
	_, err := tx.Exec(ctx, `UPDATE mail SET recipient = $1 WHERE id = $2 AND state = 'stored'`, strings.TrimPrefix(m.Recipient+","+recipient, ","), m.ID)
	return err
}

// MailByID finds a stored mail. Errors: NotFound.
func MailByID(ctx context.Context, q sqldb.Q, id int64) (Mail, error) {
	m, err := sqldb.One(ctx, q, scanMail, `SELECT `+mailColumns+` FROM mail WHERE id = $1`, id)
	return m, sqldb.Missing(err, "there is no mail %d", id)
}

// TakeMail takes a mail that is in a state, for this transaction alone: another one that wants it waits, and finds what became of
// it. Found is false where it is not in that state any more.
func TakeMail(ctx context.Context, tx *sqldb.Tx, id int64, state MailState) (m Mail, found bool, err error) {
	all, err := sqldb.All(ctx, tx, scanMail, `UPDATE mail SET state = state WHERE id = $1 AND state = $2 RETURNING `+mailColumns, id, string(state))
	if err != nil || len(all) == 0 {
		return m, false, err
	}
	return all[0], true, nil
}

// tidyEvery is after how many bytes of a large mail what its pieces have left behind is cleared away.
const tidyEvery = 8 << 20

// MailBytes are the bytes of a stored mail, all of them. The driver copies each piece, so that a large mail would take up
// twice its size if nobody cleared up.
func MailBytes(ctx context.Context, q sqldb.Q, m Mail) ([]byte, error) {
	raw := make([]byte, 0, m.Size)
	err := q.Each(ctx, func(r sqldb.Row) error {
		var piece sql.RawBytes // of the driver's own memory, until the next row
		if err := r.Scan(&piece); err != nil {
			return err
		}
		if raw = append(raw, piece...); len(raw)%tidyEvery == 0 {
			runtime.GC()
		}
		return nil
	}, `SELECT bytes FROM mail_bytes WHERE mail_id = $1 ORDER BY n`, m.ID)
	return raw, err
}

// SettleMail writes down what became of a mail: its State, Reason, Ticket, Author and Subject.
func SettleMail(ctx context.Context, tx *sqldb.Tx, m Mail) error {
	_, err := tx.Exec(ctx, `UPDATE mail SET state = $1, reason = $2, ticket_id = $3, author = $4, subject = $5 WHERE id = $6`,
		string(m.State), m.Reason, numberOrNull(m.Ticket), m.Author, m.Subject, m.ID)
	if err != nil {
		return fmt.Errorf("store: settle mail %d: %w", m.ID, err)
	}
	return nil
}

// The kinds of the facts of mail that waits for somebody of the desk; they are of no ticket.
const (
	MailHeldFact    = "mail.held"
	MailDecidedFact = "mail.decided"
)

// NoteHeld writes into the log that a mail waits, or does not wait any more, for whoever looks at how many do.
func NoteHeld(ctx context.Context, tx *sqldb.Tx, kind string, mail int64) error {
	return eventlog.Append(ctx, tx, eventlog.Fact{Kind: kind, Body: fmt.Sprintf(`{"mail":%d}`, mail)})
}

// HeldMail are the mails that wait for somebody of the desk, the oldest first, from behind after on.
func HeldMail(ctx context.Context, q sqldb.Q, after int64, limit int) ([]Mail, error) {
	return sqldb.All(ctx, q, scanMail, `SELECT `+mailColumns+` FROM mail WHERE state = 'held' AND id > $1 ORDER BY id LIMIT $2`, after, limit)
}

// MailOf counts, up to limit, the mails of an author that became one of two states and arrived from since on until an
// instant.
func MailOf(ctx context.Context, q sqldb.Q, author string, since, until time.Time, limit int) (int, error) {
	return sqldb.One(ctx, q, sqldb.Value[int], `SELECT count(*) FROM (SELECT 1 FROM mail
		WHERE author = $1 AND author <> '' AND arrived_at > $2 AND arrived_at <= $3 AND state IN ('opened', 'answered') LIMIT $4) AS counted`,
		author, sqldb.At(since), sqldb.At(until), limit)
}

// MailInto counts, up to limit, the mails that were put on a ticket and arrived since an instant.
func MailInto(ctx context.Context, q sqldb.Q, ticket int64, since, until time.Time, limit int) (int, error) {
	return sqldb.One(ctx, q, sqldb.Value[int], `SELECT count(*) FROM (SELECT 1 FROM mail
		WHERE ticket_id = $1 AND arrived_at > $2 AND arrived_at <= $3 AND state IN ('threaded', 'noted') LIMIT $4) AS counted`,
		ticket, sqldb.At(since), sqldb.At(until), limit)
}

// UnreadBefore are mails of a Message-ID that came before another and are not read yet; at most three.
func UnreadBefore(ctx context.Context, q sqldb.Q, id int64, messageID string) ([]int64, error) {
	return sqldb.All(ctx, q, sqldb.Value[int64], `SELECT id FROM mail WHERE message_id <> '' AND message_id = $1 AND id < $2 AND state = 'stored'
		ORDER BY id LIMIT 3`, messageID, id)
}

// messageIDs is how many Message-IDs are looked up at once.
const messageIDs = 32

// TicketsOfMessages tells to which ticket mails belong, of ours and of others, by their Message-IDs; at most 32 of these
// are looked up. A letter of no ticket is there with 0; what is not known is not there.
func TicketsOfMessages(ctx context.Context, q sqldb.Q, ids []string) (map[string]int64, error) {
	found := map[string]int64{}
	if len(ids) == 0 {
		return found, nil
	}
	params := make([]any, messageIDs)
	for i := range params { // padded, so that one text serves all
		params[i] = ids[min(i, len(ids)-1)]
	}
	in := sqldb.In(1, messageIDs)
	err := q.Each(ctx, func(r sqldb.Row) error {
		var id string
		var ticket int64
		if err := r.Scan(&id, &ticket); err != nil {
			return err
		}
		found[id] = ticket
		return nil
	}, `SELECT message_id, ticket_id FROM mail WHERE ticket_id IS NOT NULL AND state IN ('opened', 'threaded') AND message_id <> '' AND message_id IN `+in+`
		UNION ALL SELECT message_id, coalesce(ticket_id, 0) FROM letter WHERE message_id IN `+in, params...)
	if err != nil {
		return nil, fmt.Errorf("store: tickets of messages: %w", err)
	}
	return found, nil
}

func numberOrNull(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}

// MaxHeld is where counting mail that waits stops.
const MaxHeld = 100

// CountHeld counts the mails that wait for somebody of the desk and name no sealed ticket, up to MaxHeld.
func CountHeld(ctx context.Context, q sqldb.Q) (int, error) {
	return sqldb.One(ctx, q, sqldb.Value[int], `SELECT count(*) FROM (SELECT 1 FROM mail WHERE state = 'held'
		AND NOT EXISTS (SELECT 1 FROM ticket t WHERE t.id = mail.ticket_id AND t.sealed) LIMIT $1) AS counted`, MaxHeld)
}

// HeldOfSealed are those that name a sealed ticket, the oldest first, up to MaxHeld; who may know of it knows of them.
func HeldOfSealed(ctx context.Context, q sqldb.Q) ([]Mail, error) {
	return sqldb.All(ctx, q, scanMail, `SELECT `+mailColumns+` FROM mail WHERE state = 'held'
		AND EXISTS (SELECT 1 FROM ticket t WHERE t.id = mail.ticket_id AND t.sealed) ORDER BY id LIMIT $1`, MaxHeld)
}
