package job_test

import (
	"context"
	"testing"
	"time"

	"switchboard/internal/job"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// Jobs of a kind on hold wait, untouched, and those of another go on.
func TestHold(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx := t.Context()
		done := map[string]int{}
		hold := time.Minute
		count := func(_ context.Context, j *job.Job) error { done[j.Kind]++; return nil }
		r := &job.Runner{DB: db, Log: quiet, Handlers: map[string]job.Handler{
			"held": {Do: count, Hold: func() time.Duration { return hold }}, "other": {Do: count}}}
		err := db.Write(ctx, func(tx *sqldb.Tx) error {
			return job.Enqueue(ctx, tx, job.Job{Kind: "held"}, job.Job{Kind: "other"}, job.Job{Kind: "held"})
		})
		if err != nil {
			t.Fatal(err)
		}
		if n, err := r.Step(ctx); n != 1 || err != nil || done["other"] != 1 || done["held"] != 0 {
			t.Errorf("while held: %d jobs, %v, %v", n, done, err)
		}
		delete(r.Handlers, "other")
		if n, err := r.Step(ctx); n != 0 || err != nil {
			t.Errorf("all held: %d jobs, %v", n, err)
		}
		hold = 0
		if n, err := r.Step(ctx); n != 2 || err != nil || done["held"] != 2 {
			t.Errorf("released: %d jobs, %v, %v", n, done, err)
		}
	})
}
