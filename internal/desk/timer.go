package desk

import (
	"context"
	"log/slog"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/ticket"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Bounds of the timer loop.
const (
	timerBatch = 200
	timerFloor = time.Second // another node may have set an earlier timer
)

// Tick lets the clocks of a ticket speak: each threshold and each miss once, at its true instant, however late we are
// (CLOCKS, rules 9 and 10).
func (d *Desk) Tick(ctx context.Context, who access.Actor, id int64) error {
	_, err := d.change(ctx, who, access.Tick, On{Ticket: id}, func(ctx context.Context, tx *sqldb.Tx, m moment) ([]ticket.Event, error) {
		clocks, err := m.clocks()
		if err != nil {
			return nil, err
		}
		events := ticket.Ring(clocks, m.entries, m.now)
		if len(events) == 0 { // the policy moved the timer; keep where it is now
			return nil, d.retime(ctx, tx, m, clocks)
		}
		return events, nil
	})
	return err
}

func (d *Desk) retime(ctx context.Context, tx *sqldb.Tx, m moment, clocks []Clock) error {
	timing := ticket.TimingOf(m.ticket, clocks, m.entries)
	if err := store.SaveTicket(ctx, tx, m.ticket, m.ticket.Version, timing); err != nil {
		return err
	}
	d.wakeAt(tx, timing)
	return nil
}

// RunTimers lets clocks speak until ctx ends. What fell due while no node ran is caught up first.
func (d *Desk) RunTimers(ctx context.Context, log *slog.Logger) {
	for ctx.Err() == nil {
		worked, err := d.RingDue(ctx, log)
		if err != nil {
			log.Error("timers", "err", err)
		}
		if worked == timerBatch && err == nil {
			continue
		}
		d.rest(ctx)
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
func (d *Desk) rest(ctx context.Context) {
	wait := timerFloor
	if next, err := store.NextTimer(ctx, d.db.Reader()); err == nil && !next.IsZero() {
		wait = min(wait, max(next.Sub(d.Now()), time.Millisecond))
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	case <-d.wake:
	}
}

// wakeAt nudges the timer loop after the commit, if this ticket's timer is before its next look anyway.
func (d *Desk) wakeAt(tx *sqldb.Tx, timing ticket.Timing) {
	if timing.Timer.IsZero() || timing.Timer.Sub(tx.Now) > timerFloor {
		return
	}
	tx.AfterCommit(func() {
		select {
		case d.wake <- struct{}{}:
		default:
		}
	})
}
