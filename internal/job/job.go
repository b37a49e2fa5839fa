// Package job knows work that is to be done later, again, once: a job is enqueued in the transaction that makes it
// due, runs on one node at a time, is repeated when it fails, and is put aside, visibly and alone, when it keeps
// failing. It refuses to know what a job does: bodies are opaque, and kinds are names of handlers.
package job

import (
	"context"
	"fmt"
	"time"

	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
)

// Topic is nudged (sqldb.Tx.Nudge) when a job is enqueued that is due soon.
const Topic = "job"

// poll is the longest that a lost nudge delays a job that is due.
const poll = time.Second

// enqueueMax bounds the jobs of one INSERT.
const enqueueMax = 500

// Job is one piece of work.
type Job struct {
	ID      int64     // set by Enqueue's database
	Kind    string    // names the handler
	Key     string    // "" for any number of jobs; else at most one unfinished job of the kind has this key
	RunAt   time.Time // not before; zero: at once
	Body    string
	Attempt int // 1 when it is run for the first time

	revision int64
	owner    string
	finished bool // by Done
}

// Enqueue adds jobs in the caller's transaction: they exist if and only if it commits. A job whose key is taken by an
// unfinished one replaces its time and body: one that waits is moved, one that is running will run again afterwards.
func Enqueue(ctx context.Context, tx *sqldb.Tx, jobs ...Job) error {
	jobs = lastOfKey(jobs)
	for len(jobs) > 0 {
		n := min(len(jobs), enqueueMax)
		if err := enqueueSome(ctx, tx, jobs[:n]); err != nil {
			return fmt.Errorf("job: enqueue %s: %w", jobs[0].Kind, err)
		}
		jobs = jobs[n:]
	}
	return nil
}

func enqueueSome(ctx context.Context, tx *sqldb.Tx, jobs []Job) error {
	args := make([]any, 0, 6*len(jobs))
	for _, j := range jobs {
		if j.RunAt.IsZero() {
			j.RunAt = tx.Now
		}
		if j.RunAt.Before(tx.Now.Add(poll)) {
			tx.Nudge(Topic)
		}
		args = append(args, j.Kind, orNull(j.Key), "available", sqldb.At(j.RunAt), j.Body, sqldb.At(tx.Now))
	}
	_, err := tx.Exec(ctx, `INSERT INTO job (kind, key, state, run_at, body, created_at) VALUES `+
		sqldb.Tuples(len(jobs), 6)+`
		ON CONFLICT (kind, key) WHERE key IS NOT NULL AND ended_at IS NULL
		DO UPDATE SET run_at = excluded.run_at, body = excluded.body, revision = job.revision + 1, error = '',
			attempt = CASE WHEN job.state = 'running' THEN job.attempt ELSE 0 END`, args...)
	return err
}

// lastOfKey keeps only the last job of each key, since one INSERT may not meet the same row twice.
func lastOfKey(jobs []Job) []Job {
	type key struct{ kind, key string }
	last := make(map[key]int, len(jobs))
	for i, j := range jobs {
		if j.Key != "" {
			last[key{j.Kind, j.Key}] = i
		}
	}
	kept := make([]Job, 0, len(jobs))
	for i, j := range jobs {
		if j.Key == "" || last[key{j.Kind, j.Key}] == i {
			kept = append(kept, j)
		}
	}
	return kept
}

func orNull(key string) any {
	if key == "" {
		return nil
	}
	return key
}

// Cancel takes back the waiting jobs of a kind with these keys; at most 500. One that is running goes on: a handler
// must look whether there is still something to do.
func Cancel(ctx context.Context, tx *sqldb.Tx, kind string, keys ...string) error {
	if len(keys) == 0 {
		return nil
	}
	if len(keys) > enqueueMax {
		return fmt.Errorf("job: cancel %s: %d keys at once", kind, len(keys))
	}
	args := []any{kind}
	for _, k := range keys {
		args = append(args, k)
	}
	_, err := tx.Exec(ctx, "DELETE FROM job WHERE kind = $1 AND state = 'available' AND ended_at IS NULL AND key IN "+
		sqldb.In(2, len(keys)), args...)
	if err != nil {
		return fmt.Errorf("job: cancel %s: %w", kind, err)
	}
	return nil
}

// Done finishes the job in the transaction of its handler, so that what the handler writes happens exactly once. It
// fails when the job is no longer this attempt's, as after a lost lease, and then the handler's work is undone.
func (j *Job) Done(ctx context.Context, tx *sqldb.Tx) error {
	if err := j.finish(ctx, tx); err != nil {
		return err
	}
	tx.AfterCommit(func() { j.finished = true })
	return nil
}

// errLost says that a job is no longer its runner's.
var errLost = fault.New(fault.Conflict, "the job was taken over by another attempt")

// mine restricts an UPDATE of job to one attempt, with parameters $1..$3.
const mine = " WHERE id = $1 AND owner = $2 AND attempt = $3 AND state = 'running'"

func (j *Job) finish(ctx context.Context, tx *sqldb.Tx) error {
	return j.end(ctx, tx, "state = 'done', error = '', owner = NULL, lease_until = NULL, ended_at = $5", sqldb.At(tx.Now))
}

// end changes the job as set says, with parameters from $5 on, or lets it run again if it was enqueued anew since.
func (j *Job) end(ctx context.Context, tx *sqldb.Tx, set string, args ...any) error {
	n, err := tx.Exec(ctx, "UPDATE job SET "+set+mine+" AND revision = $4",
		append([]any{j.ID, j.owner, j.Attempt, j.revision}, args...)...)
	if err != nil {
		return fmt.Errorf("job: end %s %d: %w", j.Kind, j.ID, err)
	}
	if n == 1 {
		return nil
	}
	n, err = tx.Exec(ctx, "UPDATE job SET state = 'available', attempt = 0, owner = NULL, lease_until = NULL"+mine,
		j.ID, j.owner, j.Attempt)
	if err != nil {
		return fmt.Errorf("job: repeat %s %d: %w", j.Kind, j.ID, err)
	}
	if n == 0 {
		return errLost
	}
	tx.Nudge(Topic)
	return nil
}
