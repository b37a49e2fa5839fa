package sqldb

import (
	"context"
	"database/sql"
	"sync"
)

// preparedMax bounds the texts kept per pool. The program has a few hundred; lists of any length could have more,
// and those beyond the bound are prepared each time.
const preparedMax = 1_000

// prepared runs each text as a statement that was prepared once: SQLite would parse it anew each time, which costs
// more than most queries do. database/sql keeps such a statement per connection.
type prepared struct {
	db *sql.DB
	mu sync.RWMutex
	by map[string]*sql.Stmt
}

func newPrepared(db *sql.DB) *prepared { return &prepared{db: db, by: map[string]*sql.Stmt{}} }

// stmt answers the statement for text, or nil when there is no room left to keep one.
func (p *prepared) stmt(ctx context.Context, text string) (*sql.Stmt, error) {
	p.mu.RLock()
	s, full := p.by[text], len(p.by) >= preparedMax
	p.mu.RUnlock()
	if s != nil || full {
		return s, nil
	}
	s, err := p.db.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if first := p.by[text]; first != nil { // another was quicker
		s.Close()
		return first, nil
	}
	p.by[text] = s
	return s, nil
}

func (p *prepared) ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error) {
	s, err := p.stmt(ctx, text)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return p.db.ExecContext(ctx, text, args...)
	}
	return s.ExecContext(ctx, args...)
}

func (p *prepared) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	s, err := p.stmt(ctx, text)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return p.db.QueryContext(ctx, text, args...)
	}
	return s.QueryContext(ctx, args...)
}

// in runs the same statements inside a transaction of the same pool.
func (p *prepared) in(tx *sql.Tx) runner { return preparedTx{p, tx} }

type preparedTx struct {
	p  *prepared
	tx *sql.Tx
}

func (t preparedTx) ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error) {
	s, err := t.p.stmt(ctx, text)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return t.tx.ExecContext(ctx, text, args...)
	}
	return t.tx.StmtContext(ctx, s).ExecContext(ctx, args...)
}

func (t preparedTx) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	s, err := t.p.stmt(ctx, text)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return t.tx.QueryContext(ctx, text, args...)
	}
	return t.tx.StmtContext(ctx, s).QueryContext(ctx, args...)
}
