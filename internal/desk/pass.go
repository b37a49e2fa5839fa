package desk

import (
	"context"
	"fmt"

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

// passFor writes a pass.
func (d *Desk) passFor(ctx context.Context, p pass.Pass) (string, error) {
	key, err := d.passKey(ctx)
	if err != nil {
		return "", err
	}
	return pass.Make(key, p), nil
}

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

// passKey is the key of the links in letters; it never changes, so it is read once.
func (d *Desk) passKey(ctx context.Context) ([]byte, error) {
	if key := d.pass.Load(); key != nil {
		return *key, nil
	}
	var key []byte
	err := d.db.Write(ctx, func(tx *sqldb.Tx) (err error) {
		key, err = store.Secret(ctx, tx, store.PassSecret)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("desk: key of links: %w", err)
	}
	d.pass.Store(&key)
	return key, nil
}
