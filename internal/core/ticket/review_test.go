package ticket_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
)

// ME-28: whatever happens in between, age asks for a review once at its instant, and for the next no sooner than one was
// made; a task and what is done is never asked for.
func TestAgeAsksForReviewOnce(t *testing.T) {
	start := time.Date(2026, 11, 16, 15, 0, 0, 0, time.UTC)
	weekly := ticket.Reviewing{By: ticket.Rung{Name: "team_lead", Holders: []people.ID{9}}, After: func(at time.Time) time.Time { return at.AddDate(0, 0, 7) }}
	rapid.Check(t, func(t *rapid.T) {
		opened := ticket.Opened{Requester: 1, Parent: rapid.SampledFrom([]int64{0, 0, 0, 5}).Draw(t, "parent")}
		entries := []ticket.Entry{{At: start, Event: opened}}
		now, due, since := start, start.AddDate(0, 0, 7), time.Time{}
		open := true
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(1, 5*24).Draw(t, "hours")) * time.Hour)
			x := ticket.Fold(1, entries)
			got := ticket.Ripen(x, weekly, now)
			want := open && opened.Parent == 0 && since.IsZero() && !now.Before(due)
			if (len(got) == 1) != want {
				t.Fatalf("at %s of one due at %s: %+v", now, due, got)
			}
			if want {
				since = due
				if e := got[0].(ticket.ReviewDue); !e.Since.Equal(due) || e.By != "team_lead" {
					t.Fatalf("%+v, due at %s", e, due)
				}
			}
			switch rapid.SampledFrom([]string{"wait", "review", "review ahead", "resolve", "reopen"}).Draw(t, "step") {
			case "review":
				if made, err := ticket.MakeReview(x, ticket.Reviewed{Outcome: "Fine."}, now); err == nil {
					got, since, due = append(got, made...), time.Time{}, now.AddDate(0, 0, 7)
				}
			case "review ahead":
				if made, err := ticket.MakeReview(x, ticket.Reviewed{Outcome: "Fine.", Next: now.Add(time.Hour)}, now); err == nil {
					got, since, due = append(got, made...), time.Time{}, now.Add(time.Hour)
				}
			case "resolve":
				got, open = append(got, ticket.Resolved{}), false
			case "reopen":
				got, open = append(got, ticket.Reopened{}), true
			}
			for _, e := range got {
				entries = append(entries, ticket.Entry{At: now, Event: e})
			}
			if got := ticket.Fold(1, entries).Review.Due; !got.Equal(since) {
				t.Fatalf("due since %s, want %s", got, since)
			}
		}
	})
}

func TestWhatIsNoReview(t *testing.T) {
	now := time.Date(2026, 11, 16, 15, 0, 0, 0, time.UTC)
	x := ticket.Fold(1, []ticket.Entry{{Event: ticket.Opened{Requester: 1}}, {Event: ticket.Assigned{Person: 7}}})
	for _, c := range []struct {
		name string
		in   ticket.Reviewed
		want fault.Kind
	}{
		{"without words", ticket.Reviewed{}, fault.Invalid},
		{"next in the past", ticket.Reviewed{Outcome: "Fine.", Next: now}, fault.Invalid},
		{"next in years", ticket.Reviewed{Outcome: "Fine.", Next: now.Add(ticket.MaxReviewAhead + 1)}, fault.Invalid},
	} {
		if _, err := ticket.MakeReview(x, c.in, now); !fault.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
	if _, err := ticket.MakeReview(x, ticket.Reviewed{Outcome: "Fine.", Next: now.Add(ticket.MaxReviewAhead)}, now); err != nil {
		t.Error(err)
	}
}
