package eventlog

import (
	"context"
	"log/slog"

	"switchboard/internal/sqldb"
)

// Tail shows see every fact behind from, in order, until ctx ends; from is End for those to come. Its cursor is in
// memory: it is for what need not survive this process, such as telling browsers to look again.
func Tail(ctx context.Context, db *sqldb.DB, log *slog.Logger, from Position, see func(facts []Fact)) {
	woken, stop := db.Nudged(Topic)
	defer stop()
	for ctx.Err() == nil {
		facts, err := After(ctx, db.Reader(), from, batch)
		if err != nil && ctx.Err() == nil {
			log.Error("the tail of the log could not be read", "error", err)
		}
		if len(facts) == 0 {
			sleep(ctx, poll, woken)
			continue
		}
		see(facts)
		from = facts[len(facts)-1].Position()
		sleep(ctx, breath, nil)
	}
}
