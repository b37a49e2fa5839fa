package desk

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/ticket"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Bounds of the timer loop.
const (
	timerBatch = 200
	timerFloor = time.Second // the longest that a lost nudge delays a timer
	timerTopic = "timer"
)

// Tick lets a ticket do what time asks of it: each threshold and each miss of a clock speaks once, at its true instant,
// however late we are (CLOCKS, rules 9 and 10), and a resolved ticket closes when its confirm window is over.
func (d *Desk) Tick(ctx context.Context, who access.Actor, id int64) error {
	rules := false
	_, err := d.change(ctx, who, access.Tick, On{Ticket: id}, func(ctx context.Context, tx *sqldb.Tx, m moment) ([]ticket.Event, error) {
		clocks, err := m.clocks()
		if err != nil {
			return nil, err
		}
		turn, waits := m.nextRule(ticket.TimingOf(clocks, m.entries))
		rules = waits && !turn.At.After(m.now)
		events := ticket.Ring(clocks, m.entries, m.now)
		if m.ticket.Status == ticket.StatusResolved && m.now.After(m.confirmUntil()) {
			closed, err := ticket.Finish(m.ticket, "confirm window over")
			if err != nil {
				return nil, err
			}
			events = append(events, closed...)
		}
		climbed, err := m.unanswered(ctx, tx)
		if err != nil {
			return nil, err
		}
		ripe, err := m.ripe(ctx, tx)
		if err != nil {
			return nil, err
		}
		late, err := m.approvalsDue(ctx, tx)
		if err != nil {
			return nil, err
		}
		events = slices.Concat(events, climbed, ripe, late, ticket.RemindOfReferral(m.ticket, m.now))
		events = slices.Concat(events, ticket.LapseContest(m.ticket, m.now), m.formReminder())
		if events = m.sealed(events); len(events) == 0 { // the promises have moved, and the timer with them
			return nil, d.retime(ctx, tx, m, clocks)
		}
		return events, nil
	})
	if err != nil || !rules {
		return err
	}
	return d.obey(ctx, who, id)
}

func (d *Desk) retime(ctx context.Context, tx *sqldb.Tx, m moment, clocks []Clock) error {
	timing := m.timing(clocks)
	if err := store.SaveTicket(ctx, tx, m.ticket, m.ticket.Version, timing); err != nil {
		return err
	}
	wakeAt(tx, timing)
	return nil
}

// RetimeAll moves the timers of all open tickets to what the edition that came into force promises.
func (d *Desk) RetimeAll(ctx context.Context, who access.Actor) error {
	if err := access.May(who, access.Tick); err != nil {
		return err
	}
	if err := d.Reload(ctx); err != nil {
		return err
	}
	for after := int64(0); ; {
		ids, err := store.OpenTickets(ctx, d.db.Reader(), after, timerBatch)
		if err != nil || len(ids) == 0 {
			return err
		}
		for _, id := range ids {
			if err := d.Tick(ctx, who, id); err != nil {
				return err
			}
		}
		after = ids[len(ids)-1]
	}
}

// RunTimers lets tickets tick until ctx ends. What fell due while no node ran is caught up first.
func (d *Desk) RunTimers(ctx context.Context, log *slog.Logger) {
	woken, stop := d.db.Nudged(timerTopic)
	defer stop()
	for ctx.Err() == nil {
		worked, err := d.RingDue(ctx, log)
		if err != nil && ctx.Err() == nil {
			log.Error("timers", "err", err)
		}
		if worked == timerBatch && err == nil {
			continue
		}
		d.rest(ctx, woken)
	}
}

// RingDue rings what is due by now, at most one batch, and tells how many tickets it touched. A ticket that cannot
// be judged is logged and put aside for a minute; it does not hold up the others (DESIGN 9.9).
func (d *Desk) RingDue(ctx context.Context, log *slog.Logger) (int, error) {
	due, err := store.DueTimers(ctx, d.db.Reader(), d.Now(), timerBatch)
	if err != nil {
		return 0, err
	}
	for _, id := range due {
		if err := d.Tick(ctx, access.System, id); err != nil && ctx.Err() == nil {
			log.Error("timer", "ticket", id, "err", err)
			if err := d.putAside(ctx, id); err != nil {
				return 0, err
			}
		}
	}
	return len(due), nil
}

func (d *Desk) putAside(ctx context.Context, id int64) error {
	return d.db.Write(ctx, func(tx *sqldb.Tx) error {
		return store.PutTimerAside(ctx, tx, id, tx.Now.Add(time.Minute))
	})
}

// rest waits for the next timer, at most for timerFloor, or until a verb sets an earlier one.
func (d *Desk) rest(ctx context.Context, woken <-chan struct{}) {
	wait := timerFloor
	if next, err := store.NextTimer(ctx, d.db.Reader()); err == nil && !next.IsZero() {
		wait = min(wait, max(next.Sub(d.Now()), time.Millisecond))
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	case <-woken:
	}
}

// wakeAt nudges the timer loop after the commit, if this timer is due before its next look.
func wakeAt(tx *sqldb.Tx, timing ticket.Timing) {
	if !timing.Timer.IsZero() && timing.Timer.Sub(tx.Now) < timerFloor {
		tx.Nudge(timerTopic)
	}
}
