// Package tail tells browsers to look again when the log says that something changed. It refuses to know what changed and
// who may see it: a page asks again by its own door.
package tail

import (
	"context"
	"log/slog"
	"strconv"

	"switchboard/internal/eventlog"
	"switchboard/internal/live"
	"switchboard/internal/sqldb"
)

// Run publishes the topics "tickets" and "ticket/NUMBER" for each fact that is committed from now on, until ctx ends.
func Run(ctx context.Context, db *sqldb.DB, log *slog.Logger, hub *live.Hub) error {
	from, err := eventlog.End(ctx, db.Reader())
	if err != nil {
		return err
	}
	eventlog.Tail(ctx, db, log, from, func(facts []eventlog.Fact) { hub.Publish(topics(facts)...) })
	return nil
}

func topics(facts []eventlog.Fact) []string {
	seen := map[int64]bool{}
	var out []string
	for _, f := range facts {
		if f.Ticket == 0 || seen[f.Ticket] {
			continue
		}
		if len(seen) == 0 {
			out = append(out, "tickets")
		}
		seen[f.Ticket] = true
		out = append(out, "ticket/"+strconv.FormatInt(f.Ticket, 10))
	}
	return out
}
