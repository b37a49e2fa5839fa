package console

import (
	"context"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
)

func notInReview(t ticket.Ticket) bool { return isOpen(t) && t.Review.Due.IsZero() }

func doAskReview(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	_, err := d.AskReview(ctx, who, on, in.Get("why"))
	return err
}

// reviewFields ask what came of it and when to look again (ME-28).
func reviewFields(x *item) []control {
	next := x.at("next", time.Time{})
	next.Value, next.Required, next.Optional = "", false, true
	next.Hint = x.Words.T("console.hint.review") + " " + next.Hint
	return []control{x.text("outcome", 3), next}
}

func doReview(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	r := ticket.Reviewed{Outcome: in.Get("outcome")}
	if in.Get("next") != "" {
		next, err := in.moment("next")
		if err != nil {
			return err
		}
		r.Next = next
	}
	_, err := d.Review(ctx, who, on, r)
	return err
}

// reviewDue says in a line that a review is due, who asked for it or what did, and who does it.
func (f frame) reviewDue(s desk.Sheet, e ticket.ReviewDue) string {
	if e.Why != "" {
		return f.Words.T("console.fact.review.asked", "who", f.reviewer(s, e), "why", f.reason(e.Why))
	}
	return f.Words.T("console.fact.review.due", "who", f.reviewer(s, e))
}

// reviewer is the rung, with the names of those who hold it.
func (f frame) reviewer(s desk.Sheet, e ticket.ReviewDue) string {
	if len(e.To) == 0 {
		return definition.Label(e.By)
	}
	return definition.Label(e.By) + " (" + f.everybody(s, e.To) + ")"
}

func (f frame) reviewed(e ticket.Reviewed) string {
	text := f.Words.T("console.fact.reviewed") + "\n\n" + e.Outcome
	if !e.Next.IsZero() {
		text += "\n\n" + f.Words.T("console.fact.reviewed.next", "by", f.by(e.Next))
	}
	return text
}

// review says for the pane beside the ticket that somebody has to look at it, or when that happens next.
func (x *item) review() string {
	r := x.Sheet.Ticket.Review
	switch {
	case !isOpen(x.Sheet.Ticket):
		return ""
	case !r.Due.IsZero():
		return x.Words.T("console.review.due", "when", x.when(r.Due), "who", x.reviewer(x.Sheet, r.Asked))
	case !r.Last.IsZero():
		return x.Words.T("console.review.last", "when", x.when(r.Last))
	}
	return ""
}
