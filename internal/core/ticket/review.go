package ticket

import (
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/fault"
)

// MaxReviewAhead is how far ahead the next review may be set.
const MaxReviewAhead = 366 * 24 * time.Hour

// ReviewDue says that somebody else has to look at a ticket (ME-28): it has come to the age that the definition gives, or a
// person asked for it, who says why. By is the rung in the definition's words, To are the people who hold it.
type ReviewDue struct {
	Since time.Time   `json:"since"`
	By    string      `json:"by"`
	To    []people.ID `json:"to,omitempty"`
	Why   string      `json:"why,omitempty"`
}

// Reviewed is what came of it, and when it is looked at again; the definition says so where Next is zero.
type Reviewed struct {
	Outcome string    `json:"outcome"`
	Next    time.Time `json:"next,omitzero"`
}

func (ReviewDue) Name() string { return "ticket.review_due" }
func (Reviewed) Name() string  { return "ticket.reviewed" }

func (ReviewDue) Public() bool { return false }
func (Reviewed) Public() bool  { return false }

// When is its true instant, however late it is noticed.
func (e ReviewDue) When() time.Time { return e.Since }

// Review is where a ticket stands with those who look after the work of others.
type Review struct {
	Due   time.Time // since when one is due; zero while none is
	Asked ReviewDue // the last one that became due
	Count int
	Last  time.Time
	Next  time.Time // as the last reviewer set it; zero where the definition says
}

// Reviewing is who reviews a ticket, and when one that began or was reviewed at an instant is due. The zero Reviewing
// reviews nothing by age.
type Reviewing struct {
	By    Rung
	After func(time.Time) time.Time
}

// NextReview is when a review becomes due by age; zero where one is due already, and for a task, which is reviewed with its
// parent.
func (t Ticket) NextReview(after func(time.Time) time.Time) time.Time {
	r := t.Review
	switch {
	case !t.Status.Open() || t.Request.Parent != 0 || !r.Due.IsZero():
		return time.Time{}
	case !r.Next.IsZero():
		return r.Next
	case after == nil:
		return time.Time{}
	case !r.Last.IsZero():
		return after(r.Last)
	}
	return after(t.ReceivedAt)
}

// Ripen is what age asks for: a review, once.
func Ripen(t Ticket, in Reviewing, now time.Time) []Event {
	at := t.NextReview(in.After)
	if at.IsZero() || now.Before(at) {
		return nil
	}
	return []Event{ReviewDue{Since: at, By: in.By.Name, To: in.By.Holders}}
}

// AskReview asks for a review now. Errors: Conflict, Invalid.
func AskReview(t Ticket, in Reviewing, why string, now time.Time) ([]Event, error) {
	if err := mustBeOpen(t); err != nil {
		return nil, err
	}
	if !t.Review.Due.IsZero() {
		return nil, fault.New(fault.Conflict, "a review of {the ticket} %d is due already", t.ID)
	}
	why, err := text("why", why, true)
	if err != nil {
		return nil, err
	}
	return []Event{ReviewDue{Since: now, By: in.By.Name, To: in.By.Holders, Why: why}}, nil
}

// MakeReview writes down what came of a look at somebody else's work, whether it was due or not. Errors: Conflict, Invalid.
func MakeReview(t Ticket, r Reviewed, now time.Time) ([]Event, error) {
	if err := mustBeOpen(t); err != nil {
		return nil, err
	}
	var err error
	if r.Outcome, err = text("outcome", r.Outcome, true); err != nil {
		return nil, err
	}
	if !r.Next.IsZero() && (!r.Next.After(now) || r.Next.Sub(now) > MaxReviewAhead) {
		return nil, fault.Field("next", "the next review lies ahead, within a year")
	}
	return []Event{r}, nil
}

func (t *Ticket) review(en Entry) {
	switch e := en.Event.(type) {
	case ReviewDue:
		t.Review.Due, t.Review.Asked, t.Review.Next = e.Since, e, time.Time{}
	case Reviewed:
		t.Review.Due, t.Review.Count, t.Review.Last, t.Review.Next = time.Time{}, t.Review.Count+1, en.At, e.Next
	}
}
