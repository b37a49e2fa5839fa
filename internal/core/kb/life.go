package kb

import (
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/fault"
)

// ReviewEvery is how long a published article holds before somebody must look at it again (ME-72).
const ReviewEvery = 365 * 24 * time.Hour

// Change adds a version to an article; the new one is a draft. Who writes it becomes its author.
func Change(a Article, by people.ID, now time.Time) Article {
	a.Latest++
	a.Status, a.Author, a.ChangedAt = Draft, by, now
	if a.Owner == 0 {
		a.Owner = by
	}
	return a
}

// Submit asks for the draft to be published.
func Submit(a Article, now time.Time) (Article, error) {
	if a.Status != Draft {
		return a, fault.New(fault.Conflict, "only a draft can be handed in for review")
	}
	a.Status, a.ChangedAt = InReview, now
	return a, nil
}

// Return hands a version back to its author.
func Return(a Article, now time.Time) (Article, error) {
	if a.Status != InReview {
		return a, fault.New(fault.Conflict, "this article is not in review")
	}
	a.Status, a.ChangedAt = Draft, now
	return a, nil
}

// Publish lets readers see the latest version. Another person than its author approves it; what the desk itself takes in
// (by is 0) was approved where it comes from.
func Publish(a Article, by people.ID, now time.Time) (Article, error) {
	if a.Status != InReview && (by != 0 || a.Status != Draft) {
		return a, fault.New(fault.Conflict, "this article is not in review")
	}
	if by != 0 && by == a.Author {
		return a, fault.New(fault.Forbidden, "whoever wrote an article cannot approve it; ask another person")
	}
	a.Status, a.Published = Published, a.Latest
	a.ChangedAt, a.PublishedAt, a.ReviewBy = now, now, now.Add(ReviewEvery)
	return a, nil
}

// Retire takes an article away from readers; its versions stay.
func Retire(a Article, now time.Time) (Article, error) {
	if a.Status == Retired {
		return a, fault.New(fault.Conflict, "this article is retired already")
	}
	a.Status, a.Published, a.ChangedAt, a.ReviewBy = Retired, 0, now, time.Time{}
	return a, nil
}

// Review says that what is published still holds, until the next review.
func Review(a Article, now time.Time) (Article, error) {
	if a.Published == 0 {
		return a, fault.New(fault.Conflict, "only what is published can be reviewed")
	}
	a.PublishedAt, a.ReviewBy = now, now.Add(ReviewEvery)
	return a, nil
}
