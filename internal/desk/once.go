package desk

import (
	"context"

	"switchboard/internal/core/access"
	"switchboard/internal/core/ticket"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Did reports whether the actor has done an act already that has this word (On.Once).
func (d *Desk) Did(ctx context.Context, who access.Actor, once string) (bool, error) {
	id, err := store.Once(ctx, d.db.Reader(), who.ID, once, once)
	return id != 0, err
}

// write is the transaction of an act: it does it, once for each word, and settles what it has used up. What is sent again, since
// its answer was lost or a key was pressed twice, finds t as it stands. Of two at the same moment one is run again, and finds
// that too.
func (d *Desk) write(ctx context.Context, who access.Actor, on On, t *ticket.Ticket, do func(*sqldb.Tx) error) error {
	return d.db.Write(ctx, func(tx *sqldb.Tx) error {
		if on.Once != "" {
			id, err := store.Once(ctx, tx, who.ID, on.Once, on.Once)
			if err != nil {
				return err
			}
			if id != 0 {
				m, err := d.load(ctx, tx, id, who, tx.Now)
				*t = m.ticket
				return err
			}
		}
		if err := do(tx); err != nil {
			return err
		}
		return usedUp(ctx, tx, who, on)
	})
}
