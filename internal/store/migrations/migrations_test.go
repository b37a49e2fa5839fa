package migrations_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"switchboard/internal/sqldb"
	"switchboard/internal/store/migrations"
)

var update = flag.Bool("update", false, "write the golden files")

// The schema as each database gets it is a file, so that a review sees it.
func TestSchema(t *testing.T) {
	for _, d := range []sqldb.Dialect{sqldb.SQLite, sqldb.Postgres} {
		got, err := sqldb.Schema(migrations.FS, d)
		if err != nil {
			t.Fatal(err)
		}
		golden := filepath.Join("testdata", d.String()+".sql")
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("the schema for %v has changed; look at it with go test -update and git diff", d)
		}
	}
}
