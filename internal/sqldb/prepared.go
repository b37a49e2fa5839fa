package sqldb

import (
	"container/list"
	"context"
	"database/sql"
	"sync"
)

// preparedMax bounds the texts kept per pool, each on up to sqliteReaders + 1 connections at some ten KB. The program itself has
// two hundred; what people filter by makes others without end, so those that were not asked for the longest are dropped.
const preparedMax = 400

// prepared runs each text as a statement that was prepared once: SQLite would parse it anew each time, which costs
// more than most queries do. database/sql keeps such a statement per connection.
type prepared struct {
	db   *sql.DB
	mu   sync.Mutex
	by   map[string]*statement
	used *list.List // of *statement, the one that was used last in front
}

// statement is closed when it was dropped and the last who used it is done: database/sql would fail a query that finds its
// statement closed.
type statement struct {
	*sql.Stmt
	text    string
	users   int // guarded by prepared.mu
	dropped bool
	place   *list.Element
}

func newPrepared(db *sql.DB) *prepared {
	return &prepared{db: db, by: map[string]*statement{}, used: list.New()}
}

// take answers the statement for a text; give it back with done.
func (p *prepared) take(ctx context.Context, text string) (*statement, error) {
	if s := p.known(text); s != nil {
		return s, nil
	}
	made, err := p.db.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	if s := p.known(text); s != nil { // another was quicker
		made.Close()
		return s, nil
	}
	p.mu.Lock()
	s := &statement{Stmt: made, text: text, users: 1}
	if other := p.by[text]; other != nil { // and another in this very moment: this one is used once
		s.dropped = true
		p.mu.Unlock()
		return s, nil
	}
	s.place = p.used.PushFront(s)
	p.by[text] = s
	old := p.shrink()
	p.mu.Unlock()
	for _, s := range old {
		s.Close() // nothing was asked of it that could fail
	}
	return s, nil
}

func (p *prepared) known(text string) *statement {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.by[text]
	if s != nil {
		s.users++
		p.used.MoveToFront(s.place)
	}
	return s
}

// shrink drops what is too many, and answers what of it nobody uses.
func (p *prepared) shrink() (idle []*statement) {
	for p.used.Len() > preparedMax {
		s := p.used.Remove(p.used.Back()).(*statement)
		delete(p.by, s.text)
		if s.dropped = true; s.users == 0 {
			idle = append(idle, s)
		}
	}
	return idle
}

func (p *prepared) done(s *statement) {
	p.mu.Lock()
	s.users--
	last := s.dropped && s.users == 0
	p.mu.Unlock()
	if last {
		s.Close() // as in take
	}
}

func (p *prepared) ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error) {
	s, err := p.take(ctx, text)
	if err != nil {
		return nil, err
	}
	defer p.done(s)
	return s.ExecContext(ctx, args...)
}

// QueryContext may give the statement back before its rows are read: they hold it open by themselves.
func (p *prepared) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	s, err := p.take(ctx, text)
	if err != nil {
		return nil, err
	}
	defer p.done(s)
	return s.QueryContext(ctx, args...)
}

// in runs the same statements inside a transaction of the same pool.
func (p *prepared) in(tx *sql.Tx) runner { return preparedTx{p, tx} }

type preparedTx struct {
	p  *prepared
	tx *sql.Tx
}

func (t preparedTx) ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error) {
	s, err := t.p.take(ctx, text)
	if err != nil {
		return nil, err
	}
	defer t.p.done(s)
	return t.tx.StmtContext(ctx, s.Stmt).ExecContext(ctx, args...)
}

func (t preparedTx) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	s, err := t.p.take(ctx, text)
	if err != nil {
		return nil, err
	}
	defer t.p.done(s)
	return t.tx.StmtContext(ctx, s.Stmt).QueryContext(ctx, args...)
}
