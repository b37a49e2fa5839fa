package desk

import (
	"context"
	"crypto/rand"
	"fmt"
	"mime"
	"time"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/mail/entity"
	"switchboard/internal/core/mail/reading"
	"switchboard/internal/core/ticket"
	"switchboard/internal/store"
)

// open makes a ticket of the mail. Why is the reason on record, empty where nothing is remarkable.
func (in *incoming) open(ctx context.Context, req Request, why string) error {
	req.brought = in.brought(time.Time{})
	if c := in.channel(); c.Intake { // what somebody of the desk opens where no mail is taken in comes by their own way
		req.Channel = c.ID
	}
	m, events, err := in.d.decideOpen(ctx, in.tx, in.who, req)
	if err != nil {
		return err
	}
	t, _, err := in.d.insert(ctx, in.tx, m, events)
	if err != nil {
		return err
	}
	return in.become(ctx, store.MailOpened, t.ID, why)
}

// request is the mail as a request to the desk.
func (in *incoming) request(text string) Request {
	return Request{Subject: in.subjectOf(text), Description: fitting(text)}
}

// openUnread opens a ticket of a mail that could not be understood.
func (in *incoming) openUnread(ctx context.Context, reason string) error {
	in.says.AutoReplyOK = false
	text := fmt.Sprintf("This mail could not be read; the original is beside it. (%s)", oneLine(reason, maxReason))
	return in.open(ctx, in.request(text), fmt.Sprintf("it could not be read: %s", reason))
}

// brought is what the mail brings to a ticket. Last is the newest that the ticket holds already: what is read late never
// comes before it in the history.
func (in *incoming) brought(last time.Time) brought {
	b := brought{mail: in.mail.ID, quiet: !in.says.AutoReplyOK, at: in.mail.Arrived, files: filesOf(in.mail.ID, in.says)}
	if b.at.Before(last) {
		b.at = last
	}
	return b
}

// channel is the one by which mail comes, of the definition in force; the zero channel where the desk has none.
func (in *incoming) channel() definition.Channel {
	return in.d.book.Load().at(in.tx.Now).MailChannel()
}

// maxFiles bounds the files of one mail; what is beyond stays in the original.
const maxFiles = 100

// filesOf gives each attachment an id that nobody can guess, and a name fit to be shown.
func filesOf(mail int64, says *reading.Message) []store.File {
	var out []store.File
	for part, a := range says.Attachments[:min(len(says.Attachments), maxFiles)] {
		out = append(out, store.File{ID: rand.Text(), Public: true, Name: fileName(a, part), Type: oneLine(a.Type, ticket.MaxLine), Size: a.Size, Mail: mail, Part: part})
	}
	return out
}

// endings are of the kinds of file that mails bring without a name.
var endings = map[string]string{"text/calendar": ".ics", "message/rfc822": ".eml", "text/plain": ".txt", "text/html": ".html",
	"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "application/pdf": ".pdf"}

// fileName is what the mail calls a file, or for one without a name what it is.
func fileName(a reading.Attachment, part int) string {
	if name := entity.Filename(a.Name); name != "" {
		return name
	}
	kind, _, _ := mime.ParseMediaType(a.Type)
	return fmt.Sprintf("file-%d%s", part+1, endings[kind])
}
