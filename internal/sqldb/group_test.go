package sqldb_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
)

var words = fstest.MapFS{"0001_word.sql": {Data: []byte(`
CREATE TABLE word (
	id     {{id}},
	writer BIGINT NOT NULL,
	n      BIGINT NOT NULL,
	text   TEXT NOT NULL DEFAULT '',
	seen   BOOLEAN NOT NULL DEFAULT FALSE,
	at     BIGINT,
	UNIQUE (writer, n)
);
CREATE TABLE letter (
	word BIGINT NOT NULL REFERENCES word (id),
	n    BIGINT NOT NULL CHECK (n > 0)
);
`)}}

func insert(ctx context.Context, tx *sqldb.Tx, writer, n int) error {
	_, err := tx.Exec(ctx, "INSERT INTO word (writer, n) VALUES ($1, $2)", writer, n)
	return err
}

func count(t *testing.T, db *sqldb.DB) int {
	t.Helper()
	n, err := sqldb.One(t.Context(), db.Reader(), sqldb.Value[int], "SELECT count(*) FROM word")
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Every writer's rows are there when it is answered, in the order in which it wrote, and one in five that fails
// leaves nothing.
func TestWritersTogether(t *testing.T) {
	sqltest.Each(t, words, func(t *testing.T, db *sqldb.DB) {
		ctx := t.Context()
		const writers, each = 16, 50
		refused := errors.New("refused")
		var wg sync.WaitGroup
		for w := range writers {
			wg.Go(func() {
				for n := range each {
					err := db.Write(ctx, func(tx *sqldb.Tx) error {
						if err := insert(ctx, tx, w, n); err != nil {
							return err
						}
						if n%5 == 4 {
							return refused
						}
						return nil
					})
					if want := n%5 == 4; errors.Is(err, refused) != want || (err != nil) != want {
						t.Errorf("writer %d, %d: %v", w, n, err)
					}
					got, err := sqldb.One(ctx, db.Reader(), sqldb.Value[int],
						"SELECT count(*) FROM word WHERE writer = $1", w)
					if want := n + 1 - (n+1)/5; err != nil || got != want {
						t.Errorf("writer %d sees %d rows of its own after %d, want %d: %v", w, got, n+1, want, err)
					}
				}
			})
		}
		wg.Wait()
		if got, want := count(t, db), writers*each*4/5; got != want {
			t.Errorf("%d rows, want %d", got, want)
		}
	})
}

// A panic, a runtime.Goexit (t.FailNow in a closure) and a cancelled context in one writer do not hurt the others.
func TestOneFailsAlone(t *testing.T) {
	sqltest.Each(t, words, func(t *testing.T, db *sqldb.DB) {
		var wg sync.WaitGroup
		var kept atomic.Int64
		for w := range 40 {
			wg.Go(func() {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				defer func() {
					if r := recover(); (r != nil) != (w%4 == 1) {
						t.Errorf("writer %d recovered %v", w, r)
					}
				}()
				err := db.Write(ctx, func(tx *sqldb.Tx) error {
					if err := insert(ctx, tx, w, 1); err != nil {
						return err
					}
					switch w % 4 {
					case 1:
						panic("a bug")
					case 2:
						runtime.Goexit()
					case 3:
						cancel()
						return insert(ctx, tx, w, 2)
					}
					return nil
				})
				switch {
				case w%4 == 0 && err == nil:
					kept.Add(1)
				case w%4 == 3 && errors.Is(err, context.Canceled):
				default:
					t.Errorf("writer %d: %v", w, err)
				}
			})
		}
		wg.Wait()
		if got := count(t, db); kept.Load() != 10 || got != 10 {
			t.Errorf("%d writers were answered, %d rows are there, want 10", kept.Load(), got)
		}
	})
}

// Writers that wait at the same moment share one commit on SQLite, and none is answered before it.
func TestSharedCommit(t *testing.T) {
	db := sqltest.SQLite(t, words)
	db.ShareFor(time.Hour)
	ctx := t.Context()
	inside, release := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		err := db.Write(ctx, func(tx *sqldb.Tx) error {
			close(inside)
			<-release
			return insert(ctx, tx, 0, 0)
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-inside
	var early atomic.Int64
	for w := 1; w <= 20; w++ {
		wg.Go(func() {
			err := db.Write(ctx, func(tx *sqldb.Tx) error {
				if n := count(t, db); n == 0 {
					early.Add(1) // the first commit has not happened yet, and we are in it
				}
				return insert(ctx, tx, w, 0)
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	db.AwaitLine(20)
	close(release)
	wg.Wait()
	if n := early.Load(); n != 20 {
		t.Errorf("%d of 20 writers joined the transaction that was open", n)
	}
	if got := count(t, db); got != 21 {
		t.Errorf("%d rows, want 21", got)
	}
}

// Who gives up while waiting in line does not write, and the line goes on.
func TestGiveUpInLine(t *testing.T) {
	db := sqltest.SQLite(t, words)
	inside, release := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		_ = db.Write(t.Context(), func(tx *sqldb.Tx) error {
			close(inside)
			<-release
			return insert(t.Context(), tx, 0, 0)
		})
	})
	<-inside
	ctx, cancel := context.WithCancel(t.Context())
	for w := 1; w <= 6; w++ {
		wg.Go(func() {
			mine := t.Context()
			if w%2 == 1 {
				mine = ctx
			}
			err := db.Write(mine, func(tx *sqldb.Tx) error { return insert(mine, tx, w, 0) })
			if (err != nil) != (w%2 == 1) {
				t.Errorf("writer %d: %v", w, err)
			}
		})
	}
	db.AwaitLine(6)
	cancel()
	db.AwaitLine(3)
	close(release)
	wg.Wait()
	if got := count(t, db); got != 4 {
		t.Errorf("%d rows, want 4", got)
	}
}

func TestAfterCommit(t *testing.T) {
	sqltest.Each(t, words, func(t *testing.T, db *sqldb.DB) {
		ctx := t.Context()
		var heard []string
		write := func(name string, fail error) error {
			return db.Write(ctx, func(tx *sqldb.Tx) error {
				tx.AfterCommit(func() { heard = append(heard, fmt.Sprint(name, 1, count(t, db))) })
				tx.AfterCommit(func() { heard = append(heard, fmt.Sprint(name, 2)) })
				if err := insert(ctx, tx, len(name), 0); err != nil {
					return err
				}
				return fail
			})
		}
		if err := write("kept", nil); err != nil {
			t.Fatal(err)
		}
		if err := write("undone", errors.New("no")); err == nil {
			t.Fatal("the error of the closure is lost")
		}
		if got, want := fmt.Sprint(heard), "[kept1 1 kept2]"; got != want {
			t.Errorf("heard %s, want %s", got, want)
		}
	})
}

// A lost race runs the closure again with a new time; when it is lost for ever, the mark is gone from the error.
func TestRaced(t *testing.T) {
	sqltest.Each(t, words, func(t *testing.T, db *sqldb.DB) {
		ctx, lost := t.Context(), errors.New("changed meanwhile")
		at := time.Date(2026, 11, 22, 9, 0, 0, 123_456_789, time.UTC)
		db.Now = func() time.Time { at = at.Add(time.Second); return at }
		var times []int
		err := db.Write(ctx, func(tx *sqldb.Tx) error {
			times = append(times, tx.Now.Second())
			if tx.Now.Nanosecond() != 123_000_000 {
				t.Errorf("now is %v, want whole milliseconds", tx.Now)
			}
			if err := insert(ctx, tx, 1, len(times)); err != nil || len(times) == 3 {
				return err
			}
			return sqldb.Raced(lost)
		})
		if got := fmt.Sprint(times); err != nil || got != "[1 2 3]" || count(t, db) != 1 {
			t.Errorf("ran at %s, %v", got, err)
		}
		if err := db.Write(ctx, func(*sqldb.Tx) error { return sqldb.Raced(lost) }); err != lost {
			t.Errorf("got %#v, want the error itself", err)
		}
	})
}

// Two transactions that deadlock on PostgreSQL both come through; on SQLite they cannot meet.
func TestDeadlockIsRepeated(t *testing.T) {
	sqltest.Each(t, words, func(t *testing.T, db *sqldb.DB) {
		ctx := t.Context()
		for n := range 2 {
			if err := db.Write(ctx, func(tx *sqldb.Tx) error { return insert(ctx, tx, 0, n) }); err != nil {
				t.Fatal(err)
			}
		}
		var first sync.WaitGroup
		first.Add(2)
		var wg sync.WaitGroup
		for w := range 2 {
			wg.Go(func() {
				met := false
				err := db.Write(ctx, func(tx *sqldb.Tx) error {
					for i := range 2 {
						_, err := tx.Exec(ctx, "UPDATE word SET text = text || 'x' WHERE n = $1", (w+i)%2)
						if err != nil {
							return err
						}
						if db.Dialect() == sqldb.Postgres && !met {
							met = true
							first.Done()
							first.Wait()
						}
					}
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		text, err := sqldb.All(ctx, db.Reader(), sqldb.Value[string], "SELECT text FROM word ORDER BY n")
		if got := fmt.Sprint(text); err != nil || got != "[xx xx]" {
			t.Errorf("rows are %s, want each changed by both: %v", got, err)
		}
	})
}
