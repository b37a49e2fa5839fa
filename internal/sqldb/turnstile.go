package sqldb

import (
	"context"
	"slices"
	"sync"
)

// turnstile is a lock that is taken in the order of arrival, can be given up while waiting, and can be handed to
// the next in line without becoming free in between.
type turnstile struct {
	mu   sync.Mutex
	busy bool
	line []chan struct{}
}

// enter waits for the turn. It fails with the context's error, and then the turn was not taken.
func (t *turnstile) enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	t.mu.Lock()
	if !t.busy {
		t.busy = true
		t.mu.Unlock()
		return nil
	}
	mine := make(chan struct{})
	t.line = append(t.line, mine)
	t.mu.Unlock()
	select {
	case <-mine:
		return nil
	case <-ctx.Done():
		return t.giveUp(ctx, mine)
	}
}

// giveUp steps out of the line. If the turn came at the same moment, it is kept: only its holder may pass it on.
func (t *turnstile) giveUp(ctx context.Context, mine chan struct{}) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if i := slices.Index(t.line, mine); i >= 0 {
		t.line = slices.Delete(t.line, i, i+1)
		return ctx.Err()
	}
	return nil
}

// pass hands the turn to the next in line and reports true, or keeps it when nobody waits.
func (t *turnstile) pass() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.line) == 0 {
		return false
	}
	close(t.line[0])
	t.line = t.line[1:]
	return true
}

// leave hands the turn to the next in line, or makes the turnstile free.
func (t *turnstile) leave() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.line) == 0 {
		t.busy = false
		return
	}
	close(t.line[0])
	t.line = t.line[1:]
}
