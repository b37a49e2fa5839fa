package desk

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"switchboard/internal/core/access"
	"switchboard/internal/core/bulk"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Chosen are the tickets of a bulk: those named, or where none is named all that a look means.
type Chosen struct {
	Tickets []int64
	Looking Looking
}

// BulkSheet is a bulk as its maker sees it.
type BulkSheet struct {
	Bulk     bulk.Bulk
	Outcomes map[bulk.Outcome]int
	Refusals []store.Refusal
}

// StartBulk begins a deed on many tickets. Each is tried first, and nothing is changed until ConfirmBulk. Errors: Invalid,
// Forbidden; TooLarge beyond 10,000 tickets.
func (d *Desk) StartBulk(ctx context.Context, who access.Actor, chosen Chosen, deed bulk.Deed) (int64, error) {
	if err := access.May(who, access.UseConsole); err != nil {
		return 0, err
	}
	if err := bulk.Check(deed); err != nil {
		return 0, err
	}
	tickets, err := d.choose(ctx, who, chosen)
	if err != nil {
		return 0, err
	}
	var id int64
	err = d.db.Write(ctx, func(tx *sqldb.Tx) error {
		id, err = store.InsertBulk(ctx, tx, bulk.Bulk{Person: who.ID, Deed: deed, State: bulk.Trying}, tickets)
		return err
	})
	return id, err
}

// choose answers the numbers of the tickets, each once, as far as the actor may see them.
func (d *Desk) choose(ctx context.Context, who access.Actor, chosen Chosen) ([]int64, error) {
	if named, meant := len(chosen.Tickets) > 0, chosen.Looking != (Looking{}); named == meant {
		return nil, fault.Field("tickets", "name {tickets}, or say a view or a filter that means them; not both")
	}
	if len(chosen.Tickets) > 0 {
		scope := access.ScopeOf(who)
		if len(chosen.Tickets) > MaxPage {
			return nil, fault.New(fault.TooLarge, "choose at most %d {tickets} one by one", MaxPage)
		}
		ids := slices.Compact(slices.Sorted(slices.Values(chosen.Tickets)))
		rows, err := store.RowsOf(ctx, d.db.Reader(), scope, ids...)
		if err != nil {
			return nil, err
		}
		for i, id := range ids {
			if i == len(rows) || rows[i].ID != id {
				return nil, access.NoSuchTicket(id)
			}
		}
		return ids, nil
	}
	var out []int64
	for page := (Page{Limit: MaxPage}); ; {
		l, err := d.Find(ctx, who, chosen.Looking, page)
		if err != nil {
			return nil, err
		}
		for _, r := range l.Rows {
			out = append(out, r.ID)
		}
		switch {
		case l.More || len(out) > bulk.Max:
			return nil, fault.New(fault.TooLarge, "these are more than %d {tickets}, or more than can be looked at; narrow the filter", bulk.Max)
		case l.Next.Set:
			page.After = l.Next
			continue
		case len(out) == 0:
			return nil, fault.New(fault.Conflict, "there is {no ticket} to do it to")
		}
		slices.Sort(out)
		return slices.Compact(out), nil
	}
}

// Bulk shows a bulk to the one who began it. Errors: NotFound.
func (d *Desk) Bulk(ctx context.Context, who access.Actor, id int64) (BulkSheet, error) {
	var s BulkSheet
	err := d.db.Read(ctx, func(q sqldb.Q) (err error) {
		if s.Bulk, err = d.ownBulk(ctx, q, who, id); err != nil {
			return err
		}
		if s.Outcomes, err = store.BulkOutcomes(ctx, q, id); err != nil {
			return err
		}
		s.Refusals, err = store.BulkRefusals(ctx, q, id)
		return err
	})
	return s, err
}

func (d *Desk) ownBulk(ctx context.Context, q sqldb.Q, who access.Actor, id int64) (bulk.Bulk, error) {
	if err := access.May(who, access.UseConsole); err != nil {
		return bulk.Bulk{}, err
	}
	b, err := store.BulkOf(ctx, q, id)
	if err == nil && b.Person != who.ID && !who.System {
		return bulk.Bulk{}, fault.New(fault.NotFound, "there is no such work on many {tickets}")
	}
	return b, err
}

// ConfirmBulk lets a bulk that was tried go. To confirm it twice is to confirm it once.
func (d *Desk) ConfirmBulk(ctx context.Context, who access.Actor, id int64) error {
	return d.db.Write(ctx, func(tx *sqldb.Tx) error {
		b, err := d.ownBulk(ctx, tx, who, id)
		if err != nil {
			return err
		}
		if b.State == bulk.Trying {
			return fault.New(fault.Conflict, "it is still being tried; look again in a moment")
		}
		if moved, err := store.SetBulkState(ctx, tx, id, bulk.Tried, bulk.Running); err != nil || !moved {
			return err
		}
		if err := store.ReleaseBulk(ctx, tx, id); err != nil {
			return err
		}
		return store.EnqueueBulk(ctx, tx, id)
	})
}

// UndoBulk takes a bulk back, as far as nothing has happened to its tickets since. It is a bulk of its own.
func (d *Desk) UndoBulk(ctx context.Context, who access.Actor, id int64) (int64, error) {
	var made int64
	err := d.db.Write(ctx, func(tx *sqldb.Tx) error {
		b, err := d.ownBulk(ctx, tx, who, id)
		if err != nil {
			return err
		}
		if b.State != bulk.Done || !b.Deed.Undoable() {
			return fault.New(fault.Conflict, "this cannot be undone")
		}
		tickets, err := store.BulkTickets(ctx, tx, id, bulk.Did, bulk.Max)
		if err != nil {
			return err
		}
		made, err = store.InsertBulk(ctx, tx, bulk.Bulk{Person: who.ID, Deed: bulk.Deed{Verb: bulk.Undo, Undoes: id}, State: bulk.Running}, tickets)
		return err
	})
	return made, err
}

// bulkBatch is how many tickets are read at a time.
const bulkBatch = 100

// RunBulk tries or changes the tickets of a bulk that wait. A node that is killed leaves the others to wait: what a ticket
// became and that it did is one transaction, so that nothing is done twice.
func (d *Desk) RunBulk(ctx context.Context, who access.Actor, id int64) error {
	if err := access.May(who, access.Tick); err != nil {
		return err
	}
	b, err := store.BulkOf(ctx, d.db.Reader(), id)
	if err != nil || b.State == bulk.Tried || b.State == bulk.Done {
		return err
	}
	maker, _, err := d.Visitor(ctx, b.Person)
	if err != nil {
		return err
	}
	for {
		tickets, err := store.BulkTickets(ctx, d.db.Reader(), id, bulk.Waiting, bulkBatch)
		if err != nil {
			return err
		}
		if len(tickets) == 0 {
			break
		}
		for _, number := range tickets {
			if err := d.bulkOne(ctx, maker, b, number); err != nil {
				return err
			}
		}
	}
	next := map[bulk.State]bulk.State{bulk.Trying: bulk.Tried, bulk.Running: bulk.Done}[b.State]
	return d.db.Write(ctx, func(tx *sqldb.Tx) error {
		if _, err := store.SetBulkState(ctx, tx, id, b.State, next); err != nil {
			return err
		}
		return store.NoteRung(ctx, tx, []people.ID{b.Person}) // what was only tried has changed no ticket that would tell them
	})
}

// Why a verb's transaction is taken back: it was only tried, or another attempt was first.
var (
	errOnlyTried = errors.New("desk: only tried")
	errSettled   = errors.New("desk: settled by another attempt")
)

// bulkOne does the deed to one ticket, by its ordinary verb, as the one who began the bulk.
func (d *Desk) bulkOne(ctx context.Context, maker access.Actor, b bulk.Bulk, number int64) error {
	beside := func(tx *sqldb.Tx, m moment, events []ticket.Event) error {
		if b.State == bulk.Trying {
			return errOnlyTried
		}
		t := m.ticket
		former, err := json.Marshal(bulk.Former{Assignee: t.Assignee, Team: t.Team, Type: t.Type, Impact: t.Impact, Urgency: t.Urgency})
		if err != nil {
			return err
		}
		first, err := store.SettleBulkTicket(ctx, tx, b.ID, number, bulk.Did, string(former), t.Version+int64(len(events)), "")
		if err == nil && !first {
			err = errSettled
		}
		return err
	}
	err := d.deed(context.WithValue(ctx, besideKey{}, beside), maker, b.Deed, number)
	outcome, reason := bulk.Refused, ""
	var why *fault.Error
	switch {
	case err == nil, errors.Is(err, errSettled):
		return nil
	case errors.Is(err, errOnlyTried):
		outcome = bulk.Able
	case errors.As(err, &why) && why.Kind != fault.Internal && why.Kind != fault.Unavailable:
		reason = store.FreezeFault(why)
	default:
		return err
	}
	return d.db.Write(ctx, func(tx *sqldb.Tx) error {
		_, err := store.SettleBulkTicket(ctx, tx, b.ID, number, outcome, "", 0, reason)
		return err
	})
}

// besideKey carries what is to be written in the same transaction as the next change of a ticket.
type besideKey struct{}

// inBulk reports whether a verb is one of many: what is refused then stands in the bulk's own result.
func inBulk(ctx context.Context) bool { return ctx.Value(besideKey{}) != nil }

// beside writes what belongs to a change, before its facts, which are last.
func beside(ctx context.Context, tx *sqldb.Tx, m moment, events []ticket.Event) error {
	if write, ok := ctx.Value(besideKey{}).(func(*sqldb.Tx, moment, []ticket.Event) error); ok {
		return write(tx, m, events)
	}
	return nil
}
