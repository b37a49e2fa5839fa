package sqldb

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"switchboard/internal/fault"
)

// attempts bounds how often Write runs a closure whose transaction the database, or Raced, asks to repeat.
const attempts = 5

// Tx is a transaction that writes. It carries the one time at which all of it happens.
type Tx struct {
	query
	// Now is the time of this transaction, in UTC and whole milliseconds, as the database will keep it.
	Now time.Time

	after  []func()
	topics []string // nudged
}

// AfterCommit asks that fn run once the transaction is on disk, in order, before Write returns; never when it is
// undone. It is for nudges: what must not be lost is a row.
func (tx *Tx) AfterCommit(fn func()) { tx.after = append(tx.after, fn) }

// Write runs fn in a transaction and returns after its commit, or with fn's error and nothing changed. Deadlocks,
// failed serialisations and errors marked by Raced run fn again, on a new transaction with a new Now, a few times.
// A panic in fn undoes the transaction and goes on.
func (db *DB) Write(ctx context.Context, fn func(tx *Tx) error) error {
	for n := 1; ; n++ {
		tx := &Tx{Now: db.Now().UTC().Truncate(time.Millisecond)}
		tx.dialect = db.dialect
		err := db.writeOnce(ctx, tx, fn)
		if err == nil {
			db.committed(tx)
			return nil
		}
		if n == attempts || !again(err) {
			return unraced(err)
		}
		if err := pause(ctx, n); err != nil {
			return err
		}
	}
}

// committed does what was asked for after the commit.
func (db *DB) committed(tx *Tx) {
	for _, topic := range tx.topics {
		db.nudges.wake(topic)
	}
	if db.nodes != nil && len(tx.topics) > 0 {
		db.nodes.tell(tx.topics)
	}
	for _, f := range tx.after {
		f()
	}
}

func (db *DB) writeOnce(ctx context.Context, tx *Tx, fn func(tx *Tx) error) error {
	if db.group != nil {
		return db.group.write(ctx, tx, fn)
	}
	stx, err := steady{db.pool}.BeginTx(ctx, nil)
	if err != nil {
		return notBegun(ctx, err)
	}
	defer stx.Rollback() // after a commit this does nothing
	tx.run = stx
	if err := fn(tx); err != nil {
		return err
	}
	if err := stx.Commit(); err != nil {
		return fmt.Errorf("sqldb: commit: %w", errors.Join(err, ctx.Err()))
	}
	return nil
}

// notBegun is the error of a transaction that did not begin, for which there is only one reason beside the caller's
// having gone: the database does not answer. So the caller may say that nothing was done.
func notBegun(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("sqldb: begin: %w", err)
	}
	return fmt.Errorf("sqldb: begin: %w: %w",
		fault.New(fault.Unavailable, "the database does not answer; nothing was saved, please try again"), err)
}

// pause waits a random while that grows with n, so that two who deadlocked do not meet again.
func pause(ctx context.Context, n int) error {
	t := time.NewTimer(time.Duration(1+rand.IntN(4<<n)) * time.Millisecond)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// raced marks an error of a lost race.
type raced struct{ err error }

func (r raced) Error() string { return r.err.Error() }
func (r raced) Unwrap() error { return r.err }

// Raced marks err as the outcome of a race between transactions: a row was read, then found changed by another
// (an UPDATE with a version check matched nothing). Write runs the closure again from its beginning; when the race
// is lost every time, it returns err itself. A conflict with what a person saw must not be marked.
func Raced(err error) error { return raced{err} }

func unraced(err error) error {
	if r, ok := err.(raced); ok {
		return r.err
	}
	return err
}
