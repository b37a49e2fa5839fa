package console_test

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/eventlog"
	"switchboard/internal/follow/search"
	"switchboard/internal/webtest"
)

func TestMain(m *testing.M) { webtest.Main(m) }

// busy is a desk on a Monday morning, with tickets in every state; the first number is the one that waits for Dana.
func busy(t *testing.T) (h *house, waiting int64) {
	t.Helper()
	h = open(t, "colorado")
	ctx := context.Background()
	must := func(_ ticket.Ticket, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	luis := h.person("luis", "Luis Ortega", people.Analyst, "", "service_desk", "messaging")
	marta := h.person("marta", "Marta Bell", people.Lead, "", "network")
	dana := h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	h.At(monday.Add(-66*time.Hour - 30*time.Minute)) // Friday, 3:30 p.m.
	waiting = h.ask(dana, desk.Request{Subject: "Outlook asks for my password every few minutes", Type: "incident", WantPerson: "Marta Bell",
		Description: "Since this morning Outlook asks for my password every few minutes. The password is right, it takes it, and asks again.",
		Location:    "1525 Sherman St, 4th fl."})
	on := desk.On{Ticket: waiting}
	for i, subject := range []string{"Badge printer offline, Grand Junction", "New employee starts December 7", "Cannot open shared drive S: after move",
		"Laptop will not start", "Scan to mail sends empty pages", "VPN drops each hour from home", "Request: second monitor, Pueblo",
		"Access to the grants folder", "Phone shows wrong name", "Question: which PDF editor is approved?", "Teams meeting room has no sound"} {
		name := []string{"Ruth Okafor", "Lena Strom", "Ivan Petrov", "Joy Nakai", "Omar Haddad", "Beth Lindqvist"}[i%6]
		who := h.person("p"+strconv.Itoa(i), name, people.Customer, []string{"Corrections", "Human Services", "Agriculture"}[i%3])
		h.Pass(2 * time.Minute)
		id := h.ask(who, desk.Request{Subject: subject, Type: []string{"incident", "request"}[i%2]})
		if i%4 == 1 {
			must(h.Accept(ctx, luis, desk.On{Ticket: id}))
		}
	}
	h.ask(dana, desk.Request{Subject: "Second monitor, Pueblo", Type: "request"})
	h.At(monday.Add(-1 * time.Hour))
	must(h.Accept(ctx, luis, on))
	must(h.Note(ctx, luis, on, "Three sign-ins a minute from CO-LT-20418. Looks like the saved credential of last month's change 2291."))
	must(h.Reply(ctx, luis, on, "I see three sign-ins a minute from your laptop. I think an old saved password is in the way."))
	must(h.Plan(ctx, luis, on, ticket.Planned{Step: "Clear saved password by remote session", Owner: luis.ID, Due: monday.Add(4 * time.Hour)}))
	h.Pass(10 * time.Minute)
	must(h.Ask(ctx, luis, on, ticket.Asked{Question: "Does it also happen in the browser?", ReplyBy: monday.Add(72 * time.Hour)}))
	h.Pass(20 * time.Minute)
	major := h.ask(marta, desk.Request{Subject: "Permit system: nobody at Transportation can sign in", Type: "incident", Channel: "phone", Outage: true, Email: "p3@example.gov"})
	h.Pass(20 * time.Minute)
	must(h.PublishUpdate(ctx, marta, desk.On{Ticket: major}, "We know of it; sign-in is affected, data is safe."))
	h.At(monday)
	if err := eventlog.Drain(ctx, h.DB, search.Follower()); err != nil {
		t.Fatal(err)
	}
	return h, waiting
}

// enter opens a real browser for somebody who has signed in, where that has led them.
func (h *house) enter(view webtest.View, name string) *webtest.Tab {
	h.t.Helper()
	b, tab := h.signIn(name), webtest.Open(h.t, view)
	tab.Carry(h.url, b.client.Jar)
	tab.Go(h.url + b.first)
	return tab
}

// listening waits until the page's stream is open: what is said before that is heard by nobody.
func (h *house) listening(tab *webtest.Tab) {
	h.t.Helper()
	webtest.Eval[bool](tab, `new Promise(done => {
		const see = () => document.documentElement.dataset.listens ? done(true) : requestAnimationFrame(see); see(); })`)
}

// Every page of the console holds WCAG 2.2 AA and its width, at a phone's and a desktop's width, light and dark.
func TestPagesInTheBrowser(t *testing.T) {
	h, id := busy(t)
	number := strconv.FormatInt(id, 10)
	pages := []struct{ name, path string }{
		{"console-views", "/console/views"},
		{"console-list", "/console/open"},
		{"console-empty", "/console/team:security"},
		{"console-ticket", "/console/open/" + number},
		{"console-alone", "/console/tickets/" + number},
		{"console-plan", "/console/open/" + number + "?do=plan"},
		{"console-new", "/console/new"},
		{"console-find", "/console/find?q=INC0000045"},
		{"console-route", "/console/tickets/" + number + "?do=route"},
		{"console-search", "/console/find?q=monitor"},
		{"console-error", "/console/tickets/999"},
		{"console-filter", "/console/open?q=agency:Corrections,Agriculture+-badge+printer"},
		{"console-filter-wrong", "/console/open?q=teem:network"},
		{"console-save", "/console/view/new?view=open&q=printer"},
	}
	for _, view := range webtest.Views {
		tab := h.enter(view, "luis")
		for _, p := range pages {
			tab.Go(h.url + p.path)
			tab.Check()
			tab.Shot(p.name)
		}
	}
}

// What is folded away holds up too, in Spanish and at the width at which everything is in sight.
func TestUnfolded(t *testing.T) {
	h, id := busy(t)
	for _, view := range []webtest.View{{Width: 1440}, {Width: 320}} {
		tab := h.enter(view, "luis")
		tab.Go(h.url + "/console/open/" + strconv.FormatInt(id, 10) + "?lang=es")
		webtest.Eval[bool](tab, "document.querySelectorAll('.item details').forEach(d => d.open = true), true")
		tab.Check()
		tab.Shot("console-es")
		if text := tab.Text("main"); strings.Contains(text, "console.") {
			t.Errorf("a message is missing: %s", text)
		}
	}
	tab := h.enter(webtest.View{Width: 1440, Dark: true}, "luis")
	tab.Go(h.url + "/console/open/" + strconv.FormatInt(id, 10))
	tab.Check()
	tab.Shot("console-wide")
	h.person("ann", "Ann Cho", people.Manager, "")
	for _, view := range []webtest.View{{}, {Width: 360}} {
		tab := h.enter(view, "ann")
		tab.Go(h.url + "/console/desk")
		tab.Check()
		tab.Follow("main form button[value=check]")
		tab.Check()
		tab.Shot("console-desk")
	}
}

// With script one key opens each form, j and k walk the list, and nothing needs a mouse.
func TestKeys(t *testing.T) {
	h, id := busy(t)
	number := strconv.FormatInt(id, 10)
	tab := h.enter(webtest.View{}, "luis")
	tab.Go(h.url + "/console/open")
	tab.Press("j")
	tab.Press("j")
	tab.Press("k")
	first := webtest.Eval[string](tab, "document.activeElement.closest('li').id")
	if want := webtest.Eval[string](tab, "document.querySelector('#rows li').id"); first != want {
		t.Errorf("j j k leads to %s, want the first row %s", first, want)
	}
	tab.Press("\r")
	tab.Wait("#item .time")
	if got := tab.Address(); got != h.url+"/console/open/"+strings.TrimPrefix(first, "row-") {
		t.Errorf("enter leads to %s", got)
	}
	if got := webtest.Eval[string](tab, "document.querySelector('#rows [aria-current]').closest('li').id"); got != first {
		t.Errorf("the list marks %s", got)
	}
	tab.Go(h.url + "/console/open/" + number)
	focused := func(want string) {
		t.Helper()
		tab.Wait("#act " + want)
		webtest.Eval[bool](tab, "new Promise(done => { const see = () => document.activeElement?.matches('#act "+want+"') ? done(true) : requestAnimationFrame(see); see(); })")
	}
	for _, k := range []struct{ key, verb, field string }{
		{"n", "note", "#f-body"}, {"p", "plan", "#f-step"}, {"a", "assign", "#f-person"}, {"e", "resolve", "#f-text"},
		{"h", "route", "#f-team"}, {"y", "classify", "#f-type"}, {"u", "update", "#f-body"}, {"w", "wish", "input[type=radio]"}, {"r", "reply", "#f-body"},
	} {
		tab.Press(k.key)
		tab.Wait(`#act form[action$="/` + k.verb + `"]`)
		focused(k.field)
		tab.Check()
		webtest.Eval[bool](tab, "document.activeElement.blur(), true")
	}
	tab.Press("/")
	if !webtest.Eval[bool](tab, "document.activeElement.id === 'command'") {
		t.Error("/ does not lead to the search")
	}
	webtest.Eval[bool](tab, "document.activeElement.blur(), true")
	tab.Press("?")
	tab.Wait("dialog[open]")
	tab.Check()
	tab.Shot("console-keys")
}

// A change elsewhere shows without a reload and moves nothing: what is new waits at the top, what is being written stays.
func TestLooksAgain(t *testing.T) {
	h, id := busy(t)
	tab := h.enter(webtest.View{}, "luis")
	tab.Go(h.url + "/console/open/" + strconv.FormatInt(id, 10))
	tab.Fill("#f-body", "Half a sentence")
	rows := webtest.Eval[int](tab, "document.querySelectorAll('#rows li').length")
	dana := h.people["dana"]
	if _, err := h.Write(context.Background(), dana, desk.On{Ticket: id}, "Yes, there too."); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		h.ask(dana, desk.Request{Subject: "One more thing", Type: "incident"})
	}
	h.listening(tab)
	h.hub.Publish("tickets", "ticket/"+strconv.FormatInt(id, 10))
	tab.Wait(".fresh:not([hidden])")
	if got := tab.Text(".fresh"); got != "3 new" {
		t.Errorf("the list says %q, want 3 new", got)
	}
	if got := webtest.Eval[int](tab, "document.querySelectorAll('#rows li').length"); got != rows {
		t.Errorf("the list has moved from %d to %d rows", rows, got)
	}
	if got := webtest.Eval[string](tab, "document.querySelector('#time').innerText"); !strings.Contains(got, "Yes, there too.") {
		t.Error("the answer is not in the timeline")
	}
	if got := webtest.Eval[string](tab, "document.querySelector('#f-body').value"); got != "Half a sentence" {
		t.Errorf("the draft became %q", got)
	}
	if got := webtest.Eval[string](tab, "document.querySelector('.views [aria-current] .num').innerText"); got != strconv.Itoa(rows+3) {
		t.Errorf("the count says %s, want %d", got, rows+3)
	}
	tab.Check()
	tab.Shot("console-fresh")
	// After a reload the draft is there, and the server's refusal of a reply over news keeps it too.
	tab.Go(h.url + "/console/open/" + strconv.FormatInt(id, 10))
	if got := webtest.Eval[string](tab, "document.querySelector('#f-body').value"); got != "Half a sentence" {
		t.Errorf("after a reload the draft is %q", got)
	}
}

// The same work goes without script, at a phone's width.
func TestPhoneWithoutScript(t *testing.T) {
	h, id := busy(t)
	number := strconv.FormatInt(id, 10)
	tab := h.enter(webtest.View{Width: 320, NoScript: true}, "luis")
	tab.Go(h.url + "/console/mine")
	tab.Check()
	tab.Follow("#row-" + number + " a")
	tab.Check()
	tab.Click(`.verbs a[href*="do=resolve"]`)
	tab.Wait("#f-text")
	tab.Check()
	tab.Shot("console-resolve")
	tab.Fill("#f-text", "The saved password is cleared.")
	tab.Follow("#act form .btn:not(.plain)")
	tab.Wait(".notice")
	tab.Check()
	tab.Shot("console-resolved")
	tab.Follow(".bar .back")
	if got := tab.Address(); got != h.url+"/console/mine" {
		t.Errorf("the way back leads to %s", got)
	}
}

// A page of the console is under 100 KB on the wire, cold, face and script included.
func TestConsoleIsLight(t *testing.T) {
	h, id := busy(t)
	cold := webtest.Open(t, webtest.View{})
	cold.Go(h.url + "/signin?back=/console/open/" + strconv.FormatInt(id, 10))
	cold.Fill("#f-email", "luis@example.gov")
	cold.Fill("#f-password", password)
	cold.Follow("main form button.btn")
	cold.Wait("#item .time")
	if got := cold.Wire(); got > 100_000 {
		t.Errorf("signing in and a ticket are %d bytes on the wire", got)
	}
}
