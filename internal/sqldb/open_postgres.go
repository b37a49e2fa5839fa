package sqldb

import (
	"context"
	"database/sql"
	"fmt"
	"runtime"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// postgresConns bounds the connections of one node, of the 100 that PostgreSQL allows by default. More than a few for each processor
// only take turns: 50 readers of a small machine wait a quarter longer with 20 connections than with 8.
func postgresConns() int { return min(max(8, 4*runtime.GOMAXPROCS(0)), 20) }

// openPostgres opens a pool. pgx prepares each text once per connection and keeps it.
func openPostgres(ctx context.Context, url string) (*DB, error) {
	cfg, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, err
	}
	if cfg.ConnectTimeout == 0 {
		cfg.ConnectTimeout = 10 * time.Second
	}
	params := cfg.RuntimeParams
	if params["application_name"] == "" {
		params["application_name"] = "switchboard"
	}
	// A transaction that its owner forgot would hold back every reader of the log (docs/adr/0002-log-order.md).
	if params["idle_in_transaction_session_timeout"] == "" {
		params["idle_in_transaction_session_timeout"] = "60000"
	}
	pool := sql.OpenDB(stdlib.GetConnector(*cfg))
	pool.SetMaxOpenConns(postgresConns())
	pool.SetMaxIdleConns(postgresConns())
	pool.SetConnMaxIdleTime(5 * time.Minute)
	if err := pool.PingContext(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("postgres at %s: %w", cfg.Host, err)
	}
	db := &DB{dialect: Postgres, pool: pool, readers: pool}
	db.nodes = newNodes(db, cfg)
	return db, nil
}
