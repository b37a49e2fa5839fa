package portal_test

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
)

// listening is an open stream, read line by line.
type listening struct {
	h     *house
	lines *bufio.Scanner
	said  []string // all of it that is not empty
}

// listens opens a stream and waits until it has begun.
func (b *browser) listens(path string) *listening {
	b.h.t.Helper()
	ctx, cancel := context.WithTimeout(b.h.t.Context(), time.Minute)
	b.h.t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, b.h.url+path, nil)
	b.h.must(err)
	answer, err := b.client.Do(r)
	b.h.must(err)
	b.h.t.Cleanup(func() { _ = answer.Body.Close() })
	if answer.StatusCode != http.StatusOK {
		body, _ := io.ReadAll(answer.Body)
		b.h.t.Fatalf("%s answers %d: %s", path, answer.StatusCode, body)
	}
	l := &listening{h: b.h, lines: bufio.NewScanner(answer.Body)}
	l.until("retry: ")
	return l
}

// until reads on to a line that begins so; false where the stream ends before.
func (l *listening) until(begins string) bool {
	for l.lines.Scan() {
		if text := l.lines.Text(); text != "" {
			l.said = append(l.said, text)
			if strings.HasPrefix(text, begins) {
				return true
			}
		}
	}
	return false
}

// A stranger who listens to another's ticket hears what they would of a ticket that is not there: nothing. However often it
// changes, the first thing that is said, and the only one, is of their own news (DESIGN 9.6).
func TestAListIsSilentOfForeignTickets(t *testing.T) {
	h := open(t, "colorado", friday)
	foreign := "ticket/" + strconv.FormatInt(h.opens(), 10)
	news := "news/" + strconv.FormatInt(int64(h.eve.ID), 10)
	var heard []string
	dana := h.browse("dana.whitfield").listens("/tickets/live?shown=100001") // she hears of each, so that it has been told
	for _, shown := range []string{"100001", "100999"} {
		b := h.browse("eve.stone")
		eve := b.listens("/tickets/live?shown=" + shown)
		for range 25 {
			h.hub.Publish(foreign, "tickets", "team/messaging")
			if !dana.until("data: again") {
				t.Fatal("whose ticket it is hears nothing")
			}
		}
		h.hub.Publish(news)
		if !eve.until("data: ") {
			t.Fatal("her own news are not told")
		}
		b.get("/").post("form[action='/signout']", nil)
		h.hub.Publish(news)
		for eve.until("data: ") { // what was said until the end
		}
		if n := strings.Count(strings.Join(eve.said, "\n"), "data: "); n != 1 {
			t.Errorf("of one news of her own %d things are said", n)
		}
		heard = append(heard, strings.Join(eve.said, "\n"))
	}
	if heard[0] != heard[1] {
		t.Errorf("of a foreign ticket she hears\n%s\nof none\n%s", heard[0], heard[1])
	}
}

// Who represents an agency hears of its tickets until that ends; then the list says nothing of them, and the page of the ticket
// itself ends. A session that is over ends both.
func TestStreamsEndWithTheRight(t *testing.T) {
	h := open(t, "colorado", friday)
	tess := h.person("tess.park", "Tess Park", people.Customer)
	h.must(h.SetConsultant(t.Context(), access.System, desk.Consultant{Agency: "Revenue", Person: tess.ID, Until: friday.Add(time.Hour)}))
	id := h.opens()
	topic, news := "ticket/"+strconv.FormatInt(id, 10), "news/"+strconv.FormatInt(int64(tess.ID), 10)
	b := h.browse("tess.park")
	list, page := b.listens("/tickets/live?shown="+strconv.FormatInt(id, 10)), b.listens(at(id)+"/live")
	h.hub.Publish(topic)
	if !list.until("data: again") || !page.until("data: again") {
		t.Fatal("who represents the agency hears nothing")
	}
	h.At(friday.Add(2 * time.Hour))
	h.hub.Publish(topic)
	if page.until("data: ") {
		t.Error("the page of a ticket is told to who may not know of it any more")
	}
	before := len(list.said)
	h.hub.Publish(news)
	if !list.until("data: ") || len(list.said) != before+2 { // the event and its data
		t.Errorf("the list has said %q", list.said[before:])
	}
	b.get("/").post("form[action='/signout']", nil)
	h.hub.Publish(news)
	if list.until("data: ") {
		t.Error("a list is told after its session has ended")
	}
}
