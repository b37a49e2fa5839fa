package server

import (
	"context"
	"fmt"
	"time"

	"switchboard/internal/channel/mail/outbox"
	"switchboard/internal/channel/push"
	"switchboard/internal/core/notice"
	"switchboard/internal/follow/notify"
	"switchboard/internal/job"
	"switchboard/internal/outbound"
	"switchboard/internal/store"
)

// tell starts those who decide who is told and by which ways, and those who send it. Letters and pushes have workers of
// their own, so that a slow server holds up nothing else.
func (s *Server) tell(ctx, life context.Context, c Config) error {
	if err := notify.Begin(ctx, s.db); err != nil {
		return err
	}
	dialer := outbound.New(outbound.Rules{})
	how := notify.Config{DeskTeam: func() string { return s.Desk.Definition().DeskTeam() }, Zone: func() *time.Location { return s.Desk.Definition().Zone() },
		Waking: func() notice.Bounds { return s.Desk.Definition().WakingBounds() }}
	if c.Mail != nil {
		var err error
		if dialer, err = c.Mail.Dialer(); err != nil {
			return err
		}
		if c.Mail.Send != nil {
			how.Domain = c.Mail.Domain
		}
	}
	sender := push.New(push.Config{Desk: s.Desk, Words: s.words, Dialer: dialer, Base: s.Base, Log: c.Log})
	runner := &job.Runner{DB: s.db, Log: c.Log, Workers: push.Workers, Handlers: map[string]job.Handler{store.SendPushJob: sender.Handler()}}
	if err := s.sendMail(life, c); err != nil {
		return err
	}
	s.follow(life, c.Log, notify.Follower(how))
	s.work.Go(func() { runner.Run(life) })
	return nil
}

// sendMail starts those who send letters, where the desk has a server that takes them.
func (s *Server) sendMail(life context.Context, c Config) error {
	if c.Mail == nil || c.Mail.Send == nil {
		return nil
	}
	box, err := outbox.New(outbox.Config{Desk: s.Desk, Mail: c.Mail, Words: s.words, Base: s.Base, Log: c.Log})
	if err != nil {
		return fmt.Errorf("server: mail: %w", err)
	}
	runner := &job.Runner{DB: s.db, Log: c.Log, Workers: outbox.Workers, Handlers: map[string]job.Handler{store.SendMailJob: box.Handler()}}
	s.work.Go(func() { box.Watch(life) })
	s.work.Go(func() {
		defer box.Close()
		runner.Run(life)
	})
	return nil
}
