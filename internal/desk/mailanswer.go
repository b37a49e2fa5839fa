package desk

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"

	"switchboard/internal/core/access"
	"switchboard/internal/core/mail/tag"
	"switchboard/internal/core/notice"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// AboutMail is what a letter of no ticket knows of the mail that it answers, as JSON in the letter.
type AboutMail struct {
	Mail      int64  `json:"mail"`
	MessageID string `json:"message_id,omitempty"`
	Subject   string `json:"subject,omitempty"`
}

// answers is the Message-ID of the mail that a letter of no ticket answers (RFC 3834, 3.1.5); "" where it answers none.
func answers(about string) string {
	var a AboutMail
	if json.Unmarshal([]byte(about), &a) != nil {
		return ""
	}
	return a.MessageID
}

// answerStatus tells whoever may see a ticket how it stands, at the address that the desk has of them, and writes down that
// they asked (ME-26). Done is false where the mail says which ticket is meant in no way.
func (in *incoming) answerStatus(ctx context.Context, found located, number int64, old string) (done bool, err error) {
	if old != "" {
		if number, err = store.TicketOfOldNumber(ctx, in.tx, old); err != nil && !fault.Is(err, fault.NotFound) {
			return false, err
		}
	}
	m := found.moment
	switch {
	case number != 0:
		m, err = in.d.load(ctx, in.tx, number, in.who, in.tx.Now)
	case old != "":
		err = access.NoSuchTicket(0)
	case !found.is:
		return false, nil
	}
	if err == nil {
		err = access.Can(in.who, access.ViewTicket, m.ticket)
	}
	if fault.Is(err, fault.NotFound) {
		return true, in.hold(ctx, m.ticket.ID, "it asks how something stands that is not its sender's")
	}
	if err != nil {
		return false, err
	}
	if !in.says.AutoReplyOK {
		return true, in.hold(ctx, m.ticket.ID, "it asks how something stands, and no machine may answer it")
	}
	if many, err := in.tooMany(ctx); many || err != nil {
		return true, err
	}
	return true, in.tellStatus(ctx, m)
}

func (in *incoming) tellStatus(ctx context.Context, m moment) error {
	letter := in.letter(notice.Status, m.ticket.ID)
	if _, err := store.AddLetter(ctx, in.tx, letter); err != nil {
		return err
	}
	m.who, m.brought = in.who, brought{at: later(in.mail.Arrived, newest(m.entries))}
	asked := ticket.StatusAsked{Channel: in.channel().ID, Mail: in.mail.ID}
	if _, err := in.d.save(ctx, in.tx, m, []ticket.Event{asked}); err != nil {
		return err
	}
	return in.become(ctx, store.MailAnswered, m.ticket.ID, "asked how it stands, and was told")
}

// answerChannels tells whoever writes to a desk that takes no mail in which ways there are (CO-42).
func (in *incoming) answerChannels(ctx context.Context) error {
	if !in.says.AutoReplyOK || in.mail.Author == unknownSender {
		return in.become(ctx, store.MailNoted, 0, "this desk takes in no mail, and no machine may answer this one")
	}
	if many, err := in.tooMany(ctx); many || err != nil {
		return err
	}
	letter := in.letter(notice.WrongChannel, 0)
	about, err := json.Marshal(AboutMail{Mail: in.mail.ID, MessageID: in.mail.MessageID, Subject: in.mail.Subject})
	if err != nil {
		return err
	}
	letter.About = string(about)
	if _, err := store.AddLetter(ctx, in.tx, letter); err != nil {
		return err
	}
	return in.become(ctx, store.MailAnswered, 0, "this desk takes in no mail; its sender is told of the other ways")
}

// letter is an answer to the mail itself.
func (in *incoming) letter(kind notice.Kind, about int64) store.Letter {
	return store.Letter{Kind: string(kind), Cause: in.mail.ID, Ticket: about, Person: in.from.ID, Address: in.from.Email,
		MessageID: fmt.Sprintf("<%d.%s@%s>", about, rand.Text(), in.d.mail.Domain), State: store.LetterQueued}
}

// maxAutoAnswer bounds what is kept of a machine's words on a ticket, in bytes; maxAutoAnswers how many of them are, within an
// hour.
const (
	maxAutoAnswer  = 2000
	maxAutoAnswers = 3
)

// autoAnswer writes down on the sender's ticket that a machine answered for them. It takes nothing up again, stops no clock and
// is answered by nobody (RFC 3834).
func (in *incoming) autoAnswer(ctx context.Context, found located) error {
	if !found.is {
		return in.become(ctx, store.MailNoted, 0, "an automatic answer, on no ticket of its sender")
	}
	n, err := store.MailInto(ctx, in.tx, found.ticket.ID, in.hourBefore(), in.mail.Arrived, maxAutoAnswers)
	if err != nil {
		return err
	}
	if n < maxAutoAnswers {
		m := found.moment
		m.brought.at = later(in.mail.Arrived, newest(m.entries))
		said := ticket.AutoAnswered{Body: sqldb.Clip(in.words(), maxAutoAnswer), Mail: in.mail.ID}
		if _, err := in.d.save(ctx, in.tx, m, []ticket.Event{said}); err != nil {
			return err
		}
	}
	return in.become(ctx, store.MailNoted, found.ticket.ID, "an automatic answer")
}

// returned is a report of a mail server about a letter of the desk (RFC 3464).
func (in *incoming) returned(ctx context.Context) error {
	letter, err := in.returnedLetter(ctx)
	if fault.Is(err, fault.NotFound) {
		if in.says.Undelivered == nil {
			return in.hold(ctx, 0, "it comes from no sender, and is about no mail of the desk")
		}
		return in.become(ctx, store.MailDropped, 0, "a report about a mail that the desk did not send")
	}
	if err != nil {
		return err
	}
	failed, detail := in.undelivered()
	if !failed {
		return in.become(ctx, store.MailNoted, letter.Ticket, fmt.Sprintf("a report that a mail is on its way: %s", detail))
	}
	if _, err := in.d.report(ctx, in.tx, access.System, letter.ID, store.LetterBounced, detail); err != nil {
		return err
	}
	return in.become(ctx, store.MailNoted, letter.Ticket, fmt.Sprintf("the letter to %s came back: %s", letter.Address, detail))
}

// returnedLetter is the letter that a report is about: by the address to which the report was written, else by the Message-ID of
// the mail that it returns. Errors: NotFound.
func (in *incoming) returnedLetter(ctx context.Context) (store.Letter, error) {
	key, err := store.Secret(ctx, in.tx, store.ReplySecret)
	if err != nil {
		return store.Letter{}, err
	}
	if id, ok := tag.ReadBounce(key, in.recipients()); ok {
		return store.LetterByID(ctx, in.tx, id)
	}
	id := ""
	if r := in.says.Undelivered; r != nil {
		id = r.MessageID
	}
	if id == "" && len(in.says.InReplyTo) > 0 {
		id = in.says.InReplyTo[0]
	}
	return store.LetterByMessageID(ctx, in.tx, id)
}

// undelivered says what a report says, and whether it is that a mail did not arrive: a delay is none yet.
func (in *incoming) undelivered() (failed bool, detail string) {
	r := in.says.Undelivered
	if r == nil || len(r.Recipients) == 0 {
		return true, oneLine(in.says.Reply, maxReason)
	}
	for _, one := range r.Recipients {
		if one.Action == "failed" || one.Action == "" {
			return true, oneLine(one.Status+" "+one.Address, maxReason)
		}
		detail = oneLine(one.Action+" "+one.Status+" "+one.Address, maxReason)
	}
	return false, detail
}
