package console_test

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/eventlog"
	"switchboard/internal/follow/search"
	"switchboard/internal/webtest"
)

// misspelt makes a desk whose tickets are found by their words, and signs somebody in who cannot spell.
func misspelt(t *testing.T) *house {
	h := open(t, "colorado")
	dana := h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	h.person("luis", "Luis Ortega", people.Analyst, "", "messaging")
	h.ask(dana, desk.Request{Subject: "Badge printer is offline", Type: "incident"})
	h.ask(dana, desk.Request{Subject: "Card reader: bagde not read", Type: "incident"})
	if err := eventlog.Drain(context.Background(), h.DB, search.Follower()); err != nil {
		t.Fatal(err)
	}
	return h
}

// A name that is misspelt leads to the tickets of who has it, and the page says so; rows that say what was written come first.
func TestMisspelt(t *testing.T) {
	b := misspelt(t).signIn("luis")
	find := func(q string) page { return b.get("/console/find?"+url.Values{"q": {q}}.Encode(), 200) }
	p := find("Whitfeild")
	p.has(t, "#queue .banner", "Nothing says “Whitfeild”. What follows belongs to Dana Whitfield.")
	if n := p.Find("#rows li").Length(); n != 2 {
		t.Errorf("%d rows, want dana's two", n)
	}
	all := b.get(p.Find("#queue .banner a").AttrOr("href", ""), 200)
	if all.Find("#rows li").Length() != 2 || all.Find("#queue .banner").Length() != 0 {
		t.Error("all of them are another search, which finds what it says")
	}
	few := find("bagde")
	few.has(t, "#queue .banner", "Little says “bagde”. What says “badge” follows.")
	few.has(t, "#rows li:first-child", "bagde not read")
	few.has(t, "#rows li:last-child", "Badge printer")
	if none := find("zzzyyxx"); none.Find("#queue .banner").Length() != 0 {
		t.Error("where nothing is meant, nothing is told")
	}
}

// ME-24: a ticket says where somebody may be doing the same work.
func TestTwin(t *testing.T) {
	h := open(t, "maine")
	dana := h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	h.person("luis", "Luis Ortega", people.Analyst, "", "desk")
	ask := func(subject string) string {
		return strconv.FormatInt(h.ask(dana, desk.Request{Subject: subject, Type: "incident", Service: "email", Impact: "person", Urgency: "partly",
			Location: "Augusta", Phone: "1", Alternate: "Kim"}), 10)
	}
	first, again := ask("No mail"), ask("Still no mail")
	for _, lang := range []string{"en", "es"} {
		p := h.signIn("luis").get("/console/open/"+again+"?lang="+lang, 200)
		if text := p.text("#lost"); !strings.Contains(text, first+" No mail") || strings.Contains(text, "console.") {
			t.Errorf("the ticket says %q", text)
		}
	}
	tab := h.enter(webtest.View{Width: 320}, "luis")
	tab.Go(h.url + "/console/open/" + again)
	tab.Check()
	tab.Shot("console-twin")
}

// What a search may have meant holds WCAG 2.2 AA, in both languages.
func TestMisspeltInTheBrowser(t *testing.T) {
	h := misspelt(t)
	for _, view := range webtest.Views {
		tab := h.enter(view, "luis")
		for _, lang := range []string{"en", "es"} {
			tab.Go(h.url + "/console/find?q=Whitfeild&lang=" + lang)
			tab.Check()
			tab.Shot("console-nearly-" + lang)
			if text := tab.Text("main"); strings.Contains(text, "console.") || !strings.Contains(text, "Whitfeild") {
				t.Errorf("the page says: %s", text)
			}
		}
	}
}
