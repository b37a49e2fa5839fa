// Package receive takes mail that other servers bring: by SMTP (RFC 5321) or, from a server next door, by LMTP (RFC
// 2033). It knows for whom mail is taken and that nothing is acknowledged before it is stored. It refuses to relay, to
// read what it takes and to know what becomes of it.
package receive

import (
	"context"
	"crypto/tls"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"strings"
	"sync"

	"github.com/emersion/go-smtp"

	"switchboard/internal/channel/mail"
	"switchboard/internal/core/access"
	"switchboard/internal/desk"
)

// Protocol is what is spoken; as text it is the way that stored mail names.
type Protocol string

// The protocols.
const (
	SMTP Protocol = desk.HandedSMTP
	LMTP Protocol = desk.HandedLMTP
)

// Keeper keeps mail; when it returns without an error, the mail is on disk. The desk is one.
type Keeper interface {
	StoreMail(context.Context, access.Actor, desk.ArrivedMail) (id int64, again bool, err error)
}

// Config is what a server needs.
type Config struct {
	Protocol Protocol
	Address  string // "127.0.0.1:2525"; of LMTP also a path, which is a Unix socket
	Domain   string // the name by which it greets
	Own      mail.Own
	Keeper   Keeper
	TLS      *tls.Config // with GetCertificate; nil: the connection stays plain
	Log      *slog.Logger
}

// Server takes mail at one address.
type Server struct {
	config  Config
	ln      net.Listener
	smtp    *smtp.Server
	memory  memory
	storing sync.RWMutex // held for reading while a message is being stored
	closed  bool         // under storing
}

// Bounds of what is taken, beside those of a connection.
const (
	maxRecipients = 100 // the least that RFC 5321, 4.5.3.1.8 asks for; nobody needs more to reach a desk
	maxMemory     = 256 << 20
)

// Listen opens the address. Nobody is answered before Run.
func Listen(c Config) (*Server, error) {
	ln, err := listen(c.Address)
	if err != nil {
		return nil, fmt.Errorf("receive: %s: %w", c.Protocol, err)
	}
	s := &Server{config: c, ln: ln}
	s.memory.left.Store(maxMemory)
	s.smtp = smtp.NewServer(smtp.BackendFunc(s.session))
	s.smtp.Domain, s.smtp.LMTP = c.Domain, c.Protocol == LMTP
	s.smtp.MaxMessageBytes, s.smtp.MaxRecipients, s.smtp.MaxLineLength = desk.MaxMail, maxRecipients, 0 // guest bounds lines
	s.smtp.EnableSMTPUTF8 = true                                                                        // bytes are bytes to whoever only keeps them
	s.smtp.WriteTimeout = idleLimit
	s.smtp.ErrorLog = slog.NewLogLogger(c.Log.Handler(), slog.LevelInfo)
	return s, nil
}

// listen opens a TCP address or, for a path, a Unix socket, in place of one that a killed process has left.
func listen(address string) (net.Listener, error) {
	if !strings.Contains(address, "/") {
		return net.Listen("tcp", address)
	}
	if info, err := os.Lstat(address); err == nil && info.Mode().Type() == fs.ModeSocket {
		if err := os.Remove(address); err != nil {
			return nil, err
		}
	}
	ln, err := net.Listen("unix", address)
	if err != nil {
		return nil, err
	}
	return ln, os.Chmod(address, 0o666) // mail servers have users of their own; its folder says who comes near
}

// Addr is where it listens.
func (s *Server) Addr() net.Addr { return s.ln.Addr() }

// Run serves until ctx ends. A message that is being stored then is stored first, all else is broken off: whoever brought
// it has no answer and comes again.
func (s *Server) Run(ctx context.Context) error {
	ctx, end := context.WithCancel(ctx)
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		<-ctx.Done()
		s.storing.Lock()
		defer s.storing.Unlock()
		s.closed = true
		_ = s.smtp.Close()
	}()
	err := s.smtp.Serve(&crowd{Listener: s.ln, tls: s.config.TLS})
	over := ctx.Err() != nil
	end()
	<-closed
	if over {
		return nil
	}
	return err
}
