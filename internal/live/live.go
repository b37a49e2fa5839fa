// Package live knows topics that somebody looks at, and says "look again". It refuses to carry data: whoever is told
// asks again through the same door and the same permission.
package live

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"switchboard/internal/fault"
)

// Bounds of one hub: what a process can hold at a few hundred bytes each.
const (
	maxSubscriptions = 20_000
	maxTopics        = 80 // of one subscription
)

// Hub brings together those who look and those who know of a change. The zero Hub is ready.
type Hub struct {
	mu     sync.Mutex
	topics crowds
	owners crowds
	timers map[*time.Timer]struct{}
	count  int
	closed bool

	version atomic.Int64
	past    past // guarded by mu
}

// Subscription is one pair of eyes, such as an open page.
type Subscription struct {
	hub    *Hub
	owner  *crowd
	topics []*crowd
	wake   func()

	changed []*crowd // guarded by hub.mu; each topic at most once
	closed  bool     // guarded by hub.mu
}

// Subscribe looks at topics on behalf of owner, whom Owners names. Wake is called once when topics have changed that were not
// taken yet, and once when the subscription ends; the hub waits for it, so it does little and asks nothing of the hub. Close it
// when done. What was published after the version since is told at once, so that nobody misses what happens between a page's
// being made and its listening. It fails with fault.TooLarge or fault.TooMany beyond the bounds, and with fault.Unavailable when the hub is closed.
func (h *Hub) Subscribe(owner string, since int64, wake func(), topics ...string) (*Subscription, error) {
	if len(topics) > maxTopics {
		return nil, fault.New(fault.TooLarge, "a page can follow at most %d topics", maxTopics)
	}
	s := &Subscription{hub: h, wake: wake, topics: make([]*crowd, 0, len(topics))}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return nil, fault.New(fault.Unavailable, "the desk is shutting down")
	}
	if h.count >= maxSubscriptions {
		return nil, fault.New(fault.TooMany, "too many pages are open at once; this one will not update by itself")
	}
	h.count++
	for _, t := range topics {
		s.topics = append(s.topics, h.topics.enter(t, s))
	}
	s.owner = h.owners.enter(owner, s)
	h.catchUp(s, since)
	return s, nil
}

// Version counts what was published. What was read after it was asked for is as new as all that was told before.
func (h *Hub) Version() int64 { return h.version.Load() }

// Publish tells all who look at any of the topics to look again. It never blocks: who is slow is told once of many
// changes.
func (h *Hub) Publish(topics ...string) { h.PublishBeside("", topics...) }

// PublishBeside is Publish to all but one owner, who has caused the change and knows of it.
func (h *Hub) PublishBeside(owner string, topics ...string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.past.keep(change{h.version.Add(1), owner, topics}) // before anybody is woken
	for _, name := range topics {
		if t := h.topics[name]; t != nil {
			t.each(func(s *Subscription) {
				if s.owner.name != owner || owner == "" {
					s.tell(t)
				}
			})
		}
	}
}

// tell notes a changed topic, with the hub's lock held; whoever was told already takes them all when they wake.
func (s *Subscription) tell(t *crowd) {
	for _, told := range s.changed {
		if told == t {
			return
		}
	}
	if s.changed = append(s.changed, t); len(s.changed) == 1 {
		s.wake()
	}
}

// PublishLater is PublishBeside after a while, as when something is over by then. A hub that is closed forgets it.
func (h *Hub) PublishLater(wait time.Duration, owner string, topics ...string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed || len(h.timers) >= maxSubscriptions {
		return
	}
	if h.timers == nil {
		h.timers = map[*time.Timer]struct{}{}
	}
	var t *time.Timer
	t = time.AfterFunc(wait, func() {
		h.mu.Lock()
		delete(h.timers, t)
		h.mu.Unlock()
		h.PublishBeside(owner, topics...)
	})
	h.timers[t] = struct{}{}
}

// Owners are those who look at a topic, each once, in order.
func (h *Hub) Owners(topic string) []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	var out []string
	if c := h.topics[topic]; c != nil {
		c.each(func(s *Subscription) { out = append(out, s.owner.name) })
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Close closes all subscriptions and takes no more, so that a server can end its streams.
func (h *Hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for t := range h.timers {
		t.Stop()
	}
	for _, all := range h.owners {
		all.each(h.drop)
	}
}

// Take answers the topics that changed since the last Take, each once; false when the subscription has ended.
func (s *Subscription) Take() (changed []string, open bool) {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	for _, t := range s.changed {
		changed = append(changed, t.name)
	}
	s.changed = nil
	return changed, !s.closed
}

// Close ends the subscription; more than once is no harm.
func (s *Subscription) Close() {
	s.hub.mu.Lock()
	defer s.hub.mu.Unlock()
	s.hub.drop(s)
}

func (h *Hub) drop(s *Subscription) {
	if s.closed {
		return
	}
	s.closed = true
	h.count--
	for _, t := range s.topics {
		h.topics.leave(t, s)
	}
	h.owners.leave(s.owner, s)
	s.wake()
}
