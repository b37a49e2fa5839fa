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
				if err := d.refold(ctx, tx, id); err != nil {
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

// refold writes the row of one ticket. One that cannot be judged gets all that needs no judging, and holds up no other.
func (d *Desk) refold(ctx context.Context, tx *sqldb.Tx, id int64) error {
	m, err := d.load(ctx, tx, id, access.System, tx.Now)
	if err != nil {
		return err
	}
	var end ticket.End
	if clocks, err := m.clocks(); err == nil {
		end = ticket.TimingOf(clocks, m.entries).End
	}
	return store.SaveFolded(ctx, tx, m.ticket, end)
}
