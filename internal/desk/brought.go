package desk

import (
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/store"
)

// brought is what comes to a ticket beside words: files, and the mail that brought them. The zero brought is of no mail.
type brought struct {
	mail  int64
	files []store.File
	asks  map[string]string // by the id of a file, the question of the form that it answers
	quiet bool              // no machine may answer it (RFC 3834)
	via   people.ID         // who put it there, if it was held
	at    time.Time         // when it arrived, never before what its ticket holds already
}

// when is when an event happened that a mail brought: the words, and what they were taken for, at their arrival. What the
// desk did about them happened when it did it. Zero for all others.
func (b brought) when(e ticket.Event) time.Time {
	switch e.(type) {
	case ticket.Opened, ticket.Classified, ticket.Wrote, ticket.Answered, ticket.StatusAsked, ticket.AutoAnswered:
		return b.at
	}
	return time.Time{}
}

// shown are the files as the words name them.
func (b brought) shown() []ticket.File {
	var out []ticket.File
	for _, f := range b.files {
		out = append(out, ticket.File{ID: f.ID, Name: f.Name, Type: f.Type, Size: f.Size, Question: b.asks[f.ID]})
	}
	return out
}

// carry puts the mail and the files beside the words with which they came.
func (b brought) carry(events []ticket.Event) []ticket.Event {
	for i, e := range events {
		switch e := e.(type) {
		case ticket.Wrote:
			e.Mail, e.Files, e.Via = b.mail, b.shown(), b.via
			events[i] = e
		case ticket.Answered:
			e.Mail, e.Files, e.Via = b.mail, b.shown(), b.via
			events[i] = e
		case ticket.Replied:
			e.Files = b.shown()
			events[i] = e
		case ticket.Noted:
			e.Files = b.shown()
			events[i] = e
		case ticket.FormFilled:
			e.Files = b.shown()
			events[i] = e
		}
	}
	return events
}
