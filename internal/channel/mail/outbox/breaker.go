package outbox

import (
	"sync"
	"time"
)

// maxHold is how long a server that is down is left alone at the longest.
const maxHold = time.Minute

// breaker remembers that the server is down, so that nobody waits for it in vain.
type breaker struct {
	now    func() time.Time
	mu     sync.Mutex
	failed int
	since  time.Time // the first failure in a row
	until  time.Time
}

// fail counts a failure and answers how long the server is left alone: 1 s, 2 s, 4 s, at most a minute. Several that fail
// while it is left alone already count as one.
func (b *breaker) fail() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failed == 0 {
		b.since = b.now()
	}
	if now := b.now(); !now.Before(b.until) {
		b.until = now.Add(min(time.Second<<min(b.failed, 10), maxHold))
		b.failed++
	}
	return max(b.until.Sub(b.now()), time.Millisecond)
}

// down is for how long nothing was taken.
func (b *breaker) down() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failed == 0 {
		return 0
	}
	return b.now().Sub(b.since)
}

// ok forgets the failures.
func (b *breaker) ok() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.failed, b.until = 0, time.Time{}
}

// hold is how long the server is still to be left alone.
func (b *breaker) hold() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	return max(b.until.Sub(b.now()), 0)
}
