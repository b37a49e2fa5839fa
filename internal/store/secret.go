package store

import (
	"context"
	"crypto/rand"
	"fmt"

	"switchboard/internal/sqldb"
)

// ReplySecret is the name of the key of reply addresses (core/mail/tag).
const ReplySecret = "reply"

// PassSecret is the name of the key of links that need no sign-in (core/pass).
const PassSecret = "pass"

// Secret is a key of 32 bytes that this desk has made for itself, by its name; the first who asks makes it.
func Secret(ctx context.Context, tx *sqldb.Tx, name string) ([]byte, error) {
	kept, err := sqldb.All(ctx, tx, sqldb.Value[[]byte], `SELECT value FROM secret WHERE name = $1`, name)
	if err != nil {
		return nil, fmt.Errorf("store: secret %s: %w", name, err)
	}
	if len(kept) > 0 {
		return kept[0], nil
	}
	key := make([]byte, 32)
	rand.Read(key)
	_, err = tx.Exec(ctx, `INSERT INTO secret (name, value) VALUES ($1, $2)`, name, key)
	if sqldb.IsUnique(err) {
		return nil, sqldb.Raced(err)
	}
	if err != nil {
		return nil, fmt.Errorf("store: secret %s: %w", name, err)
	}
	return key, nil
}
