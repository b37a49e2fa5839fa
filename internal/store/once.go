package store

import (
	"context"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
)

// ErrKeyTaken says that a key was sent before, with something else.
var ErrKeyTaken = fault.New(fault.Invalid, "this Idempotency-Key was used for another request; take a new key")

// Once tells whether somebody has done an act already, and the number of what it made; 0 for an act that makes nothing. Errors:
// ErrKeyTaken where it was another act that had this key.
func Once(ctx context.Context, q sqldb.Q, who people.ID, key, digest string) (made int64, done bool, err error) {
	var before string
	err = q.Each(ctx, func(r sqldb.Row) error { done = true; return r.Scan(&before, &made) },
		`SELECT digest, made FROM once WHERE person_id = $1 AND key = $2`, int64(who), key)
	if err == nil && done && before != digest {
		return 0, false, ErrKeyTaken
	}
	return made, done, err
}

// onceKept is how long a key is honoured at least.
const onceKept = 7 * 24 * time.Hour

// RememberOnce keeps what an act made, and forgets some of what was kept long enough, so that the table stays as large as
// a week. Of two at the same moment one is run again and finds the other's.
func RememberOnce(ctx context.Context, tx *sqldb.Tx, who people.ID, key, digest string, made int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO once (person_id, key, digest, made, at) VALUES ($1, $2, $3, $4, $5)`,
		int64(who), key, digest, made, sqldb.At(tx.Now))
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
