package store

import (
	"context"
	"fmt"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/job"
	"switchboard/internal/sqldb"
)

// Edition is a definition as it was published.
type Edition struct {
	Version   int
	Name      string
	Source    []byte
	From      time.Time
	Published time.Time
	By        people.ID
}

// Definitions are all editions, oldest first.
func Definitions(ctx context.Context, q sqldb.Q) ([]Edition, error) {
	return sqldb.All(ctx, q, func(r sqldb.Row) (Edition, error) {
		var e Edition
		var source string
		err := r.Scan(&e.Version, &e.Name, &source, sqldb.Into(&e.From), sqldb.Into(&e.Published), &e.By)
		e.Source = []byte(source)
		return e, err
	}, `SELECT version, name, source, from_at, published_at, coalesce(published_by, 0) FROM definition ORDER BY version LIMIT 10000`)
}

// AddDefinition writes a new edition; its number must be free, so that two who publish at once do not both succeed.
func AddDefinition(ctx context.Context, tx *sqldb.Tx, e Edition) error {
	_, err := tx.Exec(ctx, `INSERT INTO definition (version, name, source, from_at, published_at, published_by) VALUES ($1, $2, $3, $4, $5, $6)`,
		e.Version, e.Name, string(e.Source), sqldb.At(e.From), sqldb.At(e.Published), idOrNull(e.By))
	if sqldb.IsUnique(err) {
		return sqldb.Raced(fmt.Errorf("store: edition %d was published meanwhile", e.Version))
	}
	return err
}

// RetimeJob is the kind of the job that moves running clocks to a new edition.
const RetimeJob = "ticket.retime"

// EnqueueRetime has the timers of open tickets moved at the instant from which an edition is in force.
func EnqueueRetime(ctx context.Context, tx *sqldb.Tx, from time.Time) error {
	return job.Enqueue(ctx, tx, job.Job{Kind: RetimeJob, Key: from.UTC().Format(time.RFC3339Nano), RunAt: from})
}

// LastEdition is the number of the newest edition; zero where there is none.
func LastEdition(ctx context.Context, q sqldb.Q) (int, error) {
	return sqldb.One(ctx, q, sqldb.Value[int], `SELECT coalesce(max(version), 0) FROM definition`)
}
