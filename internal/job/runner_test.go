package job_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"switchboard/internal/job"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// stuck is a runner whose node stops in the middle of a job, until the test lets it go on.
func stuck(b *bench, h job.Handler) (resume func()) {
	began, goOn, ended := make(chan struct{}), make(chan struct{}), make(chan struct{})
	h.Do = func(context.Context, *job.Job) error {
		close(began)
		<-goOn
		return nil
	}
	r := b.runner(h)
	go func() {
		defer close(ended)
		if _, err := r.Step(context.Background()); err != nil {
			b.t.Error(err)
		}
	}()
	<-began
	return func() {
		close(goOn)
		<-ended
	}
}

// A killed node's jobs are taken up by another when the lease ends, not before; what the first does later is refused.
func TestKilledNode(t *testing.T) {
	each(t, func(b *bench) {
		b.enqueue(job.Job{Body: "x"})
		resume := stuck(b, job.Handler{})
		other := b.runner(job.Handler{})
		b.pass(30 * time.Second)
		b.step(other)
		b.pass(time.Millisecond)
		b.step(other) // found; it has failed once, and waits as after any failure
		b.pass(time.Second)
		b.step(other, "x2")
		resume()
		if b.count("done") != 1 || b.count("running") != 0 {
			t.Errorf("%d done, %d running", b.count("done"), b.count("running"))
		}
		b.step(other)
	})
}

// A late first attempt does not finish the second one's job.
func TestLateAttempt(t *testing.T) {
	each(t, func(b *bench) {
		b.enqueue(job.Job{Body: "x"})
		resumeFirst := stuck(b, job.Handler{})
		b.pass(31 * time.Second)
		b.step(b.runner(job.Handler{}))
		b.pass(time.Second)
		resumeSecond := stuck(b, job.Handler{})
		resumeFirst()
		if b.count("running") != 1 {
			t.Error("the first attempt finished the second's job")
		}
		resumeSecond()
		if b.count("done") != 1 {
			t.Error("the second attempt could not finish its own job")
		}
	})
}

// A job that must not happen twice is put aside when nobody knows how its attempt ended.
func TestAtMostOnce(t *testing.T) {
	each(t, func(b *bench) {
		h := job.Handler{AtMostOnce: true}
		b.enqueue(job.Job{Body: "x"})
		resume := stuck(b, h)
		b.pass(time.Minute)
		b.step(b.runner(h))
		resume()
		if failed := b.failures(); len(failed) != 1 || failed[0].Attempt != 1 {
			t.Errorf("failed: %+v", failed)
		}
	})
}

// Two nodes, four workers each, and 300 jobs: each runs once, and its row and its end commit together.
func TestTwoNodes(t *testing.T) {
	each(t, func(b *bench) {
		const jobs = 300
		nodes := []*sqldb.DB{b.db, b.db}
		if b.db.Dialect() == sqldb.Postgres {
			nodes[1] = sqltest.SecondNode(t, b.db)
			nodes[1].Now = b.clock
		}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		left := jobs
		done := make(chan struct{})
		var wg sync.WaitGroup
		for _, node := range nodes {
			r := &job.Runner{DB: node, Log: quiet, Handlers: map[string]job.Handler{"test": {
				Do: func(ctx context.Context, j *job.Job) error {
					return node.Write(ctx, func(tx *sqldb.Tx) error {
						_, err := tx.Exec(ctx, "INSERT INTO fact (at, recorded, kind, public, body) VALUES (0, 0, $1, FALSE, '')", j.Body)
						if err != nil {
							return err
						}
						tx.AfterCommit(func() {
							b.mu.Lock()
							defer b.mu.Unlock()
							if left--; left == 0 {
								close(done)
							}
						})
						return j.Done(ctx, tx)
					})
				}}}}
			wg.Go(func() { r.Run(ctx) })
		}
		for i := range jobs {
			b.enqueue(job.Job{Body: fmt.Sprint(i)})
		}
		<-done
		cancel()
		wg.Wait()
		n, err := sqldb.One(t.Context(), b.db.Reader(), sqldb.Value[int], "SELECT count(DISTINCT kind) FROM fact")
		if err != nil || n != jobs || left != 0 || b.count("done") != jobs {
			t.Errorf("%d jobs ran of %d, %d left, %d done: %v", n, jobs, left, b.count("done"), err)
		}
	})
}

// A runner that is asked to stop cancels what it does and puts it back, without counting the attempt.
func TestStop(t *testing.T) {
	each(t, func(b *bench) {
		began := make(chan struct{})
		r := b.runner(job.Handler{Do: func(ctx context.Context, _ *job.Job) error {
			close(began)
			<-ctx.Done()
			return fmt.Errorf("sending: %w", ctx.Err())
		}})
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() { r.Run(ctx) })
		b.enqueue(job.Job{Body: "x"})
		<-began
		cancel()
		wg.Wait()
		b.step(b.runner(job.Handler{}), "x1")
	})
}

// A handler whose job is lost writes nothing with it.
func TestDoneIsFenced(t *testing.T) {
	each(t, func(b *bench) {
		var lost error
		r := b.runner(job.Handler{AtMostOnce: true, Do: func(ctx context.Context, j *job.Job) error {
			b.pass(time.Minute)
			b.did = nil
			if _, err := b.runner(job.Handler{AtMostOnce: true}).Step(ctx); err != nil {
				return err
			}
			lost = b.db.Write(ctx, func(tx *sqldb.Tx) error {
				return errors.Join(job.Enqueue(ctx, tx, job.Job{Kind: "effect"}), j.Done(ctx, tx))
			})
			return lost
		}})
		b.enqueue(job.Job{Body: "x"})
		b.step(r)
		if lost == nil || b.count("available") != 0 || len(b.failures()) != 1 {
			t.Errorf("done: %v, %d effects", lost, b.count("available"))
		}
	})
}

// A lease that is renewed is not taken over; one that was lost cancels the attempt that held it.
func TestHeartbeat(t *testing.T) {
	each(t, func(b *bench) {
		ctx := t.Context()
		other := b.runner(job.Handler{})
		var r *job.Runner
		var cancelled error
		r = b.runner(job.Handler{Do: func(mine context.Context, _ *job.Job) error {
			for range 5 {
				b.pass(20 * time.Second)
				job.Beat(ctx, r)
				b.step(other)
			}
			if b.count("running") != 1 || mine.Err() != nil {
				t.Errorf("%d running, %v; the lease was renewed in time", b.count("running"), mine.Err())
			}
			b.pass(31 * time.Second)
			b.step(other) // takes it over
			b.pass(time.Second)
			b.step(other, "x2")
			job.Beat(ctx, r)
			<-mine.Done()
			cancelled = mine.Err()
			return cancelled
		}})
		b.enqueue(job.Job{Body: "x"})
		if _, err := r.Step(ctx); err != nil {
			t.Fatal(err)
		}
		if !errors.Is(cancelled, context.Canceled) || b.count("done") != 1 {
			t.Errorf("cancelled: %v, %d done", cancelled, b.count("done"))
		}
	})
}

// A running runner notices by itself what becomes due later, without a nudge.
func TestRunLater(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx, cancel := context.WithCancel(t.Context())
		late := make(chan time.Duration, 1)
		var wg sync.WaitGroup
		r := &job.Runner{DB: db, Log: quiet, Handlers: map[string]job.Handler{"test": {
			Do: func(_ context.Context, j *job.Job) error {
				late <- time.Since(j.RunAt)
				return nil
			}}}}
		wg.Go(func() { r.Run(ctx) })
		err := db.Write(ctx, func(tx *sqldb.Tx) error {
			return job.Enqueue(ctx, tx, job.Job{Kind: "test", RunAt: tx.Now.Add(1200 * time.Millisecond)})
		})
		if err != nil {
			t.Fatal(err)
		}
		if d := <-late; d < 0 {
			t.Errorf("the job ran %v too early", -d)
		}
		cancel()
		wg.Wait()
	})
}
