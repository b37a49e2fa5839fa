package desk

import (
	"context"

	"switchboard/internal/core/access"
	"switchboard/internal/core/ticket"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// refoldBatch is how many tickets are folded anew in one transaction.
const refoldBatch = 100

// Refold writes what lists can be asked for anew from the histories of all tickets with a number above after, and answers
// the last number it came to. It is for columns that came later than the tickets.
func (d *Desk) Refold(ctx context.Context, who access.Actor, after int64) (int64, error) {
	if err := access.May(who, access.Tick); err != nil {
		return after, err
	}
	for {
		ids, err := store.TicketsAfter(ctx, d.db.Reader(), after, refoldBatch)
		if err != nil || len(ids) == 0 {
			return after, err
		}
		err = d.db.Write(ctx, func(tx *sqldb.Tx) error {
			for _, id := range ids {
				entries, err := store.History(ctx, tx, id)
				if err != nil {
					return err
				}
				if err := store.SaveFolded(ctx, tx, ticket.Fold(id, entries)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return after, err
		}
		after = ids[len(ids)-1]
	}
}
