// Package sqltest knows how a test gets a fresh database of each dialect. It refuses to know any schema: the test
// brings its migrations.
package sqltest

import (
	"context"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"sync/atomic"
	"testing"

	"switchboard/internal/sqldb"
)

// Each runs test as two subtests, on a fresh SQLite file and on a fresh PostgreSQL database, both brought forward to
// schema (nil for an empty database). Where no PostgreSQL can be had, its subtest is skipped and says why.
func Each(t *testing.T, schema fs.FS, test func(t *testing.T, db *sqldb.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t, schema)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t, schema)) })
}

// SQLite opens a fresh database in a folder of the test. As on the test cluster, a commit does not wait for the disk: what a power
// cut leaves behind is no matter of these tests.
func SQLite(tb testing.TB, schema fs.FS) *sqldb.DB {
	tb.Helper()
	folder := tb.TempDir()
	if schema != nil {
		copyTemplate(tb, schema, folder)
	}
	db := Open(tb, folder, nil)
	if err := db.Unsync(); err != nil {
		tb.Fatal(err)
	}
	return db
}

// Postgres opens a fresh database in the test cluster, which is dropped after the test.
func Postgres(tb testing.TB, schema fs.FS) *sqldb.DB {
	tb.Helper()
	return Open(tb, PostgresURL(tb), schema)
}

// Open opens url for the length of the test. Two of them on one URL are two nodes.
func Open(tb testing.TB, url string, schema fs.FS) *sqldb.DB {
	tb.Helper()
	db, err := sqldb.Open(context.Background(), url)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := db.Close(); err != nil {
			tb.Errorf("close: %v", err)
		}
	})
	if schema != nil {
		if err := db.Migrate(context.Background(), schema); err != nil {
			tb.Fatal(err)
		}
	}
	return db
}

// SecondNode opens the database of db, on PostgreSQL, a second time.
func SecondNode(tb testing.TB, db *sqldb.DB) *sqldb.DB {
	tb.Helper()
	base, err := cluster()
	if err != nil {
		tb.Fatal(err)
	}
	schema, err := sqldb.One(context.Background(), db.Reader(), sqldb.Value[string], "SELECT current_schema()")
	if err != nil {
		tb.Fatal(err)
	}
	return Open(tb, with(tb, base, schema), nil)
}

var made atomic.Int64

// PostgresURL answers the URL of an empty database in the test cluster, which is gone after the test. In truth it is an
// empty schema that the URL makes the only one: a hundred times cheaper to make, and alike to all who do not look.
func PostgresURL(tb testing.TB) string {
	tb.Helper()
	base, err := cluster()
	if err != nil {
		tb.Skipf("no PostgreSQL to test on: %v", err)
	}
	schema := fmt.Sprintf("test_%d_%d", os.Getpid(), made.Add(1))
	admin(tb, base, "CREATE SCHEMA "+schema)
	tb.Cleanup(func() { admin(tb, base, "DROP SCHEMA "+schema+" CASCADE") })
	return with(tb, base, schema)
}

func with(tb testing.TB, base, schema string) string {
	tb.Helper()
	u, err := url.Parse(base)
	if err != nil {
		tb.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}

// FreshDatabase makes an empty database in the cluster at base and answers its URL; it is dropped after the test.
func FreshDatabase(tb testing.TB, base string) string {
	tb.Helper()
	u, err := url.Parse(base)
	if err != nil {
		tb.Fatal(err)
	}
	name := fmt.Sprintf("test_%d_%d", os.Getpid(), made.Add(1))
	admin(tb, base, "CREATE DATABASE "+name)
	tb.Cleanup(func() { admin(tb, base, "DROP DATABASE "+name+" WITH (FORCE)") })
	u.Path = "/" + name
	return u.String()
}

// admin runs one statement that no transaction may hold.
func admin(tb testing.TB, base, text string) {
	tb.Helper()
	db, err := sqldb.Open(context.Background(), base)
	if err != nil {
		tb.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Reader().Exec(context.Background(), text); err != nil {
		tb.Fatalf("%s: %v", text, err)
	}
}
