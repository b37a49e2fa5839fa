package desk

import (
	"context"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/ticket"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// AskReview asks that somebody above those who have a ticket looks at it now (ME-28).
func (d *Desk) AskReview(ctx context.Context, who access.Actor, on On, why string) (ticket.Ticket, error) {
	return d.change(ctx, who, access.AskReview, on, func(ctx context.Context, tx *sqldb.Tx, m moment) ([]ticket.Event, error) {
		in, err := m.reviewing(ctx, tx)
		if err != nil {
			return nil, err
		}
		return ticket.AskReview(m.ticket, in, why, m.now)
	})
}

// Review writes down what came of a look at a ticket, and when the next is due; without an instant the definition says.
func (d *Desk) Review(ctx context.Context, who access.Actor, on On, r ticket.Reviewed) (ticket.Ticket, error) {
	return d.simple(ctx, who, access.Review, on, func(m moment) ([]ticket.Event, error) {
		return ticket.MakeReview(m.ticket, r, m.now)
	})
}

// ripe is the review that age asks for.
func (m moment) ripe(ctx context.Context, q sqldb.Q) ([]ticket.Event, error) {
	if at := m.nextReview(); at.IsZero() || m.now.Before(at) {
		return nil, nil
	}
	in, err := m.reviewing(ctx, q)
	return ticket.Ripen(m.ticket, in, m.now), err
}

func (m moment) nextReview() time.Time { return m.ticket.NextReview(m.book.at(m.now).ReviewAfter()) }

// reviewing is who reviews this ticket, by the definition.
func (m moment) reviewing(ctx context.Context, q sqldb.Q) (ticket.Reviewing, error) {
	def := m.book.at(m.now).Definition
	rung, err := m.rung(ctx, q, def, def.Reviewer())
	return ticket.Reviewing{By: rung, After: def.ReviewAfter()}, err
}

// Reviews is how the open tickets stand that somebody has to look at; none was never looked at where the desk works (ME-28).
type Reviews = store.Reviews

// Reviews counts what waits for a review, up to MaxCount, of all tickets: figures count sealed ones and name none.
func (d *Desk) Reviews(ctx context.Context, who access.Actor) (Reviews, error) {
	if err := access.May(who, access.SeeFigures); err != nil {
		return Reviews{}, err
	}
	return store.DueReviews(ctx, d.db.Reader(), MaxCount)
}
