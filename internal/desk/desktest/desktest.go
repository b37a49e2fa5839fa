// Package desktest opens desks for tests: with a shipped definition, on a database of the test, at a time that the test
// sets. It refuses to know what is tested.
package desktest

import (
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/crypto/argon2"

	"switchboard/desks"
	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/sqldb"
)

// House is a desk with its clock in the test's hands.
type House struct {
	*desk.Desk
	DB  *sqldb.DB
	now atomic.Int64
	t   testing.TB
}

// Open opens a desk on a fresh database with its schema, with a definition by name or file, at an instant.
func Open(t testing.TB, db *sqldb.DB, definition string, now time.Time) *House {
	t.Helper()
	h := &House{DB: db, t: t}
	h.At(now)
	db.Now = func() time.Time { return time.UnixMilli(h.now.Load()).UTC() }
	ctx := context.Background()
	source := sourceOf(t, definition)
	h.Desk = desk.New(db)
	if err := h.Adopt(ctx, definition, source); err != nil {
		t.Fatal(err)
	}
	return h
}

// At sets the time.
func (h *House) At(now time.Time) { h.now.Store(now.UnixMilli()) }

// Pass lets time go by.
func (h *House) Pass(d time.Duration) { h.now.Add(int64(d / time.Millisecond)) }

// Person adds somebody who acts; the address is name@example.gov.
func (h *House) Person(name string, role people.Role, agency string, teams ...string) access.Actor {
	h.t.Helper()
	ctx := context.Background()
	id, err := h.AddPerson(ctx, access.System, people.Person{Email: name + "@example.gov", Name: name, Role: role, Agency: agency, Teams: teams, Proven: true}, "")
	if err != nil {
		h.t.Fatal(err)
	}
	who, _, err := h.Visitor(ctx, id)
	if err != nil {
		h.t.Fatal(err)
	}
	return who
}

// Unread is how many news somebody has not read, as each page tells them.
func (h *House) Unread(who access.Actor) int {
	h.t.Helper()
	v, err := h.Visit(context.Background(), who.ID)
	if err != nil {
		h.t.Fatal(err)
	}
	n, err := h.News(context.Background(), v)
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}

// sources holds what stands in the shipped definitions that were opened, by name.
var sources sync.Map

func sourceOf(t testing.TB, definition string) []byte {
	t.Helper()
	if source, ok := sources.Load(definition); ok {
		return source.([]byte)
	}
	loaded, err := desks.Load(definition)
	if err != nil {
		t.Fatal(err)
	}
	if slices.Contains(desks.Names(), definition) { // a file may be written anew
		sources.Store(definition, loaded.Source)
	}
	return loaded.Source
}

// AddPerson is the desk's, but for the work that a password costs: that is what a desk should spend, and no test has to.
func (h *House) AddPerson(ctx context.Context, who access.Actor, p people.Person, password string) (people.ID, error) {
	if len(password) < 12 { // none, or one that the desk refuses
		return h.Desk.AddPerson(ctx, who, p, password)
	}
	id, err := h.Desk.AddPerson(ctx, who, p, "")
	if err != nil {
		return id, err
	}
	err = h.DB.Write(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE person SET password = $1 WHERE id = $2", cheap(password), id)
		return err
	})
	return id, err
}

// cheap is a password as the desk keeps it, with the least that argon2id can spend.
func cheap(password string) string {
	salt, b64 := []byte("no secret at all"), base64.RawStdEncoding
	key := argon2.IDKey([]byte(password), salt, 1, 8, 1, 32)
	return fmt.Sprintf("$argon2id$v=%d$m=8,t=1,p=1$%s$%s", argon2.Version, b64.EncodeToString(salt), b64.EncodeToString(key))
}
