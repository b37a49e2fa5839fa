package mailbox

import (
	"context"
	"errors"
	"net"
	"sync/atomic"
	"time"
)

// wire is a connection on which every exchange has an end: in time, and in the bytes that the other side may say. The
// library sets deadlines of its own, some without end; here they are ignored.
type wire struct {
	net.Conn
	left atomic.Int64 // bytes that the host may still say in this exchange
	why  atomic.Pointer[error]
}

var (
	errSlow   = errors.New("the host did not answer in time")
	errTalker = errors.New("the host said more than anybody asked")
)

// bounded runs an exchange; when its time is over, or ctx ends, the connection is cut, and that ends the exchange.
func (w *wire) bounded(ctx context.Context, within time.Duration, bytes int64, exchange func() error) error {
	w.left.Store(bytes)
	over, cancel := context.WithTimeoutCause(ctx, within, errSlow)
	defer cancel()
	stop := context.AfterFunc(over, func() { _ = w.breakOff(context.Cause(over)) })
	defer stop()
	err := exchange()
	if why := w.why.Load(); err != nil && why != nil {
		return *why
	}
	return err
}

// breakOff cuts the connection and answers why.
func (w *wire) breakOff(why error) error {
	w.why.CompareAndSwap(nil, &why)
	w.Conn.Close()
	return why
}

// Read reads what the host says, as long as it may.
func (w *wire) Read(b []byte) (int, error) {
	n, err := w.Conn.Read(b)
	if w.left.Add(-int64(n)) < 0 {
		return 0, w.breakOff(errTalker)
	}
	return n, err
}

// SetReadDeadline does nothing: see wire.
func (w *wire) SetReadDeadline(time.Time) error { return nil }

// SetWriteDeadline does nothing: see wire.
func (w *wire) SetWriteDeadline(time.Time) error { return nil }

// SetDeadline does nothing: see wire.
func (w *wire) SetDeadline(time.Time) error { return nil }

// pause waits, unless ctx ends before.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
