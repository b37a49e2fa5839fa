package visit

import (
	"context"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/live"
)

// stream is one open page. It remembers nothing of the request that began it.
type stream struct {
	all   *Streams
	eyes  *live.Subscription
	who   people.ID
	visit string // the session, by its token
	watch Watch

	// Guarded by all.mu.
	line  line // nil before it has begun
	beat  *time.Timer
	due   bool // a heartbeat is
	waits bool // for a turn
	busy  bool // it has one
	over  bool

	// Of the turn.
	at    int64 // what had been published when the whole page was last looked at
	beats int
}

// begin opens the stream; what it was woken for before is told now.
func (st *stream) begin(l line) {
	if l.say("retry: 3000\n\n") != nil {
		l.hangUp()
	}
	st.all.mu.Lock()
	st.line = l
	st.beat = time.AfterFunc(heartbeat, st.beaten)
	early := st.waits
	st.waits = false
	st.all.mu.Unlock()
	if early {
		st.wake()
	}
}

// wake asks for a turn. The hub calls it with its lock held.
func (st *stream) wake() {
	s := st.all
	s.mu.Lock()
	defer s.mu.Unlock()
	if st.over || st.waits {
		return
	}
	st.waits = true
	if st.line == nil || st.busy { // it is given one as soon as it can have it
		return
	}
	s.woken = append(s.woken, st)
	if s.tellers < maxTellers {
		s.tellers++
		go s.tell()
	}
}

func (st *stream) beaten() {
	st.all.mu.Lock()
	st.due = true
	over := st.over
	if !over {
		st.beat.Reset(heartbeat)
	}
	st.all.mu.Unlock()
	if !over {
		st.wake()
	}
}

// attend waits for the end of the stream, and clears up after it.
func (st *stream) attend() {
	st.line.wait()
	s := st.all
	s.mu.Lock()
	st.over = true
	st.beat.Stop()
	s.mu.Unlock()
	st.eyes.Close()
	s.leave(st.who)
	if st.watch.Ended != nil {
		st.watch.Ended()
	}
}

// turn says what is to be said, once it is sure that the person may hear it: sessions end and rights change while a stream is open.
func (st *stream) turn() {
	ctx, cancel := context.WithTimeout(context.Background(), turnTime)
	defer cancel()
	if text, ok := st.text(ctx); !ok || text != "" && st.line.say(text) != nil {
		st.line.hangUp()
	}
}

// text is what is to be said; false when the stream is to end.
func (st *stream) text(ctx context.Context) (string, bool) {
	st.all.mu.Lock()
	due, over := st.due, st.over
	st.due = false
	st.all.mu.Unlock()
	changed, open := st.eyes.Take()
	if over || !open {
		return "", false
	}
	version := st.all.hub.Version()
	now, err := st.all.visits.again(ctx, st.visit, st.who)
	if err != nil {
		return "", false
	}
	part, err := st.watch.Says(ctx, now, changed)
	if err != nil {
		return "", false
	}
	if due && len(changed) == 0 {
		if st.beats++; st.beats%wholeBeats == 0 && version != st.at {
			part = Whole
		}
	}
	if part == Whole {
		st.at = version
	}
	switch {
	case part != "":
		return "event: look\ndata: " + part + "\n\n", true
	case due:
		return ": still here\n\n", true
	}
	return "", true
}
