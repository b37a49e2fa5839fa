package desk

import (
	"context"
	"fmt"
	"log/slog"
	"strconv"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/sla"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// book is every edition of the definition that was ever in force or will be, oldest first.
type book struct {
	definitions []edition
	editions    []sla.Edition
}

type edition struct {
	version int
	from    time.Time
	*definition.Definition
}

// at is the definition in force at an instant; the oldest one serves all time before it.
func (b *book) at(now time.Time) edition {
	in := b.definitions[0]
	for _, e := range b.definitions[1:] {
		if !e.from.After(now) {
			in = e
		}
	}
	return in
}

// Definition is what is in force now.
func (d *Desk) Definition() *definition.Definition { return d.book.Load().at(d.Now()).Definition }

// DefinitionVersion is the number of the edition in force now.
func (d *Desk) DefinitionVersion() int { return d.book.Load().at(d.Now()).version }

// Adopt makes sure that the desk has a definition: what was published last stays in force; a new desk takes this one.
func (d *Desk) Adopt(ctx context.Context, name string, source []byte) error {
	err := d.db.Write(ctx, func(tx *sqldb.Tx) error {
		have, err := store.Definitions(ctx, tx)
		if err != nil || len(have) > 0 {
			return err
		}
		return d.addEdition(ctx, tx, access.System, have, name, source, tx.Now)
	})
	if err != nil {
		return err
	}
	return d.Reload(ctx)
}

// Publish puts a new edition into force from an instant on, at the earliest now. Running clocks move to it then;
// verdicts that stand are never rewritten (CLOCKS, rules 6 and 7). Errors: Invalid, Forbidden.
func (d *Desk) Publish(ctx context.Context, who access.Actor, name string, source []byte, from time.Time) error {
	if err := access.May(who, access.PublishDefinition); err != nil {
		return err
	}
	err := d.act(ctx, who, func(tx *sqldb.Tx) error {
		have, err := store.Definitions(ctx, tx)
		if err != nil {
			return err
		}
		if from.Before(tx.Now) {
			from = tx.Now
		}
		if n := len(have); n > 0 && !from.After(have[n-1].From) {
			return fault.Field("from", "edition %d begins then or later; a newer one must begin after it", have[n-1].Version)
		}
		if err := d.addEdition(ctx, tx, who, have, name, source, from); err != nil {
			return err
		}
		return store.EnqueueRetime(ctx, tx, from)
	})
	if err != nil {
		return err
	}
	return d.Reload(ctx)
}

// Edition is one edition of the definition as it was published.
type Edition = store.Edition

// Editions lists all editions, oldest first, for those who may publish one. Errors: Forbidden.
func (d *Desk) Editions(ctx context.Context, who access.Actor) ([]Edition, error) {
	if err := access.May(who, access.PublishDefinition); err != nil {
		return nil, err
	}
	return store.Definitions(ctx, d.db.Reader())
}

func (d *Desk) addEdition(ctx context.Context, tx *sqldb.Tx, who access.Actor, have []store.Edition, name string, source []byte, from time.Time) error {
	def, problems := definition.Parse(name, source)
	if problems.Failed() {
		return fault.New(fault.Invalid, "this definition cannot be published: %v", problems)
	}
	if err := def.Policy().Check(from); err != nil {
		return fault.New(fault.Invalid, "this definition cannot be published: %v", err)
	}
	err := store.AddDefinition(ctx, tx, store.Edition{
		Version: len(have) + 1, Name: name, Source: source, From: from, Published: tx.Now, By: who.ID,
	})
	if err != nil || len(have) == 0 { // the one that a new desk is opened with was published by nobody
		return err
	}
	return store.RecordAct(ctx, tx, Act{Kind: store.DefinitionPublishedFact, By: who.ID, What: strconv.Itoa(len(have) + 1)})
}

// Reload reads the editions from the database; every node does so when one of them publishes.
func (d *Desk) Reload(ctx context.Context) error {
	rows, err := store.Definitions(ctx, d.db.Reader())
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return fault.New(fault.Unavailable, "the desk has no definition yet")
	}
	b := &book{}
	for _, row := range rows {
		def, problems := definition.Parse(row.Name, row.Source)
		if problems.Failed() {
			return fmt.Errorf("desk: definition %d: %w", row.Version, problems)
		}
		def.Version = row.Version
		b.definitions = append(b.definitions, edition{row.Version, row.From, def})
		b.editions = append(b.editions, sla.Edition{From: row.From, Policy: def.Policy()})
	}
	d.book.Store(b)
	return nil
}

// bookPoll is how soon a node notices what another one has published.
const bookPoll = time.Second

// RunBook keeps this node's book up to date with what other processes publish, until ctx ends.
func (d *Desk) RunBook(ctx context.Context, log *slog.Logger) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(bookPoll):
		}
		n, err := store.LastEdition(ctx, d.db.Reader())
		if err == nil && n > len(d.book.Load().definitions) {
			err = d.Reload(ctx)
		}
		if err != nil && ctx.Err() == nil {
			log.Error("definition", "err", err)
		}
	}
}

// LastEdition is the number of the newest edition, in force or to come.
func (d *Desk) LastEdition() int { return len(d.book.Load().definitions) }
