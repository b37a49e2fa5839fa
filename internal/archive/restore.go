package archive

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"switchboard/internal/eventlog"
	"switchboard/internal/sqldb"
)

// Restore makes a desk of an archive, in a folder or a PostgreSQL database (as sqldb.Open names them) that holds none. The
// archive is read to its end first, so that a damaged one changes nothing; and a restore that is interrupted, however
// rudely, leaves no part of a desk. Errors: in words, what is wrong with the archive or the place.
func Restore(ctx context.Context, file, place string, schema fs.FS, say Say) (Contents, error) {
	c, err := CheckFile(file, say)
	if err != nil {
		return c, err
	}
	if strings.Contains(place, "://") {
		return c, into(ctx, file, place, c.Header, schema, say)
	}
	return c, intoFolder(place, func(beside string) error { return into(ctx, file, beside, c.Header, schema, say) })
}

// database is the file of an embedded database, in its folder.
const database = "switchboard.db"

// intoFolder has the database made beside where it belongs, and puts it there when it is whole.
func intoFolder(folder string, make func(beside string) error) error {
	end := filepath.Join(folder, database)
	if _, err := os.Lstat(end); !errors.Is(err, fs.ErrNotExist) {
		return occupied(end, err)
	}
	beside := filepath.Join(folder, "restoring")
	if err := os.RemoveAll(beside); err != nil { // of one that was interrupted
		return err
	}
	if err := make(beside); err != nil {
		return errors.Join(err, os.RemoveAll(beside))
	}
	if _, err := os.Lstat(filepath.Join(beside, database+"-wal")); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("archive: %s is still in use: %v", beside, err)
	}
	if err := os.Link(filepath.Join(beside, database), end); err != nil { // never over another
		return occupied(end, err)
	}
	return errors.Join(os.RemoveAll(beside), syncFolder(folder))
}

func occupied(file string, err error) error {
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return fmt.Errorf("%s is there already: an archive is restored only where no desk is", file)
}

// into fills a database that holds no desk, and brings it up to date.
func into(ctx context.Context, file, place string, h Header, schema fs.FS, say Say) (err error) {
	db, err := sqldb.Open(ctx, place)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := empty(ctx, db.Reader()); err != nil { // before a desk that is there is brought forward
		return err
	}
	if err := db.MigrateTo(ctx, schema, h.Schema); err != nil {
		return err
	}
	if at, err := sqldb.SchemaVersion(ctx, db.Reader()); err != nil || at != h.Schema {
		return errors.Join(err, fmt.Errorf("the archive is of schema %d, and here is %d: a newer switchboard made it, or there is a desk already", h.Schema, at))
	}
	err = db.Unsynced(func() error {
		return db.Write(ctx, func(tx *sqldb.Tx) error {
			f, err := os.Open(file)
			if err != nil {
				return err
			}
			defer f.Close()
			return fill(ctx, tx, f, say)
		})
	})
	if err != nil {
		return err
	}
	if err := db.Migrate(ctx, schema); err != nil {
		return err
	}
	return eventlog.Settle(ctx, db)
}

// fill takes the rows of an archive in place of those that migrations made.
func fill(ctx context.Context, tx *sqldb.Tx, f *os.File, say Say) error {
	if err := empty(ctx, tx); err != nil {
		return err
	}
	tables, err := sqldb.Tables(ctx, tx, without...)
	if err != nil {
		return err
	}
	l := &loader{ctx: ctx, tx: tx, tables: map[string]sqldb.Table{}}
	return sqldb.Unbound(ctx, tx, func() error {
		for _, t := range tables {
			if err := t.Clear(ctx, tx); err != nil {
				return err
			}
			l.tables[t.Name] = t
		}
		if _, err := read(f, say, l); err != nil {
			return err
		}
		if len(l.tables) > 0 {
			return fmt.Errorf("archive: %d tables are not in it", len(l.tables))
		}
		return eventlog.Forget(ctx, tx, indexer)
	})
}

// loader puts the rows of an archive into a database.
type loader struct {
	nothing
	ctx    context.Context
	tx     *sqldb.Tx
	tables map[string]sqldb.Table // that are still to come
	now    tableLine
	table  sqldb.Table
	batch  [][]any
	bytes  int
}

// Bounds of one INSERT.
const (
	batchValues = 500
	batchBytes  = 4 << 20
)

// told are the tables of which a database without a desk may have rows, by its migrations.
var told = []string{"shelf"}

// empty refuses a database in which anybody has anything.
func empty(ctx context.Context, q sqldb.Q) error {
	found := errors.New("the database is not empty: an archive is restored only where no desk is")
	tables, err := sqldb.Tables(ctx, q, slices.Concat(without, told)...)
	for i := 0; i < len(tables) && err == nil; i++ {
		err = tables[i].EachRow(ctx, q, func([]any) error { return found })
	}
	return err
}

func (l *loader) begin(t tableLine) error {
	known, there := l.tables[t.Table]
	if !there {
		return fmt.Errorf("the table %q of the archive is not known here", t.Table)
	}
	delete(l.tables, t.Table)
	if len(known.Columns) != len(t.Columns) {
		return fmt.Errorf("the table %s has other columns in the archive", t.Table)
	}
	for i, c := range t.Columns {
		if k := known.Columns[i]; k.Name != c.Name || k.Kind != c.Kind {
			return fmt.Errorf("the column %s.%s of the archive is not known here", t.Table, c.Name)
		}
	}
	l.now, l.table = t, known
	return nil
}

func (l *loader) row(line []byte) error {
	v, err := values(line, l.now.Columns)
	if err != nil {
		return err
	}
	l.batch = append(l.batch, v)
	switch l.bytes += len(line); {
	case len(l.batch) == max(1, batchValues/len(v)):
		err = l.table.Insert(l.ctx, l.tx, l.batch)
	case l.bytes >= batchBytes:
		return l.oneByOne()
	default:
		return nil
	}
	l.batch, l.bytes = l.batch[:0], 0
	return err
}

// oneByOne inserts what is no full batch, so that there are two texts for a table and not as many as rows in a batch.
func (l *loader) oneByOne() error {
	for i := range l.batch {
		if err := l.table.Insert(l.ctx, l.tx, l.batch[i:i+1]); err != nil {
			return err
		}
	}
	l.batch, l.bytes = l.batch[:0], 0
	return nil
}

func (l *loader) end() error {
	if err := l.oneByOne(); err != nil {
		return err
	}
	return l.table.GoOn(l.ctx, l.tx, l.now.Next)
}
