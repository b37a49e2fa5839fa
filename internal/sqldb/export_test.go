package sqldb

import (
	"runtime"
	"time"
)

// AwaitLine returns once exactly n writers wait for their turn.
func (db *DB) AwaitLine(n int) {
	for {
		db.group.turn.mu.Lock()
		now := len(db.group.turn.line)
		db.group.turn.mu.Unlock()
		if now == n {
			return
		}
		runtime.Gosched()
	}
}

// ShareFor sets how long a shared transaction is open to others, so that a test does not depend on a fast machine.
func (db *DB) ShareFor(d time.Duration) { db.group.longest = d }

// Prepared is how many texts are kept for reading, and whether this one is.
func (db *DB) Prepared(text string) (n int, kept bool) {
	p := db.prepared
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.used.Len(), p.by[text] != nil
}

// PreparedMax is how many texts are kept.
const PreparedMax = preparedMax
