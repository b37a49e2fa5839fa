package desk

import (
	"context"
	"fmt"
	"sync/atomic"

	"switchboard/internal/core/access"
	"switchboard/internal/core/pass"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// A link in a letter lets its reader do one thing without signing in: approve, or rate. It is a pass (core/pass): nothing of
// it is kept, so a letter that is written again has the same. It is good while the verb takes this word of this person, who
// acts with the rights that they have then. To open it changes nothing: programs that look through mail follow links.

// What a pass may be for. The word stands in its proof, so that none serves for another.
const (
	passToApprove = "approve"
	passToRate    = "rate"
)

// holder is for whom a pass was made, as they are now, and for what. Errors: NotFound for a text that the desk did not make
// for this purpose.
func (d *Desk) holder(ctx context.Context, purpose, text string) (access.Actor, pass.Pass, error) {
	key, err := d.passKey(ctx)
	if err != nil {
		return access.Actor{}, pass.Pass{}, err
	}
	p, ok := pass.Read(key, purpose, text)
	if !ok {
		return access.Actor{}, p, fault.New(fault.NotFound, "this link is not known; a part of it may be missing")
	}
	who, _, err := d.Visitor(ctx, p.Person)
	return who, p, err
}

// passKey is the key of the links in letters.
func (d *Desk) passKey(ctx context.Context) ([]byte, error) {
	return d.secret(ctx, &d.pass, store.PassSecret)
}

// replyKey is the key of the tags in the desk's addresses.
func (d *Desk) replyKey(ctx context.Context) ([]byte, error) {
	return d.secret(ctx, &d.key, store.ReplySecret)
}

// secret is a key that never changes, so it is read once. Who needs it first makes it, in a transaction of its own: it is asked for
// before another one begins.
func (d *Desk) secret(ctx context.Context, kept *atomic.Pointer[[]byte], name string) ([]byte, error) {
	if key := kept.Load(); key != nil {
		return *key, nil
	}
	var key []byte
	err := d.db.Write(ctx, func(tx *sqldb.Tx) (err error) {
		key, err = store.Secret(ctx, tx, name)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("desk: %w", err)
	}
	kept.Store(&key)
	return key, nil
}
