package main_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
)

// TestKilledRestoreLeavesNoDesk kills the program with SIGKILL while it makes a desk of an archive, at one moment after
// another, until it was quicker than the killer. What is there afterwards is no part of a desk, and the same command again
// makes the whole one.
func TestKilledRestoreLeavesNoDesk(t *testing.T) {
	if testing.Short() {
		t.Skip("the program is built and killed a dozen times")
	}
	binary := build(t)
	full := filepath.Join(t.TempDir(), "desk.archive")
	rows := bigArchive(t, binary, full)
	t.Run("sqlite", func(t *testing.T) {
		dir := t.TempDir()
		killRestores(t, rows, exec.Command(binary, "restore", "--from", full, "--data", dir), func() (*sqldb.DB, bool) {
			if _, err := os.Stat(filepath.Join(dir, "switchboard.db")); err != nil {
				return nil, false
			}
			return sqltest.Open(t, dir, nil), true
		})
	})
	t.Run("postgres", func(t *testing.T) {
		url := sqltest.PostgresURL(t)
		killRestores(t, rows, exec.Command(binary, "restore", "--from", full, "--database", url), func() (*sqldb.DB, bool) {
			db := sqltest.Open(t, url, nil)
			tables, err := sqldb.Tables(t.Context(), db.Reader(), "ticket_words", "goose_db_version")
			return db, err == nil && slices.ContainsFunc(tables, func(t sqldb.Table) bool { return t.Name == "near_word" })
		})
	})
}

// bigArchive makes a desk with so many secrets that restoring it takes a while, and answers how many.
func bigArchive(t *testing.T, binary, file string) (rows int64) {
	t.Helper()
	h := &house{t: t, binary: binary, place: []string{"--data", t.TempDir()}}
	h.makeToken()
	db := sqltest.Open(t, h.place[1], nil)
	err := db.Unsynced(func() error {
		return db.Write(t.Context(), func(tx *sqldb.Tx) error {
			_, err := tx.Exec(t.Context(), `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
				INSERT INTO near_word (near, word) SELECT 'near' || i, 'word' || i FROM n`)
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(binary, append([]string{"backup", "--to", file}, h.place...)...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return wordsIn(t, db)
}

func wordsIn(t *testing.T, db *sqldb.DB) int64 {
	t.Helper()
	n, err := sqldb.One(context.Background(), db.Reader(), sqldb.Value[int64], "SELECT count(*) FROM near_word")
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// killRestores runs the command again and again and kills it later each time, until it ends by itself.
func killRestores(t *testing.T, rows int64, like *exec.Cmd, look func() (db *sqldb.DB, there bool)) {
	killed := 0
	for after := 10 * time.Millisecond; ; after += after / 3 {
		cmd := exec.Command(like.Path, like.Args[1:]...)
		var said bytes.Buffer
		cmd.Stdout, cmd.Stderr = &said, &said
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() }) // it may have ended
		err := cmd.Wait()
		timer.Stop()
		db, there := look()
		if err == nil {
			if !there || wordsIn(t, db) != rows {
				t.Error("it ended well, and the desk is not whole")
			}
			break
		}
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.Exited() {
			if there && wordsIn(t, db) == rows { // the last one was killed when all was done
				break
			}
			t.Fatalf("%v: %s", err, &said)
		}
		if killed++; there && wordsIn(t, db) != 0 && wordsIn(t, db) != rows {
			t.Fatalf("killed after %v: %d rows of %d", after, wordsIn(t, db), rows)
		}
	}
	if killed < 3 {
		t.Errorf("it was killed only %d times: this proves little", killed)
	}
}
