package desk

import (
	"context"
	"fmt"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Difference is a ticket whose row is not what its history adds up to, and in which columns; or one that cannot be folded,
// and why.
type Difference struct {
	Ticket  int64
	Columns []string
	Err     error
}

// String is one line for whoever works at the desk's machine.
func (x Difference) String() string {
	if x.Err != nil {
		return fmt.Sprintf("ticket %d: %v", x.Ticket, x.Err)
	}
	return fmt.Sprintf("ticket %d: %s", x.Ticket, strings.Join(x.Columns, ", "))
}

// Verify folds each ticket anew from its history, as of the moment when something was last written down, and compares that
// with its row. It tells each ticket that differs, and every so often how many it has looked at, which it answers in the end.
func (d *Desk) Verify(ctx context.Context, who access.Actor, differs func(Difference), sofar func(n int)) (n int, err error) {
	if err := access.May(who, access.Tick); err != nil {
		return 0, err
	}
	for after := int64(0); ; {
		ids, err := store.TicketsAfter(ctx, d.db.Reader(), after, refoldBatch)
		if err != nil || len(ids) == 0 {
			return n, err
		}
		err = d.db.Read(ctx, func(q sqldb.Q) error {
			for _, id := range ids {
				columns, err := d.verify(ctx, q, id)
				if ctx.Err() != nil {
					return ctx.Err()
				}
				if err != nil || len(columns) > 0 {
					differs(Difference{id, columns, err})
				}
			}
			return nil
		})
		if err != nil {
			return n, err
		}
		after = ids[len(ids)-1]
		n += len(ids)
		sofar(n)
	}
}

func (d *Desk) verify(ctx context.Context, q sqldb.Q, id int64) ([]string, error) {
	m, err := d.load(ctx, q, id, access.System, d.Now())
	if err != nil {
		return nil, fmt.Errorf("its history: %w", err)
	}
	m.now = m.entries[len(m.entries)-1].Recorded
	clocks, err := m.clocks()
	if err != nil {
		return nil, fmt.Errorf("its clocks: %w", err)
	}
	return store.Differs(ctx, q, m.ticket, m.timing(clocks))
}
