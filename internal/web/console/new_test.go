package console_test

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/eventlog"
	"switchboard/internal/follow/search"
)

// ME-08: what is solved on the call is recorded and resolved in one screen. CO-12: the first contact resolves or triages.
func TestNewForACaller(t *testing.T) {
	h := open(t, "colorado")
	h.person("luis", "Luis Ortega", people.Analyst, "", "service_desk")
	b := h.signIn("luis")
	form := b.get("/console/new", 200)
	call := url.Values{"email": {"ruth@example.gov"}, "name": {"Ruth Okafor"}, "subject": {"Locked out"}, "solution": {"Password reset."}, "method": {"remote"}}
	p := b.send(form, `form[action="/console/new"]`, call, 200)
	p.has(t, "#kind", "resolved")
	p.has(t, "#kind", "Phone")
	p.has(t, ".about", "Ruth Okafor")
	p.has(t, "#time", "Password reset.")
	// The same form once more is the same ticket.
	again := b.send(form, `form[action="/console/new"]`, call, 200)
	if again.path != p.path {
		t.Errorf("the same form made %s and %s", p.path, again.path)
	}
	triaged := b.send(b.get("/console/new", 200), `form[action="/console/new"]`,
		url.Values{"email": {"ruth@example.gov"}, "subject": {"No VPN"}, "service": {"network"}, "want_person": {"Marta Bell"}}, 200)
	triaged.has(t, "#having", "Network Services")
	triaged.has(t, ".about", "Marta Bell") // OK-13: asked for on the phone

	wrong := b.send(form, `form[action="/console/new"]`, url.Values{"email": {"nobody"}, "subject": {"Locked out"}, "key": {"other"}}, http.StatusUnprocessableEntity)
	wrong.has(t, ".field.wrong", "E-mail address")
	if got := wrong.Find("#f-subject").AttrOr("value", ""); got != "Locked out" {
		t.Errorf("the subject became %q", got)
	}
}

func TestFind(t *testing.T) {
	h := open(t, "colorado")
	dana := h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	h.person("luis", "Luis Ortega", people.Analyst, "", "service_desk")
	id := h.ask(dana, desk.Request{Subject: "Printer", Type: "incident"})
	b := h.signIn("luis")
	for _, q := range []string{strconv.FormatInt(id, 10), "%23" + strconv.FormatInt(id, 10), "+" + strconv.FormatInt(id, 10) + "+"} {
		if p := b.get("/console/find?q="+q, 200); p.path != ticketPath(id) {
			t.Errorf("%q leads to %s", q, p.path)
		}
	}
	b.get("/console/find?q=INC0000045", 200).has(t, "main", "Nothing is found for INC0000045")
	b.get("/console/find?q=999999", 200).has(t, "main", "Nothing is found")
	other := h.ask(dana, desk.Request{Subject: "Second monitor for the counter", Type: "request"})
	if err := eventlog.Drain(context.Background(), h.DB, search.Follower()); err != nil {
		t.Fatal(err)
	}
	p := b.get("/console/find?q=monitor", 200)
	p.has(t, "#queue .head", "best match first")
	if got, want := p.Find("#rows a").AttrOr("href", ""), "/console/find/"+strconv.FormatInt(other, 10)+"?q=monitor"; got != want {
		t.Errorf("the words lead to %q, want %q", got, want)
	}
	beside := b.get("/console/find/"+strconv.FormatInt(other, 10)+"?q=monitor", 200)
	beside.has(t, "#item h1", "Second monitor")
	beside.has(t, "#rows [aria-current]", "Second monitor")
	if kept := b.send(beside, formOf(other, "accept"), nil, 200); kept.path != "/console/find/"+strconv.FormatInt(other, 10)+"?q=monitor" {
		t.Errorf("after the verb the search is gone: %s", kept.path)
	}
	b.get("/console/find", 200)
	b.get("/console/find?q="+strings.Repeat("9", 1001), 422)
}

// Lists are paged by key and never longer than a page; what is after it is one link away.
func TestPaging(t *testing.T) {
	h := open(t, "colorado")
	dana := h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	h.person("luis", "Luis Ortega", people.Analyst, "", "service_desk")
	for range 53 {
		h.ask(dana, desk.Request{Subject: "Printer", Type: "incident"})
	}
	b := h.signIn("luis")
	for _, view := range []string{"open", "any"} {
		p := b.get("/console/"+view, 200)
		if n := p.Find("#rows li").Length(); n != 50 {
			t.Fatalf("%s: the first page has %d rows", view, n)
		}
		next := b.get(p.Find(".pages a[rel=next]").AttrOr("href", ""), 200)
		if n := next.Find("#rows li").Length(); n != 3 {
			t.Errorf("%s: the second page has %d rows, want 3", view, n)
		}
		ids := map[string]bool{}
		for _, doc := range []page{p, next} {
			for _, n := range doc.Find("#rows li").Nodes {
				ids[n.Attr[0].Val] = true
			}
		}
		if len(ids) != 53 {
			t.Errorf("%s: the two pages hold %d tickets, want 53", view, len(ids))
		}
	}
	b.get("/console/open?after=x", 422)
	b.get("/console/nosuch", 404)
	b.get("/console/team:nosuch", 404)
	b.get("/console/open/abc", 404)
	b.get("/console/open/4000000000", 404)
}
