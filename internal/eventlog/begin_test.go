package eventlog_test

import (
	"context"
	"testing"

	"switchboard/internal/eventlog"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// Who begins at the end sees what comes, and nothing before; beginning again changes nothing.
func TestBeginAtEnd(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		var seen []string
		follower := eventlog.Follower{Name: "late", Apply: func(_ context.Context, _ *sqldb.Tx, facts []eventlog.Fact) error {
			seen = append(seen, kinds(facts)...)
			return nil
		}}
		begin := func() {
			if err := eventlog.BeginAtEnd(t.Context(), db, "late"); err != nil {
				t.Fatal(err)
			}
		}
		appendFacts(t, db, eventlog.Fact{Kind: "old", Body: "{}"}, eventlog.Fact{Kind: "old", Body: "{}"})
		begin()
		appendFacts(t, db, eventlog.Fact{Kind: "new", Body: "{}"})
		begin()
		if err := eventlog.Drain(t.Context(), db, follower); err != nil {
			t.Fatal(err)
		}
		if len(seen) != 1 || seen[0] != "new" {
			t.Errorf("it saw %v", seen)
		}
	})
}
