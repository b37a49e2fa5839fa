package eventlog

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"runtime/debug"
	"sync"
	"time"

	"switchboard/internal/sqldb"
)

// Bounds of following.
const (
	batch       = 100                   // facts in one transaction: on SQLite all other writers wait for it
	poll        = time.Second           // the longest that a lost nudge delays a follower
	breath      = 20 * time.Millisecond // between two rounds, so that a busy desk's facts come in batches
	maxFailures = 8                     // of one fact, over some three minutes; then it is parked
	maxError    = 2_000                 // bytes of an error that are kept
)

// start is before every fact.
var start = Position{math.MinInt64, 0}

// Follower is a name and what it does with facts.
//
// Apply gets facts in the order of the log and writes what follows from them with tx, in which the cursor moves too:
// so every fact has its effects on rows exactly once, on however many nodes the follower runs. Effects on the world
// belong into jobs, enqueued with tx. Apply may be called again with the same facts after an error, then one by one;
// it should be quick, since on PostgreSQL no follower sees what was committed after an open transaction began.
type Follower struct {
	Name  string // fixed for ever: the cursor is kept under it
	Apply func(ctx context.Context, tx *sqldb.Tx, facts []Fact) error
}

// Run runs the followers, each at its own pace, until ctx ends. What one cannot do does not stop another.
func Run(ctx context.Context, db *sqldb.DB, log *slog.Logger, followers ...Follower) {
	var wg sync.WaitGroup
	for _, f := range followers {
		wg.Go(func() { (&following{db: db, Follower: f, log: log.With("follower", f.Name)}).run(ctx) })
	}
	wg.Wait()
}

// Drain lets each follower apply what the log holds now, in turn, until none finds more; a failure is returned at
// once, and not counted. It is for programs that end, such as an import, and for tests.
func Drain(ctx context.Context, db *sqldb.DB, followers ...Follower) error {
	if err := Await(ctx, db); err != nil {
		return err
	}
	for more := true; more; {
		more = false
		for _, f := range followers {
			n, err := (&following{db: db, Follower: f}).apply(ctx, batch)
			if err != nil {
				return err
			}
			more = more || n > 0
		}
	}
	return nil
}

// following is one follower on this node. What it holds is a hint; the row is the truth.
type following struct {
	Follower
	db  *sqldb.DB
	log *slog.Logger
	at  Position // where the cursor was last seen
	set bool     // at is known
	one int      // how many facts are still to be applied one by one, after a batch failed
}

func (f *following) run(ctx context.Context) {
	woken, stop := f.db.Nudged(Topic)
	defer stop()
	for ctx.Err() == nil {
		switch n := f.round(ctx); {
		case n == batch: // more is waiting
		case n > 0:
			sleep(ctx, breath, nil)
		default:
			sleep(ctx, poll, woken)
		}
	}
}

// round applies one batch and answers how many facts it had; 0 when there is nothing to do before the next nudge, and
// after a failure 1 when they are to be tried one by one.
func (f *following) round(ctx context.Context) (n int) {
	limit := batch
	if f.one > 0 {
		limit = 1
	}
	n, err := f.apply(ctx, limit)
	var failed *applyError
	switch {
	case ctx.Err() != nil:
		return 0
	case err == nil:
		f.one = max(0, f.one-n)
		return n
	case errors.Is(err, errWait):
		return 0
	case errors.As(err, &failed) && len(failed.facts) > 1:
		f.one = len(failed.facts) // find out which
		return 1
	case errors.As(err, &failed):
		err = errors.Join(err, f.failed(ctx, failed))
	}
	f.log.Error("a follower could not go on", "error", err)
	return 0
}

// applyError says that Apply refused facts.
type applyError struct {
	name  string
	facts []Fact
	from  Position
	err   error
}

func (e *applyError) Error() string {
	return fmt.Sprintf("follower %s: %d facts from %s (%d): %v", e.name, len(e.facts), e.facts[0].Kind, e.facts[0].Seq, e.err)
}

func (e *applyError) Unwrap() error { return e.err }

// errWait says that the next fact has failed and is not to be tried again yet.
var errWait = errors.New("eventlog: waiting to try again")

// apply lets the follower apply up to limit facts behind its cursor, in one transaction that moves the cursor. It
// answers how many; 0 also when another node was quicker.
func (f *following) apply(ctx context.Context, limit int) (n int, err error) {
	if f.set { // look first: a transaction that writes is not needed to see that there is nothing
		if facts, err := After(ctx, f.db.Reader(), f.at, 1); err != nil || len(facts) == 0 {
			return 0, err
		}
	}
	err = f.db.Write(ctx, func(tx *sqldb.Tx) error {
		n = 0
		c, err := loadCursor(ctx, tx, f.Name)
		if err != nil {
			return err
		}
		f.at, f.set = c.Position, true
		if tx.Now.Before(c.RetryAt) {
			return errWait
		}
		facts, err := After(ctx, tx, c.Position, limit)
		if err != nil || len(facts) == 0 {
			return err
		}
		to := facts[len(facts)-1].Position()
		moved, err := moveCursor(ctx, tx, f.Name, c.Position, to)
		if err != nil || !moved {
			return err
		}
		if err := f.guarded(ctx, tx, facts); err != nil {
			return &applyError{f.Name, facts, c.Position, err}
		}
		n = len(facts)
		tx.AfterCommit(func() { f.at = to })
		return nil
	})
	return n, err
}

// guarded turns a panic of Apply, which one odd fact may cause, into an error.
func (f *following) guarded(ctx context.Context, tx *sqldb.Tx, facts []Fact) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	return f.Apply(ctx, tx, facts)
}

// sleep waits for d, a token in woken, or the end of ctx.
func sleep(ctx context.Context, d time.Duration, woken <-chan struct{}) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-woken:
	case <-ctx.Done():
	}
}
