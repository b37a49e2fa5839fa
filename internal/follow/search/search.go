// Package search keeps the words of tickets up to date with the log. It refuses to know how they are searched and who
// may find what: that is the store's, within the scope that access gives.
package search

import (
	"context"

	"switchboard/internal/core/ticket"
	"switchboard/internal/eventlog"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// wordless is the fact that is as frequent as letters and has no words that anybody searches.
var wordless = ticket.DeliveryReported{}.Name()

// Follower indexes each ticket of which facts arrive, once per batch, with all that it says.
func Follower() eventlog.Follower {
	return eventlog.Follower{Name: "search", Apply: func(ctx context.Context, tx *sqldb.Tx, facts []eventlog.Fact) error {
		seen := map[int64]bool{0: true}
		for _, f := range facts {
			if seen[f.Ticket] || f.Kind == wordless {
				continue
			}
			seen[f.Ticket] = true
			entries, err := store.History(ctx, tx, f.Ticket)
			if err != nil {
				return err
			}
			if err := store.Index(ctx, tx, store.WordsOf(f.Ticket, entries)); err != nil {
				return err
			}
		}
		return nil
	}}
}
