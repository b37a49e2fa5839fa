package job_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"testing"
	"time"

	"switchboard/internal/fault"
	"switchboard/internal/job"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

// bench is a database whose clock the test moves, and a handler that notes what it did.
type bench struct {
	t    *testing.T
	db   *sqldb.DB
	mu   sync.Mutex
	now  time.Time
	did  []string
	fail error // of the next jobs
}

func each(t *testing.T, test func(b *bench)) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		b := &bench{t: t, db: db, now: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
		db.Now = b.clock
		test(b)
	})
}

func (b *bench) clock() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.now
}

func (b *bench) pass(d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.now = b.now.Add(d)
}

func (b *bench) runner(h job.Handler) *job.Runner {
	if h.Do == nil {
		h.Do = func(_ context.Context, j *job.Job) error {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.did = append(b.did, fmt.Sprint(j.Body, j.Attempt))
			return b.fail
		}
	}
	return &job.Runner{DB: b.db, Log: quiet, Handlers: map[string]job.Handler{"test": h}}
}

func (b *bench) enqueue(jobs ...job.Job) {
	b.t.Helper()
	for i := range jobs {
		jobs[i].Kind = "test"
	}
	b.write(func(tx *sqldb.Tx) error { return job.Enqueue(b.t.Context(), tx, jobs...) })
}

func (b *bench) write(fn func(tx *sqldb.Tx) error) {
	b.t.Helper()
	if err := b.db.Write(b.t.Context(), fn); err != nil {
		b.t.Fatal(err)
	}
}

// step runs what is due and checks what was done by it: "body attempt" of each.
func (b *bench) step(r *job.Runner, want ...string) {
	b.t.Helper()
	b.did = nil
	if _, err := r.Step(b.t.Context()); err != nil {
		b.t.Fatal(err)
	}
	if fmt.Sprint(b.did) != fmt.Sprint(want) {
		b.t.Errorf("did %v, want %v", b.did, want)
	}
}

func (b *bench) failures() []job.Failure {
	b.t.Helper()
	all, err := job.Failed(b.t.Context(), b.db.Reader(), 0, 100)
	if err != nil {
		b.t.Fatal(err)
	}
	return all
}

func (b *bench) count(state string) int {
	b.t.Helper()
	n, err := sqldb.One(b.t.Context(), b.db.Reader(), sqldb.Value[int], "SELECT count(*) FROM job WHERE state = $1", state)
	if err != nil {
		b.t.Fatal(err)
	}
	return n
}

// Jobs run when they are due, the longest due first, once; one enqueued in a transaction that is undone never does.
func TestDue(t *testing.T) {
	each(t, func(b *bench) {
		r := b.runner(job.Handler{})
		b.enqueue(job.Job{Body: "c", RunAt: b.now.Add(time.Hour)}, job.Job{Body: "a", RunAt: b.now.Add(-time.Hour)}, job.Job{Body: "b"})
		undone := errors.New("undone")
		err := b.db.Write(t.Context(), func(tx *sqldb.Tx) error {
			return errors.Join(job.Enqueue(t.Context(), tx, job.Job{Kind: "test", Body: "never"}), undone)
		})
		if !errors.Is(err, undone) {
			t.Fatal(err)
		}
		b.write(func(tx *sqldb.Tx) error { return job.Enqueue(t.Context(), tx, job.Job{Kind: "of another node"}) })
		b.step(r, "a1", "b1")
		b.step(r)
		b.pass(time.Hour - time.Millisecond)
		b.step(r)
		b.pass(time.Millisecond)
		b.step(r, "c1")
		if b.count("done") != 3 || b.count("available") != 1 {
			t.Errorf("%d done, %d available", b.count("done"), b.count("available"))
		}
	})
}

// A key has at most one unfinished job: enqueued anew it is moved, cancelled it is gone, done it may come again.
func TestKey(t *testing.T) {
	each(t, func(b *bench) {
		r := b.runner(job.Handler{})
		soon := b.now.Add(time.Minute)
		b.enqueue(job.Job{Key: "k", Body: "old", RunAt: soon}, job.Job{Key: "k", Body: "new", RunAt: soon}, job.Job{Key: "gone", RunAt: soon})
		b.enqueue(job.Job{Key: "k", Body: "moved", RunAt: soon.Add(time.Minute)})
		b.write(func(tx *sqldb.Tx) error { return job.Cancel(t.Context(), tx, "test", "gone", "never was") })
		b.pass(time.Minute)
		b.step(r)
		b.pass(time.Minute)
		b.step(r, "moved1")
		b.enqueue(job.Job{Key: "k", Body: "again"})
		b.step(r, "again1")
	})
}

// A job that is enqueued anew under its key while it runs, runs once more: it may have read what was there before.
func TestKeyWhileRunning(t *testing.T) {
	each(t, func(b *bench) {
		first := true
		r := b.runner(job.Handler{Do: func(_ context.Context, j *job.Job) error {
			b.did = append(b.did, fmt.Sprint(j.Body, j.Attempt))
			if first {
				first = false
				b.enqueue(job.Job{Key: "k", Body: "new"})
			}
			return nil
		}})
		b.enqueue(job.Job{Key: "k", Body: "old"})
		b.step(r, "old1", "new1")
		b.step(r)
	})
}

// A job that fails is tried again later and later, then put aside, where a person sees it and may let it run again.
func TestRetries(t *testing.T) {
	each(t, func(b *bench) {
		r := b.runner(job.Handler{Attempts: 4})
		b.fail = errors.New("the printer\x00 is on fire")
		b.enqueue(job.Job{Key: "k", Body: "x"})
		b.step(r, "x1")
		for i, wait := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second} {
			b.pass(wait - time.Millisecond)
			b.step(r)
			b.pass(time.Millisecond)
			b.step(r, fmt.Sprint("x", i+2))
		}
		b.pass(time.Hour)
		b.step(r)
		failed := b.failures()
		if len(failed) != 1 || failed[0].Error != "the printer is on fire" || failed[0].Attempt != 4 || failed[0].Key != "k" {
			t.Fatalf("failed: %+v", failed)
		}
		b.fail = nil
		b.write(func(tx *sqldb.Tx) error { return job.Retry(t.Context(), tx, failed[0].ID) })
		b.step(r, "x1")
		err := b.db.Write(t.Context(), func(tx *sqldb.Tx) error { return job.Retry(t.Context(), tx, failed[0].ID) })
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("retry of a job that is done: %v", err)
		}
	})
}

// A failed job leaves its key free, and then cannot come back beside its successor.
func TestRetryConflict(t *testing.T) {
	each(t, func(b *bench) {
		r := b.runner(job.Handler{})
		b.fail = job.Stop(errors.New("no such mailbox"))
		b.enqueue(job.Job{Key: "k", Body: "x"})
		b.step(r, "x1")
		b.fail = nil
		b.enqueue(job.Job{Key: "k", Body: "y"})
		err := b.db.Write(t.Context(), func(tx *sqldb.Tx) error { return job.Retry(t.Context(), tx, b.failures()[0].ID) })
		if !fault.Is(err, fault.Conflict) {
			t.Errorf("got %v, want a conflict", err)
		}
		b.step(r, "y1")
	})
}

// What was let go is neither shown nor tried any more.
func TestLetGo(t *testing.T) {
	each(t, func(b *bench) {
		r := b.runner(job.Handler{})
		b.fail = job.Stop(errors.New("no such mailbox"))
		b.enqueue(job.Job{Key: "k", Body: "x"})
		b.step(r, "x1")
		id := b.failures()[0].ID
		b.write(func(tx *sqldb.Tx) error {
			gone, err := job.LetGo(t.Context(), tx, id)
			if gone.Body != "x" || gone.Error != "no such mailbox" {
				t.Errorf("let go: %+v", gone)
			}
			return err
		})
		if len(b.failures()) != 0 {
			t.Error("it is still shown")
		}
		b.step(r)
		err := b.db.Write(t.Context(), func(tx *sqldb.Tx) error { _, err := job.LetGo(t.Context(), tx, id); return err })
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("let go twice: %v", err)
		}
	})
}

func TestOutcomes(t *testing.T) {
	each(t, func(b *bench) {
		r := b.runner(job.Handler{})
		b.enqueue(job.Job{Body: "x"})
		b.fail = job.Later(time.Hour, errors.New("the desk is closed"))
		b.step(r, "x1")
		b.pass(time.Hour)
		b.step(r, "x1") // the attempt did not count
		b.pass(time.Hour)
		b.fail = job.Stop(errors.New("no such mailbox"))
		b.step(r, "x1")
		if failed := b.failures(); len(failed) != 1 || failed[0].Error != "no such mailbox" {
			t.Errorf("failed: %+v", failed)
		}
		bug := b.runner(job.Handler{Attempts: 1, Do: func(context.Context, *job.Job) error { panic("a bug") }})
		b.enqueue(job.Job{Body: "y"})
		b.step(bug)
		if failed := b.failures(); len(failed) != 2 || failed[0].Error[:13] != "panic: a bug\n" {
			t.Errorf("failed: %+v", failed)
		}
		slow := b.runner(job.Handler{Deadline: time.Millisecond, Attempts: 1, Do: func(ctx context.Context, _ *job.Job) error {
			<-ctx.Done()
			return ctx.Err()
		}})
		b.enqueue(job.Job{Body: "z"})
		b.step(slow)
		if failed := b.failures(); len(failed) != 3 || failed[0].Error != context.DeadlineExceeded.Error() {
			t.Errorf("failed: %+v", failed)
		}
	})
}

// What was done a day ago is forgotten; what failed stays until a person has seen to it.
func TestPrune(t *testing.T) {
	each(t, func(b *bench) {
		r := b.runner(job.Handler{})
		b.enqueue(job.Job{Body: "old"})
		b.step(r, "old1")
		b.fail = job.Stop(errors.New("no"))
		b.enqueue(job.Job{Body: "failed"})
		b.step(r, "failed1")
		b.fail = nil
		b.pass(time.Hour)
		b.enqueue(job.Job{Body: "young"})
		b.step(r, "young1")
		b.pass(23*time.Hour + time.Millisecond)
		if err := job.Prune(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		if b.count("done") != 1 || b.count("failed") != 1 {
			t.Errorf("%d done, %d failed, want one of each", b.count("done"), b.count("failed"))
		}
	})
}
