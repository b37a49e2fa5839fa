package store

import (
	"context"
	"fmt"

	"switchboard/internal/core/ticket"
	"switchboard/internal/sqldb"
)

// RefoldJob is the kind of the job that gives tickets the columns that came later; the migration that adds them enqueues it.
const RefoldJob = "ticket.refold"

// TicketsAfter pages through all tickets by number.
func TicketsAfter(ctx context.Context, q sqldb.Q, after int64, limit int) ([]int64, error) {
	return sqldb.All(ctx, q, sqldb.Value[int64], `SELECT id FROM ticket WHERE id > $1 ORDER BY id LIMIT $2`, after, limit)
}

// SaveFolded writes the columns that follow from the history alone, unless somebody has changed the ticket since, whose
// change has written them.
func SaveFolded(ctx context.Context, tx *sqldb.Tx, t ticket.Ticket, end ticket.End) error {
	_, err := tx.Exec(ctx, `UPDATE ticket SET impact = $1, urgency = $2, reopenings = $3, short_notice = $4, nonstandard = $5,
		end_state = $6, end_due = $7, minutes = $8 WHERE id = $9 AND version = $10`,
		t.Impact, t.Urgency, t.Reopenings, t.ShortNotice(), t.Deviates(), string(end.State), sqldb.At(end.Due), t.Effort.Minutes(), t.ID, t.Version)
	if err != nil {
		return fmt.Errorf("store: refold ticket %d: %w", t.ID, err)
	}
	return nil
}
