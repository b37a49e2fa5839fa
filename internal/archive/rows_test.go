package archive_test

import (
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"switchboard/internal/archive"
	"switchboard/internal/eventlog"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// odd is a schema with the log and a table of every kind of column, keyed by a text, which refers to itself and to a table
// behind it by name.
func oddSchema(t *testing.T) fs.FS {
	log, err := fs.ReadFile(migrations.FS, "0001_log.sql")
	if err != nil {
		t.Fatal(err)
	}
	return fstest.MapFS{"0001_log.sql": {Data: log}, "0002_odd.sql": {Data: []byte(`
		CREATE TABLE zebra (id {{number}}, word TEXT NOT NULL);
		CREATE TABLE odd (key {{exact}} PRIMARY KEY, up TEXT REFERENCES odd (key), zebra BIGINT REFERENCES zebra (id),
			number BIGINT, yes BOOLEAN, bytes {{blob}}, words TEXT);`)}}
}

// oddRow is any row of it.
func oddRow(rt *rapid.T, keys []string) []any {
	orNull := func(name string, v any) any {
		if rapid.Bool().Draw(rt, name) {
			return nil
		}
		return v
	}
	text := rapid.StringOf(rapid.RuneFrom([]rune("aZ0 é☃𝄞\"\\\n\t<>&\u2028'{[,"))) // what PostgreSQL takes
	number := rapid.OneOf(rapid.Int64(), rapid.SampledFrom([]int64{0, -1, math.MaxInt64, math.MinInt64, 1 << 53, 1<<53 + 1}))
	return []any{orNull("up", keys[rapid.IntRange(0, len(keys)-1).Draw(rt, "which")]), orNull("zebra", int64(1)), orNull("number", number.Draw(rt, "n")),
		orNull("yes", rapid.Bool().Draw(rt, "y")), orNull("bytes", rapid.SliceOf(rapid.Byte()).Draw(rt, "b")), orNull("words", text.Draw(rt, "w"))}
}

// TestAnyRows carries any rows from one database to the other and back: the sums stay, and so does the next number.
func TestAnyRows(t *testing.T) {
	schema := oddSchema(t)
	from, url := sqltest.SQLite(t, schema), sqltest.PostgresURL(t)
	to := sqltest.Open(t, url, schema)
	keys := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-zA-Zé0-9 "]{0,8}`), 1, 40, rapid.ID)
	rapid.Check(t, func(rt *rapid.T) {
		all := keys.Draw(rt, "keys")
		clear(rt, from)
		clear(rt, to)
		write := func(tx *sqldb.Tx) error {
			if _, err := tx.Exec(ctx, "INSERT INTO zebra (id, word) VALUES (1, 'a'), (77, 'gone')"); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, "DELETE FROM zebra WHERE id = 77"); err != nil {
				return err
			}
			return sqldb.Unbound(ctx, tx, func() error {
				for _, key := range all {
					if _, err := tx.Exec(ctx, "INSERT INTO odd (key, up, zebra, number, yes, bytes, words) VALUES ($1, $2, $3, $4, $5, $6, $7)",
						append([]any{key}, oddRow(rt, all)...)...); err != nil {
						return err
					}
				}
				return eventlog.Append(ctx, tx, eventlog.Fact{Kind: "odd", Body: "{}"})
			})
		}
		if err := from.Write(ctx, write); err != nil {
			rt.Fatal(err)
		}
		file, a := written(rt, from)
		if _, err := archive.Restore(ctx, file, url, schema, quiet); err != nil {
			rt.Fatal(err)
		}
		second, b := written(rt, to)
		dir := filepath.Join(filepath.Dir(file), "back")
		if _, err := archive.Restore(ctx, second, dir, schema, quiet); err != nil {
			rt.Fatal(err)
		}
		back, err := sqldb.Open(ctx, dir)
		if err != nil {
			rt.Fatal(err)
		}
		defer back.Close()
		third, c := written(rt, back)
		for i, p := range a.Parts {
			if b.Parts[i] != p || c.Parts[i] != p {
				rt.Fatalf("%+v became %+v, then %+v; see %s", p, b.Parts[i], c.Parts[i], third)
			}
		}
		if next, err := (sqldb.Table{Name: "zebra", Columns: []sqldb.Column{{Name: "id", Kind: sqldb.Integer, Key: true}}}).Next(ctx, back.Reader()); err != nil || next != 78 {
			rt.Fatalf("the next number is %d, %v", next, err)
		}
	})
}

// clear takes all rows away, and has numbers begin anew.
func clear(rt *rapid.T, db *sqldb.DB) {
	err := db.Write(ctx, func(tx *sqldb.Tx) error {
		for _, table := range []string{"odd", "zebra", "follower_parked", "follower", "fact"} {
			if _, err := tx.Exec(ctx, "DELETE FROM "+table); err != nil {
				return err
			}
		}
		if tx.Dialect() == sqldb.Postgres {
			_, err := tx.Exec(ctx, "SELECT setval(pg_get_serial_sequence('zebra', 'id')::regclass, 1, FALSE)")
			return err
		}
		_, err := tx.Exec(ctx, "DELETE FROM sqlite_sequence")
		return err
	})
	if err != nil {
		rt.Fatal(err)
	}
}

func written(rt *rapid.T, db *sqldb.DB) (file string, c archive.Contents) {
	dir, err := os.MkdirTemp("", "archive")
	if err != nil {
		rt.Fatal(err)
	}
	rt.Cleanup(func() { os.RemoveAll(dir) })
	file = filepath.Join(dir, "any.archive")
	f, err := os.Create(file)
	if err != nil {
		rt.Fatal(err)
	}
	defer f.Close()
	if c, err = archive.Write(ctx, db, f, quiet); err != nil {
		rt.Fatal(err)
	}
	return file, c
}

// TestOddTexts carries, within SQLite, what PostgreSQL refuses and JSON has no way to say.
func TestOddTexts(t *testing.T) {
	schema := oddSchema(t)
	from := sqltest.SQLite(t, schema)
	for key, words := range map[string]string{"nul": "a\x00b", "not utf-8": "a\xff\xfeb", "a lone surrogate": "\xed\xa0\x80", "empty": ""} {
		if err := from.Write(ctx, func(tx *sqldb.Tx) error {
			_, err := tx.Exec(ctx, "INSERT INTO odd (key, words) VALUES ($1, $2)", key, words)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	file, a := write(t, from)
	_, b := write(t, restore(t, file, t.TempDir(), schema))
	same(t, a, b)
}
