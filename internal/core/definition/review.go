package definition

import (
	"slices"
	"strings"
	"time"

	"switchboard/internal/core/sla"
)

// usualReview is the age at which a ticket is reviewed where the file has a ladder and says nothing of reviews.
var usualReview = sla.Amount{Unit: sla.BusinessDays, Days: 5}

// Reviewer is the rung of the ladder that reviews what becomes old (ME-28): the one that the file names, else the first of
// the default ladder that can; empty where nobody is named.
func (d *Definition) Reviewer() string {
	if d.Review != nil {
		return d.Review.By
	}
	l, _ := d.Ladder("default")
	for _, s := range l.Steps {
		if reviews(s.Who) {
			return s.Who
		}
	}
	return ""
}

// ReviewAfter is when a ticket is due for review that began, or was reviewed, at an instant. It is nil where nobody reviews.
func (d *Definition) ReviewAfter() func(time.Time) time.Time {
	amount := usualReview
	switch {
	case d.Reviewer() == "":
		return nil
	case d.Review != nil:
		amount = d.Review.Amount
	}
	return func(from time.Time) time.Time { return d.after(from, amount) }
}

// reviews reports whether a rung looks after the work of others.
func reviews(rung string) bool {
	return strings.HasSuffix(rung, "lead") || strings.HasSuffix(rung, "manager")
}

// review looks for a reviewer who is nowhere on the ladders.
func (l *linter) review() {
	r := l.d.Review
	if r == nil {
		return
	}
	on := slices.ContainsFunc(l.d.Escalation, func(x Ladder) bool {
		return slices.ContainsFunc(x.Steps, func(s Step) bool { return s.Who == r.By })
	})
	if !on {
		l.say(Warning, "review", "ME-28", "%s is on no ladder under \"escalation:\"; what a review finds goes up that ladder", Label(r.By))
	}
}
