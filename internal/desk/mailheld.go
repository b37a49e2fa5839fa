package desk

import (
	"context"
	"fmt"
	"slices"

	"switchboard/internal/core/access"
	"switchboard/internal/core/mail/reading"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Mail is a message as it came, and what became of it.
type Mail = store.Mail

// HeldMail lists the mails that wait for somebody of the desk, the oldest first, from behind the mail after on. Errors:
// Forbidden, Invalid.
func (d *Desk) HeldMail(ctx context.Context, who access.Actor, after int64, limit int) ([]Mail, error) {
	if err := access.May(who, access.HandleMail); err != nil {
		return nil, err
	}
	if limit < 1 || limit > MaxPage {
		return nil, fault.Field("limit", "a page has 1 to %d {tickets}", MaxPage)
	}
	var out []Mail
	err := d.db.Read(ctx, func(q sqldb.Q) error {
		out = nil
		for from := after; len(out) < limit; {
			all, err := store.HeldMail(ctx, q, from, limit)
			if err != nil {
				return err
			}
			if len(all) > 0 {
				from = all[len(all)-1].ID
			}
			last := len(all) < limit
			if out = append(out, d.seen(ctx, q, who, all)...); last {
				break
			}
		}
		out = out[:min(len(out), limit)]
		return nil
	})
	return out, err
}

// seen are those mails that somebody may know of: what names a sealed ticket is its team's.
func (d *Desk) seen(ctx context.Context, q sqldb.Q, who access.Actor, all []Mail) []Mail {
	return slices.DeleteFunc(all, func(m Mail) bool { return m.Ticket != 0 && d.seesMail(ctx, q, who, m) != nil })
}

// MaxHeld is where HeldCount stops.
const MaxHeld = store.MaxHeld

// HeldCount counts the mails that wait for somebody of the desk and that they may know of, up to MaxHeld. Errors: Forbidden.
func (d *Desk) HeldCount(ctx context.Context, who access.Actor) (int, error) {
	if err := access.May(who, access.HandleMail); err != nil {
		return 0, err
	}
	n := 0
	err := d.db.Read(ctx, func(q sqldb.Q) (err error) {
		if n, err = store.CountHeld(ctx, q); err != nil {
			return err
		}
		sealed, err := store.HeldOfSealed(ctx, q)
		n = min(n+len(d.seen(ctx, q, who, sealed)), MaxHeld)
		return err
	})
	return n, err
}

// MailSheet is a mail and what it says.
type MailSheet struct {
	Mail
	Says *reading.Message
}

// readHeld shows a mail that waits, with its words. Errors: NotFound, Forbidden.
func (d *Desk) readHeld(ctx context.Context, who access.Actor, mail int64) (MailSheet, error) {
	if err := access.May(who, access.HandleMail); err != nil {
		return MailSheet{}, err
	}
	m, raw, err := d.originalMail(ctx, who, mail)
	if err != nil {
		return MailSheet{}, err
	}
	says, err := d.understand(m, raw)
	if err != nil {
		says = &reading.Message{Subject: m.Subject}
	}
	return MailSheet{Mail: m, Says: says}, nil
}

// ThreadHeld puts the words of a held mail onto a ticket, as somebody of the desk has decided. Its author joins nothing
// by it. Errors: NotFound, Forbidden, Conflict.
func (d *Desk) ThreadHeld(ctx context.Context, who access.Actor, mail, id int64) (t ticket.Ticket, err error) {
	err = d.handle(ctx, who, mail, func(ctx context.Context, in *incoming) error {
		m, err := d.load(ctx, in.tx, id, who, in.tx.Now)
		if err != nil {
			return err
		}
		if err := access.Can(who, access.WriteTicket, m.ticket); err != nil {
			return err
		}
		if m, err = in.survivor(ctx, m, who); err != nil {
			return err
		}
		if t, err = in.write(ctx, m, who); err != nil {
			return err
		}
		return in.become(ctx, store.MailThreaded, t.ID, fmt.Sprintf("put there by person %d", who.ID))
	})
	return t, err
}

// OpenHeld opens a ticket of a held mail, in the name of who wrote it. Errors: NotFound, Forbidden, Conflict.
func (d *Desk) OpenHeld(ctx context.Context, who access.Actor, mail int64) (ticket.Ticket, error) {
	var t ticket.Ticket
	err := d.handle(ctx, who, mail, func(ctx context.Context, in *incoming) error {
		if err := in.open(ctx, in.request(in.says.Text), fmt.Sprintf("opened by person %d", who.ID)); err != nil {
			return err
		}
		m, err := d.load(ctx, in.tx, in.mail.Ticket, who, in.tx.Now)
		t = m.ticket
		return err
	})
	return t, err
}

// DropHeld puts a held mail aside for good; its bytes stay. Errors: NotFound, Forbidden, Conflict, Invalid.
func (d *Desk) DropHeld(ctx context.Context, who access.Actor, mail int64, reason string) error {
	if oneLine(reason, maxReason) == "" {
		return fault.Field("reason", "write something here first")
	}
	return d.handle(ctx, who, mail, func(ctx context.Context, in *incoming) error {
		return in.become(ctx, store.MailDropped, in.mail.Ticket, fmt.Sprintf("dropped by person %d: %s", who.ID, reason))
	})
}

// handle lets somebody of the desk decide a mail that is held.
func (d *Desk) handle(ctx context.Context, who access.Actor, mail int64, do func(context.Context, *incoming) error) error {
	sheet, err := d.readHeld(ctx, who, mail)
	if err != nil {
		return err
	}
	return d.db.Write(ctx, func(tx *sqldb.Tx) error {
		m, found, err := store.TakeMail(ctx, tx, mail, store.MailHeld)
		if err != nil {
			return err
		}
		if !found {
			return fault.New(fault.Conflict, "this mail does not wait any more")
		}
		says := *sheet.Says
		says.Kind = reading.Written // a person has read it
		in := &incoming{d: d, tx: tx, mail: m, says: &says}
		if err := in.introduce(ctx); err != nil {
			return err
		}
		return do(ctx, in)
	})
}
