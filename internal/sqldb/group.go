package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Bounds of one shared transaction on SQLite: nobody waits long for those who came after.
const (
	batchMax  = 64
	batchTime = 10 * time.Millisecond
)

// group is the one writer of a SQLite file. Writers take turns in the order in which they came. One who finishes
// while others wait leaves the transaction open and hands it to the next; the last, or one who meets a bound,
// commits for all, and all are answered then. So a lone writer never waits, and many share one fsync.
//
// Each closure runs on its caller's goroutine, inside a SAVEPOINT: its error, panic or runtime.Goexit undoes its own
// work and nothing else.
type group struct {
	w      *writer
	turn   turnstile
	batch  *batch // the open transaction, or nil; belongs to whoever has the turn
	closed bool   // belongs to whoever has the turn

	longest time.Duration // batchTime
}

// batch is one shared transaction.
type batch struct {
	n      int // closures that were let in
	began  time.Time
	broken error         // the transaction as a whole is lost
	done   chan struct{} // closed after COMMIT or ROLLBACK
	err    error         // of the COMMIT; read after done
}

var errClosed = errors.New("sqldb: the database is closed")

func newGroup(ctx context.Context, pool *sql.DB) (*group, error) {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return &group{w: &writer{conn: conn, by: map[string]*sql.Stmt{}}, longest: batchTime}, nil
}

// write runs fn in the shared transaction and waits for its COMMIT.
func (g *group) write(ctx context.Context, tx *Tx, fn func(*Tx) error) error {
	if err := g.turn.enter(ctx); err != nil {
		return err
	}
	b, err := g.join()
	if err != nil {
		g.turn.leave()
		return err
	}
	tx.run = g.w
	if err := g.takeTurn(b, tx, fn); err != nil {
		<-b.done // what it saw of the others is true only from here on
		return err
	}
	<-b.done
	return b.err
}

// join answers the open transaction, or begins one.
func (g *group) join() (*batch, error) {
	if g.closed {
		return nil, errClosed
	}
	if g.batch == nil {
		if err := g.w.exec("BEGIN IMMEDIATE"); err != nil {
			return nil, notBegun(context.Background(), err)
		}
		g.batch = &batch{began: time.Now(), done: make(chan struct{})}
	}
	g.batch.n++
	return g.batch, nil
}

// takeTurn runs fn inside a SAVEPOINT and then, however fn ends, gives the turn away.
func (g *group) takeTurn(b *batch, tx *Tx, fn func(*Tx) error) (err error) {
	defer g.settle(b)
	if err := g.w.exec("SAVEPOINT one"); err != nil {
		b.broken = err
		return fmt.Errorf("sqldb: savepoint: %w", err)
	}
	kept := false
	defer func() {
		if !kept {
			b.broken = errors.Join(b.broken, g.undo())
		}
	}()
	if err := fn(tx); err != nil {
		return err
	}
	if err := g.w.exec("RELEASE one"); err != nil {
		return fmt.Errorf("sqldb: release: %w", err)
	}
	kept = true
	return nil
}

// undo takes back what the last SAVEPOINT covers. It fails when SQLite has given up the whole transaction, as it
// does on a full disk.
func (g *group) undo() error {
	if err := g.w.exec("ROLLBACK TO one"); err != nil {
		return err
	}
	return g.w.exec("RELEASE one")
}

// settle hands the open transaction to the next who waits, or ends it.
func (g *group) settle(b *batch) {
	room := b.broken == nil && b.n < batchMax && time.Since(b.began) < g.longest
	if room && g.turn.pass() {
		return
	}
	if b.broken != nil {
		_ = g.w.exec("ROLLBACK") // fails when SQLite was first; either way nothing is kept
		b.err = fmt.Errorf("sqldb: the shared transaction was lost: %w", b.broken)
	} else if err := g.w.exec("COMMIT"); err != nil {
		_ = g.w.exec("ROLLBACK")
		b.err = fmt.Errorf("sqldb: commit: %w", err)
	}
	g.batch = nil
	close(b.done)
	g.turn.leave()
}

// close waits for its turn, ends the group and lets SQLite refresh what it knows of its indexes.
func (g *group) close() error {
	if err := g.turn.enter(context.Background()); err != nil {
		return err
	}
	defer g.turn.leave()
	g.finish()
	if g.closed {
		return nil
	}
	g.closed = true
	return errors.Join(g.w.exec("PRAGMA optimize"), g.w.close())
}

// finish commits the transaction that a writer who saw us waiting has handed to us.
func (g *group) finish() {
	b := g.batch
	if b == nil {
		return
	}
	g.batch = nil
	if err := g.w.exec("COMMIT"); err != nil {
		b.err = fmt.Errorf("sqldb: commit: %w", err)
	}
	close(b.done)
}

// pragma changes how the writer works, between two transactions.
func (g *group) pragma(texts ...string) error {
	if err := g.turn.enter(context.Background()); err != nil {
		return err
	}
	defer g.turn.leave()
	g.finish()
	if g.closed {
		return errClosed
	}
	for _, text := range texts {
		if err := g.w.exec(text); err != nil {
			return fmt.Errorf("sqldb: %s: %w", text, err)
		}
	}
	return nil
}
