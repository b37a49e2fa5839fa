package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"switchboard/desks"
	"switchboard/internal/core/access"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/eventlog"
	"switchboard/internal/follow/search"
	"switchboard/internal/server"
	"switchboard/internal/sqldb"
)

const (
	manyPeople = 10_000
	fillers    = 4  // goroutines; SQLite lets one at a time write
	batch      = 50 // tickets of one transaction; what SQLite notes to undo a statement grows with its square
)

// fill brings a database to n tickets, all open, each with a promise that counts, by the verb that imports.
func (p place) fill(ctx context.Context, n int, index bool) error {
	loaded, err := desks.Load(deskName)
	if err != nil {
		return err
	}
	d, db, err := server.OpenDesk(ctx, server.Config{Data: p.dir, Database: p.url, DeskName: deskName, Desk: loaded.Source, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	defer db.Close()
	began := time.Now()
	have, err := sqldb.One(ctx, db.Reader(), sqldb.Value[int], "SELECT count(*) FROM ticket")
	if err != nil {
		return err
	}
	ids, err := meet(ctx, d)
	if err != nil {
		return err
	}
	err = db.Unsynced(func() error { return importTickets(ctx, d, ids, have, n) })
	if err != nil {
		return err
	}
	if err := follow(ctx, db, index); err != nil {
		return err
	}
	if p.url != "" { // its own autovacuum would come to it later
		_, err = db.Reader().Exec(ctx, "ANALYZE")
	}
	fmt.Fprintf(os.Stderr, "%s: %d tickets, filled in %s\n", p.name, n, time.Since(began).Round(time.Second))
	return err
}

func meet(ctx context.Context, d *desk.Desk) ([]people.ID, error) {
	var ids []people.ID
	for len(ids) < manyPeople {
		some := make([]people.Person, desk.MaxImport)
		for i := range some {
			name := fmt.Sprintf("Person %d", len(ids)+i)
			some[i] = people.Person{Email: fmt.Sprintf("person%d@example.gov", len(ids)+i), Name: name}
		}
		got, err := d.ImportPeople(ctx, access.System, some)
		if err != nil {
			return nil, err
		}
		ids = append(ids, got...)
	}
	return ids, nil
}

func importTickets(ctx context.Context, d *desk.Desk, ids []people.ID, have, n int) error {
	var next atomic.Int64
	next.Store(int64(have))
	errs := make([]error, fillers)
	var all sync.WaitGroup
	for f := range fillers {
		all.Go(func() {
			rng := rand.New(rand.NewPCG(uint64(f), uint64(have)))
			for errs[f] == nil {
				to := int(next.Add(batch))
				from := to - batch
				if from >= n {
					return
				}
				var some []desk.Imported
				for i := from; i < min(to, n); i++ {
					some = append(some, oneTicket(d, rng, ids, i))
				}
				res, err := d.Import(ctx, access.System, some)
				if err == nil && len(res.Refused) > 0 {
					err = errors.New(res.Refused[0].Reason)
				}
				errs[f] = err
			}
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

// oneTicket was opened within the last two days, taken and answered; what is left to do counts down.
func oneTicket(d *desk.Desk, rng *rand.Rand, ids []people.ID, i int) desk.Imported {
	def := d.Definition()
	pick := func() people.ID { return ids[rng.IntN(len(ids))] }
	services := slices.DeleteFunc(slices.Clone(def.Services), func(s definition.Service) bool { // who measures works in no sealed team
		team, _ := def.Team(s.Team)
		return team.Sealed
	})
	service := services[rng.IntN(len(services))]
	who, agent, number := pick(), pick(), fmt.Sprintf("OLD%08d", i)
	at := d.Now().Add(-time.Duration(1+rng.IntN(48*60)) * time.Minute).Truncate(time.Second)
	class := "low"
	if rng.IntN(3) == 0 {
		class = "medium"
	}
	in := desk.Imported{Number: number}
	for _, e := range []struct {
		after time.Duration
		by    people.ID
		event ticket.Event
	}{
		{0, who, ticket.Opened{Subject: fmt.Sprintf("%s does not answer, case %d", service.Name.En, i), Description: "Since this morning; restarting did not help. " + words(rng),
			Channel: "portal", Requester: who, Service: service.ID, External: number, Agency: fmt.Sprintf("Agency %d", rng.IntN(40))}},
		{0, 0, ticket.Classified{Type: "incident", Impact: "person", Urgency: "can_work", Class: class, Why: "matrix"}},
		{0, 0, ticket.Routed{Team: service.Team, Rule: "service"}},
		{20 * time.Second, agent, ticket.Accepted{Person: agent, Role: "analyst"}},
		{50 * time.Second, agent, ticket.Replied{Body: "We look at it now and write again today."}},
	} {
		in.Entries = append(in.Entries, ticket.Entry{At: at.Add(e.after), By: e.by, Event: e.event})
	}
	return in
}

var vocabulary = []string{"screen", "window", "paper", "cable", "office", "button", "folder", "bridge", "ledger", "permit", "voice", "camera",
	"signal", "monday", "report", "counter", "driver", "badge", "meeting", "archive"}

// words are common ones, and a rare one in every thousandth ticket.
func words(rng *rand.Rand) string {
	s := vocabulary[rng.IntN(len(vocabulary))] + " " + vocabulary[rng.IntN(len(vocabulary))]
	if rng.IntN(1000) == 0 {
		s += " quicksilver"
	}
	return s
}

// skipped moves the cursor of the search index to the end of the log.
const skipped = `INSERT INTO follower (name, xid, seq) SELECT 'search', xid, seq FROM fact WHERE TRUE ORDER BY xid DESC, seq DESC LIMIT 1
	ON CONFLICT (name) DO UPDATE SET xid = excluded.xid, seq = excluded.seq`

// follow indexes what was filled in, or moves the index past it, so that the program has nothing to catch up with.
func follow(ctx context.Context, db *sqldb.DB, index bool) error {
	if index {
		return db.Unsynced(func() error { return eventlog.Drain(ctx, db, search.Follower()) })
	}
	return db.Write(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, skipped)
		return err
	})
}
