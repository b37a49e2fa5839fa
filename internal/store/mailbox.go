package store

import (
	"context"
	"fmt"
	"time"

	"switchboard/internal/core/notice"
	"switchboard/internal/sqldb"
)

// Mailbox is how far one has been read, and whether what is sent to it comes back.
type Mailbox struct {
	Name     string
	Validity int64     // UIDVALIDITY (RFC 9051, 2.3.1.1); 0: never read
	UID      int64     // the last that is stored
	Since    time.Time // when the desk first read it
	BeatSent time.Time // when the first of our own messages left that have not come back yet, or the last that has
	BeatBack time.Time // when one last came back
}

// MailboxByName finds it; one that is not known yet has only its name.
func MailboxByName(ctx context.Context, q sqldb.Q, name string) (Mailbox, error) {
	known, err := sqldb.All(ctx, q, func(r sqldb.Row) (m Mailbox, err error) {
		err = r.Scan(&m.Name, &m.Validity, &m.UID, sqldb.Into(&m.Since), sqldb.Into(&m.BeatSent), sqldb.Into(&m.BeatBack))
		return m, err
	}, `SELECT name, validity, uid, since, beat_sent, beat_back FROM mailbox WHERE name = $1`, name)
	if err != nil {
		return Mailbox{}, fmt.Errorf("store: mailbox %s: %w", name, err)
	}
	if len(known) == 0 {
		return Mailbox{Name: name}, nil
	}
	return known[0], nil
}

// SaveMailbox writes it down.
func SaveMailbox(ctx context.Context, tx *sqldb.Tx, m Mailbox) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO mailbox (name, validity, uid, since, beat_sent, beat_back) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (name) DO UPDATE SET validity = excluded.validity, uid = excluded.uid, since = excluded.since,
			beat_sent = excluded.beat_sent, beat_back = excluded.beat_back`,
		m.Name, m.Validity, m.UID, sqldb.At(m.Since), sqldb.At(m.BeatSent), sqldb.At(m.BeatBack))
	if err != nil {
		return fmt.Errorf("store: mailbox %s: %w", m.Name, err)
	}
	return nil
}

// LastHeartbeat is when our own message was last put into the outbox for an address; zero for never.
func LastHeartbeat(ctx context.Context, q sqldb.Q, address string) (time.Time, error) {
	last, err := sqldb.All(ctx, q, func(r sqldb.Row) (at time.Time, err error) {
		err = r.Scan(sqldb.Into(&at))
		return at, err
	}, `SELECT created_at FROM letter WHERE address = $1 AND kind = $2 ORDER BY created_at DESC LIMIT 1`, address, string(notice.Heartbeat))
	if err != nil || len(last) == 0 {
		return time.Time{}, err
	}
	return last[0], nil
}

// ForgetHeartbeats deletes our own messages to an address that are older than an instant, and the mails as which they
// came back: they say nothing any more.
func ForgetHeartbeats(ctx context.Context, tx *sqldb.Tx, address string, before time.Time) error {
	const old = `SELECT message_id FROM letter WHERE address = $1 AND created_at < $2 AND kind = '` + string(notice.Heartbeat) + `' AND state <> 'queued'`
	for _, text := range []string{
		`DELETE FROM mail_bytes WHERE mail_id IN (SELECT id FROM mail WHERE state = 'noted' AND message_id <> '' AND message_id IN (` + old + `))`,
		`DELETE FROM mail WHERE state = 'noted' AND message_id <> '' AND message_id IN (` + old + `)`,
		`DELETE FROM letter WHERE address = $1 AND created_at < $2 AND kind = '` + string(notice.Heartbeat) + `' AND state <> 'queued'`,
	} {
		if _, err := tx.Exec(ctx, text, address, sqldb.At(before)); err != nil {
			return fmt.Errorf("store: forget heartbeats: %w", err)
		}
	}
	return nil
}
