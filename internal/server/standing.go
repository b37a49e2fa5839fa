package server

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/eventlog"
	"switchboard/internal/fault"
	"switchboard/internal/job"
)

// follow runs followers for as long as the desk is open, and knows them by name for what was put aside for them.
func (s *Server) follow(life context.Context, log *slog.Logger, all ...eventlog.Follower) {
	for _, f := range all {
		s.followers[f.Name] = f
	}
	s.work.Go(func() { eventlog.Run(life, s.db, log, all...) })
}

// unpark has a follower apply a fact that was put aside for it. That it fails again is written down beside the fact, which is
// shown as before; the job is done either way.
func (s *Server) unpark(ctx context.Context, j *job.Job) error {
	var seq int64
	var name string
	if _, err := fmt.Sscanf(j.Body, "%d %s", &seq, &name); err != nil {
		return job.Stop(err)
	}
	f, known := s.followers[name]
	if !known {
		return job.Stop(fmt.Errorf("no follower here is called %s", name))
	}
	err := eventlog.Unpark(ctx, s.db, f, seq)
	if ctx.Err() != nil {
		return err
	}
	if err != nil && !fault.Is(err, fault.NotFound) { // let go meanwhile, or applied by another node
		s.log.Error("a fact that was put aside fails again", "follower", name, "fact", seq, "err", err)
	}
	return nil
}

// lookEvery is how often one looks whether work stands still.
const lookEvery = time.Minute

// watchStanding raises the alarm when work stands still, until life ends.
func (s *Server) watchStanding(life context.Context) {
	again := time.NewTicker(lookEvery)
	defer again.Stop()
	for life.Err() == nil {
		if err := s.Desk.CheckStanding(life, access.System); err != nil && life.Err() == nil {
			s.log.Error("whether work stands still could not be seen", "err", err)
		}
		select {
		case <-again.C:
		case <-life.Done():
		}
	}
}
