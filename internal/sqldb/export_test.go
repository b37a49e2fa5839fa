package sqldb

import "runtime"

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
