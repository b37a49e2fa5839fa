package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"strings"
)

// EachRow hands over all rows in the order of the primary key, which is the same on both databases. A value is nil, int64,
// string, bool or []byte; the slice is valid only during the call.
func (t Table) EachRow(ctx context.Context, q Q, do func(values []any) error) error {
	into, values := t.scanners(), make([]any, len(t.Columns))
	err := q.Each(ctx, func(r Row) error {
		if err := r.Scan(into...); err != nil {
			return err
		}
		for i, v := range into {
			values[i] = plain(v)
		}
		return do(values)
	}, t.selectText(q.Dialect()))
	if err != nil {
		return fmt.Errorf("%s: %w", t.Name, err)
	}
	return nil
}

func (t Table) selectText(d Dialect) string {
	var key []string
	for _, c := range t.Columns {
		switch {
		case c.Key && c.Kind == Text && d == Postgres: // SQLite compares bytes
			key = append(key, quoted(c.Name)+` COLLATE "C"`)
		case c.Key:
			key = append(key, quoted(c.Name))
		}
	}
	text := "SELECT " + t.columnList() + " FROM " + quoted(t.Name)
	if len(key) > 0 {
		text += " ORDER BY " + strings.Join(key, ", ")
	}
	return text
}

func (t Table) scanners() []any {
	into := make([]any, len(t.Columns))
	for i, c := range t.Columns {
		switch c.Kind {
		case Integer:
			into[i] = new(sql.NullInt64)
		case Boolean:
			into[i] = new(sql.NullBool)
		case Bytes:
			into[i] = new(sql.Null[[]byte])
		default:
			into[i] = new(sql.NullString)
		}
	}
	return into
}

func plain(scanned any) any {
	switch v := scanned.(type) {
	case *sql.NullInt64:
		if v.Valid {
			return v.Int64
		}
	case *sql.NullBool:
		if v.Valid {
			return v.Bool
		}
	case *sql.Null[[]byte]:
		if v.Valid {
			return v.V
		}
	case *sql.NullString:
		if v.Valid {
			return v.String
		}
	}
	return nil
}

// Insert adds rows; the number of values of all together must stay below 32,766.
func (t Table) Insert(ctx context.Context, tx *Tx, rows [][]any) error {
	values := make([]any, 0, len(rows)*len(t.Columns))
	for _, row := range rows {
		values = append(values, row...)
	}
	_, err := tx.Exec(ctx, "INSERT INTO "+quoted(t.Name)+" ("+t.columnList()+") VALUES "+Tuples(len(rows), len(t.Columns)), values...)
	if err != nil {
		return fmt.Errorf("%s: %w", t.Name, err)
	}
	return nil
}

// Clear takes all rows away.
func (t Table) Clear(ctx context.Context, tx *Tx) error {
	_, err := tx.Exec(ctx, "DELETE FROM "+quoted(t.Name))
	return err
}

func (t Table) columnList() string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = quoted(c.Name)
	}
	return strings.Join(names, ", ")
}

// quoted spells a name; ours have no quotes in them, and those of an archive are compared with ours before they come here.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// Next is the number that the next row of a table would get at least, where the database gives numbers; else zero.
func (t Table) Next(ctx context.Context, q Q) (int64, error) {
	id, gives, err := t.numbered(ctx, q)
	if err != nil || !gives {
		return 0, err
	}
	last, err := One(ctx, q, Value[int64], "SELECT COALESCE(max("+quoted(id)+"), 0) FROM "+quoted(t.Name))
	if err != nil {
		return 0, err
	}
	var given int64
	if q.Dialect() == SQLite {
		given, err = One(ctx, q, Value[int64], "SELECT COALESCE(max(seq), 0) FROM sqlite_sequence WHERE name = $1", t.Name)
	} else {
		given, err = One(ctx, q, Value[int64], `SELECT COALESCE(pg_sequence_last_value(pg_get_serial_sequence($1, $2)::regclass),
			(SELECT seqstart - 1 FROM pg_sequence WHERE seqrelid = pg_get_serial_sequence($1, $2)::regclass))`, quoted(t.Name), id)
	}
	return max(last, given) + 1, err
}

// GoOn has the next row of a table get this number or a later one.
func (t Table) GoOn(ctx context.Context, tx *Tx, next int64) error {
	id, gives, err := t.numbered(ctx, tx)
	if err != nil || !gives || next < 2 || next == math.MaxInt64 {
		return err
	}
	if tx.Dialect() == Postgres {
		_, err = tx.Exec(ctx, "SELECT setval(pg_get_serial_sequence($1, $2)::regclass, $3)", quoted(t.Name), id, next-1)
		return err
	}
	n, err := tx.Exec(ctx, "UPDATE sqlite_sequence SET seq = $1 WHERE name = $2 AND seq < $1", next-1, t.Name)
	if err != nil || n > 0 {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO sqlite_sequence (name, seq) SELECT name, $1 FROM sqlite_master
		WHERE name = $2 AND sql LIKE '%AUTOINCREMENT%' AND NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = $2)`, next-1, t.Name)
	return err
}

// numbered tells the column that the database numbers, if it does.
func (t Table) numbered(ctx context.Context, q Q) (column string, gives bool, err error) {
	for _, c := range t.Columns {
		if c.Key && c.Kind == Integer {
			column, gives = c.Name, column == ""
		}
	}
	if !gives {
		return "", false, nil
	}
	gives, err = One(ctx, q, Value[bool], [...]string{
		SQLite:   `SELECT EXISTS (SELECT 1 FROM pragma_table_info($1) WHERE name = $2 AND pk = 1 AND type = 'INTEGER')`,
		Postgres: `SELECT pg_get_serial_sequence(quote_ident($1), $2) IS NOT NULL`,
	}[q.Dialect()], t.Name, column)
	return column, gives, err
}

// Unbound runs fn while rows may refer to rows that are not there yet; at its end, or at the end of the transaction, each
// reference is checked.
func Unbound(ctx context.Context, tx *Tx, fn func() error) error {
	if tx.Dialect() == SQLite {
		if _, err := tx.Exec(ctx, "PRAGMA defer_foreign_keys = ON"); err != nil {
			return err
		}
		return fn()
	}
	type bond struct{ table, name, text string }
	bonds, err := All(ctx, tx, func(r Row) (b bond, err error) {
		err = r.Scan(&b.table, &b.name, &b.text)
		return b, err
	}, `SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
		WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY conrelid, conname`)
	if err != nil {
		return err
	}
	for _, b := range bonds {
		if _, err := tx.Exec(ctx, "ALTER TABLE "+b.table+" DROP CONSTRAINT "+quoted(b.name)); err != nil {
			return err
		}
	}
	if err := fn(); err != nil {
		return err
	}
	for _, b := range bonds {
		if _, err := tx.Exec(ctx, "ALTER TABLE "+b.table+" ADD CONSTRAINT "+quoted(b.name)+" "+b.text); err != nil {
			return fmt.Errorf("%s: %w", b.table, err)
		}
	}
	return nil
}

// CheckFile has SQLite read its whole file and look at each page, index and reference. PostgreSQL keeps checksums of its own.
// Errors: what it found first.
func CheckFile(ctx context.Context, q Q) error {
	if q.Dialect() != SQLite {
		return nil
	}
	found, err := All(ctx, q, Value[string], "PRAGMA integrity_check(1)")
	if err != nil {
		return err
	}
	if len(found) != 1 || found[0] != "ok" {
		return errors.New("the file is damaged: " + strings.Join(found, "; "))
	}
	return nil
}
