package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
)

// steady is a pool that asks again when it is handed a dead connection, or one whose prepared text has gone stale.
// database/sql does the former itself, but not when the pool is full and the one who waits is handed what another's
// cancelled transaction left behind. In both cases the server has done nothing.
type steady struct{ pool *sql.DB }

func steadily[T any](do func() (T, error)) (T, error) {
	for n := 1; ; n++ {
		v, err := do()
		if n == attempts || !errors.Is(err, driver.ErrBadConn) && pgCode(err) != pgStalePlan {
			return v, err
		}
	}
}

func (s steady) ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error) {
	return steadily(func() (sql.Result, error) { return s.pool.ExecContext(ctx, text, args...) })
}

func (s steady) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	return steadily(func() (*sql.Rows, error) { return s.pool.QueryContext(ctx, text, args...) })
}

func (s steady) BeginTx(ctx context.Context, opts *sql.TxOptions) (*sql.Tx, error) {
	return steadily(func() (*sql.Tx, error) { return s.pool.BeginTx(ctx, opts) })
}
