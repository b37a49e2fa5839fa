package eventlog

import (
	"context"
	"fmt"

	"switchboard/internal/sqldb"
)

// Settle makes a log whole that was restored into another PostgreSQL cluster, whose transaction numbers are behind
// those of the log: its facts would stay beyond the horizon, and new ones would come before them. It moves all that is
// there below every number to come and keeps the order. Call it when the program starts, before anything is appended;
// on SQLite, and on a log that is at home, it changes nothing.
func Settle(ctx context.Context, db *sqldb.DB) error {
	if db.Dialect() == sqldb.SQLite {
		return nil
	}
	err := db.Write(ctx, func(tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, "LOCK TABLE fact, follower IN SHARE ROW EXCLUSIVE MODE"); err != nil {
			return err
		}
		ahead, err := sqldb.One(ctx, tx, sqldb.Value[int64], `SELECT COALESCE(max(xid), -1) + 1 FROM fact
			WHERE xid >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint`)
		if err != nil || ahead == 0 {
			return err
		}
		if _, err := tx.Exec(ctx, "UPDATE fact SET xid = xid - $1", ahead); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "UPDATE follower SET xid = xid - $1 WHERE xid > $2", ahead, start.XID/2)
		return err
	})
	if err != nil {
		return fmt.Errorf("eventlog: settle: %w", err)
	}
	return nil
}
