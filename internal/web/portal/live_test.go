package portal_test

import (
	"bufio"
	"context"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

// told opens the stream of the page that the browser shows, and gives the first thing that it says; empty when it has ended.
func (b *browser) told() string {
	b.h.t.Helper()
	ctx, cancel := context.WithTimeout(b.h.t.Context(), 20*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, b.h.url+b.Doc.Find("[data-stream]").AttrOr("data-stream", ""), nil)
	b.h.must(err)
	answer, err := b.client.Do(r)
	b.h.must(err)
	defer answer.Body.Close()
	for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
		if said, is := strings.CutPrefix(lines.Text(), "data: "); is {
			return said
		}
	}
	return ""
}

// What happens after a page was made and before it listens is told to it as it begins: to the page of a ticket and to the lists
// (CO-08). The page of somebody else's ticket has no stream.
func TestNothingIsMissedBeforeAPageListens(t *testing.T) {
	h := open(t, "colorado", friday)
	id := h.opens()
	topic := "ticket/" + strconv.FormatInt(id, 10)
	b := h.browse("dana.whitfield")
	for _, page := range []string{at(id), "/tickets"} {
		b.get(page).expect(200)
		h.hub.Publish(topic, "tickets")
		if said := b.told(); said != "again" {
			t.Errorf("%s is told %q", page, said)
		}
	}
	b.get("/tickets")
	h.hub.Publish("news/" + strconv.FormatInt(int64(h.dana.ID), 10)) // something new has arrived
	if said := b.told(); said != "again" {
		t.Errorf("the list is told %q of news", said)
	}
	h.browse("eve.stone").get(at(id) + "/live").expect(404)
	b.get("/tickets/live?shown=1,x").expect(404)
	b.get("/tickets/live?shown=" + strings.Repeat("1,", 300)).expect(404)
	h.browse("").get("/tickets/live").has("form[action='/signin']", 1)
}
