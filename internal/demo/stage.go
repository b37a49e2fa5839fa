package demo

import (
	"container/heap"
	"context"
	"log/slog"
	"math/rand/v2"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/desk"
)

// stage is the desk with its clock wound forward from act to act.
type stage struct {
	desk *desk.Desk
	cast *cast
	rng  *rand.Rand
	zone *time.Location
	end  time.Time
	now  time.Time
	plan agenda
	rung time.Time // when the timers rang last
}

// act is something that somebody does at an instant.
type act struct {
	at time.Time
	n  int // of two at one instant the one that was planned first comes first
	do func(context.Context) error
}

// later plans an act; what lies beyond the end stays undone, and leaves its ticket as it is then.
func (s *stage) later(at time.Time, do func(context.Context) error) {
	if at.Before(s.now) {
		at = s.now
	}
	if at.Before(s.end) {
		s.plan.n++
		heap.Push(&s.plan, act{at, s.plan.n, do})
	}
}

// ringEvery is how often clocks speak while time is wound forward; each speaks at its own instant anyway.
const ringEvery = 6 * time.Hour

// run lets all acts happen in order.
func (s *stage) run(ctx context.Context) error {
	for s.plan.Len() > 0 {
		next := heap.Pop(&s.plan).(act)
		s.now = next.at
		if s.now.Sub(s.rung) > ringEvery {
			if err := s.ring(ctx); err != nil {
				return err
			}
		}
		if err := next.do(ctx); err != nil {
			return err
		}
	}
	s.now = s.end
	return s.ring(ctx)
}

// ring lets all clocks speak that are due by now.
func (s *stage) ring(ctx context.Context) error {
	s.rung = s.now
	for {
		n, err := s.desk.RingDue(ctx, slog.New(slog.DiscardHandler))
		if err != nil || n == 0 {
			return err
		}
	}
}

// atWork moves an instant into the hours in which people sit at their desks.
func (s *stage) atWork(at time.Time) time.Time {
	local := at.In(s.zone)
	for {
		open := time.Date(local.Year(), local.Month(), local.Day(), 7, 40, 0, 0, s.zone)
		switch {
		case local.Weekday() == time.Saturday || local.Weekday() == time.Sunday || local.After(open.Add(9*time.Hour+30*time.Minute)):
			local = open.AddDate(0, 0, 1).Add(s.upTo(50 * time.Minute))
			if local.Weekday() != time.Saturday && local.Weekday() != time.Sunday {
				return local
			}
		case local.Before(open):
			return open.Add(s.upTo(50 * time.Minute))
		default:
			return local
		}
	}
}

func (s *stage) upTo(d time.Duration) time.Duration {
	if d <= 0 {
		return 0
	}
	return time.Duration(s.rng.Int64N(int64(d))).Truncate(time.Second)
}

// between picks a time from low to high.
func (s *stage) between(low, high time.Duration) time.Duration { return low + s.upTo(high-low) }

// chance is true in so many of a hundred cases.
func (s *stage) chance(percent int) bool { return s.rng.IntN(100) < percent }

// due is when the earliest of some promises is due, of those that count; zero where none does.
func due(clocks []desk.Clock, wanted func(desk.Clock) bool) (at time.Time) {
	for _, c := range clocks {
		if !c.Due.IsZero() && c.Running() && wanted(c) && (at.IsZero() || c.Due.Before(at)) {
			at = c.Due
		}
	}
	return at
}

// sheet is how the ticket stands.
func (s *stage) sheet(ctx context.Context, id int64) (desk.Sheet, error) {
	return s.desk.Ticket(ctx, access.System, id)
}

// agenda is a heap of acts, the next one first.
type agenda struct {
	acts []act
	n    int
}

func (a agenda) Len() int { return len(a.acts) }
func (a agenda) Less(i, j int) bool {
	if c := a.acts[i].at.Compare(a.acts[j].at); c != 0 {
		return c < 0
	}
	return a.acts[i].n < a.acts[j].n
}
func (a agenda) Swap(i, j int) { a.acts[i], a.acts[j] = a.acts[j], a.acts[i] }
func (a *agenda) Push(x any)   { a.acts = append(a.acts, x.(act)) }
func (a *agenda) Pop() any {
	last := a.acts[len(a.acts)-1]
	a.acts = a.acts[:len(a.acts)-1]
	return last
}
