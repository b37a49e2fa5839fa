package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Dialect is which of the two databases answers. Only full-text search, the claim of a job, the order of the log
// and the opening of a database may ask.
type Dialect int

const (
	SQLite Dialect = iota
	Postgres
)

func (d Dialect) String() string {
	if d == Postgres {
		return "postgres"
	}
	return "sqlite"
}

// DB is one open database. All methods may be called from many goroutines.
type DB struct {
	// Now tells the time; tests set it before the first use. It is the only clock that rows ever see.
	Now func() time.Time

	dialect Dialect
	pool    *sql.DB // PostgreSQL: everything. SQLite: the one connection that writes.
	readers *sql.DB // PostgreSQL: the same pool. SQLite: connections that cannot write.
	nudges  nudges

	nodes *nodes // PostgreSQL only

	group     *group        // SQLite only
	prepared  *prepared     // SQLite only: over readers
	snapshots chan struct{} // SQLite only: held by each Read
	dsn       string        // SQLite only: of the connection that writes
}

// Open opens the database named by url: postgres://..., file:PATH for one SQLite file, or a folder, in which the
// file switchboard.db is made when it is missing.
func Open(ctx context.Context, url string) (*DB, error) {
	var db *DB
	var err error
	switch {
	case url == "":
		return nil, errors.New("sqldb: no database named: give a folder or a postgres:// URL")
	case strings.HasPrefix(url, "postgres://"), strings.HasPrefix(url, "postgresql://"):
		db, err = openPostgres(ctx, url)
	default:
		db, err = openSQLite(ctx, url)
	}
	if err != nil {
		return nil, fmt.Errorf("sqldb: open: %w", err)
	}
	db.Now = time.Now
	return db, nil
}

// Dialect tells which database this is.
func (db *DB) Dialect() Dialect { return db.dialect }

// Reader answers single queries, each on its own: two of them may see different moments. It cannot write on
// SQLite, and must not on PostgreSQL.
func (db *DB) Reader() Q {
	if db.dialect == SQLite {
		return &query{run: db.prepared, dialect: SQLite}
	}
	return &query{run: steady{db.pool}, dialect: Postgres}
}

// Read runs fn on one unchanging snapshot of the database, for pages whose parts must agree.
func (db *DB) Read(ctx context.Context, fn func(q Q) error) error {
	opts := &sql.TxOptions{ReadOnly: true}
	if db.dialect == Postgres {
		opts.Isolation = sql.LevelRepeatableRead
	} else {
		select {
		case db.snapshots <- struct{}{}:
			defer func() { <-db.snapshots }()
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	stx, err := steady{db.readers}.BeginTx(ctx, opts)
	if err != nil {
		return notBegun(ctx, err)
	}
	defer stx.Rollback() // nothing to keep
	var run runner = stx
	if db.dialect == SQLite {
		run = db.prepared.in(stx)
	}
	return fn(&query{run: run, dialect: db.dialect})
}

// Ping asks the database for a sign of life.
func (db *DB) Ping(ctx context.Context) error { return db.readers.PingContext(ctx) }

// Close waits for the writes under way, then closes all connections. Writes that come later fail.
func (db *DB) Close() error {
	if db.group == nil {
		db.nodes.close()
		return db.pool.Close()
	}
	return errors.Join(db.group.close(), db.readers.Close(), db.pool.Close())
}
