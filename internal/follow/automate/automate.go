// Package automate lets the definition's rules act upon what happens: it reads the log in order and hands each fact upon which
// a rule may act to the desk, in the transaction that moves its cursor. So an act and its cause are committed together, or
// neither. It refuses to know rules (core/automate) and how an act is done (desk). Rules on time need no reader: they are
// timers on the ticket's row.
package automate

import (
	"context"

	"switchboard/internal/desk"
	"switchboard/internal/eventlog"
	"switchboard/internal/sqldb"
)

// Name is the follower's, for ever.
const Name = "automate"

// Follower lets rules act. Whoever starts it first calls Begin.
func Follower(d *desk.Desk) eventlog.Follower {
	return eventlog.Follower{Name: Name, Apply: func(ctx context.Context, tx *sqldb.Tx, facts []eventlog.Fact) error {
		listens := d.Listens()
		for _, f := range facts {
			if f.Ticket == 0 || !listens[f.Kind] {
				continue
			}
			if err := d.React(ctx, tx, f.Ticket, f.Seq); err != nil {
				return err
			}
		}
		return nil
	}}
}

// Begin puts the cursor of a desk whose rules never acted at the end of its log, so that no rule acts upon history.
func Begin(ctx context.Context, db *sqldb.DB) error { return eventlog.BeginAtEnd(ctx, db, Name) }
