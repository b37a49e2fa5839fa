package desk

import (
	"context"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/form"
	"switchboard/internal/core/ticket"
)

// write puts the words of the mail onto a ticket. By is who decided that they belong there: who wrote it, or somebody of
// the desk who had it before them.
func (in *incoming) write(ctx context.Context, m moment, by access.Actor) (ticket.Ticket, error) {
	m.who, m.brought = in.who, in.brought(newest(m.entries))
	if by.ID != in.who.ID {
		m.brought.via = by.ID
	}
	events, err := ticket.Write(m.ticket, in.words(), !in.mail.Arrived.After(m.confirmUntil()))
	if err != nil {
		return m.ticket, err
	}
	var answers form.Answers
	m.brought, answers = m.answeringForm()
	events = m.filledByMail(m.brought.carry(events), answers)
	person, team, err := in.wish(ctx)
	if err != nil {
		return m.ticket, err
	}
	if person+team != "" {
		events = append(events, ticket.Wished{Person: person, Team: team, Mail: in.mail.ID})
	}
	return in.d.save(ctx, in.tx, m, events)
}

// words are what is new in the mail, as a ticket can hold them; a mail without any says its subject.
func (in *incoming) words() string {
	if text := fitting(in.says.Reply); text != "" {
		return text
	}
	return in.subjectOf("")
}

// newest is when the last thing happened that a ticket holds.
func newest(entries []ticket.Entry) time.Time {
	var at time.Time
	for _, e := range entries {
		at = later(at, e.At)
	}
	return at
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
