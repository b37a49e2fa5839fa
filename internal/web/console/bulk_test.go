package console_test

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/webtest"
)

// Tickets are chosen in a list, a deed is tried, shown, done and taken back: with forms alone.
func TestBulk(t *testing.T) {
	h := open(t, "colorado")
	ctx := context.Background()
	dana := h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	luis := h.person("luis", "Luis Ortega", people.Analyst, "", "messaging")
	marta := h.person("marta", "Marta Bell", people.Lead, "", "network")
	var ids []string
	for _, subject := range []string{"Printer", "Second monitor", "VPN drops"} {
		id := h.ask(dana, desk.Request{Subject: subject, Type: "incident"})
		if _, err := h.Assign(ctx, luis, desk.On{Ticket: id}, luis.ID); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, strconv.FormatInt(id, 10))
	}
	last, _ := strconv.ParseInt(ids[2], 10, 64)
	if _, err := h.Resolve(ctx, luis, desk.On{Ticket: last}, ticket.Resolved{Text: "done", Method: "remote"}); err != nil {
		t.Fatal(err)
	}
	b := h.signIn("luis")
	list := b.get("/console/any", 200)
	if n := list.Find(`#rows input[form=bulk][name=ticket]`).Length(); n != 3 {
		t.Fatalf("%d tickets can be chosen, want 3", n)
	}
	b.get("/console/bulk?do=assign&view=any", http.StatusUnprocessableEntity)
	b.get("/console/bulk?do=confirm&ticket=1", http.StatusUnprocessableEntity)
	form := b.get("/console/bulk?do=assign&view=any&ticket="+strings.Join(ids, "&ticket="), 200)
	form.has(t, "main .lead", "3 chosen tickets")
	sheet := postAll(b, form, url.Values{"do": {"assign"}, "view": {"any"}, "ticket": ids, "person": {strconv.FormatInt(int64(marta.ID), 10)}})
	sheet.has(t, "h1", "Trying each one")
	run := func(path string) page {
		t.Helper()
		bare, _, _ := strings.Cut(path, "?")
		id, _ := strconv.ParseInt(bare[strings.LastIndex(bare, "/")+1:], 10, 64)
		if err := h.RunBulk(ctx, access.System, id); err != nil {
			t.Fatal(err)
		}
		return b.get(path, 200)
	}
	tried := run(sheet.path)
	tried.has(t, "h1", "This would happen")
	tried.has(t, ".facts", "Can be done2Refused1")
	tried.has(t, ".banner", "1 refused: The ticket "+ids[2]+" is not open any more")
	if which := tried.Find(".banner a").AttrOr("href", ""); which != "/console/find?q=number%3A"+ids[2] {
		t.Errorf("the refused lead to %q", which)
	}
	h.signIn("marta").get(sheet.path, http.StatusNotFound)
	if p := b.send(tried, "#confirm", nil, 200); p.path != sheet.path {
		t.Errorf("confirmed at %s", p.path)
	}
	done := run(sheet.path)
	done.has(t, ".facts", "Done2")
	if back := done.Find("#bulk-back").AttrOr("href", ""); back != "/console/any" {
		t.Errorf("the way back leads to %q", back)
	}
	undone := b.send(done, "#undo", nil, 200)
	run(undone.path).has(t, ".facts", "Done2")
	b.get("/console/mine", 200).has(t, ".views [aria-current]", "My tickets 2")

	all := postAll(b, b.get("/console/bulk?do=note&view=open&all=yes&q=printer", 200), url.Values{"do": {"note"}, "view": {"open"}, "all": {"yes"}, "q": {"-number:" + ids[0]}, "body": {"Seen."}})
	some := run(all.path)
	some.has(t, ".facts", "Can be done1")
	if back := some.Find("#confirm a").AttrOr("href", ""); back != "/console/open?q=-number%3A"+ids[0] {
		t.Errorf("the way back leads to %q, without the filter", back)
	}
	empty := url.Values{"do": {"close"}, "view": {"open"}, "all": {"yes"}, "q": {"teem:x"}, "why": {"over"}}
	if p := postAll(b, b.get("/console/bulk?do=close&view=open&all=yes", 200), empty); p.status != http.StatusUnprocessableEntity {
		t.Errorf("a filter that cannot be read: %d", p.status)
	}
}

// postAll sends the form of a deed with all that it holds; the token is the page's.
func postAll(b *browser, p page, values url.Values) page {
	b.h.t.Helper()
	name, _ := p.Find("#deed input[type=hidden]").First().Attr("name")
	values.Set(name, p.Find("#deed input[type=hidden]").First().AttrOr("value", ""))
	answer, err := b.client.PostForm(b.h.url+"/console/bulk", values)
	return b.read(answer, err, 0)
}

// The pages of a bulk hold WCAG 2.2 AA, and so does a list whose tools are open and whose tickets are ticked.
func TestBulkInTheBrowser(t *testing.T) {
	h, waiting := busy(t)
	ctx := context.Background()
	id := strconv.FormatInt(waiting, 10)
	for _, view := range []webtest.View{{Width: 320}, {Width: 1280, Dark: true}} {
		tab := h.enter(view, "luis")
		tab.Go(h.url + "/console/open")
		webtest.Eval[bool](tab, `(document.querySelectorAll('.tools').forEach(d => d.open = true), document.querySelector('#rows .sel input').click(), true)`)
		tab.Check()
		tab.Shot("console-tools")
		tab.Go(h.url + "/console/bulk?do=plan&view=open&ticket=" + id)
		tab.Check()
		tab.Shot("console-bulk-form")
		tab.Go(h.url + "/console/bulk?do=close&view=open&ticket=" + id)
		tab.Fill("#f-why", "over")
		tab.Follow("#deed .btn")
		tab.Check()
		path := webtest.Eval[string](tab, "location.pathname")
		n, err := strconv.ParseInt(path[strings.LastIndex(path, "/")+1:], 10, 64)
		if err != nil {
			t.Fatalf("the bulk is at %s", path)
		}
		if err := h.RunBulk(ctx, access.System, n); err != nil {
			t.Fatal(err)
		}
		tab.Go(h.url + path)
		tab.Check()
		tab.Shot("console-bulk")
	}
}
