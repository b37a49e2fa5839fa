package desk

import (
	"context"
	"sync"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/figures"
	"switchboard/internal/store"
)

// PublicFigures are the figures that the desk publishes to everybody (ME-73): what was received in the last figures.UsageMonths months,
// this one among them, and how often the promise to finish it was kept; and of what was received in the last PublishedDays, what was
// resolved at the first contact (CO-09) and what its customers said of it (ME-34).
type PublicFigures struct {
	AsOf         time.Time
	Rows         []figures.Promise
	FirstContact figures.Share
	Satisfaction figures.Satisfaction
}

// PublishedDays is how far back first contacts and satisfaction are published: they are read from histories, one by one.
const PublishedDays = 90

// publishFor is how long published figures are good enough: to count them reads many rows, and anybody may ask.
const publishFor = time.Hour

// publishing keeps the figures that were published last. Who comes while they are counted waits for them.
type publishing struct {
	mu   sync.Mutex
	last PublicFigures
}

// PublicFigures counts what the desk publishes, or answers what was counted within the hour. Anybody may ask: sealed tickets are counted
// and nothing is named.
func (d *Desk) PublicFigures(ctx context.Context, _ access.Actor) (PublicFigures, error) {
	d.published.mu.Lock()
	defer d.published.mu.Unlock()
	now := d.Now()
	if last := d.published.last; !last.AsOf.IsZero() && now.Before(last.AsOf.Add(publishFor)) {
		return last, nil
	}
	rows, err := store.PromisesIn(ctx, d.db.Reader(), figures.Months(now, d.Definition().Zone(), figures.UsageMonths), now)
	if err != nil {
		return PublicFigures{}, err
	}
	handled, err := d.Handling(ctx, access.System, now.AddDate(0, 0, -PublishedDays), now)
	if err != nil {
		return PublicFigures{}, err
	}
	d.published.last = PublicFigures{AsOf: now, Rows: rows, FirstContact: handled.FirstContacts.All, Satisfaction: handled.Satisfaction}
	return d.published.last, nil
}
