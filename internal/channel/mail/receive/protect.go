package receive

import (
	"bytes"
	"crypto/tls"
	"strings"
	"time"
)

// STARTTLS (RFC 3207) is spoken here and not by the library: what a guest says is bounded in its plain form, and the end of a
// protected stream is no end of a message either (see guest.Read), which only the connection itself can see to.

// handshakeTime bounds the agreement on keys.
const handshakeTime = 30 * time.Second

const (
	startTLS  = "STARTTLS\r\n"
	offered   = "250-" + startTLS
	firstOf   = "250-PIPELINING\r\n" // of what the library offers
	readyTLS  = "220 2.0.0 ready to start TLS\r\n"
	tlsBroken = "454 4.7.0 TLS is not to be had just now\r\n"
)

// Write writes an answer; before the connection is protected, what is offered says that it can be.
func (g *guest) Write(b []byte) (int, error) {
	switch {
	case g.safe != nil:
		return g.safe.Write(b)
	case g.tls == nil:
		return g.Conn.Write(b)
	}
	if _, err := g.Conn.Write(bytes.Replace(b, []byte(firstOf), []byte(offered+firstOf), 1)); err != nil {
		return 0, err
	}
	return len(b), nil
}

// hear reads what the guest says next. STARTTLS is answered here; it is heard alone, between two messages and at the beginning
// of a line, so that nothing that was said before protection counts behind it (RFC 3207, 4.2 and 5).
func (g *guest) hear(b []byte) (int, error) {
	for {
		if g.safe != nil {
			return g.safe.Read(b)
		}
		n, err := g.Conn.Read(b)
		if g.tls == nil || g.begun.Load() || g.line > 1 { // 1 is the end of the line before
			return n, err
		}
		for err == nil && n > 0 && n < len(startTLS) && n < len(b) && strings.EqualFold(startTLS[:n], string(b[:n])) {
			var more int
			more, err = g.Conn.Read(b[n:])
			n += more
		}
		if err != nil || !strings.EqualFold(startTLS, string(b[:n])) {
			return n, err
		}
		if err := g.protect(); err != nil {
			return 0, err
		}
	}
}

// protect agrees on keys, and speaks through them from then on.
func (g *guest) protect() error {
	ready := readyTLS
	if _, err := g.tls.GetCertificate(nil); err != nil {
		ready = tlsBroken
	}
	if _, err := g.Conn.Write([]byte(ready)); err != nil || ready == tlsBroken {
		return err
	}
	conn := tls.Server(g.Conn, g.tls)
	if err := g.Conn.SetDeadline(time.Now().Add(handshakeTime)); err != nil {
		return err
	}
	if err := conn.Handshake(); err != nil {
		return err
	}
	g.safe = conn
	if err := g.Conn.SetDeadline(time.Time{}); err != nil {
		return err
	}
	return g.Conn.SetReadDeadline(g.patience())
}
