package store

import (
	"context"
	"errors"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/sqldb"
)

// Once tells of the act that somebody has done with a key: its digest, which is empty where there was none, and the number of what it
// made; 0 for an act that makes nothing.
func Once(ctx context.Context, q sqldb.Q, who people.ID, key string) (digest string, made int64, err error) {
	err = q.Each(ctx, func(r sqldb.Row) error { return r.Scan(&digest, &made) },
		`SELECT digest, made FROM once WHERE person_id = $1 AND key = $2`, int64(who), key)
	return digest, made, err
}

// errTwice is seen by nobody: who meets it is run again.
var errTwice = errors.New("store: done at the same moment")

// onceKept is how long a key is honoured at least.
const onceKept = 7 * 24 * time.Hour

// RememberOnce keeps what an act made, in place of the one that had its key before, and forgets some of what was kept long enough, so
// that the table stays as large as a week. Of two at the same moment one is run again and finds the other's.
func RememberOnce(ctx context.Context, tx *sqldb.Tx, who people.ID, key, before, digest string, made int64) error {
	if before != "" {
		n, err := tx.Exec(ctx, `UPDATE once SET digest = $1, made = $2, at = $3 WHERE person_id = $4 AND key = $5 AND digest = $6`,
			digest, made, sqldb.At(tx.Now), int64(who), key, before)
		if err == nil && n == 0 {
			err = sqldb.Raced(errTwice)
		}
		return err
	}
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
