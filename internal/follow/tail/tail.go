// Package tail reads the end of the log and tells open pages to look again. It refuses to know what happened: a topic
// carries no data, and its cursor lives in memory, since a page that is opened later has looked already.
package tail

import (
	"context"
	"log/slog"
	"strconv"
	"strings"

	"switchboard/internal/eventlog"
	"switchboard/internal/live"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Tickets is the topic of every list: some ticket has changed.
const Tickets = "tickets"

// Ticket is the topic of one ticket.
func Ticket(id int64) string { return "ticket/" + strconv.FormatInt(id, 10) }

// Run publishes what is written to the log from now on, until ctx ends. Every node runs its own.
func Run(ctx context.Context, db *sqldb.DB, log *slog.Logger, hub *live.Hub) error {
	from, err := eventlog.End(ctx, db.Reader())
	if err != nil {
		return err
	}
	eventlog.Tail(ctx, db, log, from, func(facts []eventlog.Fact) { hub.Publish(topics(facts)...) })
	return nil
}

// everywhere reports whether a fact of no ticket shows on every page of the desk's people: an alarm, and how much mail waits.
func everywhere(kind string) bool {
	return strings.HasPrefix(kind, "alarm.") || kind == store.MailHeldFact || kind == store.MailDecidedFact
}

// topics names each topic of the facts once.
func topics(facts []eventlog.Fact) []string {
	seen := map[int64]bool{}
	var out []string
	again := false
	for _, f := range facts {
		if f.Ticket != 0 && !seen[f.Ticket] {
			seen[f.Ticket] = true
			out = append(out, Ticket(f.Ticket))
		}
		again = again || f.Ticket == 0 && everywhere(f.Kind)
	}
	if again || len(out) > 0 {
		out = append(out, Tickets)
	}
	return out
}
