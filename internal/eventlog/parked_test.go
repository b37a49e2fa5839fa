package eventlog_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"switchboard/internal/eventlog"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// A log of PostgreSQL in which a later number was committed first, half applied, is carried to SQLite: what was applied is
// not applied again, what was not is applied or waits aside, and can be applied or let go.
func TestFlatten(t *testing.T) {
	db, ctx := sqltest.SQLite(t, migrations.FS), t.Context()
	var got []string
	var sick error
	follower := eventlog.Follower{Name: "f", Apply: func(_ context.Context, tx *sqldb.Tx, facts []eventlog.Fact) error {
		tx.AfterCommit(func() { got = append(got, kinds(facts)...) })
		return sick
	}}
	drain := func() {
		t.Helper()
		if err := eventlog.Drain(ctx, db, follower); err != nil {
			t.Fatal(err)
		}
	}
	appendFacts(t, db, eventlog.Fact{Kind: "a"}, eventlog.Fact{Kind: "late"}, eventlog.Fact{Kind: "b"}, eventlog.Fact{Kind: "c"})
	err := db.Write(ctx, func(tx *sqldb.Tx) error {
		for _, text := range []string{
			"UPDATE fact SET xid = 700 + seq",
			"UPDATE fact SET xid = 800 WHERE kind = 'late'", // a, b, c, late is the order of the commits
			"INSERT INTO follower (name, xid, seq) VALUES ('f', 703, 3), ('new', -9223372036854775808, 0)",
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
	for range 2 { // the second time there is nothing to do
		if err := eventlog.Settle(ctx, db); err != nil {
			t.Fatal(err)
		}
	}
	appendFacts(t, db, eventlog.Fact{Kind: "d"})
	drain()
	if fmt.Sprint(got) != "[c d]" {
		t.Errorf("applied %v", got)
	}
	parked, err := eventlog.AllParked(ctx, db.Reader(), 10)
	if err != nil || len(parked) != 1 || parked[0].Fact.Kind != "late" || parked[0].Follower != "f" {
		t.Fatalf("aside: %+v, %v", parked, err)
	}
	states, err := eventlog.States(ctx, db.Reader())
	if err != nil || len(states) != 2 || states[0].Behind != 0 || !states[0].Since.IsZero() || states[1].Behind != 5 || !states[1].Since.Equal(parked[0].Fact.Recorded) {
		t.Errorf("states: %+v, %v", states, err)
	}

	seq := parked[0].Fact.Seq
	sick = errors.New("worse than before")
	if err := eventlog.Unpark(ctx, db, follower, seq); !errors.Is(err, sick) {
		t.Errorf("still sick: %v", err)
	}
	if parked, err := eventlog.AllParked(ctx, db.Reader(), 10); err != nil || len(parked) != 1 || parked[0].Error != sick.Error() {
		t.Errorf("aside, with what it fails by now: %+v, %v", parked, err)
	}
	for n, want := range []bool{true, false} {
		err := db.Write(ctx, func(tx *sqldb.Tx) error { return eventlog.LetGo(ctx, tx, "f", seq) })
		if (err == nil) != want || !want && !fault.Is(err, fault.NotFound) {
			t.Errorf("let go %d: %v", n, err)
		}
	}
}
