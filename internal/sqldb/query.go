package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"

	"switchboard/internal/fault"
)

// Q runs statements: a *Tx, a snapshot of DB.Read, or DB.Reader. Functions of the store take one as their second
// argument and do not care which.
type Q interface {
	// Exec runs a statement that answers no rows and tells how many rows it changed.
	Exec(ctx context.Context, text string, args ...any) (int64, error)
	// Each calls scan for each row of the answer; it ends early with the error of scan. The row is valid only
	// during the call, and scan must not use the same Q.
	Each(ctx context.Context, scan func(Row) error, text string, args ...any) error
	// Dialect tells which database answers.
	Dialect() Dialect
}

// Row is the current row of an answer.
type Row interface{ Scan(dest ...any) error }

// ErrNone says that a query which must answer a row answered none. Missing gives it words for people.
var ErrNone = errors.New("sqldb: no such row")

// All collects every row of the answer; the text must bound how many there are. No rows is an empty slice.
func All[T any](ctx context.Context, q Q, scan func(Row) (T, error), text string, args ...any) ([]T, error) {
	var all []T
	err := q.Each(ctx, func(r Row) error {
		t, err := scan(r)
		if err == nil {
			all = append(all, t)
		}
		return err
	}, text, args...)
	return all, err
}

// One answers the first row, or ErrNone.
func One[T any](ctx context.Context, q Q, scan func(Row) (T, error), text string, args ...any) (T, error) {
	var one T
	found := false
	err := q.Each(ctx, func(r Row) (err error) {
		if !found {
			found = true
			one, err = scan(r)
		}
		return err
	}, text, args...)
	if err == nil && !found {
		err = ErrNone
	}
	return one, err
}

// Value scans a single column, for use with One and All: sqldb.One(ctx, q, sqldb.Value[int64], "SELECT count(*) ..").
func Value[T any](r Row) (T, error) {
	var v T
	err := r.Scan(&v)
	return v, err
}

// Missing turns ErrNone into fault.NotFound with the caller's words; any other error, and nil, pass as they are.
func Missing(err error, format string, args ...any) error {
	if errors.Is(err, ErrNone) {
		return fault.New(fault.NotFound, format, args...)
	}
	return err
}

// In spells n parameters from $first on: In(2, 3) is "($2, $3, $4)". n must be at least 1.
func In(first, n int) string {
	var b strings.Builder
	b.WriteByte('(')
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(first + i))
	}
	b.WriteByte(')')
	return b.String()
}

// Tuples spells rows of a multi-row VALUES: Tuples(2, 3) is "($1, $2, $3), ($4, $5, $6)".
func Tuples(rows, columns int) string {
	all := make([]string, rows)
	for i := range all {
		all[i] = In(1+i*columns, columns)
	}
	return strings.Join(all, ", ")
}

// runner is the part of database/sql that a query needs; *sql.DB and *sql.Tx have it, prepared and writer add
// prepared statements.
type runner interface {
	ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error)
}

// query is Q over a runner.
type query struct {
	run     runner
	dialect Dialect
}

func (q *query) Dialect() Dialect { return q.dialect }

func (q *query) Exec(ctx context.Context, text string, args ...any) (int64, error) {
	res, err := q.run.ExecContext(ctx, text, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

func (q *query) Each(ctx context.Context, scan func(Row) error, text string, args ...any) error {
	rows, err := q.run.QueryContext(ctx, text, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
