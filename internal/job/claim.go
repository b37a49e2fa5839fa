package job

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"switchboard/internal/sqldb"
)

// skipLocked lets two nodes on PostgreSQL claim at once without waiting for each other. SQLite has one writer.
var skipLocked = [...]string{sqldb.SQLite: "", sqldb.Postgres: " FOR UPDATE SKIP LOCKED"}

// kinds spells the filter for the kinds that this runner handles, with parameters from $first on.
func (r *Runner) kinds(first int) (text string, args []any) {
	return r.filter(first, func(Handler) bool { return true })
}

// ready is kinds without those that are on hold; no args where all are.
func (r *Runner) ready(first int) (text string, args []any) {
	return r.filter(first, func(h Handler) bool { return h.Hold == nil || h.Hold() <= 0 })
}

func (r *Runner) filter(first int, fits func(Handler) bool) (text string, args []any) {
	for k, h := range r.Handlers {
		if fits(h) {
			args = append(args, k)
		}
	}
	if len(args) == 0 {
		return "", nil
	}
	slices.SortFunc(args, func(a, b any) int { return cmp.Compare(a.(string), b.(string)) })
	return " AND kind IN " + sqldb.In(first, len(args)), args
}

// next answers when the next job is due, or the zero time when there is none.
func (r *Runner) next(ctx context.Context) (at time.Time, err error) {
	filter, args := r.ready(1)
	if args == nil {
		return time.Time{}, nil
	}
	_, err = sqldb.One(ctx, r.DB.Reader(), func(row sqldb.Row) (struct{}, error) {
		return struct{}{}, row.Scan(sqldb.Into(&at))
	}, "SELECT run_at FROM job WHERE state = 'available'"+filter+" ORDER BY run_at, id LIMIT 1", args...)
	if errors.Is(err, sqldb.ErrNone) {
		return time.Time{}, nil
	}
	return at, err
}

// claim takes up to limit jobs that are due, the longest due first.
func (r *Runner) claim(ctx context.Context, limit int) ([]*Job, error) {
	if at, err := r.next(ctx); err != nil || at.IsZero() || at.After(r.DB.Now()) {
		return nil, err // looking needs no transaction that writes
	}
	filter, kinds := r.ready(5)
	if kinds == nil {
		return nil, nil
	}
	var jobs []*Job
	err := r.DB.Write(ctx, func(tx *sqldb.Tx) (err error) {
		args := append([]any{sqldb.At(tx.Now), limit, r.owner, sqldb.At(tx.Now.Add(lease))}, kinds...)
		jobs, err = sqldb.All(ctx, tx, r.scan, `WITH due AS MATERIALIZED (
				SELECT id AS due_id FROM job WHERE state = 'available' AND run_at <= $1`+filter+`
				ORDER BY run_at, id LIMIT $2`+skipLocked[tx.Dialect()]+`)
			UPDATE job SET state = 'running', attempt = attempt + 1, owner = $3, lease_until = $4
			FROM due WHERE id = due_id
			RETURNING id, kind, COALESCE(key, ''), run_at, body, attempt, revision`, args...)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("job: claim: %w", err)
	}
	slices.SortFunc(jobs, func(a, b *Job) int {
		return cmp.Or(a.RunAt.Compare(b.RunAt), cmp.Compare(a.ID, b.ID))
	})
	return jobs, nil
}

func (r *Runner) scan(row sqldb.Row) (*Job, error) {
	j := &Job{owner: r.owner}
	return j, row.Scan(&j.ID, &j.Kind, &j.Key, sqldb.Into(&j.RunAt), &j.Body, &j.Attempt, &j.revision)
}

// sweep sees to jobs whose lease has run out, since their node was killed or their handler hangs: they failed, with
// an outcome that nobody knows.
func (r *Runner) sweep(ctx context.Context) error {
	filter, kinds := r.kinds(2)
	all, err := sqldb.All(ctx, r.DB.Reader(), func(row sqldb.Row) (*Job, error) {
		j := &Job{}
		return j, row.Scan(&j.ID, &j.Kind, &j.Attempt, &j.revision, &j.owner)
	}, "SELECT id, kind, attempt, revision, owner FROM job WHERE state = 'running' AND lease_until < $1"+filter+
		" ORDER BY lease_until, id LIMIT 100", append([]any{sqldb.At(r.DB.Now())}, kinds...)...)
	if err != nil {
		return fmt.Errorf("job: sweep: %w", err)
	}
	for _, j := range all {
		r.Log.Warn("a job lost its lease", "kind", j.Kind, "job", j.ID, "owner", j.owner)
		if err := r.DB.Write(ctx, func(tx *sqldb.Tx) error { return r.takeOver(ctx, tx, j) }); err != nil {
			return err
		}
	}
	return nil
}

// takeOver makes an abandoned job ours and counts its attempt as failed, unless its lease was renewed after all or
// another node was quicker.
func (r *Runner) takeOver(ctx context.Context, tx *sqldb.Tx, j *Job) error {
	n, err := tx.Exec(ctx, "UPDATE job SET owner = $4"+mine+" AND lease_until < $5",
		j.ID, j.owner, j.Attempt, r.owner, sqldb.At(tx.Now))
	if err != nil || n == 0 {
		return err
	}
	taken := *j
	taken.owner = r.owner
	return r.fail(ctx, tx, &taken, errLease)
}

// renew prolongs the leases of jobs and answers which of them are still ours.
func (r *Runner) renew(ctx context.Context, ids []any) (held []int64, err error) {
	err = r.DB.Write(ctx, func(tx *sqldb.Tx) (err error) {
		args := append([]any{sqldb.At(tx.Now.Add(lease)), r.owner}, ids...)
		held, err = sqldb.All(ctx, tx, sqldb.Value[int64], `UPDATE job SET lease_until = $1
			WHERE owner = $2 AND state = 'running' AND id IN `+sqldb.In(3, len(ids))+` RETURNING id`, args...)
		return err
	})
	return held, err
}
