package receive

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/emersion/go-smtp"

	"switchboard/internal/core/access"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
)

// storeTime bounds the storing of one message; whoever waits for the answer does so for ten minutes (RFC 5321, 4.5.3.2.6).
const storeTime = time.Minute

// session is one connection. The library may call it from two goroutines while a message is broken off.
type session struct {
	server *Server
	guest  *guest
	mutex  sync.Mutex
	from   string
	to     []string
}

func (s *Server) session(c *smtp.Conn) (smtp.Session, error) {
	g, ok := c.Conn().(*guest)
	if !ok {
		return nil, errClosing // no listener but ours is served
	}
	return &session{server: s, guest: g}, nil
}

// Mail begins a message; from is empty for a bounce.
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.from = from
	s.guest.begun.Store(true)
	return nil
}

// Rcpt takes the desk's own addresses and its postmaster's, and no other, whoever asks.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if !s.server.config.Own.Takes(to) {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "nobody reads mail for this address here"}
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.to = append(s.to, to)
	return nil
}

// Reset forgets the message that was begun.
func (s *session) Reset() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.from, s.to = "", nil
	s.guest.begun.Store(false)
}

// Logout ends the connection.
func (s *session) Logout() error { return nil }

// envelope is who sent the message, and to which of the desk's addresses: the one that says most, where it was several.
func (s *session) envelope() (from, to string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, address := range s.to {
		if to == "" || !s.server.config.Own.Tagged(to) && s.server.config.Own.Tagged(address) {
			to = address
		}
	}
	return s.from, to
}

// Data takes the message. It returns without an error only when the message is on disk: that is what is answered 250,
// by LMTP for each recipient, since there is one message however many of the desk's addresses it names.
func (s *session) Data(r io.Reader) error {
	s.guest.message.Store(true)
	defer s.guest.message.Store(false)
	from, to := s.envelope()
	raw, done, err := s.server.memory.read(r)
	defer done()
	if err != nil {
		return err
	}
	s.server.storing.RLock()
	defer s.server.storing.RUnlock()
	if s.server.closed {
		return errClosing
	}
	ctx, cancel := context.WithTimeout(context.Background(), storeTime)
	defer cancel()
	log := s.server.config.Log.With("from", from, "to", to, "by", string(s.server.config.Protocol))
	id, again, err := s.server.config.Keeper.StoreMail(ctx, access.System, desk.ArrivedMail{
		Mailbox: string(s.server.config.Protocol), Sender: from, Recipient: to, Raw: raw})
	if err != nil {
		log.Error("mail was not stored", "err", err)
		return refusal(err)
	}
	log.Info("mail came", "mail", id, "bytes", len(raw), slog.Bool("again", again))
	return nil
}

// refusal is what is answered for a message that is not stored: come again, unless coming again cannot help.
func refusal(err error) error {
	if fault.Is(err, fault.TooLarge) {
		return smtp.ErrDataTooLarge
	}
	return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "the desk cannot store mail just now; try again later"}
}

// errClosing says that the desk is being stopped.
var errClosing = &smtp.SMTPError{Code: 421, EnhancedCode: smtp.EnhancedCode{4, 3, 2}, Message: "the desk is closing; try again later"}

// errCrowded says that other messages take up the memory that there is.
var errCrowded = &smtp.SMTPError{Code: 452, EnhancedCode: smtp.EnhancedCode{4, 3, 1}, Message: "too many large messages at once; try again later"}

// read takes a whole message as long as there is memory for it, which done gives back.
func (m *memory) read(r io.Reader) (raw []byte, done func(), err error) {
	var b bytes.Buffer
	taken := 0
	done = func() { m.left.Add(int64(taken)) }
	for {
		if b.Available() == 0 {
			more := max(b.Cap(), 32<<10) // twice as much, at first enough for most
			if m.left.Add(-int64(more)) < 0 {
				m.left.Add(int64(more))
				return nil, done, errCrowded
			}
			taken += more
			b.Grow(more)
		}
		n, err := r.Read(b.AvailableBuffer()[:b.Available()])
		b.Write(b.AvailableBuffer()[:n])
		if errors.Is(err, io.EOF) {
			return b.Bytes(), done, nil
		}
		if err != nil {
			return nil, done, err
		}
	}
}
