package server

import (
	"context"
	"fmt"

	"switchboard/internal/channel/mail/outbox"
	"switchboard/internal/eventlog"
	"switchboard/internal/follow/notify"
	"switchboard/internal/job"
	"switchboard/internal/store"
)

// sendMail starts those who decide letters and those who send them, where the desk has a server that takes them. Sending
// has workers of its own, so that a slow mail server holds up nothing else.
func (s *Server) sendMail(ctx, life context.Context, c Config) error {
	if c.Mail == nil || c.Mail.Send == nil {
		return nil
	}
	box, err := outbox.New(outbox.Config{Desk: s.Desk, Mail: c.Mail, Words: s.words, Base: s.Base, Log: c.Log})
	if err != nil {
		return fmt.Errorf("server: mail: %w", err)
	}
	if err := notify.Begin(ctx, s.db); err != nil {
		return err
	}
	follower := notify.Follower(notify.Config{Domain: c.Mail.Domain, DeskTeam: func() string { return s.Desk.Definition().DeskTeam() }})
	runner := &job.Runner{DB: s.db, Log: c.Log, Workers: outbox.Workers, Handlers: map[string]job.Handler{store.SendMailJob: box.Handler()}}
	s.work.Go(func() { eventlog.Run(life, s.db, c.Log, follower) })
	s.work.Go(func() { box.Watch(life) })
	s.work.Go(func() {
		defer box.Close()
		runner.Run(life)
	})
	return nil
}
