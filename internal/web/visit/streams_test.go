package visit_test

import (
	"bufio"
	"context"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/wording"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/live"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// flood is a topic of which a lot is said.
const flood = "flood"

// house serves one stream at /live, which says what has changed.
type house struct {
	t      *testing.T
	hub    *live.Hub
	server *httptest.Server
	client *http.Client
}

func open(t *testing.T, http2 bool) *house {
	t.Helper()
	const password = "a long enough password"
	desk := desktest.Open(t, sqltest.SQLite(t, migrations.FS), "colorado", time.Date(2026, 11, 16, 17, 0, 0, 0, time.UTC))
	_, err := desk.AddPerson(t.Context(), access.System, people.Person{Email: "luis@example.gov", Name: "Luis Ortega", Role: people.Analyst, Proven: true}, password)
	if err != nil {
		t.Fatal(err)
	}
	words, err := wording.Load()
	if err != nil {
		t.Fatal(err)
	}
	v := visit.New(desk.Desk, words, slog.New(slog.DiscardHandler), false, false)
	h := &house{t: t, hub: &live.Hub{}}
	streams := visit.NewStreams(v, h.hub)
	pages := http.NewServeMux()
	v.Register(pages)
	pages.Handle("GET /live", v.Door(ui.Portal).Handle(func(w http.ResponseWriter, r *http.Request) error {
		return streams.Serve(w, r, visit.Watch{Topics: []string{"a", "b", flood}, Says: func(_ context.Context, _ access.Actor, changed []string) (string, error) {
			if len(changed) > 0 && changed[0] == flood {
				return strings.Repeat("x", 16<<20), nil // more than the system keeps for who does not read
			}
			return strings.Join(changed, "+"), nil
		}})
	}))
	h.server = httptest.NewUnstartedServer(ui.Secure(v.Wrap(pages)))
	h.server.EnableHTTP2 = http2
	if http2 {
		h.server.StartTLS()
	} else {
		h.server.Start()
	}
	t.Cleanup(h.server.Close)
	t.Cleanup(h.hub.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	h.client = h.server.Client()
	h.client.Jar = jar
	answer, err := h.client.Get(h.server.URL + "/signin")
	if err != nil {
		t.Fatal(err)
	}
	form, err := goquery.NewDocumentFromReader(answer.Body)
	answer.Body.Close()
	if err != nil {
		t.Fatal(err)
	}
	h.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	answer, err = h.client.PostForm(h.server.URL+"/signin", url.Values{"email": {"luis@example.gov"}, "password": {password},
		"csrf": {form.Find(`input[name="csrf"]`).AttrOr("value", "")}})
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	return h
}

// listen opens a stream, and answers what it says and how it is left.
func (h *house) listen(want int) (lines *bufio.Scanner, leave func()) {
	h.t.Helper()
	ctx, leave := context.WithTimeout(context.Background(), time.Minute)
	h.t.Cleanup(leave)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, h.server.URL+"/live", nil)
	if err != nil {
		h.t.Fatal(err)
	}
	answer, err := h.client.Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { answer.Body.Close() })
	if answer.StatusCode != want {
		h.t.Fatalf("the stream answers %d, want %d", answer.StatusCode, want)
	}
	lines = bufio.NewScanner(answer.Body)
	if want == http.StatusOK && (answer.Header.Get("Content-Type") != "text/event-stream" || answer.Header.Get("Cache-Control") != "no-store" || !lines.Scan() || lines.Text() != "retry: 3000") {
		h.t.Fatalf("the stream begins with %q under %v", lines.Text(), answer.Header)
	}
	return lines, leave
}

// said is the next thing that a stream says; empty when it has ended.
func said(lines *bufio.Scanner) string {
	for lines.Scan() {
		if text, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			return text
		}
	}
	return ""
}

// A stream says what its page listens to and ends with the server, over a connection of its own as over one that it shares.
func TestStreamOverEitherProtocol(t *testing.T) {
	for _, two := range []bool{false, true} {
		h := open(t, two)
		lines, _ := h.listen(http.StatusOK)
		for _, topic := range []string{"a", "b", "a"} {
			h.hub.Publish("c")
			h.hub.Publish(topic)
			if got := said(lines); got != topic {
				t.Errorf("HTTP/2 %v: of %s is said %q", two, topic, got)
			}
		}
		h.hub.Close()
		if got := said(lines); got != "" || lines.Err() != nil {
			t.Errorf("HTTP/2 %v: after the hub was closed it says %q, %v", two, got, lines.Err())
		}
	}
}

// Whoever leaves makes room for another page at once, over either protocol.
func TestLeavingMakesRoom(t *testing.T) {
	for _, two := range []bool{false, true} {
		h := open(t, two)
		var leave func()
		for range 12 {
			_, leave = h.listen(http.StatusOK)
		}
		h.listen(http.StatusTooManyRequests)
		leave()
		h.waitForRoom()
	}
}

// Whoever does not read what is said to them is hung up on.
func TestWhoDoesNotReadIsHungUpOn(t *testing.T) {
	h := open(t, false)
	for range 12 {
		h.listen(http.StatusOK)
	}
	h.hub.Publish(flood)
	h.waitForRoom()
}

// waitForRoom waits until one more page may listen: the server learns as the system tells it that somebody has left.
func (h *house) waitForRoom() {
	h.t.Helper()
	for range 20_000 {
		if h.free() {
			return
		}
	}
	h.t.Fatal("there is no room for another page")
}

// free reports whether one more page may listen; it leaves again.
func (h *house) free() bool {
	ctx, leave := context.WithCancel(context.Background())
	defer leave()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, h.server.URL+"/live", nil)
	if err != nil {
		h.t.Fatal(err)
	}
	answer, err := h.client.Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}
