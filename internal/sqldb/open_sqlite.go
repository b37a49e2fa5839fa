package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// Bounds of one SQLite database in this process. Page caches fill only as far as they are used: at most
// 16 + 5 x 4 MB beside the Go heap.
const (
	sqliteReaders     = 4      // snapshots at once; one connection more is for single queries
	sqliteWriterCache = 16_384 // KiB
	sqliteReaderCache = 4_096  // KiB
	sqliteBusy        = 10_000 // milliseconds to wait for another process, say a backup or a command-line tool
)

// openSQLite opens one connection that writes and a pool that can only read.
//
//   - WAL: readers never wait for the writer, nor it for them.
//   - synchronous=FULL: a COMMIT returns after its fsync, so that what was acknowledged survives a power cut.
//   - foreign_keys is off by default in SQLite, and is a matter of each connection.
//
// busy_timeout comes first, since the pragmas after it may already meet another process.
func openSQLite(ctx context.Context, name string) (*DB, error) {
	path, err := sqlitePath(name)
	if err != nil {
		return nil, err
	}
	dsn := sqliteDSN(path, sqliteWriterCache, "journal_mode(WAL)", "wal_autocheckpoint(2000)")
	pool, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(1)
	group, err := newGroup(ctx, pool)
	if err != nil {
		pool.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	readers, err := sql.Open("sqlite", sqliteDSN(path, sqliteReaderCache, "query_only(1)"))
	if err != nil {
		return nil, errors.Join(err, group.close(), pool.Close())
	}
	readers.SetMaxOpenConns(sqliteReaders + 1) // one more than snapshots, or these would wait for each other to prepare a text
	readers.SetMaxIdleConns(sqliteReaders + 1)
	return &DB{dialect: SQLite, pool: pool, readers: readers, group: group, prepared: newPrepared(readers), dsn: dsn,
		snapshots: make(chan struct{}, sqliteReaders)}, nil
}

// sqlitePath makes the folder and answers the path of the file within; file:PATH is taken as it is.
func sqlitePath(name string) (string, error) {
	if path, ok := strings.CutPrefix(name, "file:"); ok {
		if strings.ContainsAny(path, "?#") {
			return "", fmt.Errorf("%q: a path without ? and # is wanted; settings are not taken from it", name)
		}
		return path, nil
	}
	if err := os.MkdirAll(name, 0o700); err != nil {
		return "", err
	}
	return filepath.Join(name, "switchboard.db"), nil
}

func sqliteDSN(path string, cacheKiB int, more ...string) string {
	pragmas := append([]string{
		fmt.Sprintf("busy_timeout(%d)", sqliteBusy),
		"foreign_keys(1)",
		"synchronous(FULL)",
		"temp_store(MEMORY)",
		fmt.Sprintf("cache_size(-%d)", cacheKiB),
		"journal_size_limit(67108864)",
	}, more...)
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + url.Values{"_pragma": pragmas}.Encode()
}
