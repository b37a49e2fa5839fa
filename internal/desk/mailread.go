package desk

import (
	"context"
	"fmt"
	"net/textproto"

	"switchboard/internal/core/access"
	"switchboard/internal/core/mail/reading"
	"switchboard/internal/core/people"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// MarkHeader is the field that all mail of a desk carries, so that it knows its own.
const MarkHeader = "X-Switchboard-Desk"

// MailNames is how the desk is called in mail.
type MailNames struct {
	Domain    string   // right side of its Message-IDs
	Addresses []string // its own, folded; nobody writes to it from one of these
	Trust     string   // the server whose Authentication-Results hold (RFC 8601, 2.5); "" for none
}

// UseMail tells the desk how it is called in mail; before anything is read.
func (d *Desk) UseMail(n MailNames) { d.mail = n }

// ReadMail reads a stored mail, and does what follows from it in one transaction: a ticket is opened or written on, a
// letter's delivery is reported, the mail is held for somebody of the desk, or it is put aside with the reason. Read again it
// changes nothing. What cannot be read or decided becomes a ticket all the same, with the original beside it. Errors:
// NotFound; any other means that it is to be tried again.
func (d *Desk) ReadMail(ctx context.Context, who access.Actor, id int64) error {
	if err := access.May(who, access.ReceiveMail); err != nil {
		return err
	}
	return d.readMail(ctx, id, maxBefore)
}

// maxBefore is how many mails that a mail answers are read before it, where they came together.
const maxBefore = 3

func (d *Desk) readMail(ctx context.Context, id int64, before int) error {
	m, raw, err := d.storedMail(ctx, id)
	if err != nil || m.State != store.MailStored {
		return err
	}
	says, err := d.understand(m, raw)
	if err == nil {
		err = d.readBefore(ctx, m, says, before)
	}
	if err == nil {
		err = d.settle(ctx, m, says, (*incoming).decide)
	}
	if err == nil || fault.KindOf(err) == fault.Internal && !isPanic(err) {
		return err
	}
	return d.rescue(ctx, m, raw, err.Error())
}

// readBefore reads what a mail answers and nobody has read yet, since its ticket is to be that one's.
func (d *Desk) readBefore(ctx context.Context, m store.Mail, says *reading.Message, before int) error {
	if before == 0 || len(says.InReplyTo) == 0 {
		return nil
	}
	ids, err := store.UnreadBefore(ctx, d.db.Reader(), m.ID, says.InReplyTo[0])
	for _, id := range ids {
		if err == nil {
			err = d.readMail(ctx, id, before-1)
		}
	}
	return err
}

// RescueMail makes a ticket of a mail whose reading failed again and again, whatever it says: with the original, and
// the reason on record.
func (d *Desk) RescueMail(ctx context.Context, who access.Actor, id int64, reason string) error {
	if err := access.May(who, access.ReceiveMail); err != nil {
		return err
	}
	m, raw, err := d.storedMail(ctx, id)
	if err != nil || m.State != store.MailStored {
		return err
	}
	return d.rescue(ctx, m, raw, reason)
}

func (d *Desk) storedMail(ctx context.Context, id int64) (m store.Mail, raw []byte, err error) {
	err = d.db.Read(ctx, func(q sqldb.Q) error {
		if m, err = store.MailByID(ctx, q, id); err != nil {
			return err
		}
		raw, err = store.MailBytes(ctx, q, m)
		return err
	})
	return m, raw, err
}

// understand reads the bytes. A fault of the reader is an error, never the end of the process.
func (d *Desk) understand(m store.Mail, raw []byte) (says *reading.Message, err error) {
	defer caught(&err)
	handed := m.Mailbox == HandedSMTP || m.Mailbox == HandedLMTP // then the envelope is known
	return reading.Read(raw, reading.Marks{Header: MarkHeader, Name: d.mail.Domain, Trust: d.mail.Trust, NoWay: handed && m.Sender == ""}), nil
}

// panicked is a fault of ours that a mail has found.
type panicked struct{ what any }

func (p panicked) Error() string { return fmt.Sprintf("a fault in reading it: %v", p.what) }

func isPanic(err error) bool {
	_, is := err.(panicked)
	return is
}

// caught makes an error of a panic.
func caught(err *error) {
	if p := recover(); p != nil {
		*err = panicked{p}
	}
}

// settle decides one mail, unless somebody was quicker.
func (d *Desk) settle(ctx context.Context, m store.Mail, says *reading.Message, decide func(*incoming, context.Context) error) error {
	return d.db.Write(ctx, func(tx *sqldb.Tx) (err error) {
		defer caught(&err)
		now, found, err := store.TakeMail(ctx, tx, m.ID, store.MailStored)
		if err != nil || !found {
			return err
		}
		in := &incoming{d: d, tx: tx, mail: now, says: says}
		if err := in.introduce(ctx); err != nil {
			return err
		}
		return decide(in, ctx)
	})
}

// rescue opens a ticket of a mail that could not be understood, with as much of it as its header shows.
func (d *Desk) rescue(ctx context.Context, m store.Mail, raw []byte, reason string) error {
	header, _ := splitMail(raw)
	says := &reading.Message{From: m.Sender, Subject: header[textproto.CanonicalMIMEHeaderKey("Subject")], MessageID: m.MessageID}
	return d.settle(ctx, m, says, func(in *incoming, ctx context.Context) error {
		return in.openUnread(ctx, reason)
	})
}

// incoming is a mail while it is decided what becomes of it.
type incoming struct {
	d    *Desk
	tx   *sqldb.Tx
	mail store.Mail
	says *reading.Message
	from people.Person // by claim; nobody has proven it
	who  access.Actor  // from, with the rights of a customer
}

// unknownSender stands for who does not say who they are. Its domain can never exist (RFC 2606, 2).
const unknownSender = "unknown.sender@mail.invalid"

// introduce finds who wrote, by the address in From, else in the envelope. A report of a mail server and the desk's own mail
// are nobody's.
func (in *incoming) introduce(ctx context.Context) error {
	address, err := people.Address(in.says.From)
	if err != nil {
		if address, err = people.Address(in.mail.Sender); err != nil {
			address = unknownSender
		}
	}
	in.mail.Author, in.mail.Subject = address, oneLine(in.says.Subject, maxSubject)
	if in.says.Kind == reading.Bounce || in.says.Kind == reading.Loop {
		return nil
	}
	in.from, err = store.ClaimPerson(ctx, in.tx, address, clean(in.says.Hints.Name))
	in.who = customer(in.from)
	return err
}

// become writes down what became of the mail.
func (in *incoming) become(ctx context.Context, state store.MailState, ticket int64, reason string) error {
	before := in.mail.State
	in.mail.State, in.mail.Ticket, in.mail.Reason = state, ticket, oneLine(reason, maxReason)
	if err := store.SettleMail(ctx, in.tx, in.mail); err != nil {
		return err
	}
	switch {
	case state == store.MailHeld:
		return store.NoteHeld(ctx, in.tx, store.MailHeldFact, in.mail.ID)
	case before == store.MailHeld:
		return store.NoteHeld(ctx, in.tx, store.MailDecidedFact, in.mail.ID)
	}
	return nil
}
