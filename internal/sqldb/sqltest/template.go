package sqltest

import (
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"switchboard/internal/sqldb"
)

// fileName is the one that sqldb gives to the database of a folder.
const fileName = "switchboard.db"

// templates holds, by the text of its schema, the file of a SQLite database that was brought forward to it and closed. To copy
// one is a tenth of the work of its migrations.
var templates struct {
	sync.Mutex
	files map[string][]byte
}

// copyTemplate puts into a folder the database that migrating there would have made.
func copyTemplate(tb testing.TB, schema fs.FS, folder string) {
	tb.Helper()
	text, err := sqldb.Schema(schema, sqldb.SQLite)
	if err != nil {
		tb.Fatal(err)
	}
	templates.Lock()
	defer templates.Unlock()
	file, made := templates.files[text]
	if !made {
		file = makeTemplate(tb, schema)
		if templates.files == nil {
			templates.files = map[string][]byte{}
		}
		templates.files[text] = file
	}
	if err := os.WriteFile(filepath.Join(folder, fileName), file, 0o600); err != nil {
		tb.Fatal(err)
	}
}

func makeTemplate(tb testing.TB, schema fs.FS) []byte {
	tb.Helper()
	folder := tb.TempDir()
	db, err := sqldb.Open(tb.Context(), folder)
	if err != nil {
		tb.Fatal(err)
	}
	if err := db.Migrate(tb.Context(), schema); err != nil {
		tb.Fatal(err)
	}
	if err := db.Close(); err != nil { // the last to close moves the log into the file
		tb.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(folder, fileName+"-wal")); err == nil {
		tb.Fatal("the database is closed and its log is still there")
	}
	file, err := os.ReadFile(filepath.Join(folder, fileName))
	if err != nil {
		tb.Fatal(err)
	}
	return file
}
