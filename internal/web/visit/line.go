package visit

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// patience is how long a line waits for who does not read. What is said is thirty bytes, and the system keeps some ten thousand of
// them before anybody waits.
const patience = 250 * time.Millisecond

// line is the way to a browser that listens, in one direction.
type line interface {
	say(text string) error // by one at a time
	hangUp()               // more than once is no harm
	wait()                 // until one of both has hung up
}

// lineTo answers a request with an open line. Taken is true where the line outlives the request: its connection has been taken out
// of the hands of net/http, whose buffers, headers and goroutine of twenty thousand bytes are then free.
func lineTo(w http.ResponseWriter, r *http.Request) (l line, taken bool, err error) {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no")
	out := http.NewResponseController(w)
	conn, _, err := out.Hijack()
	if errors.Is(err, http.ErrNotSupported) { // as under HTTP/2
		return &answer{w: w, out: out, gone: r.Context().Done(), over: make(chan struct{})}, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("visit: the connection of a stream: %w", err)
	}
	h.Set("Connection", "close")
	h.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	var head bytes.Buffer
	head.WriteString("HTTP/1.1 200 OK\r\n")
	h.Write(&head) // into memory
	head.WriteString("\r\n")
	wire := wire{conn}
	if err := wire.say(head.String()); err != nil {
		conn.Close() // nobody is there to hear of it, as everywhere below
	}
	return wire, true, nil
}

// wire is a line over a connection of its own (HTTP/1.1).
type wire struct{ conn net.Conn }

func (w wire) say(text string) error {
	if err := w.conn.SetWriteDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	_, err := io.WriteString(w.conn, text)
	return err
}

func (w wire) hangUp() { w.conn.Close() }

// wait reads: who listens has nothing more to say, so whatever comes is the end.
func (w wire) wait() {
	var b [1]byte
	w.conn.Read(b[:])
	w.conn.Close()
}

// answer is a line over the answer to a request, which lasts as long as the request does.
type answer struct {
	w    http.ResponseWriter
	out  *http.ResponseController
	gone <-chan struct{}
	over chan struct{}

	mu    sync.Mutex
	ended bool
}

func (a *answer) say(text string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.ended {
		return net.ErrClosed
	}
	if err := a.out.SetWriteDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	if _, err := io.WriteString(a.w, text); err != nil {
		return err
	}
	return a.out.Flush()
}

func (a *answer) hangUp() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.ended {
		a.ended = true
		close(a.over)
	}
}

func (a *answer) wait() {
	select {
	case <-a.gone:
	case <-a.over:
	}
	a.hangUp() // nothing is written once the request has ended
}
