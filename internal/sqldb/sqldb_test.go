package sqldb_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
)

// What is written is read back as it was on both databases: instants, their absence, booleans, text, no rows.
func TestValues(t *testing.T) {
	sqltest.Each(t, words, func(t *testing.T, db *sqldb.DB) {
		ctx := t.Context()
		at := time.Date(2026, 3, 29, 1, 30, 0, 7_000_000, time.FixedZone("", 3600))
		long := strings.Repeat("ä\u2028\"'\\", 10_000)
		err := db.Write(ctx, func(tx *sqldb.Tx) error {
			text := "INSERT INTO word (writer, n, at, seen, text) VALUES " + sqldb.Tuples(2, 5)
			n, err := tx.Exec(ctx, text, 1, 1, sqldb.At(at), true, long, 1, 2, sqldb.At(time.Time{}), false, "")
			if n != 2 {
				t.Errorf("%d rows changed, want 2", n)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		type row struct {
			at   time.Time
			seen bool
			text string
		}
		scan := func(r sqldb.Row) (w row, err error) {
			err = r.Scan(sqldb.Into(&w.at), &w.seen, &w.text)
			return w, err
		}
		text := "SELECT at, seen, text FROM word WHERE writer = $2 AND n IN " + sqldb.In(3, 2) + " AND writer <> $1 ORDER BY n"
		rows, err := sqldb.All(ctx, db.Reader(), scan, text, 0, 1, 1, 2)
		if err != nil {
			t.Fatal(err)
		}
		want := []row{{at.UTC(), true, long}, {time.Time{}, false, ""}}
		if fmt.Sprint(rows) != fmt.Sprint(want) {
			t.Errorf("read back %.300v", rows)
		}
		seen, err := sqldb.One(ctx, db.Reader(), scan, "SELECT at, seen, text FROM word WHERE seen")
		if err != nil || !seen.seen {
			t.Errorf("WHERE over a boolean: %v, %v", seen.seen, err)
		}
		if rows, err := sqldb.All(ctx, db.Reader(), scan, text, 0, 9, 9, 9); len(rows) != 0 || err != nil {
			t.Errorf("no rows: %v, %v", rows, err)
		}
		_, err = sqldb.One(ctx, db.Reader(), scan, text, 0, 9, 9, 9)
		if !errors.Is(err, sqldb.ErrNone) || !fault.Is(sqldb.Missing(err, "no word %d", 9), fault.NotFound) {
			t.Errorf("One without a row: %v", err)
		}
	})
}

func TestCodes(t *testing.T) {
	sqltest.Each(t, words, func(t *testing.T, db *sqldb.DB) {
		ctx := t.Context()
		exec := func(text string) error {
			return db.Write(ctx, func(tx *sqldb.Tx) error { _, err := tx.Exec(ctx, text); return err })
		}
		for _, c := range []struct {
			text                string
			unique, foreign, ok bool
		}{
			{"INSERT INTO word (id, writer, n) VALUES (7, 1, 1)", false, false, true},
			{"INSERT INTO word (id, writer, n) VALUES (7, 1, 2)", true, false, false},
			{"INSERT INTO word (id, writer, n) VALUES (8, 1, 1)", true, false, false},
			{"INSERT INTO letter (word, n) VALUES (7, 1)", false, false, true},
			{"INSERT INTO letter (word, n) VALUES (99, 1)", false, true, false},
			{"DELETE FROM word WHERE id = 7", false, true, false},
			{"INSERT INTO letter (word, n) VALUES (7, 0)", false, false, false},
			{"INSERT INTO nowhere (word) VALUES (7)", false, false, false},
		} {
			err := exec(c.text)
			if (err == nil) != c.ok || sqldb.IsUnique(err) != c.unique || sqldb.IsForeignKey(err) != c.foreign {
				t.Errorf("%s: %v, unique %v, foreign key %v", c.text, err, sqldb.IsUnique(err), sqldb.IsForeignKey(err))
			}
		}
	})
}

// A snapshot does not move, and can be cancelled; readers cannot write on SQLite.
func TestRead(t *testing.T) {
	sqltest.Each(t, words, func(t *testing.T, db *sqldb.DB) {
		ctx := t.Context()
		const total = "SELECT count(*) FROM word"
		err := db.Read(ctx, func(q sqldb.Q) error {
			before, err := sqldb.One(ctx, q, sqldb.Value[int], total)
			if err != nil {
				return err
			}
			if err := db.Write(ctx, func(tx *sqldb.Tx) error { return insert(ctx, tx, 1, 1) }); err != nil {
				return err
			}
			after, err := sqldb.One(ctx, q, sqldb.Value[int], total)
			if before != 0 || after != 0 {
				t.Errorf("the snapshot saw %d, then %d", before, after)
			}
			return err
		})
		if err != nil || count(t, db) != 1 {
			t.Errorf("%d rows, %v", count(t, db), err)
		}
		err = db.Read(ctx, func(q sqldb.Q) error {
			_, err := q.Exec(ctx, "INSERT INTO word (writer, n) VALUES (5, 5)")
			return err
		})
		if err == nil {
			t.Error("a snapshot took a write")
		}
	})
	db := sqltest.SQLite(t, words)
	if _, err := db.Reader().Exec(t.Context(), "DELETE FROM word"); err == nil {
		t.Error("a reader took a write")
	}
}

// As many snapshots as there may be at once each ask what was never asked before: none waits for another's connection.
func TestSnapshotsTogether(t *testing.T) {
	sqltest.Each(t, words, func(t *testing.T, db *sqldb.DB) {
		const many = 4
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		var begun sync.WaitGroup
		begun.Add(many)
		failed := make(chan error, many)
		for i := range many {
			go func() {
				failed <- db.Read(ctx, func(q sqldb.Q) error {
					if _, err := sqldb.One(ctx, q, sqldb.Value[int], "SELECT 1"); err != nil {
						begun.Done()
						return err
					}
					begun.Done()
					begun.Wait()
					_, err := sqldb.One(ctx, q, sqldb.Value[int], fmt.Sprintf("SELECT %d", 100+i))
					return err
				})
			}()
		}
		for range many {
			if err := <-failed; err != nil {
				t.Error(err)
			}
		}
	})
}

func TestOpen(t *testing.T) {
	dir := t.TempDir()
	odd := filepath.Join(dir, "a folder, 100% ä", "deep")
	sqltest.Open(t, odd, words)
	if _, err := os.Stat(filepath.Join(odd, "switchboard.db")); err != nil {
		t.Error(err)
	}
	file := filepath.Join(dir, "one.sqlite")
	for range 2 { // the second time it exists, and migrating again does nothing
		db := sqltest.Open(t, "file:"+file, words)
		if err := db.Write(t.Context(), func(tx *sqldb.Tx) error {
			_, err := tx.Exec(t.Context(), "INSERT INTO word (writer, n) SELECT count(*), 0 FROM word")
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	for _, bad := range []string{"", "file:x?mode=ro", "postgres://%zz", "postgres://127.0.0.1:1/x?connect_timeout=1",
		"file:" + dir, "/dev/null/x"} {
		if db, err := sqldb.Open(t.Context(), bad); err == nil {
			t.Errorf("%q was opened", bad)
			db.Close()
		}
	}
}

func TestClosed(t *testing.T) {
	db, err := sqldb.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Write(t.Context(), func(*sqldb.Tx) error { return nil }); err == nil {
		t.Error("a closed database took a write")
	}
}

// Files for one dialect, words that nobody knows, and a step that comes later.
func TestMigrate(t *testing.T) {
	fsys := fstest.MapFS{
		"0001_a.sql":          {Data: []byte("CREATE TABLE a (id {{id}}, doc {{blob}});")},
		"0002_b.sqlite.sql":   {Data: []byte("CREATE TABLE only_sqlite (id {{id}});")},
		"0002_b.postgres.sql": {Data: []byte("CREATE TABLE only_postgres (id {{id}});")},
	}
	sqltest.Each(t, fsys, func(t *testing.T, db *sqldb.DB) {
		ctx := t.Context()
		if _, err := db.Reader().Exec(ctx, "SELECT id FROM only_"+db.Dialect().String()); err != nil {
			t.Error(err)
		}
		more := fstest.MapFS{"0003_c.sql": {Data: []byte("CREATE TABLE c (id {{id}}); CREATE TABLE d (id {{id}});")}}
		for name, f := range fsys {
			more[name] = f
		}
		if err := db.Migrate(ctx, more); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Reader().Exec(ctx, "SELECT c.id FROM c, d"); err != nil {
			t.Error(err)
		}
		more["0004_bad.sql"] = &fstest.MapFile{Data: []byte("CREATE TABLE e (id {{uuid}});")}
		if err := db.Migrate(ctx, more); err == nil || !strings.Contains(err.Error(), "{{uuid}}") {
			t.Errorf("an unknown word: %v", err)
		}
	})
	if text, err := sqldb.Schema(fsys, sqldb.Postgres); err != nil || !strings.Contains(text, "IDENTITY") ||
		strings.Contains(text, "only_sqlite") || strings.Contains(text, "goose") {
		t.Errorf("schema: %v\n%s", err, text)
	}
}
