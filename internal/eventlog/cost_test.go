package eventlog_test

import (
	"context"
	"strings"
	"testing"

	"switchboard/internal/eventlog"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// To look for what is new costs what is new, never the length of the log: on SQLite the plan seeks the row's own number.
func TestAfterSeeks(t *testing.T) {
	db := sqltest.SQLite(t, migrations.FS)
	plan := ""
	err := db.Reader().Each(context.Background(), func(r sqldb.Row) error {
		var id, parent, unused int
		var detail string
		err := r.Scan(&id, &parent, &unused, &detail)
		plan += detail + "; "
		return err
	}, "EXPLAIN QUERY PLAN "+eventlog.AfterText(sqldb.SQLite), 0, 0, 100)
	if err != nil || !strings.Contains(plan, "USING INTEGER PRIMARY KEY (rowid>?)") || strings.Contains(plan, "TEMP B-TREE") {
		t.Errorf("plan %q, %v", plan, err)
	}
}
