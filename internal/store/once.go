package store

import (
	"context"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
)

// Once answers the ticket that the same request made before; zero where it is the first. The same key with another
// content is a Conflict.
func Once(ctx context.Context, q sqldb.Q, who people.ID, key, digest string) (int64, error) {
	var id int64
	var before string
	err := q.Each(ctx, func(r sqldb.Row) error { return r.Scan(&before, &id) },
		`SELECT digest, ticket_id FROM once WHERE person_id = $1 AND key = $2`, int64(who), key)
	if err != nil || id == 0 || before == digest {
		return id, err
	}
	return 0, fault.New(fault.Conflict, "this Idempotency-Key was used for another request; take a new key")
}

// onceKept is how long a key is honoured at least.
const onceKept = 7 * 24 * time.Hour

// RememberOnce keeps what a request made, and forgets some of what was kept long enough, so that the table stays as large as
// a week. Of two at the same moment one is run again and finds the other's.
func RememberOnce(ctx context.Context, tx *sqldb.Tx, who people.ID, key, digest string, id int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO once (person_id, key, digest, ticket_id, at) VALUES ($1, $2, $3, $4, $5)`,
		int64(who), key, digest, id, sqldb.At(tx.Now))
	if sqldb.IsUnique(err) {
		return sqldb.Raced(err)
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `DELETE FROM once WHERE (person_id, key) IN (SELECT person_id, key FROM once WHERE at < $1 ORDER BY at LIMIT 10)`,
		sqldb.At(tx.Now.Add(-onceKept)))
	return err
}
