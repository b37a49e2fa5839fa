package job

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"switchboard/internal/sqldb"
)

// Bounds of running.
const (
	lease           = 30 * time.Second // a killed node's jobs are taken up after this
	heartbeat       = lease / 3
	grace           = 5 * time.Second // to write down how a job ended, when the runner is asked to stop
	defaultWorkers  = 4
	defaultDeadline = time.Minute
	defaultAttempts = 10
	maxError        = 2_000          // bytes of an error that are kept
	keepDone        = 24 * time.Hour // then a job that is done is forgotten; one that failed stays
	pruneBatch      = 500
)

// Handler does the jobs of one kind.
type Handler struct {
	// Do does the job. It ends soon after ctx does. Without an error the job is done; Do may also finish it in a
	// transaction of its own with Job.Done.
	Do func(ctx context.Context, j *Job) error
	// Deadline bounds one attempt; default a minute.
	Deadline time.Duration
	// Attempts bounds how often a job is begun before it has failed; default 10.
	Attempts int
	// Backoff is how long to wait after so many attempts; default 1 s, 2 s, 4 s and so on, at most 15 min.
	Backoff func(attempts int) time.Duration
	// Hold is how long jobs of this kind are not to be begun, as while the other side is known to be down; nil or 0: begin.
	Hold func() time.Duration
	// AtMostOnce says that an attempt of which nobody knows how it ended (its node was killed, its deadline passed)
	// must not be repeated, since its effect on the world may have happened. It has failed, and a person decides.
	AtMostOnce bool
}

// Runner runs jobs on this node. Set its fields, then call Run or Step.
type Runner struct {
	DB       *sqldb.DB
	Log      *slog.Logger
	Handlers map[string]Handler // by kind; jobs of other kinds are left to other nodes
	Workers  int                // jobs that run at the same time; default 4

	once    sync.Once
	owner   string // this runner, for ever
	mu      sync.Mutex
	running map[int64]*run
}

// run is a job under way on this node.
type run struct {
	cancel context.CancelFunc
	leased time.Time // when its lease was last renewed
	end    time.Time // when it is no longer renewed
}

func (r *Runner) init() {
	r.once.Do(func() {
		r.owner = rand.Text()
		r.running = map[int64]*run{}
		if r.Workers == 0 {
			r.Workers = defaultWorkers
		}
	})
}

// Run runs jobs as they become due until ctx ends, then cancels those under way, waits for them and puts them back.
func (r *Runner) Run(ctx context.Context) {
	r.init()
	if len(r.Handlers) == 0 {
		<-ctx.Done()
		return
	}
	woken, stop := r.DB.Nudged(Topic)
	defer stop()
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() { every(ctx, heartbeat, r.beat) })
	wg.Go(func() { every(ctx, poll, func(ctx context.Context) { r.report(ctx, r.sweep(ctx)) }) })
	wg.Go(func() { every(ctx, time.Minute, func(ctx context.Context) { r.report(ctx, r.prune(ctx)) }) })
	busy := make(chan struct{}, r.Workers)
	for ctx.Err() == nil {
		jobs, err := r.claim(ctx, r.Workers-len(busy))
		r.report(ctx, err)
		for _, j := range jobs {
			busy <- struct{}{}
			wg.Go(func() {
				defer func() { <-busy }()
				r.do(ctx, j)
			})
		}
		if len(jobs) == 0 || len(busy) == r.Workers {
			r.wait(ctx, busy, woken)
		}
	}
}

// wait returns when a worker is free again, or, if one is, when a job is due or may have come.
func (r *Runner) wait(ctx context.Context, busy chan struct{}, woken <-chan struct{}) {
	if len(busy) == r.Workers {
		select {
		case busy <- struct{}{}:
			<-busy
		case <-ctx.Done():
		}
		return
	}
	d := poll
	if at, err := r.next(ctx); err == nil && !at.IsZero() {
		d = max(time.Millisecond, min(poll, at.Sub(r.DB.Now())))
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-woken:
	case <-ctx.Done():
	}
}

// Step takes up what others have abandoned, runs the jobs that are due now, one after the other, and answers how many
// there were. It is for programs that end, and for tests.
func (r *Runner) Step(ctx context.Context) (n int, err error) {
	r.init()
	if err := r.sweep(ctx); err != nil {
		return 0, err
	}
	for {
		jobs, err := r.claim(ctx, r.Workers)
		if err != nil || len(jobs) == 0 {
			return n, err
		}
		for _, j := range jobs {
			r.do(ctx, j)
			n++
		}
	}
}

// do runs one job and writes down how it ended.
func (r *Runner) do(ctx context.Context, j *Job) {
	h := r.Handlers[j.Kind]
	deadline := h.Deadline
	if deadline == 0 {
		deadline = defaultDeadline
	}
	mine, cancel := context.WithTimeout(ctx, deadline)
	r.track(j.ID, &run{cancel: cancel, leased: time.Now(), end: time.Now().Add(deadline + lease)})
	err := guarded(mine, h, j)
	cancel()
	r.untrack(j.ID)
	if j.finished {
		return
	}
	wctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	werr := r.DB.Write(wctx, func(tx *sqldb.Tx) error {
		if err == nil {
			return j.finish(wctx, tx)
		}
		if ctx.Err() != nil && !h.AtMostOnce {
			return j.putBack(wctx, tx)
		}
		return r.fail(wctx, tx, j, err)
	})
	if werr != nil {
		r.Log.Error("how a job ended could not be written down", "kind", j.Kind, "job", j.ID, "error", werr)
	}
}

func guarded(ctx context.Context, h Handler, j *Job) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return h.Do(ctx, j)
}

func (r *Runner) track(id int64, job *run) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.running[id] = job
}

func (r *Runner) untrack(id int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.running, id)
}

// beat renews the leases of the jobs under way. A job that ignores its deadline is no longer renewed, and one whose
// lease is lost, or could not be renewed in time, is cancelled: soon another node will run it.
func (r *Runner) beat(ctx context.Context) {
	now := time.Now()
	var ids []any
	r.mu.Lock()
	for id, job := range r.running {
		if now.Before(job.end) {
			ids = append(ids, id)
		}
	}
	r.mu.Unlock()
	if len(ids) == 0 {
		return
	}
	held, err := r.renew(ctx, ids)
	r.report(ctx, err)
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, id := range ids {
		switch job := r.running[id.(int64)]; {
		case job == nil: // ended meanwhile
		case slices.Contains(held, id.(int64)):
			job.leased = now
		case err == nil, now.Sub(job.leased) >= lease-heartbeat:
			job.cancel()
		}
	}
}

func (r *Runner) report(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil && !errors.Is(err, errLost) {
		r.Log.Error("jobs", "error", err)
	}
}

// every calls do at each interval until ctx ends.
func every(ctx context.Context, interval time.Duration, do func(context.Context)) {
	t := time.NewTicker(interval)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			do(ctx)
		case <-ctx.Done():
			return
		}
	}
}
