package outbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/emersion/go-smtp"

	"switchboard/internal/channel/mail"
	"switchboard/internal/channel/mail/signin"
	"switchboard/internal/outbound"
)

// Bounds of a connection.
const (
	commandTimeout = time.Minute
	finalTimeout   = 2 * time.Minute  // for the answer after the final dot (RFC 5321, 4.5.3.2.6 allows ten)
	idleLimit      = 20 * time.Second // servers hang up on who says nothing
	maxPerLine     = 100              // letters on one connection; many servers count them
)

// envelope is a message and its way.
type envelope struct {
	from, to string
	raw      []byte
}

// hostError says that the server as a whole is at fault, not one letter.
type hostError struct{ error }

func (e hostError) Unwrap() error { return e.error }

// lines are the connections to the mail server. One that took a letter is kept for the next.
type lines struct {
	send    *mail.Send
	domain  string
	dialer  *outbound.Dialer
	account *signin.Account // nil: no sign-in

	mu   sync.Mutex
	idle []*line
}

type line struct {
	*smtp.Client
	conn net.Conn
	sent int
	used time.Time
}

// deliver gives a letter to the server and answers what it said. Errors: hostError; *smtp.SMTPError is the server's word on
// this letter; after any other nobody knows whether it has it.
func (l *lines) deliver(ctx context.Context, e envelope) (string, error) {
	for {
		c, err := l.take(ctx)
		if err != nil {
			return "", hostError{err}
		}
		kept := c.sent > 0
		answer, begun, err := c.deliver(ctx, e)
		if err == nil {
			l.put(c)
			return answer, nil
		}
		var said *smtp.SMTPError
		switch {
		case errors.As(err, &said) && said.Code != 421 && !begun:
			if c.Reset() == nil {
				l.put(c)
			} else {
				c.Close()
			}
			return "", err
		case errors.As(err, &said) && said.Code != 421:
			l.put(c) // it answered the message, and waits for the next
			return "", err
		}
		c.Close()
		switch {
		case kept && !begun && ctx.Err() == nil:
			continue // it hung up on a connection that was kept: that says nothing of the server
		case begun && said == nil:
			return "", fmt.Errorf("nobody knows whether the server took it: %w", err)
		}
		return "", hostError{err}
	}
}

// take is a connection on which a letter can be given.
func (l *lines) take(ctx context.Context) (*line, error) {
	l.mu.Lock()
	for n := len(l.idle); n > 0; n = len(l.idle) {
		c := l.idle[n-1]
		l.idle = l.idle[:n-1]
		if time.Since(c.used) < idleLimit {
			l.mu.Unlock()
			return c, nil
		}
		go c.Close()
	}
	l.mu.Unlock()
	return l.open(ctx)
}

func (l *lines) put(c *line) {
	c.used = time.Now()
	if c.sent++; c.sent >= maxPerLine {
		_ = c.Quit() // it has all our letters
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.idle = append(l.idle, c)
}

func (l *lines) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.idle {
		_ = c.Quit()
	}
	l.idle = nil
}

// open connects, protects the connection and signs in.
func (l *lines) open(ctx context.Context) (*line, error) {
	host, _, err := net.SplitHostPort(l.send.Host)
	if err != nil {
		return nil, err
	}
	var conn net.Conn
	if l.send.Security == mail.TLS {
		conn, err = l.dialer.DialTLS(ctx, l.send.Host)
	} else {
		conn, err = l.dialer.Dial(ctx, l.send.Host)
	}
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	c, err := l.greet(ctx, conn, host)
	if err != nil {
		conn.Close()
		return nil, err
	}
	return c, nil
}

func (l *lines) greet(ctx context.Context, conn net.Conn, host string) (*line, error) {
	c := &line{conn: conn}
	if l.send.Security == mail.StartTLS {
		var err error
		if c.Client, err = smtp.NewClientStartTLS(conn, l.dialer.TLS(host)); err != nil {
			return nil, err
		}
	} else {
		c.Client = smtp.NewClient(conn)
	}
	c.CommandTimeout, c.SubmissionTimeout = commandTimeout, finalTimeout
	if err := c.Hello(l.domain); err != nil {
		return nil, err
	}
	return c, l.signIn(ctx, c)
}

// deliver gives one letter; begun says whether the server was given its bytes, after which only its answer tells whether it
// has it. What was begun is not cut short because the house closes.
func (c *line) deliver(ctx context.Context, e envelope) (answer string, begun bool, err error) {
	if known, _ := c.Extension("SMTPUTF8"); international(e.to) && !known {
		return "", false, &smtp.SMTPError{Code: 553, EnhancedCode: smtp.EnhancedCode{5, 6, 7}, Message: "the mail server takes only addresses in ASCII"} // RFC 6531, 3.2
	}
	stop := context.AfterFunc(ctx, func() { c.conn.Close() })
	if err := c.Mail(e.from, &smtp.MailOptions{Size: int64(len(e.raw)), UTF8: international(e.to)}); err != nil {
		stop()
		return "", false, err
	}
	if err := c.Rcpt(e.to, nil); err != nil {
		stop()
		return "", false, err
	}
	if !stop() {
		return "", false, ctx.Err()
	}
	data, err := c.Data()
	if err != nil {
		return "", false, err
	}
	if err := c.conn.SetWriteDeadline(time.Now().Add(finalTimeout)); err != nil {
		return "", true, err
	}
	if _, err := bytes.NewReader(e.raw).WriteTo(data); err != nil {
		return "", true, err
	}
	got, err := data.CloseWithResponse()
	if err != nil {
		return "", true, err
	}
	return got.StatusText, true, nil
}
