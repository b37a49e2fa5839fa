package receive

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/emersion/go-smtp"
)

// Bounds of connections.
const (
	maxConnections = 200
	maxOfOne       = 50              // from one address
	idleLimit      = 5 * time.Minute // RFC 5321, 4.5.3.2.7
	sessionLimit   = time.Hour
	maxCommand     = 64 << 10 // bytes of a line that is no part of a message
)

// memory is what messages that are under way may take up together, in bytes.
type memory struct{ left atomic.Int64 }

// crowd is a listener that lets in so many, and tells the others to come again.
type crowd struct {
	net.Listener
	tls   *tls.Config // nil: STARTTLS is not offered
	mutex sync.Mutex
	all   int
	of    map[string]int
}

// Accept waits for the next connection that is let in.
func (c *crowd) Accept() (net.Conn, error) {
	for {
		conn, err := c.Listener.Accept()
		if err != nil {
			return nil, err
		}
		from := hostOf(conn)
		if c.enter(from) {
			return &guest{Conn: conn, tls: c.tls, ends: time.Now().Add(sessionLimit), leave: sync.OnceFunc(func() { c.leave(from) })}, nil
		}
		_ = conn.SetWriteDeadline(time.Now().Add(time.Second))
		_, _ = io.WriteString(conn, "421 4.3.2 too many connections; try again later\r\n")
		conn.Close()
	}
}

func hostOf(conn net.Conn) string {
	host, _, err := net.SplitHostPort(conn.RemoteAddr().String())
	if err != nil {
		return "" // a Unix socket
	}
	return host
}

func (c *crowd) enter(from string) bool {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.all >= maxConnections || from != "" && c.of[from] >= maxOfOne {
		return false
	}
	if c.of == nil {
		c.of = map[string]int{}
	}
	c.all++
	c.of[from]++
	return true
}

func (c *crowd) leave(from string) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.all--
	if c.of[from]--; c.of[from] == 0 {
		delete(c.of, from)
	}
}

// guest is a connection that may not be silent for long, stay for ever, or say commands without end. The lines of a
// message may be of any length: RFC 5322, 2.1.1 has 998, and real mail does not keep to it.
type guest struct {
	net.Conn
	ends    time.Time
	leave   func()
	message atomic.Bool // one is under way
	begun   atomic.Bool // a sender was named, for a message to come
	line    int         // bytes since the last end of a line

	tls  *tls.Config // nil: STARTTLS is not offered
	safe *tls.Conn   // over Conn, once it was asked for
}

// Read waits for as long as a guest may be silent. An end is reported as a closed connection: the end of a stream is how
// a chunk of BDAT ends too (RFC 3030), and a message that was cut off must not be taken for a whole one.
func (g *guest) Read(b []byte) (int, error) {
	if err := g.Conn.SetReadDeadline(g.patience()); err != nil {
		return 0, err
	}
	n, err := g.hear(b)
	if g.line += n; g.message.Load() {
		g.line = 0
	}
	if end := bytes.LastIndexByte(b[:n], '\n'); end >= 0 {
		g.line = n - end
	}
	switch {
	case errors.Is(err, io.EOF):
		return n, net.ErrClosed
	case g.line > maxCommand:
		return 0, smtp.ErrTooLongLine
	}
	return n, err
}

// patience is until when a guest may be silent.
func (g *guest) patience() time.Time {
	if silent := time.Now().Add(idleLimit); silent.Before(g.ends) {
		return silent
	}
	return g.ends
}

// Close ends the connection and makes room for another.
func (g *guest) Close() error {
	defer g.leave()
	return g.Conn.Close()
}
