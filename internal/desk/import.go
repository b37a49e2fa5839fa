package desk

import (
	"context"
	"slices"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Bounds of an import: how many lives, or people, one call takes in, and how many entries a life may have.
const (
	MaxImport = 500
	maxLife   = 10_000
)

// Imported is the life that a ticket had in another system.
type Imported struct {
	Number  string         // that it had there; it is found by it, and taken in once
	Entries []ticket.Entry // as they happened, the opening first
}

// ImportResult tells what became of a batch.
type ImportResult struct {
	New     int
	Known   int // here already, and left as they are
	Refused []Refusal
}

// Refusal says why one life was not taken in.
type Refusal struct{ Number, Reason string }

// ImportPeople finds people by their addresses, or makes them, and answers their numbers in the order given. An import
// grants no rights: whoever is new is a customer whose address is only claimed, whatever they were elsewhere.
func (d *Desk) ImportPeople(ctx context.Context, who access.Actor, all []people.Person) ([]people.ID, error) {
	if err := mayImport(who, len(all)); err != nil {
		return nil, err
	}
	ids := make([]people.ID, len(all))
	err := d.db.Write(ctx, func(tx *sqldb.Tx) error {
		for i, p := range all {
			id, err := d.claim(ctx, tx, "email", p.Email, p.Name)
			if err != nil {
				return err
			}
			ids[i] = id
		}
		return nil
	})
	return ids, err
}

// Import takes in lives from elsewhere, all of a batch or none; what is wrong with one does not hold up the others.
// Every promise is judged by what happened, as if it had happened here. What broke or came near before now is written
// down with its true instant, so that it rings no more: its fact is recorded long after it happened, and whoever sends
// notices passes over such facts.
func (d *Desk) Import(ctx context.Context, who access.Actor, all []Imported) (ImportResult, error) {
	if err := mayImport(who, len(all)); err != nil {
		return ImportResult{}, err
	}
	var out ImportResult
	err := d.db.Write(ctx, func(tx *sqldb.Tx) error {
		out = ImportResult{}
		numbers := make([]string, len(all))
		for i := range all {
			numbers[i] = all[i].Number
		}
		known, err := store.OldNumbers(ctx, tx, numbers)
		if err != nil {
			return err
		}
		var lives []life
		for _, in := range all {
			if known[in.Number] {
				out.Known++
				continue
			}
			l, err := d.judgeImported(ctx, tx, in)
			if fault.Is(err, fault.Invalid) {
				out.Refused = append(out.Refused, Refusal{in.Number, err.Error()})
				continue
			}
			if err != nil {
				return err
			}
			known[in.Number] = true // once in a batch, too
			lives = append(lives, l)
		}
		out.New = len(lives)
		if err := insertImported(ctx, tx, lives); err != nil {
			return err
		}
		if out.New == 0 {
			return nil
		}
		return store.RecordAct(ctx, tx, Act{Kind: store.TicketsImportedFact, By: who.ID, Count: out.New})
	})
	return out, err
}

func mayImport(who access.Actor, n int) error {
	if err := access.May(who, access.Import); err != nil {
		return err
	}
	if n > MaxImport {
		return fault.New(fault.TooLarge, "at most %d at once", MaxImport)
	}
	return nil
}

// life is an imported ticket and what its row says of its promises.
type life struct {
	ticket  ticket.Ticket
	entries []ticket.Entry
	timing  ticket.Timing
}

// judgeImported checks that a life can have been lived, and lets its clocks, and its age, speak for all that is past.
func (d *Desk) judgeImported(ctx context.Context, tx *sqldb.Tx, in Imported) (life, error) {
	now := tx.Now
	if err := checkImported(in, now); err != nil {
		return life{}, err
	}
	m := moment{ticket: ticket.Fold(0, in.Entries), entries: slices.Clip(in.Entries), book: d.book.Load(), now: now}
	clocks, err := m.clocks()
	if err != nil {
		return life{}, err
	}
	ripe, err := m.ripe(ctx, tx)
	if err != nil {
		return life{}, err
	}
	past := m.stamp(m.sealed(append(ticket.Ring(clocks, m.entries, now), ripe...))) // by nobody: the desk's own rules
	m.ticket = ticket.Apply(m.ticket, past...)
	m.entries = append(m.entries, past...)
	return life{m.ticket, m.entries, m.timing(clocks)}, nil
}

func checkImported(in Imported, now time.Time) error {
	if in.Number == "" || len(in.Number) > ticket.MaxLine {
		return fault.Field("number", "a number has 1 to %d characters", ticket.MaxLine)
	}
	if len(in.Entries) == 0 || len(in.Entries) > maxLife {
		return fault.Field("entries", "a life has 1 to %d entries", maxLife)
	}
	opened, ok := in.Entries[0].Event.(ticket.Opened)
	if !ok || opened.Requester == 0 || opened.External != in.Number {
		return fault.Field("entries", "a life begins with its opening by somebody, under the number that it had")
	}
	last := in.Entries[0].At
	for _, e := range in.Entries {
		if e.At.Before(last) || e.At.After(now) {
			return fault.Field("entries", "%s at %s is out of order, or in the future", e.Event.Name(), e.At.Format(time.RFC3339))
		}
		last = e.At
	}
	return nil
}

// insertImported writes the rows of all first, and the facts of all last.
func insertImported(ctx context.Context, tx *sqldb.Tx, lives []life) error {
	for i := range lives {
		l := &lives[i]
		var err error
		if l.ticket.ID, err = store.InsertTicket(ctx, tx, l.ticket, l.timing); err != nil {
			return err
		}
		if err := store.AddOldNumber(ctx, tx, l.ticket.Request.External, l.ticket.ID); err != nil {
			return err
		}
		wakeAt(tx, l.timing)
	}
	for _, l := range lives {
		if err := store.Record(ctx, tx, l.ticket.ID, l.entries); err != nil {
			return err
		}
	}
	return nil
}
