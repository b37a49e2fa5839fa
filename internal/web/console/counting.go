package console

import (
	"context"
	"sync"
	"time"

	"switchboard/internal/desk"
)

// Figures over many tickets take a while: a page does not wait longer than countWait for them, and what took longer than that is
// kept for keepTimes as long as it took, so that a desk spends a tenth of its time on counting at most.
const (
	countWait = 2 * time.Second
	countTime = 5 * time.Minute // nobody needs figures that take longer
	keepTimes = 10
)

// counting counts in the background, each period once at a time for all who ask.
type counting struct {
	now func() time.Time
	mu  sync.Mutex
	by  map[spell]*counted
}

// spell is what is counted: the days, and whether agencies are compared, which not all who read figures may see.
type spell struct {
	days     int
	compares bool
}

// counted are figures, as of a moment.
type counted struct {
	at   time.Time
	done chan struct{}

	// Once done.
	sum   desk.Handling
	err   error
	until time.Time // so long they are good enough

	before *counted // while it is not done
}

// of answers the figures of so many days, perhaps older ones; nil while there are none yet.
func (c *counting) of(ctx context.Context, of spell, count func(context.Context) (desk.Handling, error)) (*counted, error) {
	one := c.begin(ctx, of, count)
	wait := time.NewTimer(countWait)
	defer wait.Stop()
	select {
	case <-one.done:
		return one, one.err
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-wait.C:
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return one.before, nil
}

// begin answers the count that is good enough or under way, or begins one.
func (c *counting) begin(ctx context.Context, of spell, count func(context.Context) (desk.Handling, error)) *counted {
	c.mu.Lock()
	defer c.mu.Unlock()
	kept := c.by[of]
	if kept != nil && (!kept.isDone() || c.now().Before(kept.until)) {
		return kept
	}
	one := &counted{at: c.now(), done: make(chan struct{})}
	if kept != nil && kept.err == nil {
		one.before = kept
	}
	if c.by == nil {
		c.by = map[spell]*counted{}
	}
	c.by[of] = one
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), countTime)
	go func() {
		defer cancel()
		sum, err := count(ctx)
		c.mu.Lock()
		defer c.mu.Unlock()
		one.sum, one.err, one.before = sum, err, nil
		if took := c.now().Sub(one.at); err == nil && took > countWait {
			one.until = one.at.Add(took * (1 + keepTimes))
		}
		close(one.done)
	}()
	return one
}

func (c *counted) isDone() bool {
	select {
	case <-c.done:
		return true
	default:
		return false
	}
}
