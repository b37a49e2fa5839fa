package sqldb

import (
	"context"
	"database/sql"
	"errors"
)

// writerMax bounds the statements kept by the writer.
const writerMax = 512

// writer is the connection of a SQLite file that may write, with its prepared statements. Only the holder of the
// turn uses it.
//
// A context ends before a statement, not within: SQLite answers the interrupt of a running INSERT by undoing the
// whole transaction, and with it the work of all who share it (https://sqlite.org/c3ref/interrupt.html).
type writer struct {
	conn *sql.Conn
	by   map[string]*sql.Stmt
}

func (w *writer) stmt(text string) (*sql.Stmt, error) {
	if s := w.by[text]; s != nil {
		return s, nil
	}
	s, err := w.conn.PrepareContext(context.Background(), text)
	if err != nil {
		return nil, err
	}
	if len(w.by) >= writerMax {
		for old, o := range w.by { // any one will do: the bound is rarely met
			o.Close()
			delete(w.by, old)
			break
		}
	}
	w.by[text] = s
	return s, nil
}

func (w *writer) ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s, err := w.stmt(text)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(context.WithoutCancel(ctx), args...)
}

func (w *writer) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s, err := w.stmt(text)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(context.WithoutCancel(ctx), args...)
}

func (w *writer) exec(text string) error {
	_, err := w.ExecContext(context.Background(), text)
	return err
}

func (w *writer) close() error {
	var errs []error
	for _, s := range w.by {
		errs = append(errs, s.Close())
	}
	return errors.Join(append(errs, w.conn.Close())...)
}
