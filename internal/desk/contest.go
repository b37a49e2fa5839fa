package desk

import (
	"context"

	"switchboard/internal/core/access"
	"switchboard/internal/core/ticket"
)

// Contest is the customer's objection to a pause or the class, with their words (A26). No clock changes by it; somebody has to
// answer by the close of the next business day. Errors: NotFound, Forbidden, Conflict, Invalid.
func (d *Desk) Contest(ctx context.Context, who access.Actor, on On, in ticket.Contested) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.Contest, on, func(m moment) ([]ticket.Event, error) {
		in.AnswerBy = m.book.at(m.now).AnswerBy(m.now)
		return ticket.MakeContest(m.ticket, m.entries, in)
	})
}

// AnswerContest answers an objection. A pause that was wrong is taken back by it, from its beginning; a class that was wrong
// has to be right before (Classify).
func (d *Desk) AnswerContest(ctx context.Context, who access.Actor, on On, a ticket.ContestAnswered) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.AnswerContest, on, func(m moment) ([]ticket.Event, error) {
		return ticket.AnswerContest(m.ticket, m.entries, who.ID, a)
	})
}

// Tell writes down that somebody asked how a ticket stands, and was told (ME-26).
func (d *Desk) Tell(ctx context.Context, who access.Actor, on On, s ticket.StatusAsked) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.Tell, on, func(m moment) ([]ticket.Event, error) {
		if err := m.book.at(m.now).CheckChannel(s.Channel); err != nil {
			return nil, err
		}
		return ticket.Tell(s)
	})
}
