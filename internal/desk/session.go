package desk

import (
	"context"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Visit is somebody who looks at a page, as they are now.
type Visit struct {
	Actor     access.Actor
	Person    people.Person
	Approvals int // that wait for them, up to a hundred
	hasNews   bool
}

type visitKey struct{}

// Expect gives a context in which the session that is read next leaves whose visit it is: both are read in one question.
func Expect(ctx context.Context) context.Context {
	return context.WithValue(ctx, visitKey{}, new(Visit))
}

// Visit is that visit where the session was this person's, and otherwise looked up, as after a sign-in. Errors: NotFound.
func (d *Desk) Visit(ctx context.Context, id people.ID) (Visit, error) {
	if v, ok := ctx.Value(visitKey{}).(*Visit); ok && v.Person.ID == id {
		return *v, nil
	}
	found, err := store.VisitorOf(ctx, d.db.Reader(), id, d.Now())
	return visitOf(found), err
}

func visitOf(v store.Visitor) Visit {
	return Visit{Actor: acting(v), Person: v.Person, Approvals: v.Approvals, hasNews: v.HasNews}
}

// Sessions keeps the sessions of browsers, for the session manager of the web doors.
type Sessions struct {
	d  *Desk
	of func(data []byte) people.ID
}

// Sessions is where sessions lie; of tells whose one is, and zero for nobody's.
func (d *Desk) Sessions(of func(data []byte) people.ID) Sessions { return Sessions{d, of} }

// FindCtx reads a session that has not expired.
func (s Sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	if visit, ok := ctx.Value(visitKey{}).(*Visit); ok {
		data, v, found, err := store.SessionOf(ctx, s.d.db.Reader(), token, s.d.Now())
		*visit = visitOf(v)
		if err != nil || found {
			return data, found, err
		}
	}
	return store.Session(ctx, s.d.db.Reader(), token, s.d.Now())
}

// CommitCtx writes a session.
func (s Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	return s.d.db.Write(ctx, func(tx *sqldb.Tx) error { return store.SaveSession(ctx, tx, token, s.of(data), data, expiry) })
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
