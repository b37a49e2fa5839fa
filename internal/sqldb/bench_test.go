package sqldb_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"

	_ "github.com/jackc/pgx/v5/stdlib"

	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
)

// desk is about what opening a ticket writes: two reads, the ticket, two clocks, two timers, two facts.
var desk = fstest.MapFS{"0001_desk.sql": {Data: []byte(`
CREATE TABLE person (id {{id}}, email TEXT NOT NULL UNIQUE, name TEXT NOT NULL);
CREATE TABLE ticket (id {{id}}, person BIGINT NOT NULL REFERENCES person (id), state TEXT NOT NULL, subject TEXT NOT NULL,
	body TEXT NOT NULL, opened_at BIGINT NOT NULL);
CREATE INDEX ticket_state ON ticket (state, id);
CREATE TABLE clock (ticket BIGINT NOT NULL REFERENCES ticket (id), metric TEXT NOT NULL, due_at BIGINT NOT NULL, PRIMARY KEY (ticket, metric));
CREATE TABLE timer (id {{id}}, key TEXT NOT NULL UNIQUE, run_at BIGINT NOT NULL);
CREATE INDEX timer_run ON timer (run_at, id);
CREATE TABLE fact (id {{id}}, ticket BIGINT NOT NULL, kind TEXT NOT NULL, at BIGINT NOT NULL, body TEXT NOT NULL);
CREATE INDEX fact_ticket ON fact (ticket, id);
`)}}

// execer is what the two ways of writing have in common in the benchmark.
type execer interface {
	exec(text string, args ...any) error
	value(text string, args ...any) (int64, error)
}

func openTicket(x execer, n int64) error {
	if _, err := x.value("SELECT count(*) FROM person WHERE email = $1", fmt.Sprint("nobody", n)); err != nil {
		return err
	}
	p, err := x.value("INSERT INTO person (email, name) VALUES ($1, $2) ON CONFLICT (email) DO UPDATE SET name = excluded.name RETURNING id",
		fmt.Sprint(n%500, "@agency.example"), "Somebody")
	if err != nil {
		return err
	}
	t, err := x.value("INSERT INTO ticket (person, state, subject, body, opened_at) VALUES ($1, 'open', $2, $3, $4) RETURNING id",
		p, "The printer on floor three is on fire", "It began this morning, and nobody dares to go near it.", n)
	if err != nil {
		return err
	}
	if err := x.exec("INSERT INTO clock (ticket, metric, due_at) VALUES ($1, $2, $3), ($4, $5, $6)", t, "respond", n, t, "resolve", n); err != nil {
		return err
	}
	if err := x.exec("INSERT INTO timer (key, run_at) VALUES ($1, $2), ($3, $4)", fmt.Sprint("r", t), n, fmt.Sprint("s", t), n); err != nil {
		return err
	}
	return x.exec("INSERT INTO fact (ticket, kind, at, body) VALUES ($1, $2, $3, $4), ($5, $6, $7, $8)",
		t, "ticket.opened", n, `{"channel":"portal","class":"normal"}`, t, "ticket.routed", n, `{"team":17}`)
}

type ours struct {
	ctx context.Context
	tx  *sqldb.Tx
}

func (o ours) exec(text string, args ...any) error {
	_, err := o.tx.Exec(o.ctx, text, args...)
	return err
}

func (o ours) value(text string, args ...any) (int64, error) {
	return sqldb.One(o.ctx, o.tx, sqldb.Value[int64], text, args...)
}

type bare struct {
	ctx context.Context
	tx  *sql.Tx
}

func (b bare) exec(text string, args ...any) error {
	_, err := b.tx.ExecContext(b.ctx, text, args...)
	return err
}

func (b bare) value(text string, args ...any) (v int64, err error) {
	return v, b.tx.QueryRowContext(b.ctx, text, args...).Scan(&v)
}

// BenchmarkWrite opens tickets through DB.Write and through the bare driver, on clusters and files that wait for the
// disk. ns/op is wall time per ticket over all writers.
func BenchmarkWrite(b *testing.B) {
	for _, dialect := range []sqldb.Dialect{sqldb.SQLite, sqldb.Postgres} {
		for _, writers := range []int{1, 8} {
			for _, way := range []string{"bare", "sqldb"} {
				b.Run(fmt.Sprintf("%v/%d/%s", dialect, writers, way), func(b *testing.B) {
					url := b.TempDir()
					if dialect == sqldb.Postgres {
						url = sqltest.FreshDatabase(b, sqltest.Durable(b))
					}
					db := sqltest.Open(b, url, desk)
					write := throughSQLDB(b, db)
					if way == "bare" {
						write = throughDriver(b, dialect, url)
					}
					race(b, writers, write)
				})
			}
		}
	}
}

func throughSQLDB(b *testing.B, db *sqldb.DB) func(n int64) error {
	ctx, cancel := context.WithCancel(b.Context()) // as a request has it
	b.Cleanup(cancel)
	return func(n int64) error {
		return db.Write(ctx, func(tx *sqldb.Tx) error { return openTicket(ours{ctx, tx}, n) })
	}
}

func throughDriver(b *testing.B, dialect sqldb.Dialect, url string) func(n int64) error {
	driver := "pgx"
	if dialect == sqldb.SQLite {
		driver = "sqlite"
		url = "file:" + filepath.Join(url, "switchboard.db") +
			"?_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)"
	}
	pool, err := sql.Open(driver, url)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { pool.Close() })
	if dialect == sqldb.SQLite {
		pool.SetMaxOpenConns(1)
	} else {
		pool.SetMaxIdleConns(20)
	}
	return func(n int64) error {
		tx, err := pool.BeginTx(b.Context(), nil)
		if err != nil {
			return err
		}
		defer tx.Rollback()
		if err := openTicket(bare{b.Context(), tx}, n); err != nil {
			return err
		}
		return tx.Commit()
	}
}

func race(b *testing.B, writers int, write func(n int64) error) {
	var next atomic.Int64
	var wg sync.WaitGroup
	b.ReportAllocs()
	b.ResetTimer()
	for range writers {
		wg.Go(func() {
			for {
				n := next.Add(1)
				if n > int64(b.N) {
					return
				}
				if err := write(n); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "writes/s")
}
