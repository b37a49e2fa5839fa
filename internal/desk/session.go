package desk

import (
	"context"
	"time"

	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Sessions keeps the sessions of signed-in browsers, for the session manager of the web doors.
type Sessions struct{ d *Desk }

// Sessions is where sessions lie.
func (d *Desk) Sessions() Sessions { return Sessions{d} }

// FindCtx reads a session that has not expired.
func (s Sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	return store.Session(ctx, s.d.db.Reader(), token, s.d.Now())
}

// CommitCtx writes a session.
func (s Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	return s.d.db.Write(ctx, func(tx *sqldb.Tx) error { return store.SaveSession(ctx, tx, token, data, expiry) })
}

// DeleteCtx ends a session.
func (s Sessions) DeleteCtx(ctx context.Context, token string) error {
	return s.d.db.Write(ctx, func(tx *sqldb.Tx) error { return store.EndSession(ctx, tx, token) })
}

// Find is FindCtx without a context, which the session manager's interface also asks for.
func (s Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context.
func (s Sessions) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

// Delete is DeleteCtx without a context.
func (s Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }
