package server

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"switchboard/internal/channel/mail"
	"switchboard/internal/channel/mail/mailbox"
	"switchboard/internal/channel/mail/receive"
	"switchboard/internal/channel/mail/signin"
	"switchboard/internal/desk"
	"switchboard/internal/outbound"
)

// mail starts those who bring mail in, as far as the desk takes part. On an error nothing of it runs
// longer than life.
func (s *Server) mail(life context.Context, c Config) error {
	if c.Mail == nil {
		return nil
	}
	s.Desk.UseMail(desk.MailNames{Domain: c.Mail.Domain, Addresses: slices.Sorted(maps.Keys(c.Mail.Own())), Trust: c.Mail.Trust})
	out, err := c.Mail.Dialer()
	if err != nil {
		return fmt.Errorf("server: mail: %w", err)
	}
	for protocol, address := range map[receive.Protocol]string{receive.SMTP: c.Mail.SMTP, receive.LMTP: c.Mail.LMTP} {
		if err := s.takeMail(life, c, protocol, address); err != nil {
			return err
		}
	}
	for _, m := range c.Mail.Mailboxes {
		s.readMailbox(life, c, m, out)
	}
	return nil
}

// takeMail listens for other servers that bring mail.
func (s *Server) takeMail(life context.Context, c Config, protocol receive.Protocol, address string) error {
	if address == "" {
		return nil
	}
	r, err := receive.Listen(receive.Config{Protocol: protocol, Address: address, Domain: c.Mail.Domain, Own: c.Mail.Own(), Keeper: s.Desk, TLS: c.Mail.ServerTLS(), Log: c.Log})
	if err != nil {
		return err
	}
	c.Log.Info("mail is taken", "by", string(protocol), "at", r.Addr())
	s.work.Go(func() {
		if err := r.Run(life); err != nil {
			s.ended <- err
		}
	})
	return nil
}

// readMailbox reads one mailbox for as long as the desk is open.
func (s *Server) readMailbox(life context.Context, c Config, m mail.Mailbox, out *outbound.Dialer) {
	r := &mailbox.Reader{Mailbox: m, Account: signin.New(m.User, m.PasswordFile, m.OAuth, out), Out: out, Desk: s.Desk, Log: c.Log,
		Heartbeat: c.Mail.Heartbeat, Sends: c.Mail.Send != nil}
	s.work.Go(func() { r.Run(life) })
}
