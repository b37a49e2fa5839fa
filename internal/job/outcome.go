package job

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
)

// errLease is the failure of a job whose node was killed or whose handler hangs.
var errLease = errors.New("the lease ran out: its node was killed, or it hangs; nobody knows how far it came")

// stopped is an error that no repetition mends.
type stopped struct{ error }

func (s stopped) Unwrap() error { return s.error }

// Stop marks err as one that no repetition mends: the job has failed at once.
func Stop(err error) error { return stopped{err} }

// postponed asks to try again after a while, without counting the attempt.
type postponed struct {
	error
	wait time.Duration
}

func (p postponed) Unwrap() error { return p.error }

// Later marks err as one that nobody is to blame for: the job runs again after wait, and the attempt does not count.
func Later(wait time.Duration, err error) error { return postponed{err, wait} }

// fail writes down that an attempt failed: the job is tried again later, or, when no attempt is left, put aside.
func (r *Runner) fail(ctx context.Context, tx *sqldb.Tx, j *Job, cause error) error {
	h := r.Handlers[j.Kind]
	text := sqldb.Clip(cause.Error(), maxError)
	var later postponed
	if errors.As(cause, &later) {
		return j.tryAgain(ctx, tx, later.wait, j.Attempt-1, text)
	}
	unknown := errors.Is(cause, errLease) || errors.Is(cause, context.DeadlineExceeded) || errors.Is(cause, context.Canceled)
	attempts := h.Attempts
	if attempts == 0 {
		attempts = defaultAttempts
	}
	var s stopped
	if errors.As(cause, &s) || j.Attempt >= attempts || h.AtMostOnce && unknown {
		r.Log.Error("a job failed and is put aside", "kind", j.Kind, "job", j.ID, "attempt", j.Attempt, "error", text)
		return j.end(ctx, tx, "state = 'failed', error = $5, owner = NULL, lease_until = NULL, ended_at = $6",
			text, sqldb.At(tx.Now))
	}
	r.Log.Warn("a job failed and is tried again", "kind", j.Kind, "job", j.ID, "attempt", j.Attempt, "error", text)
	wait := backoff
	if h.Backoff != nil {
		wait = h.Backoff
	}
	return j.tryAgain(ctx, tx, wait(j.Attempt), j.Attempt, text)
}

func (j *Job) tryAgain(ctx context.Context, tx *sqldb.Tx, wait time.Duration, attempt int, text string) error {
	return j.end(ctx, tx, "state = 'available', owner = NULL, lease_until = NULL, run_at = $5, attempt = $6, error = $7",
		sqldb.At(tx.Now.Add(wait)), attempt, text)
}

// putBack returns a job that was cut short because its runner stops.
func (j *Job) putBack(ctx context.Context, tx *sqldb.Tx) error {
	return j.end(ctx, tx, "state = 'available', owner = NULL, lease_until = NULL, attempt = $5", j.Attempt-1)
}

// backoff is how long to wait after so many attempts: 1 s, 2 s, 4 s, at most 15 min.
func backoff(attempts int) time.Duration {
	return min(time.Second<<min(attempts-1, 20), 15*time.Minute)
}

// prune forgets some jobs that were done long ago.
func (r *Runner) prune(ctx context.Context) error {
	return r.DB.Write(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM job WHERE id IN (SELECT id FROM job
			WHERE state = 'done' AND ended_at IS NOT NULL AND ended_at < $1 ORDER BY ended_at, id LIMIT $2)`,
			sqldb.At(tx.Now.Add(-keepDone)), pruneBatch)
		return err
	})
}

// Failure is a job that was put aside.
type Failure struct {
	Job
	Error   string
	Created time.Time // when it was asked for
	At      time.Time // when it failed
}

const failureColumns = `id, kind, COALESCE(key, ''), run_at, body, attempt, error, created_at, ended_at`

func scanFailure(r sqldb.Row) (f Failure, err error) {
	err = r.Scan(&f.ID, &f.Kind, &f.Key, sqldb.Into(&f.RunAt), &f.Body, &f.Attempt, &f.Error, sqldb.Into(&f.Created), sqldb.Into(&f.At))
	return f, err
}

// Failed answers up to limit jobs that were put aside, the latest first, before the one with id before (0: from the latest).
func Failed(ctx context.Context, q sqldb.Q, before int64, limit int) ([]Failure, error) {
	if before == 0 {
		before = math.MaxInt64
	}
	all, err := sqldb.All(ctx, q, scanFailure, `SELECT `+failureColumns+` FROM job
		WHERE state = 'failed' AND ended_at IS NOT NULL AND id < $1 ORDER BY id DESC LIMIT $2`, before, limit)
	if err != nil {
		return nil, fmt.Errorf("job: failed: %w", err)
	}
	return all, nil
}

// Retry lets a job that was put aside run again, from its first attempt.
func Retry(ctx context.Context, tx *sqldb.Tx, id int64) error {
	n, err := tx.Exec(ctx, `UPDATE job SET state = 'available', attempt = 0, ended_at = NULL, run_at = $1
		WHERE id = $2 AND state = 'failed'`, sqldb.At(tx.Now), id)
	switch {
	case sqldb.IsUnique(err):
		return fault.New(fault.Conflict, "job %d has been enqueued anew meanwhile; that one will run", id)
	case err != nil:
		return fmt.Errorf("job: retry %d: %w", id, err)
	case n == 0:
		return fault.New(fault.NotFound, "there is no failed job %d", id)
	}
	tx.Nudge(Topic)
	return nil
}

// LetGo has nobody try a job any more that was put aside, and answers it. Errors: NotFound.
func LetGo(ctx context.Context, tx *sqldb.Tx, id int64) (Failure, error) {
	gone, err := sqldb.All(ctx, tx, scanFailure, `UPDATE job SET state = 'done' WHERE id = $1 AND state = 'failed' RETURNING `+failureColumns, id)
	switch {
	case err != nil:
		return Failure{}, fmt.Errorf("job: let %d go: %w", id, err)
	case len(gone) == 0:
		return Failure{}, fault.New(fault.NotFound, "there is no failed job %d", id)
	}
	return gone[0], nil
}
