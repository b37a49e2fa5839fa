package visit

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/fault"
	"switchboard/internal/live"
)

// Bounds of a stream.
const (
	maxStreams = 12               // per person, door and node: more tabs than that reload by hand
	heartbeat  = 20 * time.Second // proxies close what is silent for a minute
	wholeBeats = 3                // so many heartbeats are between two looks at the whole page
	maxTellers = 4                // who ask and write at once, of one door
	turnTime   = 10 * time.Second // of one stream
)

// Streams tell open pages of one door to look again. A stream that has nothing to say costs a few thousand bytes: a connection,
// what it listens to, and a goroutine that waits for its end. Whether somebody may still hear it is asked by a few tellers, who
// take turns with those that have something to say.
type Streams struct {
	visits *Visits
	hub    *live.Hub

	mu      sync.Mutex
	by      map[people.ID]int
	woken   []*stream // in the order in which they were woken
	tellers int
}

// NewStreams makes the streams of a door.
func NewStreams(v *Visits, hub *live.Hub) *Streams {
	return &Streams{visits: v, hub: hub, by: map[people.ID]int{}}
}

// Whole is what a stream says when the whole page is to be looked at again.
const Whole = "again"

// SinceParam is where the address of a stream says how much had been published, by the hub's count, before its page was made.
const SinceParam = "since"

// News is the topic of what somebody is told in the page; every page of theirs shows how much of it there is.
func News(who people.ID) string { return "news/" + strconv.FormatInt(int64(who), 10) }

// Watch is what a page listens to. It is kept as long as the page is open: its functions hold on to little.
type Watch struct {
	Topics []string
	// Says is what of the page to look at again, one word; empty for nothing. An error ends the stream, such as that the person, as
	// they are now, may no longer have it (DESIGN 9.6). It is asked each time before anything is said, without any changed topic now
	// and then.
	Says func(ctx context.Context, now access.Actor, changed []string) (string, error)

	Begun, Ended func() // the page looks now, and no more; where somebody wants to know
}

// Serve tells a browser to look again, and nothing else: what it may see it asks for through the same door. The stream ends
// with the session, or when the watch says so. Now and then it says so although nothing that the page listens to has changed,
// when anything else has: for what a page shows beside, such as counts.
func (s *Streams) Serve(w http.ResponseWriter, r *http.Request, watch Watch) error {
	if r.Method != http.MethodGet {
		return nil // HEAD
	}
	st := &stream{all: s, who: Actor(r).ID, visit: strings.Clone(s.visits.sessions.Token(r.Context())), watch: watch, at: s.since(r)}
	st.watch.Topics = nil // the hub has them
	if !s.enter(st.who) {
		return fault.New(fault.TooMany, "this person has %d pages open that update by themselves; this one is updated by reloading it", maxStreams)
	}
	topics := append([]string{News(st.who)}, watch.Topics...)
	var err error
	if st.eyes, err = s.hub.Subscribe(strconv.FormatInt(int64(st.who), 10), st.at, st.wake, topics...); err != nil {
		s.leave(st.who)
		return err
	}
	l, taken, err := lineTo(w, r)
	if err != nil {
		st.eyes.Close()
		s.leave(st.who)
		return err
	}
	if watch.Begun != nil {
		watch.Begun()
	}
	st.begin(l)
	if taken {
		go st.attend()
	} else {
		st.attend()
	}
	return nil
}

// since is what had been published when the page was made that now listens, as its address says; without that, by now.
func (s *Streams) since(r *http.Request) int64 {
	if at, err := strconv.ParseInt(r.URL.Query().Get(SinceParam), 10, 64); err == nil && at >= 0 {
		return at
	}
	return s.hub.Version()
}

func (s *Streams) enter(who people.ID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.by[who] >= maxStreams {
		return false
	}
	s.by[who]++
	return true
}

func (s *Streams) leave(who people.ID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.by[who]--; s.by[who] <= 0 {
		delete(s.by, who)
	}
}

// tell gives turns until nobody waits for one.
func (s *Streams) tell() {
	for st := s.next(nil); st != nil; st = s.next(st) {
		st.turn()
	}
}

// next is whose turn it is; done has had theirs, and waits for another where it was woken meanwhile.
func (s *Streams) next(done *stream) *stream {
	s.mu.Lock()
	defer s.mu.Unlock()
	if done != nil {
		if done.busy = false; done.waits {
			s.woken = append(s.woken, done)
		}
	}
	if len(s.woken) == 0 {
		s.woken = nil
		s.tellers--
		return nil
	}
	st := s.woken[0]
	s.woken[0], s.woken = nil, s.woken[1:]
	st.waits, st.busy = false, true
	return st
}
