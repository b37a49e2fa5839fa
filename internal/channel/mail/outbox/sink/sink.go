// Package sink is a mail server that takes what it is given and remembers it, for tests and measurements; a script lets it
// refuse, hesitate, hang up or forget to answer. It refuses to deliver anything to anybody.
package sink

import (
	"bytes"
	"errors"
	"io"
	"log"
	"net"
	"net/mail"
	"sync"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Message is one that was given whole.
type Message struct {
	From, To string // of the envelope
	ID       string // Message-ID
	Raw      []byte
	At       time.Time
}

// Script says what becomes of a message. It is called when the final dot has come, and before anything is answered.
type Script struct {
	Rcpt func(to string) error   // the answer to RCPT; nil takes everybody
	Data func(m Message) error   // the answer to the message; nil takes it
	Sent func(m Message) bool    // called when it was taken: false hangs up without an answer; nil answers
	Auth func(user string) error // nil: nobody signs in
}

// Sink is the server.
type Sink struct {
	Address string
	ln      net.Listener
	server  *smtp.Server
	script  Script
	mu      sync.Mutex
	taken   []Message
	grown   chan struct{} // closed and made anew with each message
	conns   int
}

// Listen opens a server on an address of the loopback; port 0 is any.
func Listen(address string, script Script) (*Sink, error) {
	ln, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	s := &Sink{Address: ln.Addr().String(), ln: ln, script: script, grown: make(chan struct{})}
	s.server = smtp.NewServer(backend{s})
	s.server.Domain, s.server.AllowInsecureAuth, s.server.EnableSMTPUTF8 = "sink.example", true, true
	s.server.ErrorLog = log.New(io.Discard, "", 0) // that a peer was killed is no news here
	s.server.ReadTimeout, s.server.WriteTimeout = time.Minute, time.Minute
	go func() { _ = s.server.Serve(ln) }() // it ends with Close, and says so
	return s, nil
}

// Close ends it at once, whoever is speaking.
func (s *Sink) Close() {
	_ = s.ln.Close() // the server may not have begun to listen
	_ = s.server.Close()
}

// Taken are the messages that were taken, in order.
func (s *Sink) Taken() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Message(nil), s.taken...)
}

// Conns is how many connections were opened.
func (s *Sink) Conns() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conns
}

// Wait returns when n messages were taken, or after a while, whichever is first; it answers how many there are.
func (s *Sink) Wait(n int, most time.Duration) int {
	timer := time.NewTimer(most)
	defer timer.Stop()
	for {
		s.mu.Lock()
		have, grown := len(s.taken), s.grown
		s.mu.Unlock()
		if have >= n {
			return have
		}
		select {
		case <-grown:
		case <-timer.C:
			return have
		}
	}
}

type backend struct{ *Sink }

func (b backend) NewSession(c *smtp.Conn) (smtp.Session, error) {
	b.mu.Lock()
	b.conns++
	b.mu.Unlock()
	s := &session{sink: b.Sink, conn: c}
	if b.script.Auth != nil {
		return &signing{s}, nil
	}
	return s, nil
}

type session struct {
	sink     *Sink
	conn     *smtp.Conn
	from, to string
}

func (s *session) Reset() {}

func (s *session) Logout() error { return nil }

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.from = from
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = to
	if s.sink.script.Rcpt != nil {
		return s.sink.script.Rcpt(to)
	}
	return nil
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	m := Message{From: s.from, To: s.to, Raw: raw, At: time.Now()}
	if head, err := mail.ReadMessage(bytes.NewReader(raw)); err == nil {
		m.ID = head.Header.Get("Message-ID")
	}
	if s.sink.script.Data != nil {
		if err := s.sink.script.Data(m); err != nil {
			return err
		}
	}
	s.sink.keep(m)
	if s.sink.script.Sent != nil && !s.sink.script.Sent(m) {
		_ = s.conn.Close() // what it would answer goes nowhere
		return errors.New("hung up")
	}
	return nil
}

func (s *Sink) keep(m Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.taken = append(s.taken, m)
	close(s.grown)
	s.grown = make(chan struct{})
}

// signing is a session of a server that wants to know who speaks.
type signing struct{ *session }

func (s *signing) AuthMechanisms() []string { return []string{sasl.Plain, sasl.Login, "XOAUTH2"} }

func (s *signing) Auth(mech string) (sasl.Server, error) {
	switch mech {
	case sasl.Plain:
		return sasl.NewPlainServer(func(_, user, password string) error { return s.sink.script.Auth(user + ":" + password) }), nil
	case "XOAUTH2":
		return &xoauth2{s.sink.script.Auth}, nil
	}
	return nil, smtp.ErrAuthUnknownMechanism
}

type xoauth2 struct{ judge func(string) error }

func (x *xoauth2) Next(response []byte) ([]byte, bool, error) {
	return nil, true, x.judge(string(response))
}
