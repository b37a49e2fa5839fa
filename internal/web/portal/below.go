package portal

import (
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/web/message"
)

// below is what stands below words: the files that came with them, and the reader's own mail that brought them.
func (r reader) below(en ticket.Entry) message.Below {
	b := message.Below{Words: r.Printer, Files: ticket.FilesOf(en.Event)}
	if id := ticket.MailOf(en.Event); id != 0 && author(en) == r.me {
		b.Mail = message.OriginalPath("", id)
	}
	return b
}

// author is whose words an entry holds.
func author(en ticket.Entry) people.ID {
	if o, ok := en.Event.(ticket.Opened); ok {
		return o.Requester
	}
	return en.By
}
