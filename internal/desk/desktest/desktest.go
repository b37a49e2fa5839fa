// Package desktest opens desks for tests: with a shipped definition, on a database of the test, at a time that the test
// sets. It refuses to know what is tested.
package desktest

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

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
	loaded, err := desks.Load(definition)
	if err != nil {
		t.Fatal(err)
	}
	h.Desk = desk.New(db)
	if err := h.Adopt(ctx, definition, loaded.Source); err != nil {
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
