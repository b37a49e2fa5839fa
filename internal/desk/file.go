package desk

import (
	"context"
	"strconv"

	"switchboard/internal/core/access"
	"switchboard/internal/core/mail/reading"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// FileBody is a file as it is fetched. Its name and type are what somebody said, and are only shown (DESIGN 9.3).
type FileBody struct {
	Name, Type string
	Bytes      []byte
}

// File fetches a file of a ticket, for who may see that ticket. One that came by mail is taken out of the mail when it is
// asked for; nothing in it is opened. Errors: NotFound, Unauthenticated.
func (d *Desk) File(ctx context.Context, who access.Actor, id string) (FileBody, error) {
	if who.ID == 0 && !who.System {
		return FileBody{}, access.May(who, access.ViewTicket)
	}
	var f store.File
	var raw []byte
	err := d.db.Read(ctx, func(q sqldb.Q) error {
		if !ticket.Plain(id) {
			return noSuchFile()
		}
		var err error
		if f, err = store.FileByID(ctx, q, id); err != nil {
			return err
		}
		m, err := d.load(ctx, q, f.Ticket, who, d.Now())
		if err != nil {
			return err
		}
		if err := access.Can(who, access.ViewTicket, m.ticket); err != nil || !f.Public && !access.SeesInternal(who, m.ticket) {
			return noSuchFile()
		}
		if f.Mail == 0 {
			raw, err = store.FileBytes(ctx, q, f.ID)
			return err
		}
		mail, err := store.MailByID(ctx, q, f.Mail)
		if err != nil {
			return err
		}
		raw, err = store.MailBytes(ctx, q, mail)
		return err
	})
	if err != nil {
		return FileBody{}, err
	}
	body, ok := raw, true
	if f.Mail != 0 {
		_, body, ok = reading.File(raw, f.Part)
	}
	if !ok || int64(len(body)) != f.Size {
		return FileBody{}, noSuchFile()
	}
	return FileBody{Name: f.Name, Type: f.Type, Bytes: body}, nil
}

func noSuchFile() error {
	return fault.New(fault.NotFound, "there is no such file, or none that you may see")
}

// OriginalMail is a mail byte for byte: for the people of the desk, and for who wrote it, once its words are on a ticket
// that they see. That somebody of the desk read it is written down (ME-70). Errors: NotFound, Unauthenticated.
func (d *Desk) OriginalMail(ctx context.Context, who access.Actor, id int64) (m Mail, raw []byte, err error) {
	m, raw, err = d.originalMail(ctx, who, id)
	if err == nil && !who.System && access.May(who, access.HandleMail) == nil {
		err = d.acted(ctx, who, Act{Kind: store.MailOriginalReadFact, What: strconv.FormatInt(id, 10)}, func(*sqldb.Tx) error { return nil })
	}
	if err != nil {
		return Mail{}, nil, err
	}
	return m, raw, nil
}

// originalMail is the same where it is not shown as it came.
func (d *Desk) originalMail(ctx context.Context, who access.Actor, id int64) (m Mail, raw []byte, err error) {
	if who.ID == 0 && !who.System {
		return m, nil, access.May(who, access.ViewTicket)
	}
	err = d.db.Read(ctx, func(q sqldb.Q) error {
		if m, err = store.MailByID(ctx, q, id); err != nil {
			return err
		}
		if err := d.seesMail(ctx, q, who, m); err != nil {
			return err
		}
		raw, err = store.MailBytes(ctx, q, m)
		return err
	})
	if err != nil {
		return Mail{}, nil, err
	}
	return m, raw, nil
}

// seesMail checks that the actor may read a mail: the people of the desk, unless it is about a ticket that they may not know of,
// and who wrote it, by the words of it that they see on their ticket. Errors: NotFound.
func (d *Desk) seesMail(ctx context.Context, q sqldb.Q, who access.Actor, mail store.Mail) error {
	none := fault.New(fault.NotFound, "there is no mail %d", mail.ID)
	handles := access.May(who, access.HandleMail) == nil
	if mail.Ticket == 0 {
		if handles {
			return nil
		}
		return none
	}
	m, err := d.load(ctx, q, mail.Ticket, who, d.Now())
	switch {
	case err != nil || access.Can(who, access.ViewTicket, m.ticket) != nil:
		return none
	case handles && access.SeesInternal(who, m.ticket):
		return nil
	}
	for _, e := range m.entries {
		if author, of := mailOf(e); of == mail.ID && author == who.ID {
			return nil
		}
	}
	return none
}

// mailOf is the mail whose words an entry holds, and who wrote it.
func mailOf(e ticket.Entry) (people.ID, int64) {
	switch ev := e.Event.(type) {
	case ticket.Opened:
		return ev.Requester, ev.Mail
	case ticket.Wrote:
		return e.By, ev.Mail
	case ticket.Answered:
		return e.By, ev.Mail
	}
	return 0, 0
}
