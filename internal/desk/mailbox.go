package desk

import (
	"context"

	"switchboard/internal/core/access"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Mailbox is how far a mailbox has been read, and whether what is sent to it comes back.
type Mailbox = store.Mailbox

// Mailbox answers how far the mailbox of this name has been read; one that nobody has read yet has only its name.
func (d *Desk) Mailbox(ctx context.Context, who access.Actor, name string) (Mailbox, error) {
	if err := access.May(who, access.ReceiveMail); err != nil {
		return Mailbox{}, err
	}
	return store.MailboxByName(ctx, d.db.Reader(), name)
}

// MailboxRead notes that everything up to a UID is stored. Under one validity that never goes back.
func (d *Desk) MailboxRead(ctx context.Context, who access.Actor, name string, validity, uid uint32) error {
	if err := access.May(who, access.ReceiveMail); err != nil {
		return err
	}
	return d.db.Write(ctx, func(tx *sqldb.Tx) error {
		m, err := store.MailboxByName(ctx, tx, name)
		if err != nil {
			return err
		}
		if m.Validity == int64(validity) && m.UID >= int64(uid) {
			return nil
		}
		if m.Since.IsZero() {
			m.Since = tx.Now
		}
		m.Validity, m.UID = int64(validity), int64(uid)
		return store.SaveMailbox(ctx, tx, m)
	})
}
