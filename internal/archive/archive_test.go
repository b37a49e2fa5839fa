package archive_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"switchboard/internal/archive"
	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/demo"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/eventlog"
	"switchboard/internal/follow/search"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

var (
	ctx = context.Background()
	now = time.Date(2026, 11, 20, 15, 0, 0, 0, time.UTC)
)

func quiet(string, int64) {}

// write makes an archive of a database in a file.
func write(t *testing.T, db *sqldb.DB) (file string, c archive.Contents) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "desk.archive")
	c, err := archive.ToFile(ctx, db, file, quiet)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v may read it: %v", info.Mode(), err)
	}
	return file, c
}

func restore(t *testing.T, file, place string, schema fs.FS) *sqldb.DB {
	t.Helper()
	if _, err := archive.Restore(ctx, file, place, schema, quiet); err != nil {
		t.Fatal(err)
	}
	return sqltest.Open(t, place, nil)
}

// same compares two archives by their sums, table by table.
func same(t *testing.T, a, b archive.Contents, but ...string) {
	t.Helper()
	if a.Rows == 0 || len(a.Parts) != len(b.Parts) {
		t.Fatalf("%d parts of %d rows became %d of %d", len(a.Parts), a.Rows, len(b.Parts), b.Rows)
	}
	for i, p := range a.Parts {
		if b.Parts[i] != p && !slices.Contains(but, p.Table) {
			t.Errorf("%+v became %+v", p, b.Parts[i])
		}
	}
}

// whole compares every row of a desk with its history.
func whole(t *testing.T, db *sqldb.DB) int {
	t.Helper()
	d := desk.New(db)
	if err := d.Reload(ctx); err != nil {
		t.Fatal(err)
	}
	n, err := d.Verify(ctx, access.System, func(x desk.Difference) { t.Errorf("ticket %d: %v %v", x.Ticket, x.Columns, x.Err) }, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestMovesBetweenDatabases takes a desk that has lived for a fortnight from SQLite to PostgreSQL and back.
func TestMovesBetweenDatabases(t *testing.T) {
	if testing.Short() {
		t.Skip("a desk that has lived for a fortnight takes seconds to make")
	}
	db := sqltest.SQLite(t, migrations.FS)
	h := desktest.Open(t, db, "colorado", now)
	if err := db.Unsynced(func() error { return demo.Seed(ctx, h.Desk, &db.Now) }); err != nil {
		t.Fatal(err)
	}
	if err := eventlog.Drain(ctx, db, search.Follower()); err != nil {
		t.Fatal(err)
	}
	tickets := whole(t, db)
	first, a := write(t, db)
	other := restore(t, first, sqltest.PostgresURL(t), migrations.FS)
	if n := whole(t, other); n != tickets || n == 0 {
		t.Errorf("%d tickets of %d", n, tickets)
	}
	second, b := write(t, other)
	same(t, a, b, "follower")
	back := restore(t, second, t.TempDir(), migrations.FS)
	_, c := write(t, back)
	same(t, b, c)
	finds(t, back)
}

// finds makes the index of words anew, opens one more ticket, and finds it.
func finds(t *testing.T, db *sqldb.DB) {
	t.Helper()
	db.Now = func() time.Time { return now }
	d := desk.New(db)
	if err := d.Reload(ctx); err != nil {
		t.Fatal(err)
	}
	before, err := sqldb.One(ctx, db.Reader(), sqldb.Value[int64], "SELECT max(id) FROM ticket")
	if err != nil {
		t.Fatal(err)
	}
	o, err := d.Open(ctx, access.System, desk.Request{Subject: "quetzalcoatlus", Channel: "phone", Email: "ann@example.gov"})
	if err != nil || o.Ticket.ID != before+1 {
		t.Fatalf("ticket %d after %d: %v", o.Ticket.ID, before, err)
	}
	if err := eventlog.Drain(ctx, db, search.Follower()); err != nil {
		t.Fatal(err)
	}
	n, err := sqldb.One(ctx, db.Reader(), sqldb.Value[int64], "SELECT count(*) FROM ticket_words WHERE ticket_words MATCH 'quetzalcoatlus'")
	if err != nil || n != 1 {
		t.Errorf("found %d: %v", n, err)
	}
}

// TestWhileTheDeskWorks copies a desk that opens tickets all the time: what was acknowledged before is in the copy, and of
// nothing there is half.
func TestWhileTheDeskWorks(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		h := desktest.Open(t, db, "maine", now)
		h.Person("dana", people.Customer, "Revenue")
		var last atomic.Int64
		open := func() error {
			o, err := h.Open(ctx, access.System, desk.Request{Subject: "any", Channel: "phone", Email: "dana@example.gov"})
			last.Store(max(last.Load(), o.Ticket.ID))
			return err
		}
		if err := open(); err != nil {
			t.Fatal(err)
		}
		stop, ended := make(chan struct{}), make(chan error)
		go func() {
			for {
				select {
				case <-stop:
					close(ended)
					return
				default:
					if err := open(); err != nil {
						ended <- err
					}
				}
			}
		}()
		for range 3 {
			acknowledged := last.Load()
			file, _ := write(t, db)
			copied := restore(t, file, t.TempDir(), migrations.FS)
			if n := whole(t, copied); int64(n) < acknowledged-100_000 {
				t.Errorf("%d tickets in the copy, %d were acknowledged", n, acknowledged-100_000)
			}
		}
		close(stop)
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// TestDamaged cuts an archive short at each byte and changes each of its bytes: it is refused, or says what it said.
func TestDamaged(t *testing.T) {
	db := sqltest.SQLite(t, migrations.FS)
	desktest.Open(t, db, "oklahoma", now).Person("dana", people.Customer, "Revenue")
	file, c := write(t, db)
	good, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for n := range good {
		if n%7 != 0 && n > 64 && n < len(good)-64 { // the middle is one long stream, and each reading takes a while
			continue
		}
		if _, err := archive.Check(bytes.NewReader(good[:n]), quiet); err == nil {
			t.Fatalf("cut at %d of %d: nothing said", n, len(good))
		}
		bad := bytes.Clone(good)
		bad[n] ^= 1 << (n % 8)
		got, err := archive.Check(bytes.NewReader(bad), quiet)
		if err == nil && !slices.Equal(got.Parts, c.Parts) {
			t.Fatalf("byte %d changed: %+v", n, got)
		}
	}
	for _, more := range []string{"x", string(good)} {
		if _, err := archive.Check(strings.NewReader(string(good)+more), quiet); err == nil {
			t.Errorf("%d bytes more: nothing said", len(more))
		}
	}
	if err := os.WriteFile(file, good[:len(good)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if _, err := archive.Restore(ctx, file, dir, migrations.FS, quiet); err == nil || !strings.Contains(err.Error(), "cut short") {
		t.Errorf("half an archive: %v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("it left %v, %v", left, err)
	}
}

// TestOnlyWhereNoDeskIs restores onto what is there, and from what never was an archive.
func TestOnlyWhereNoDeskIs(t *testing.T) {
	db := sqltest.SQLite(t, migrations.FS)
	desktest.Open(t, db, "oklahoma", now)
	file, _ := write(t, db)
	dir := t.TempDir()
	restore(t, file, dir, migrations.FS)
	if _, err := archive.Restore(ctx, file, dir, migrations.FS, quiet); err == nil || !strings.Contains(err.Error(), "there already") {
		t.Errorf("onto a folder with a desk: %v", err)
	}
	t.Run("postgres", func(t *testing.T) {
		url := sqltest.PostgresURL(t)
		desktest.Open(t, sqltest.Open(t, url, migrations.FS), "maine", now)
		if _, err := archive.Restore(ctx, file, url, migrations.FS, quiet); err == nil || !strings.Contains(err.Error(), "not empty") {
			t.Errorf("onto a database with a desk: %v", err)
		}
		place := sqltest.PostgresURL(t)
		old := sqltest.Open(t, place, nil)
		if err := old.MigrateTo(ctx, migrations.FS, 3); err != nil {
			t.Fatal(err)
		}
		if err := old.Write(ctx, func(tx *sqldb.Tx) error {
			_, err := tx.Exec(ctx, "INSERT INTO definition (version, name, source, from_at, published_at) VALUES (1, '', '', 0, 0)")
			return err
		}); err != nil {
			t.Fatal(err)
		}
		_, err := archive.Restore(ctx, file, place, migrations.FS, quiet)
		if at, err2 := sqldb.SchemaVersion(ctx, old.Reader()); err == nil || !strings.Contains(err.Error(), "not empty") || err2 != nil || at != 3 {
			t.Errorf("onto an older desk: %v; it is of schema %d now, %v", err, at, err2)
		}
		prepared := sqltest.PostgresURL(t)
		sqltest.Open(t, prepared, migrations.FS)
		whole(t, restore(t, file, prepared, migrations.FS))
	})
	other := filepath.Join(t.TempDir(), "notes.txt")
	if err := os.WriteFile(other, []byte("not an archive"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := archive.Restore(ctx, other, t.TempDir(), migrations.FS, quiet); err == nil || !strings.Contains(err.Error(), "no archive") {
		t.Errorf("from a text: %v", err)
	}
	if _, err := archive.Write(ctx, sqltest.SQLite(t, nil), &bytes.Buffer{}, quiet); err == nil || !strings.Contains(err.Error(), "no desk") {
		t.Errorf("of an empty database: %v", err)
	}
}

// full is a disk that has no room.
type full struct{}

var errFull = errors.New("no space left on device")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestFullDisk(t *testing.T) {
	db := sqltest.SQLite(t, migrations.FS)
	desktest.Open(t, db, "oklahoma", now)
	if _, err := archive.Write(ctx, db, full{}, quiet); !errors.Is(err, errFull) {
		t.Errorf("%v", err)
	}
}

// TestOfAnOlderProgram restores what a program of an earlier schema wrote, and refuses what a later one did.
func TestOfAnOlderProgram(t *testing.T) {
	const before = 32 // 0033 counts heads
	db := sqltest.SQLite(t, nil)
	if err := db.MigrateTo(ctx, migrations.FS, before); err != nil {
		t.Fatal(err)
	}
	err := db.Write(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO agency (key, name, name_es, branch, services, notes, shade_supervisor, shade_consultant, shade_manager, fte)
			VALUES ('Labor', '', '', '', '', '', 'none', 'none', 'none', 1250)`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	file, c := write(t, db)
	if c.Schema != before {
		t.Fatalf("schema %d", c.Schema)
	}
	newer := restore(t, file, t.TempDir(), migrations.FS)
	fte, err := sqldb.One(ctx, newer.Reader(), sqldb.Value[int64], "SELECT fte FROM headcount WHERE agency = 'Labor'")
	if err != nil || fte != 1250 {
		t.Errorf("brought forward: %d, %v", fte, err)
	}
	late, _ := write(t, newer)
	dir := t.TempDir()
	if _, err := archive.Restore(ctx, late, dir, older{migrations.FS}, quiet); err == nil || !strings.Contains(err.Error(), "a newer switchboard made it") {
		t.Errorf("by an older program: %v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("it left %v, %v", left, err)
	}
}

// older is the schema of a program that does not know 0033 and what came later.
type older struct{ fs.FS }

func (o older) ReadDir(name string) ([]fs.DirEntry, error) {
	all, err := fs.ReadDir(o.FS, name)
	return slices.DeleteFunc(all, func(e fs.DirEntry) bool { return e.Name() > "0033" }), err
}
