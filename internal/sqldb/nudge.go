package sqldb

import (
	"slices"
	"sync"
)

// nudges tells goroutines of this process that rows of a topic have changed. A nudge is a hint and may be lost or
// come in vain: whoever waits for one also looks by itself from time to time, and the rows are the truth.
type nudges struct {
	mu sync.Mutex
	by map[string]map[chan struct{}]bool
}

// Nudge asks that those who wait for topic be woken after the commit, in this process at once and in other nodes on
// the same PostgreSQL soon after.
func (tx *Tx) Nudge(topic string) {
	if !slices.Contains(tx.topics, topic) {
		tx.topics = append(tx.topics, topic)
	}
}

// Nudged answers a channel that holds one token after topic was nudged, however often. Call stop when done.
func (db *DB) Nudged(topic string) (woken <-chan struct{}, stop func()) {
	if db.nodes != nil {
		db.nodes.hear()
	}
	ch := make(chan struct{}, 1)
	n := &db.nudges
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.by == nil {
		n.by = map[string]map[chan struct{}]bool{}
	}
	if n.by[topic] == nil {
		n.by[topic] = map[chan struct{}]bool{}
	}
	n.by[topic][ch] = true
	return ch, func() {
		n.mu.Lock()
		defer n.mu.Unlock()
		delete(n.by[topic], ch)
	}
}

func (n *nudges) wake(topic string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for ch := range n.by[topic] {
		select {
		case ch <- struct{}{}:
		default: // a token is there already
		}
	}
}
