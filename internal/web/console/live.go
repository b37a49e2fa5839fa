package console

import (
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/fault"
	"switchboard/internal/web/visit"
)

// Bounds of a stream.
const (
	maxTopics  = 4
	maxStreams = 12               // per person on this node: more tabs than that reload by hand
	heartbeat  = 20 * time.Second // proxies close what is silent for a minute
)

// topicTickets is looked at by every list; a ticket has a topic of its own.
const topicTickets = "tickets"

func topicTicket(id int64) string { return "ticket/" + strconv.FormatInt(id, 10) }

func streamPath(topics []string) string {
	return home + "/live?topics=" + url.QueryEscape(strings.Join(topics, ","))
}

// live tells a browser to look again, and nothing else: what it may see it asks for through the same door. The stream
// ends with the session or the rights (DESIGN 9.6).
func (c *console) live(w http.ResponseWriter, r *http.Request) error {
	topics, err := topicsOf(r)
	if err != nil {
		return err
	}
	who := visit.Actor(r)
	if !c.streams.enter(who.ID) {
		return fault.New(fault.TooMany, "this person has %d pages open that update by themselves; this one is updated by reloading it", maxStreams)
	}
	defer c.streams.leave(who.ID)
	eyes, err := c.hub.Subscribe(personValue(who.ID), topics...)
	if err != nil {
		return err
	}
	defer eyes.Close()

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
		if !c.mayStay(r) || !say(text) {
			return nil
		}
	}
}

// mayStay asks again who this is: sessions end and rights change while a stream is open.
func (c *console) mayStay(r *http.Request) bool {
	who, err := c.visits.Again(r)
	return err == nil && access.May(who, access.UseConsole) == nil
}

var topicForm = regexp.MustCompile(`^(tickets|ticket/[1-9][0-9]{0,17})$`)

// topicsOf reads what a page wants to hear of. A topic names no content, and those who use the console see every ticket;
// what is behind it is decided when they look.
func topicsOf(r *http.Request) ([]string, error) {
	topics := strings.Split(r.URL.Query().Get("topics"), ",")
	if len(topics) > maxTopics {
		return nil, fault.Field("topics", "at most %d topics", maxTopics)
	}
	for _, t := range topics {
		if !topicForm.MatchString(t) {
			return nil, fault.Field("topics", "there is no such topic")
		}
	}
	return topics, nil
}

// streams counts the open streams of each person.
type streams struct {
	mu sync.Mutex
	by map[people.ID]int
}

func newStreams() *streams { return &streams{by: map[people.ID]int{}} }

func (s *streams) enter(who people.ID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.by[who] >= maxStreams {
		return false
	}
	s.by[who]++
	return true
}

func (s *streams) leave(who people.ID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.by[who]--; s.by[who] <= 0 {
		delete(s.by, who)
	}
}
