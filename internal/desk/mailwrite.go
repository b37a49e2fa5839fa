package desk

import (
	"context"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/ticket"
)

// write puts the words of the mail onto a ticket. By is who decided that they belong there: who wrote it, or somebody of
// the desk who had it before them.
func (in *incoming) write(ctx context.Context, m moment, by access.Actor) (ticket.Ticket, error) {
	m.who, m.brought = in.who, in.brought(newest(m.entries))
	if by.ID != in.who.ID {
		m.brought.via = by.ID
	}
	text := fitting(in.says.Reply)
	if text == "" {
		text = in.subjectOf("")
	}
	events, err := ticket.Write(m.ticket, text, !in.mail.Arrived.After(m.confirmUntil()))
	if err != nil {
		return m.ticket, err
	}
	return in.d.save(ctx, in.tx, m, m.brought.carry(events))
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
