package sqldb_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// Filters make texts without end: those used last are kept, as many as there is room for, and a statement that is dropped while
// others read from it still answers them, also within a snapshot.
func TestPreparedTextsAreBounded(t *testing.T) {
	db := sqltest.SQLite(t, migrations.FS)
	ctx := context.Background()
	const often = "SELECT 4711"
	read := func(q sqldb.Q, text string, want int) error {
		rows := 0
		err := q.Each(ctx, func(r sqldb.Row) error {
			var n int
			rows++
			return r.Scan(&n)
		}, text)
		if err == nil && rows != want {
			err = fmt.Errorf("%s: %d rows", text, rows)
		}
		return err
	}
	work := func(worker int) error {
		for i := range sqldb.PreparedMax {
			text := fmt.Sprintf("SELECT %d UNION ALL SELECT %d", i, worker%2)
			if err := read(db.Reader(), text, 2); err != nil {
				return err
			}
			if err := read(db.Reader(), often, 1); err != nil {
				return err
			}
			if i%10 > 0 {
				continue
			}
			if err := db.Read(ctx, func(q sqldb.Q) error { return read(q, text+" UNION ALL SELECT 3", 3) }); err != nil {
				return err
			}
		}
		return nil
	}
	var all sync.WaitGroup
	for worker := range 4 {
		all.Go(func() {
			if err := work(worker); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n, kept := db.Prepared(often); n != sqldb.PreparedMax || !kept {
		t.Errorf("%d texts are kept, want %d; what is asked often is kept: %v", n, sqldb.PreparedMax, kept)
	}
	if _, kept := db.Prepared("SELECT 0 UNION ALL SELECT 0"); kept {
		t.Error("what was asked first is still kept")
	}
}
