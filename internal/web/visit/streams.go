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

// Serve tells a browser to look again, and nothing else: what it may see it asks for through the same door. The stream ends
// with the session, or when stays says of whoever it belongs to by then that they may not have it (DESIGN 9.6).
func (s *Streams) Serve(w http.ResponseWriter, r *http.Request, topics []string, stays func(access.Actor) bool) error {
	who := Actor(r)
	if !s.enter(who.ID) {
		return fault.New(fault.TooMany, "this person has %d pages open that update by themselves; this one is updated by reloading it", maxStreams)
	}
	defer s.leave(who.ID)
	eyes, err := s.hub.Subscribe(strconv.FormatInt(int64(who.ID), 10), topics...)
	if err != nil {
		return err
	}
	defer eyes.Close()
	if s.Opened != nil {
		s.Opened(who.ID, topics)
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
	for {
		text := ": still here\n\n"
		select {
		case <-r.Context().Done():
			return nil
		case <-beat.C:
		case _, open := <-eyes.Woken():
			if !open {
				return nil
			}
			eyes.Take()
			text = "event: look\ndata: again\n\n"
		}
		// Sessions end and rights change while a stream is open.
		if now, err := s.visits.Again(r); err != nil || !stays(now) || !say(text) {
			return nil
		}
	}
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
