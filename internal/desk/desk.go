// Package desk holds the verbs: everything one can do at the desk, a method each; `go doc` of it is the product's
// table of contents. A verb opens one transaction, asks access for permission, lets core decide, and saves. The package
// refuses to know HTTP, mail and pages, and contains neither rules (core) nor SQL (store).
package desk

import (
	"context"
	"crypto/ecdh"
	"slices"
	"sync/atomic"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/scope"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Desk is the product, bound to its database.
type Desk struct {
	db   *sqldb.DB
	key  atomic.Pointer[[]byte]          // of the tags in mail addresses, once it was asked for
	pass atomic.Pointer[[]byte]          // of the links in letters that need no sign-in
	push atomic.Pointer[ecdh.PrivateKey] // with which push services know the desk
	book atomic.Pointer[book]            // what is promised, by which edition, since when
	mail MailNames

	shelf       atomic.Pointer[shelf]               // what questions find
	offered     atomic.Pointer[offered]             // words of the services of the catalog
	published   publishing                          // the figures for everybody
	sending     sending                             // what is on its way here
	told        atomic.Pointer[[]told]              // the outages that everybody may know of
	outages     together[[]told]                    // the reading of them
	consultants togetherBy[string, []people.Person] // of an agency, as its people look at once
}

// New opens a desk on a database whose migrations are done. It has no definition yet: call Adopt or Reload.
func New(db *sqldb.DB) *Desk {
	return &Desk{db: db}
}

// Now is the instant that the next verb would carry.
func (d *Desk) Now() time.Time { return d.db.Now() }

// moment is what a decider may look at: the ticket, its history and the time of the transaction.
type moment struct {
	ticket  ticket.Ticket
	entries []ticket.Entry
	book    *book
	now     time.Time
	who     access.Actor
	brought brought
}

// clocks judges the ticket as of this moment.
func (m moment) clocks() ([]Clock, error) {
	return ticket.Clocks(m.ticket, m.entries, m.book.editions, m.now)
}

// timing sums up the clocks for lists and timers. A resolved ticket also wakes us when its confirm window is
// over, which at its last instant it is not yet.
func (m moment) timing(clocks []Clock) ticket.Timing {
	out := ticket.TimingOf(clocks, m.entries)
	if m.ticket.Status == ticket.StatusResolved {
		if until := m.confirmUntil().Add(time.Millisecond); out.Timer.IsZero() || until.Before(out.Timer) {
			out.Timer = until
		}
	}
	for _, at := range []time.Time{m.ticket.EscalationDue(), m.nextReview(), m.ticket.ApprovalDue(), m.ticket.ContestDue(), m.ticket.ReferralCheck(), m.formDue()} {
		if !at.IsZero() && (out.Timer.IsZero() || at.Before(out.Timer)) {
			out.Timer = at
		}
	}
	if turn, waits := m.nextRule(out); waits && (out.Timer.IsZero() || turn.At.Before(out.Timer)) {
		out.Timer = turn.At
	}
	return out
}

// On names a ticket and, where the actor acts upon what they saw, the version that they saw; zero for any. Only what people
// did since is in the way of the act.
type On struct {
	Ticket int64
	Seen   int64

	Draft string // the form whose drafts of the actor this act uses up; none when empty
	Saved int64  // the saved reply that was used in it
}

// change is the one way in which a ticket changes: load, ask permission, decide, save, in one transaction. An act
// that is forbidden to somebody who may see the ticket leaves a trace on it (OK-12).
func (d *Desk) change(ctx context.Context, who access.Actor, verb access.Verb, on On,
	decide func(context.Context, *sqldb.Tx, moment) ([]ticket.Event, error)) (t ticket.Ticket, err error) {
	err = d.write(ctx, who, on, &t, func(tx *sqldb.Tx) error {
		m, err := d.open(ctx, tx, who, verb, on)
		if err != nil {
			return err
		}
		if m, err = d.sendFirst(ctx, tx, m, verb); err != nil {
			return err
		}
		events, err := decide(ctx, tx, m)
		if err != nil {
			return err
		}
		if err := beside(ctx, tx, m, events); err != nil {
			return err
		}
		t, err = d.save(ctx, tx, m, events)
		return err
	})
	if fault.Is(err, fault.Forbidden) && !inBulk(ctx) {
		d.recordDenied(ctx, who, on.Ticket, verb)
	}
	return t, err
}

// open loads a ticket that somebody wants to change, if they may.
func (d *Desk) open(ctx context.Context, tx *sqldb.Tx, who access.Actor, verb access.Verb, on On) (moment, error) {
	m, err := d.load(ctx, tx, on.Ticket, who, tx.Now)
	if err != nil {
		return m, err
	}
	if err := access.Can(who, verb, m.ticket); err != nil {
		return m, err
	}
	if on.Seen != 0 && ticket.ChangedSince(m.entries, on.Seen) {
		return m, fault.New(fault.Conflict, "{the ticket} %d has changed since you opened it; look at what is new, then try again", on.Ticket)
	}
	return m, nil
}

func (d *Desk) load(ctx context.Context, q sqldb.Q, id int64, who access.Actor, now time.Time) (moment, error) {
	entries, err := store.History(ctx, q, id)
	if err != nil {
		return moment{}, err
	}
	if len(entries) == 0 {
		return moment{}, access.NoSuchTicket(id)
	}
	return moment{ticket: ticket.Fold(id, entries), entries: entries, book: d.book.Load(), now: now, who: who}, nil
}

// save stamps the events, folds them in and writes row and facts. Nothing decided is nothing saved.
func (d *Desk) save(ctx context.Context, tx *sqldb.Tx, m moment, events []ticket.Event) (ticket.Ticket, error) {
	if len(events) == 0 {
		return m.ticket, nil
	}
	events, err := m.follow(ctx, tx, events)
	if err != nil {
		return m.ticket, err
	}
	was, before := m, m.ticket.Version
	fresh := m.stamp(events)
	t := ticket.Apply(m.ticket, fresh...)
	m.ticket, m.entries = t, append(m.entries, fresh...)
	clocks, err := m.clocks()
	if err != nil {
		return t, err
	}
	timing := m.timing(clocks)
	if err := d.tellParent(ctx, tx, was, t); err != nil {
		return t, err
	}
	if err := store.SaveTicket(ctx, tx, t, before, timing); err != nil {
		return t, err
	}
	wakeAt(tx, timing)
	if err := store.AddFiles(ctx, tx, t.ID, m.brought.files); err != nil {
		return t, err
	}
	if err := store.AddParties(ctx, tx, t.ID, fresh); err != nil {
		return t, err
	}
	if err := store.SaveApprovers(ctx, tx, t, fresh); err != nil {
		return t, err
	}
	if err := store.Record(ctx, tx, t.ID, fresh); err != nil {
		return t, err
	}
	return t, d.tellTasks(ctx, tx, m, fresh)
}

// follow adds to what was decided what follows from it: that the seal is that of the team, which approvals it needs now, and
// that what has ended, or is sealed, waits for none, and that no technician is on the way to what is known as a home by now.
func (m moment) follow(ctx context.Context, q sqldb.Q, events []ticket.Event) ([]ticket.Event, error) {
	events, err := m.needed(ctx, q, m.sealed(events))
	if err != nil {
		return nil, err
	}
	after := ticket.Apply(m.ticket, m.stamp(events)...)
	events = append(slices.Clip(events), ticket.ApprovalsFollow(after)...)
	events = append(events, m.formWanted(events, after)...)
	return append(events, ticket.TripsFollow(after, scope.Words(m.book.at(m.now).HomeVisits()))...), nil
}

// stamp gives the events of one verb their circumstances. An event that knows its own instant keeps it, and what a mail
// brought happened when that arrived.
func (m moment) stamp(events []ticket.Event) []ticket.Entry {
	out := make([]ticket.Entry, len(events))
	for i, e := range events {
		out[i] = ticket.Entry{At: m.now, Recorded: m.now, By: m.who.ID, Event: e}
		if own, ok := e.(interface{ When() time.Time }); ok {
			out[i].At = own.When()
		}
		if at := m.brought.when(e); !at.IsZero() {
			out[i].At = at
		}
	}
	return out
}

// recordDenied writes down the attempt. That it fails must not hide the refusal itself, so the error is dropped here.
func (d *Desk) recordDenied(ctx context.Context, who access.Actor, id int64, verb access.Verb) {
	_ = d.db.Write(ctx, func(tx *sqldb.Tx) error {
		m, err := d.load(ctx, tx, id, who, tx.Now)
		if err != nil {
			return err
		}
		_, err = d.save(ctx, tx, m, ticket.Deny(string(verb)))
		return err
	})
}
