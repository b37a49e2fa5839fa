package visit

import (
	"io"
	"net/http"
	"strconv"
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
)

// Streams tell open pages of one door to look again.
type Streams struct {
	visits *Visits
	hub    *live.Hub
	mu     sync.Mutex
	by     map[people.ID]int

	Opened func(who people.ID, topics []string) // a page has begun to look, where somebody wants to know
}

// NewStreams makes the streams of a door.
func NewStreams(v *Visits, hub *live.Hub) *Streams {
	return &Streams{visits: v, hub: hub, by: map[people.ID]int{}}
}

// Whole is what a stream says when the whole page is to be looked at again.
const Whole = "again"

// News is the topic of what somebody is told in the page; every page of theirs shows how much of it there is.
func News(who people.ID) string { return "news/" + strconv.FormatInt(int64(who), 10) }

// Watch is what a page listens to.
type Watch struct {
	Topics []string
	Stays  func(access.Actor) bool       // whether the person, as they are now, may still have it (DESIGN 9.6)
	Part   func(changed []string) string // what of the page to look at again, one word; nil is always Whole
}

// Serve tells a browser to look again, and nothing else: what it may see it asks for through the same door. The stream ends
// with the session, or when it may not stay. Now and then it says so although nothing that the page listens to has changed,
// when anything else has: for what a page shows beside, such as counts.
func (s *Streams) Serve(w http.ResponseWriter, r *http.Request, watch Watch) error {
	who := Actor(r)
	if !s.enter(who.ID) {
		return fault.New(fault.TooMany, "this person has %d pages open that update by themselves; this one is updated by reloading it", maxStreams)
	}
	defer s.leave(who.ID)
	eyes, err := s.hub.Subscribe(strconv.FormatInt(int64(who.ID), 10), append([]string{News(who.ID)}, watch.Topics...)...)
	if err != nil {
		return err
	}
	defer eyes.Close()
	if s.Opened != nil {
		s.Opened(who.ID, watch.Topics)
	}

	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no")
	out := http.NewResponseController(w)
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	say := func(text string) bool {
		if _, err := io.WriteString(w, text); err != nil {
			return false
		}
		return out.Flush() == nil
	}
	if !say("retry: 3000\n\n") {
		return nil
	}
	at := s.hub.Version()
	for beats := 0; ; {
		text := ": still here\n\n"
		select {
		case <-r.Context().Done():
			return nil
		case <-beat.C:
			if beats++; beats%wholeBeats == 0 && s.hub.Version() != at {
				at, text = s.hub.Version(), look(Whole)
			}
		case _, open := <-eyes.Woken():
			if !open {
				return nil
			}
			part := Whole
			if changed := eyes.Take(); watch.Part != nil {
				part = watch.Part(changed)
			}
			if text = look(part); part == Whole {
				at = s.hub.Version()
			}
		}
		// Sessions end and rights change while a stream is open.
		if now, err := s.visits.Again(r); err != nil || !watch.Stays(now) || !say(text) {
			return nil
		}
	}
}

func look(part string) string { return "event: look\ndata: " + part + "\n\n" }

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
