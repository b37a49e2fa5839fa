package receive_test

import (
	"io"
	"net"
	"net/textproto"
	"testing"
	"time"
)

// line is a connection on which a test says what no library would.
type line struct {
	t    *testing.T
	conn net.Conn
	text *textproto.Conn
}

// speak connects and hears the greeting.
func speak(t *testing.T, at net.Addr) *line {
	t.Helper()
	conn, err := net.Dial(at.Network(), at.String())
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	l := &line{t, conn, textproto.NewConn(conn)}
	t.Cleanup(func() { l.text.Close() })
	l.say("", 220)
	return l
}

// say sends a line, or none for "", and reads an answer, which must have this code.
func (l *line) say(what string, code int) string {
	l.t.Helper()
	if what != "" {
		l.write(what + "\r\n")
	}
	_, text, err := l.text.ReadResponse(code)
	if err != nil {
		l.t.Fatalf("%.80s: %v; want %d", what, err, code)
	}
	return text
}

func (l *line) write(text string) {
	l.t.Helper()
	if _, err := io.WriteString(l.conn, text); err != nil {
		l.t.Fatal(err)
	}
}
