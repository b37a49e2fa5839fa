package desk

import (
	"context"
	"fmt"

	"switchboard/internal/core/access"
	"switchboard/internal/core/ticket"
	"switchboard/internal/store"
)

// reply puts the words onto the ticket of whoever wrote them, or onto the one that took its place. One that was closed too long
// ago gets a ticket that follows it (CLOCKS, rule 8).
func (in *incoming) reply(ctx context.Context, m moment) error {
	switch n, err := store.MailInto(ctx, in.tx, m.ticket.ID, in.hourBefore(), in.mail.Arrived, maxIntoTicket); {
	case err != nil:
		return err
	case n >= maxIntoTicket:
		return in.hold(ctx, m.ticket.ID, fmt.Sprintf("more than %d mails about the same within an hour", maxIntoTicket))
	case in.repeats(m):
		return in.become(ctx, store.MailNoted, m.ticket.ID, "the same words came a moment before")
	case m.ticket.MergedInto != 0:
		return in.replyMerged(ctx, m)
	case in.tooLate(m):
		return in.followUp(ctx, m)
	}
	if _, err := in.write(ctx, m, in.who); err != nil {
		return err
	}
	return in.become(ctx, store.MailThreaded, m.ticket.ID, "")
}

// tooLate reports whether the ticket was resolved so long before the mail arrived that it is not taken up again.
func (in *incoming) tooLate(m moment) bool {
	return !m.ticket.Status.Open() && in.mail.Arrived.After(m.confirmUntil())
}

func (in *incoming) followUp(ctx context.Context, m moment) error {
	req := in.request(in.words())
	req.FollowUpOf = m.ticket.ID
	return in.limited(ctx, req)
}

// replyMerged is a reply on a ticket that was merged. Who may write on the survivor writes there; who may not keeps their own
// ticket, and the survivor is told, for the desk to read.
func (in *incoming) replyMerged(ctx context.Context, m moment) error {
	kept, err := in.survivor(ctx, m, in.who)
	switch {
	case err != nil:
		return err
	case kept.ticket.MergedInto == 0 && access.Can(in.who, access.WriteTicket, kept.ticket) == nil:
		return in.reply(ctx, kept)
	case in.tooLate(kept):
		return in.followUp(ctx, m)
	}
	told, err := ticket.PassOn(kept.ticket, m.ticket.ID, in.words(), true)
	if err != nil {
		return err
	}
	if _, err := in.write(ctx, m, in.who); err != nil {
		return err
	}
	if _, err := in.d.save(ctx, in.tx, kept, told); err != nil {
		return err
	}
	return in.become(ctx, store.MailThreaded, m.ticket.ID, fmt.Sprintf("passed on to %d, into which it was merged", kept.ticket.ID))
}

// survivor is the ticket that is worked on in place of one that was merged; the same one where it was not.
func (in *incoming) survivor(ctx context.Context, m moment, who access.Actor) (moment, error) {
	if m.ticket.MergedInto == 0 {
		return m, nil
	}
	id, err := store.Survivor(ctx, in.tx, m.ticket.ID)
	if err != nil {
		return m, err
	}
	return in.d.load(ctx, in.tx, id, who, in.tx.Now)
}
