package console_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/sqldb"
)

// stream opens a stream and reads its first line, so that it is known to listen.
func (b *browser) stream(topics string) *bufio.Scanner {
	b.h.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	b.h.t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, b.h.url+"/console/live?topics="+url.QueryEscape(topics), nil)
	if err != nil {
		b.h.t.Fatal(err)
	}
	answer, err := b.client.Do(r)
	if err != nil {
		b.h.t.Fatal(err)
	}
	b.h.t.Cleanup(func() { answer.Body.Close() })
	if got := answer.Header.Get("Content-Type"); answer.StatusCode != 200 || got != "text/event-stream" {
		b.h.t.Fatalf("the stream answers %d as %s", answer.StatusCode, got)
	}
	lines := bufio.NewScanner(answer.Body)
	if !lines.Scan() || lines.Text() != "retry: 3000" {
		b.h.t.Fatalf("the stream begins with %q", lines.Text())
	}
	return lines
}

// next reads up to the next line that says something; false when the stream has ended.
func next(lines *bufio.Scanner) (string, bool) {
	for lines.Scan() {
		if text := lines.Text(); text != "" && !strings.HasPrefix(text, ":") {
			return text, true
		}
	}
	return "", false
}

// A stream says "look again" and carries nothing of what has happened.
func TestStreamSaysLookAgain(t *testing.T) {
	h := open(t, "colorado")
	luis := h.person("luis", "Luis Ortega", people.Analyst, "", "service_desk")
	topic := fmt.Sprint("ticket/", h.ask(luis, desk.Request{Subject: "Printer jams", Type: "incident"}))
	lines := h.signIn("luis").stream("tickets," + topic)
	h.hub.Publish("ticket/7") // of no concern
	h.hub.Publish(topic, "tickets")
	for _, want := range []string{"event: look", "data: again"} {
		if got, ok := next(lines); !ok || got != want {
			t.Fatalf("got %q, %v; want %q", got, ok, want)
		}
	}
}

// A stream ends with the session that it was opened in (DESIGN 9.6).
func TestStreamEndsWithTheSession(t *testing.T) {
	h := open(t, "colorado")
	h.person("luis", "Luis Ortega", people.Analyst, "", "service_desk")
	b := h.signIn("luis")
	lines := b.stream("tickets")
	b.send(b.get("/console/mine", 200), `form[action="/signout"]`, nil, 0)
	h.hub.Publish("tickets")
	if text, ok := next(lines); ok {
		t.Errorf("after signing out the stream says %q", text)
	}
}

// A stream ends when the person may no longer use the console.
func TestStreamEndsWithTheRights(t *testing.T) {
	h := open(t, "colorado")
	luis := h.person("luis", "Luis Ortega", people.Analyst, "", "service_desk")
	lines := h.signIn("luis").stream("tickets")
	err := h.DB.Write(context.Background(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(context.Background(), `UPDATE person SET role = 'customer' WHERE id = $1`, int64(luis.ID))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if who, _, err := h.Visitor(context.Background(), luis.ID); err != nil || access.May(who, access.UseConsole) == nil {
		t.Fatalf("the person is still %v, %v", who.Role, err)
	}
	h.hub.Publish("tickets")
	if text, ok := next(lines); ok {
		t.Errorf("after the role is gone the stream says %q", text)
	}
}

// A person has so many streams and no more, and only topics that there are.
func TestStreamsAreBounded(t *testing.T) {
	h := open(t, "colorado")
	h.person("luis", "Luis Ortega", people.Analyst, "", "service_desk")
	h.person("marta", "Marta Bell", people.Analyst, "", "service_desk")
	b := h.signIn("luis")
	for range 12 {
		b.stream("tickets")
	}
	b.get("/console/live?topics=tickets", http.StatusTooManyRequests)
	m := h.signIn("marta")
	m.stream("tickets")
	for _, topics := range []string{"", "people", "ticket/x", "ticket/-1", "tickets" + strings.Repeat(",tickets", 12), "person/1", "team/nowhere", "tickets&rows=1,x", "tickets&rows=" + strings.Repeat("1,", 50) + "1", "tickets%0Adata:"} {
		m.get("/console/live?topics="+topics, http.StatusUnprocessableEntity)
	}
}

// However fast changes follow each other, whoever is told and looks has the last of them in the end: a page may be slow, and none
// misses what it shows. All look at one list, so that all get what is kept for all.
func TestNobodyMissesTheLastChange(t *testing.T) {
	h := open(t, "colorado")
	luis := h.person("luis", "Luis Ortega", people.Analyst, "", "service_desk")
	h.person("marta", "Marta Bell", people.Analyst, "", "service_desk")
	var all sync.WaitGroup
	for _, name := range []string{"luis", "marta"} {
		b := h.signIn(name)
		for range 8 {
			lines := b.stream("tickets")
			all.Go(func() {
				for {
					if _, ok := next(lines); !ok {
						t.Error("a page is not told of the last change")
						return
					}
					answer, err := b.client.Get(h.url + "/console/any?part=rows")
					if err != nil {
						t.Error(err)
						return
					}
					body, err := io.ReadAll(answer.Body)
					answer.Body.Close()
					if err != nil || answer.StatusCode != http.StatusOK {
						t.Errorf("looking again answers %d, %v", answer.StatusCode, err)
						return
					}
					if strings.Contains(string(body), "The last of them") {
						return
					}
				}
			})
		}
	}
	for i := range 40 {
		subject := "One of many"
		if i == 39 {
			subject = "The last of them"
		}
		h.ask(luis, desk.Request{Subject: subject, Type: "incident"})
		h.hub.Publish("tickets") // as the tail does once it is committed
	}
	done := make(chan struct{})
	go func() { all.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(time.Minute):
		h.hub.Close() // ends those who still wait
		<-done
	}
}
