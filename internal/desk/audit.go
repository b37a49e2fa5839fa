package desk

import (
	"context"
	"math"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Act is what somebody did by a right that few have, or tried to do without it (ME-70).
type Act = store.Act

// Audit is a page of the log of these.
type Audit struct {
	Acts   []Act
	People map[people.ID]people.Person // who acted, and to whom it was done
	Next   int64                       // "before" of the next page; zero on the last
}

// Audit reads the log of acts that need a right which few have, and of refused attempts, the newest first: those before a
// number of the log, zero for the newest; of the person with an address, of all where it is empty. Nothing is kept for it
// beside the log of facts. Errors: Forbidden, Invalid with the field "person".
func (d *Desk) Audit(ctx context.Context, who access.Actor, address string, before int64, limit int) (a Audit, err error) {
	if err := access.May(who, access.SeeAudit); err != nil {
		return a, err
	}
	limit = min(max(limit, 1), MaxPage)
	if before <= 0 {
		before = math.MaxInt64
	}
	err = d.db.Read(ctx, func(q sqldb.Q) (err error) {
		var by people.Person
		if address = strings.TrimSpace(address); address != "" {
			if by, err = personAt(ctx, q, "person", address); err != nil {
				return err
			}
		}
		if a.Acts, err = store.Acts(ctx, q, by.ID, before, limit+1); err != nil {
			return err
		}
		if a.Next = 0; len(a.Acts) > limit {
			a.Acts = a.Acts[:limit]
			a.Next = a.Acts[limit-1].Seq
		}
		var ids []people.ID
		for _, act := range a.Acts {
			ids = append(ids, act.By, act.Person)
		}
		a.People, err = store.People(ctx, q, ids)
		return err
	})
	return a, err
}

// acted does what changes the desk itself, and writes down who did it.
func (d *Desk) acted(ctx context.Context, who access.Actor, act Act, do func(*sqldb.Tx) error) error {
	act.By = who.ID
	return d.act(ctx, who, func(tx *sqldb.Tx) error {
		if err := do(tx); err != nil {
			return err
		}
		return store.RecordAct(ctx, tx, act)
	})
}

// gaveRole writes down that somebody has a role now. That a customer is one is nothing to write down.
func gaveRole(ctx context.Context, tx *sqldb.Tx, who access.Actor, was people.Role, p people.Person) error {
	if was == p.Role || was == "" && p.Role == people.Customer {
		return nil
	}
	return store.RecordAct(ctx, tx, Act{Kind: store.PersonRoleFact, By: who.ID, Person: p.ID, What: string(p.Role)})
}
