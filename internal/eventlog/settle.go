package eventlog

import (
	"context"
	"fmt"

	"switchboard/internal/sqldb"
)

// Settle makes a log whole that was restored into another PostgreSQL cluster, whose transaction numbers are behind
// those of the log: its facts would stay beyond the horizon, and new ones would come before them. It moves all that is
// there below every number to come and keeps the order. One that was restored into SQLite has no such numbers any more (see
// flatten). Call it when the program starts, before anything is appended; on a log that is at home, it changes nothing.
func Settle(ctx context.Context, db *sqldb.DB) error {
	if db.Dialect() == sqldb.SQLite {
		return flatten(ctx, db)
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

// flatten gives a log of PostgreSQL the order of SQLite, that of its own numbers. A follower goes on behind the last fact
// that it has applied; what it has not, and now lies before that one, is parked for it, so that nothing is done twice and
// nothing is lost from sight: some facts that were being committed when the copy was made.
func flatten(ctx context.Context, db *sqldb.DB) error {
	foreign, err := sqldb.One(ctx, db.Reader(), sqldb.Value[bool], `SELECT EXISTS (SELECT 1 FROM fact WHERE xid > 0) OR EXISTS (SELECT 1 FROM fact WHERE xid < 0)`)
	if err != nil || !foreign {
		return err
	}
	err = db.Write(ctx, func(tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO follower_parked (name, seq, error, parked_at)
				SELECT f.name, fact.seq, 'it waited when the desk was copied from another database', $1 FROM follower f, fact
				WHERE (fact.xid, fact.seq) > (f.xid, f.seq) AND fact.seq < (SELECT max(a.seq) FROM fact a WHERE (a.xid, a.seq) <= (f.xid, f.seq))`, sqldb.At(tx.Now)); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE follower SET seq = COALESCE((SELECT max(a.seq) FROM fact a WHERE (a.xid, a.seq) <= (follower.xid, follower.seq)), 0), xid = 0`); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE fact SET xid = 0 WHERE xid <> 0`)
		return err
	})
	if err != nil {
		return fmt.Errorf("eventlog: flatten: %w", err)
	}
	return nil
}

// Forget takes away where a follower stands: it begins anew with the first fact when it runs again.
func Forget(ctx context.Context, tx *sqldb.Tx, name string) error {
	if _, err := tx.Exec(ctx, "DELETE FROM follower_parked WHERE name = $1", name); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "DELETE FROM follower WHERE name = $1", name)
	return err
}
