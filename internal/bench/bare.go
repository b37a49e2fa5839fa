package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"switchboard/internal/sqldb"
	"switchboard/internal/store/migrations"
)

// bare writes, through database/sql and nothing else, the very rows that the program wrote for one ticket.
type bare struct {
	db     *sql.DB
	ticket insertion
	facts  []insertion
}

// insertion is a statement and its values; the value at key, if there is one, is the ticket's number.
type insertion struct {
	text string
	args []any
	key  int
}

// open opens a database without sqldb, with the same promise: a commit is on disk.
func (p place) open() (*sql.DB, error) {
	if p.url != "" {
		db, err := sql.Open("pgx", p.url)
		if err == nil {
			db.SetMaxOpenConns(20)
			db.SetMaxIdleConns(20)
		}
		return db, err
	}
	pragmas := url.Values{"_pragma": {"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)"}, "_txlock": {"immediate"}}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(p.dir, "switchboard.db")+"?"+pragmas.Encode())
	if err == nil {
		db.SetMaxOpenConns(1)
	}
	return db, err
}

// copyRows gives p the same schema, and reads from the program's database what one ticket is made of.
func (p place) copyRows(ctx context.Context, from place) (*bare, error) {
	schema, err := sqldb.Open(ctx, p.address())
	if err != nil {
		return nil, err
	}
	if err := errors.Join(schema.Migrate(ctx, migrations.FS), schema.Close()); err != nil {
		return nil, err
	}
	src, err := from.open()
	if err != nil {
		return nil, err
	}
	defer src.Close()
	b := &bare{}
	if b.db, err = p.open(); err != nil {
		return nil, err
	}
	tickets, err := rowsOf(ctx, src, "ticket", "ORDER BY id DESC LIMIT 1", "id")
	if err != nil || len(tickets) == 0 {
		return nil, errors.Join(err, errors.New("the program made no ticket"))
	}
	b.ticket = tickets[0]
	b.ticket.text += " RETURNING id"
	if b.facts, err = rowsOf(ctx, src, "fact", "WHERE ticket_id = (SELECT max(id) FROM ticket) ORDER BY seq", "seq", "xid"); err != nil {
		return nil, err
	}
	people, err := rowsOf(ctx, src, "person", "ORDER BY id")
	if err != nil {
		return nil, err
	}
	for _, person := range people {
		if _, err := b.db.ExecContext(ctx, person.text, person.args...); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// rowsOf makes an INSERT of each row of a table, without some columns.
func rowsOf(ctx context.Context, db *sql.DB, table, rest string, without ...string) ([]insertion, error) {
	rows, err := db.QueryContext(ctx, "SELECT * FROM "+table+" "+rest)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	var all []insertion
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		ins := insertion{key: -1}
		var names []string
		for i, c := range columns {
			if slices.Contains(without, c) {
				continue
			}
			if c == "ticket_id" {
				ins.key = len(ins.args)
			}
			names, ins.args = append(names, c), append(ins.args, values[i])
		}
		ins.text = fmt.Sprintf("INSERT INTO %s (%s) VALUES %s", table, strings.Join(names, ", "), sqldb.In(1, len(names)))
		all = append(all, ins)
	}
	return all, rows.Err()
}

// insert is one ticket: a transaction of a row and its facts.
func (b *bare) insert(ctx context.Context, _, _ int) error {
	tx, err := b.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // after a commit this does nothing
	var id int64
	if err := tx.QueryRowContext(ctx, b.ticket.text, b.ticket.args...).Scan(&id); err != nil {
		return err
	}
	for _, f := range b.facts {
		args := slices.Clone(f.args)
		args[f.key] = id
		if _, err := tx.ExecContext(ctx, f.text, args...); err != nil {
			return err
		}
	}
	return tx.Commit()
}

func (b *bare) close() { b.db.Close() }
