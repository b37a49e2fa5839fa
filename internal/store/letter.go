package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"switchboard/internal/core/notice"
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
	Chosen    Chosen
	Created   time.Time
	NotBefore time.Time // the end of its reader's quiet hours; zero: it does not wait
	Settled   time.Time
}

// Due is since when a letter is to be sent.
func (l Letter) Due() time.Time {
	if l.NotBefore.IsZero() {
		return l.Created
	}
	return l.NotBefore
}

// Chosen is what its reader's own choice makes of a letter; empty: nothing.
type Chosen string

// What a choice makes of a letter: it was switched off, or is sent all the same since nobody else would have heard.
const (
	ChosenOff Chosen = "off"
	Insists   Chosen = "insists"
)

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

const letterColumns = `id, kind, cause, coalesce(ticket_id, 0), coalesce(person_id, 0), address, about, message_id, state, detail, chosen, created_at, not_before, settled_at`

func scanLetter(r sqldb.Row) (Letter, error) {
	var l Letter
	err := r.Scan(&l.ID, &l.Kind, &l.Cause, &l.Ticket, &l.Person, &l.Address, &l.About, &l.MessageID, &l.State, &l.Detail,
		&l.Chosen, sqldb.Into(&l.Created), sqldb.Into(&l.NotBefore), sqldb.Into(&l.Settled))
	return l, err
}

// AddLetter puts a letter into the outbox, and with it the job that sends it, unless its state says that it is not to be
// sent. Who was told of the same cause already is not told again; then added is false.
func AddLetter(ctx context.Context, tx *sqldb.Tx, l Letter) (added bool, err error) {
	n, err := addLetters(ctx, tx, []Letter{l})
	return n > 0, err
}

// lettersAtOnce bounds the letters of one INSERT.
const lettersAtOnce = 200

// AddLetters is AddLetter for many.
func AddLetters(ctx context.Context, tx *sqldb.Tx, all []Letter) error {
	for some := range slices.Chunk(all, lettersAtOnce) {
		if _, err := addLetters(ctx, tx, some); err != nil {
			return err
		}
	}
	return nil
}

func addLetters(ctx context.Context, tx *sqldb.Tx, all []Letter) (added int, err error) {
	args := make([]any, 0, 13*len(all))
	for _, l := range all {
		settled := tx.Now
		if l.State == LetterQueued {
			settled = time.Time{}
		}
		args = append(args, l.Kind, l.Cause, numberOrNull(l.Ticket), idOrNull(l.Person), l.Address, l.About, l.MessageID, string(l.State), l.Detail,
			string(l.Chosen), sqldb.At(tx.Now), sqldb.At(l.NotBefore), sqldb.At(settled))
	}
	var jobs []job.Job
	err = tx.Each(ctx, func(r sqldb.Row) error {
		var id int64
		var state LetterState
		var at time.Time
		if err := r.Scan(&id, &state, sqldb.Into(&at)); err != nil {
			return err
		}
		if added++; state == LetterQueued {
			jobs = append(jobs, job.Job{Kind: SendMailJob, Key: fmt.Sprint(id), Body: fmt.Sprint(id), RunAt: at})
		}
		return nil
	}, `INSERT INTO letter (kind, cause, ticket_id, person_id, address, about, message_id, state, detail, chosen, created_at, not_before, settled_at)
		VALUES `+sqldb.Tuples(len(all), 13)+` ON CONFLICT (kind, cause, address) DO NOTHING RETURNING id, state, not_before`, args...)
	if err != nil {
		return 0, fmt.Errorf("store: add letters: %w", err)
	}
	return added, job.Enqueue(ctx, tx, jobs...)
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

// RecentLetters counts what was to leave for a letter's address before it, as far as the bounds of core/notice ask.
func RecentLetters(ctx context.Context, q sqldb.Q, l Letter) (notice.Recent, error) {
	hour, day := sqldb.At(l.Created.Add(-time.Hour)), sqldb.At(l.Created.Add(-24*time.Hour))
	var r notice.Recent
	for _, one := range []struct {
		to    *int
		most  int
		where string
		args  []any
	}{
		{&r.Hour, notice.MaxPerAddress, ``, []any{hour}},
		{&r.Thread, notice.MaxPerThread, ` AND ticket_id = $5`, []any{hour, l.Ticket}},
		{&r.Confirmed, 1, ` AND kind = 'acknowledged'`, []any{day}},
		{&r.Answered, 1, ` AND kind IN ('status', 'wrong_channel')`, []any{day}},
	} {
		args := append([]any{l.Address, one.args[0], l.ID, one.most}, one.args[1:]...)
		n, err := sqldb.One(ctx, q, sqldb.Value[int], `SELECT count(*) FROM (SELECT 1 FROM letter
			WHERE address = $1 AND created_at > $2 AND id < $3 AND state <> 'suppressed'`+one.where+` LIMIT $4) AS counted`, args...)
		if err != nil {
			return r, fmt.Errorf("store: recent letters: %w", err)
		}
		*one.to = n
	}
	return r, nil
}

// BeforeLetter are the Message-IDs that a letter follows, as of its making, the one that it answers last: of the last mail
// that its reader sent about the ticket, and of the last letter that they got about it.
func BeforeLetter(ctx context.Context, q sqldb.Q, l Letter) ([]string, error) {
	var mail, letter string
	var mailed, wrote time.Time
	read := func(id *string, at *time.Time, text string, args ...any) error {
		return q.Each(ctx, func(r sqldb.Row) error { return r.Scan(id, sqldb.Into(at)) }, text, args...)
	}
	err := read(&mail, &mailed, `SELECT message_id, stored_at FROM mail WHERE ticket_id = $1 AND message_id <> '' AND stored_at <= $2
		AND state IN ('opened', 'threaded') AND author = $3 ORDER BY id DESC LIMIT 1`, l.Ticket, sqldb.At(l.Created), l.Address)
	if err != nil {
		return nil, fmt.Errorf("store: mail before letter %d: %w", l.ID, err)
	}
	err = read(&letter, &wrote, `SELECT message_id, created_at FROM letter WHERE ticket_id = $1 AND id < $2 AND address = $3
		AND state <> 'suppressed' ORDER BY id DESC LIMIT 1`, l.Ticket, l.ID, l.Address)
	if err != nil {
		return nil, fmt.Errorf("store: letter before letter %d: %w", l.ID, err)
	}
	before := []string{mail, letter}
	if mailed.After(wrote) {
		before = []string{letter, mail}
	}
	return slices.DeleteFunc(before, func(id string) bool { return id == "" }), nil
}
