package eventlog_test

import (
	"context"
	"fmt"
	"testing"

	"switchboard/internal/eventlog"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// A log from a cluster whose transactions had higher numbers: a follower that had applied half of it goes on where it
// was, and new facts come last.
func TestSettle(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		ctx := t.Context()
		var got []string
		follower := eventlog.Follower{Name: "f", Apply: func(_ context.Context, tx *sqldb.Tx, facts []eventlog.Fact) error {
			tx.AfterCommit(func() { got = append(got, kinds(facts)...) })
			return nil
		}}
		drain := func() {
			t.Helper()
			if err := eventlog.Drain(ctx, db, follower); err != nil {
				t.Fatal(err)
			}
		}
		settle := func() {
			t.Helper()
			if err := eventlog.Settle(ctx, db); err != nil {
				t.Fatal(err)
			}
		}
		appendFacts(t, db, eventlog.Fact{Kind: "a"})
		appendFacts(t, db, eventlog.Fact{Kind: "b"})
		settle()
		drain()
		for _, kind := range []string{"d", "c"} { // numbered in this order, committed in the other
			appendFacts(t, db, eventlog.Fact{Kind: kind})
		}
		if db.Dialect() == sqldb.Postgres {
			err := db.Write(ctx, func(tx *sqldb.Tx) error {
				for _, text := range []string{
					"UPDATE fact SET xid = xid + 1000000000",
					"UPDATE fact SET xid = xid + 100 WHERE kind = 'd'",
					"UPDATE follower SET xid = xid + 1000000000",
				} {
					if _, err := tx.Exec(ctx, text); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			drain()
			if len(got) != 2 {
				t.Fatalf("applied %v before the log was settled; the test proves nothing", got)
			}
		}
		settle()
		appendFacts(t, db, eventlog.Fact{Kind: "e"})
		settle()
		drain()
		want := map[sqldb.Dialect]string{sqldb.SQLite: "[a b d c e]", sqldb.Postgres: "[a b c d e]"}[db.Dialect()]
		if fmt.Sprint(got) != want {
			t.Errorf("applied %v, want %s", got, want)
		}
	})
}
