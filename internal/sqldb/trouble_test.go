package sqldb_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
)

// On a full disk SQLite may give up a whole shared transaction. Whoever was answered without an error has their row,
// nobody else has, and when there is room again all goes on.
func TestFullDisk(t *testing.T) {
	db := sqltest.SQLite(t, words)
	ctx := t.Context()
	limit := func(pages int) {
		t.Helper()
		err := db.Write(ctx, func(tx *sqldb.Tx) error {
			_, err := tx.Exec(ctx, fmt.Sprintf("PRAGMA max_page_count = %d", pages))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	big := strings.Repeat("x", 50_000)
	write := func(w, n int, text string) error {
		return db.Write(ctx, func(tx *sqldb.Tx) error {
			if err := insert(ctx, tx, w, n); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, "UPDATE word SET text = $1 WHERE writer = $2 AND n = $3", text, w, n)
			return err
		})
	}
	limit(120)
	var mu sync.Mutex
	answered, refused := map[string]bool{}, 0
	var wg sync.WaitGroup
	for w := range 8 {
		wg.Go(func() {
			for n := range 20 {
				err := write(w, n, big[:len(big)*(w%2)]) // every other one is large
				mu.Lock()
				if err == nil {
					answered[fmt.Sprint(w, n)] = true
				} else {
					refused++
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	rows, err := sqldb.All(ctx, db.Reader(), func(r sqldb.Row) (string, error) {
		var w, n int
		err := r.Scan(&w, &n)
		return fmt.Sprint(w, n), err
	}, "SELECT writer, n FROM word ORDER BY id")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if !answered[r] {
			t.Errorf("row %s is there, and its writer was told that it failed", r)
		}
	}
	if len(rows) != len(answered) || refused == 0 {
		t.Errorf("%d rows, %d answered, %d refused", len(rows), len(answered), refused)
	}
	limit(100_000)
	if err := write(99, 1, big); err != nil {
		t.Errorf("there is room again: %v", err)
	}
}

// A database that another process holds, or that is gone, is unavailable: nothing was done, and the caller may say so.
func TestUnavailable(t *testing.T) {
	url := sqltest.PostgresURL(t)
	db := sqltest.Open(t, url, nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := db.Write(ctx, func(*sqldb.Tx) error { return nil })
	if err == nil || fault.Is(err, fault.Unavailable) {
		t.Errorf("a caller who has gone: %v", err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := db.Write(t.Context(), func(*sqldb.Tx) error { return nil }); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a database that is gone: %v", err)
	}
	if err := db.Read(t.Context(), func(sqldb.Q) error { return nil }); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a database that is gone: %v", err)
	}
}

// A table that another node alters does not break the texts that were prepared before.
func TestAlteredMeanwhile(t *testing.T) {
	sqltest.Each(t, words, func(t *testing.T, db *sqldb.DB) {
		ctx := t.Context()
		if err := db.Write(ctx, func(tx *sqldb.Tx) error { return insert(ctx, tx, 1, 1) }); err != nil {
			t.Fatal(err)
		}
		look := func(q sqldb.Q) error {
			return q.Each(ctx, func(sqldb.Row) error { return nil }, "SELECT * FROM word")
		}
		for n := range 3 {
			if err := db.Write(ctx, func(tx *sqldb.Tx) error { return look(tx) }); err != nil {
				t.Errorf("writing, after %d changes: %v", n, err)
			}
			if err := look(db.Reader()); err != nil {
				t.Errorf("reading, after %d changes: %v", n, err)
			}
			err := db.Write(ctx, func(tx *sqldb.Tx) error {
				_, err := tx.Exec(ctx, fmt.Sprintf("ALTER TABLE word ADD COLUMN more_%d TEXT", n))
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}

// killMe is set in the process that TestKill kills.
const killMe = "SQLDB_TEST_WRITE_UNTIL_KILLED"

// A process killed in the middle of its writes has kept every row of which it had said that it was written.
func TestKill(t *testing.T) {
	if dir := os.Getenv(killMe); dir != "" {
		writeUntilKilled(t, dir)
	}
	dir := t.TempDir()
	said := map[string]bool{}
	for range 5 {
		cmd := exec.Command(os.Args[0], "-test.run=^TestKill$")
		cmd.Env = append(os.Environ(), killMe+"="+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for n := 0; lines.Scan(); n++ {
			said[lines.Text()] = true
			if n == 200 {
				cmd.Process.Kill() // and read what it had still said
			}
		}
		cmd.Wait()
	}
	db := sqltest.Open(t, dir, words)
	kept := map[string]bool{}
	err := db.Reader().Each(t.Context(), func(r sqldb.Row) error {
		var text string
		err := r.Scan(&text)
		kept[text] = true
		return err
	}, "SELECT text FROM word")
	if err != nil {
		t.Fatal(err)
	}
	for s := range said {
		if !kept[s] {
			t.Errorf("%s was written, and is lost", s)
		}
	}
	if len(said) < 1_000 {
		t.Errorf("only %d writes in all", len(said))
	}
	if state, err := sqldb.One(t.Context(), db.Reader(), sqldb.Value[string], "PRAGMA integrity_check"); err != nil || state != "ok" {
		t.Errorf("the file is damaged: %s, %v", state, err)
	}
}

func writeUntilKilled(t *testing.T, dir string) {
	db := sqltest.Open(t, filepath.Clean(dir), words)
	for w := range 8 {
		go func() {
			for n := 0; ; n++ {
				text := strings.Join([]string{"", strconv.Itoa(os.Getpid()), strconv.Itoa(w), strconv.Itoa(n)}, "row ")
				err := db.Write(context.Background(), func(tx *sqldb.Tx) error {
					_, err := tx.Exec(context.Background(),
						"INSERT INTO word (writer, n, text) SELECT $1, count(*), $2 FROM word", w, text)
					return err
				})
				if err != nil {
					panic(err)
				}
				os.Stdout.WriteString(text + "\n")
			}
		}()
	}
	select {}
}
