package demo

import (
	"context"
	"math/rand/v2"
	"time"

	"switchboard/internal/desk"
)

// The length of the play, and how many tickets are opened in it.
const (
	backlogDays = 30 // a few tickets are as old as this
	busyDays    = 14 // the simulated fortnight
	busyTickets = 290
	oldTickets  = 30
)

// Seed fills an empty desk, once; on a desk that has its demo already it does nothing. It winds the clock of the desk's
// database, clock, and leaves it as it was. Nobody else may use the desk meanwhile.
func Seed(ctx context.Context, d *desk.Desk, clock *func() time.Time) error {
	done, err := made(ctx, d)
	if err != nil || done {
		return err
	}
	end := d.Now()
	s := &stage{desk: d, rng: rand.New(rand.NewPCG(1, 2026)), zone: d.Definition().Zone(), end: end}
	s.now = end.AddDate(0, 0, -backlogDays-1)
	s.rung = s.now
	before := *clock
	*clock = func() time.Time { return s.now }
	defer func() { *clock = before }()
	if s.cast, err = hire(ctx, d, s.rng); err != nil {
		return err
	}
	if err := s.cast.enrol(ctx, d); err != nil {
		return err
	}
	if err := shelve(ctx, d); err != nil {
		return err
	}
	if err := s.cast.learn(ctx, d); err != nil {
		return err
	}
	s.arrivals()
	s.outage(outages[0], end.AddDate(0, 0, -6).Add(-3*time.Hour), 95*time.Minute)
	s.outage(outages[1], end.Add(-55*time.Minute), 0)
	s.mine()
	s.together()
	s.hires()
	s.visits()
	if err := s.run(ctx); err != nil {
		return err
	}
	_, err = s.cast.add(ctx, d, admin)
	return err
}

// arrivals plans when tickets are opened: on working days in two waves, at nights and weekends a few, and of the last
// hours some in any case, so that the desk is at work when somebody looks.
func (s *stage) arrivals() {
	all := append(append([]scenario{}, atTheDesk...), shared...)
	pick := func() scenario { return all[s.rng.IntN(len(all))] }
	for range oldTickets {
		at := s.end.AddDate(0, 0, -busyDays).Add(-s.upTo((backlogDays - busyDays) * 24 * time.Hour))
		s.open(s.atWork(at), pick(), false)
	}
	for range busyTickets {
		at := s.end.Add(-s.upTo(busyDays * 24 * time.Hour))
		if !s.chance(6) {
			at = s.wave(at)
		}
		s.open(at, pick(), s.chance(4))
	}
	for range 12 {
		s.open(s.end.Add(-s.upTo(150*time.Minute)), pick(), false)
	}
}

// wave moves an instant to one of the two hours of its day in which most people call.
func (s *stage) wave(at time.Time) time.Time {
	local := s.atWork(at).In(s.zone)
	peak := 9 * time.Hour
	if s.chance(40) {
		peak = 13*time.Hour + 30*time.Minute
	}
	spread := time.Duration(s.rng.NormFloat64() * float64(70*time.Minute))
	return time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, s.zone).Add(peak + spread)
}

// mine gives the customer of the sign-in page tickets in different states.
func (s *stage) mine() {
	for i, hours := range []int{2, 20, 51, 98, 170} {
		s.openFor(s.cast.dana, s.end.Add(-time.Duration(hours)*time.Hour), shared[i*5], false)
	}
}
