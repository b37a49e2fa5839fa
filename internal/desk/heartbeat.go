package desk

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/notice"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// keepHeartbeats is how long our own messages are kept; they are many.
const keepHeartbeats = 7 * 24 * time.Hour

// beatOf is what the letter of a heartbeat is about.
type beatOf struct {
	Mailbox string `json:"mailbox"`
}

// heartbeatAlarm is the name of the alarm of a mailbox to which mail does not come any more.
func heartbeatAlarm(mailbox string) string { return "heartbeat:" + mailbox }

// SendHeartbeat puts a message of our own into the outbox that is to come back through a mailbox, unless the last is
// younger than every: several nodes send one.
func (d *Desk) SendHeartbeat(ctx context.Context, who access.Actor, mailbox, address string, every time.Duration) error {
	if err := access.May(who, access.ReceiveMail); err != nil {
		return err
	}
	return d.db.Write(ctx, func(tx *sqldb.Tx) error {
		last, err := store.LastHeartbeat(ctx, tx, address)
		if err != nil || tx.Now.Sub(last) < every {
			return err
		}
		m, err := store.MailboxByName(ctx, tx, mailbox)
		if err != nil {
			return err
		}
		if !waiting(m) {
			m.BeatSent = tx.Now
		}
		if err := store.SaveMailbox(ctx, tx, m); err != nil {
			return err
		}
		if err := store.ForgetHeartbeats(ctx, tx, address, tx.Now.Add(-keepHeartbeats)); err != nil {
			return err
		}
		return d.addHeartbeat(ctx, tx, mailbox, address)
	})
}

func (d *Desk) addHeartbeat(ctx context.Context, tx *sqldb.Tx, mailbox, address string) error {
	about, err := json.Marshal(beatOf{mailbox})
	if err != nil {
		return err
	}
	_, err = store.AddLetter(ctx, tx, Letter{Kind: string(notice.Heartbeat), Cause: tx.Now.UnixMilli(), Address: address, About: string(about),
		MessageID: fmt.Sprintf("<0.%s@%s>", rand.Text(), d.mail.Domain), State: LetterQueued})
	return err
}

// waiting reports whether a message of ours is on its way to the mailbox, as far as we know.
func waiting(m Mailbox) bool { return !m.BeatSent.IsZero() && m.BeatBack.Before(m.BeatSent) }

// CheckHeartbeat raises the alarm of a mailbox when none of our messages has come back for longer than the limit. The time
// before since does not count: nobody was there to read.
func (d *Desk) CheckHeartbeat(ctx context.Context, who access.Actor, mailbox string, limit time.Duration, since time.Time) error {
	if err := access.May(who, access.ReceiveMail); err != nil {
		return err
	}
	m, err := store.MailboxByName(ctx, d.db.Reader(), mailbox)
	if err != nil || !waiting(m) {
		return err
	}
	silent := m.BeatSent
	if since.After(silent) {
		silent = since
	}
	if d.Now().Sub(silent) <= limit {
		return nil
	}
	return d.RaiseAlarm(ctx, access.System, heartbeatAlarm(mailbox), fmt.Sprintf(
		"mailbox %s: no message of the desk's own has come back since %s; mail may not arrive", mailbox, silent.UTC().Format("2006-01-02 15:04 MST")))
}

// OwnHeartbeat reports whether a stored mail is a message of the desk's own that went round, known by the Message-ID of its
// letter, which nobody else can guess. Errors: NotFound.
func (d *Desk) OwnHeartbeat(ctx context.Context, who access.Actor, mail int64) (bool, error) {
	if err := access.May(who, access.ReceiveMail); err != nil {
		return false, err
	}
	m, err := store.MailByID(ctx, d.db.Reader(), mail)
	if err != nil {
		return false, err
	}
	l, err := store.LetterByMessageID(ctx, d.db.Reader(), m.MessageID)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return l.Kind == string(notice.Heartbeat), err
}

// heartbeatReturned notes that a message of ours has come through a mailbox, which ends the alarm. It is not ours to
// note when no heartbeat has this Message-ID.
func (d *Desk) heartbeatReturned(ctx context.Context, tx *sqldb.Tx, messageID string) (bool, error) {
	l, err := store.LetterByMessageID(ctx, tx, messageID)
	if fault.Is(err, fault.NotFound) || err == nil && l.Kind != string(notice.Heartbeat) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	var about beatOf
	if err := json.Unmarshal([]byte(l.About), &about); err != nil {
		return false, fmt.Errorf("desk: heartbeat %d: %w", l.ID, err)
	}
	m, err := store.MailboxByName(ctx, tx, about.Mailbox)
	if err != nil {
		return false, err
	}
	m.BeatBack = tx.Now
	if err := store.SaveMailbox(ctx, tx, m); err != nil {
		return false, err
	}
	_, err = store.ClearAlarm(ctx, tx, heartbeatAlarm(about.Mailbox))
	return err == nil, err
}
