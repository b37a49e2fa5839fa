package eventlog

import (
	"context"
	"log/slog"

	"switchboard/internal/sqldb"
)

// Start and Round let a test drive a follower step by step.
func Start(db *sqldb.DB, log *slog.Logger, f Follower) *following {
	return &following{db: db, Follower: f, log: log}
}

func Round(ctx context.Context, f *following) int { return f.round(ctx) }

// AfterText is what After asks.
var AfterText = afterText
