package server_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"switchboard/desks"
	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/server"
	"switchboard/internal/webtest"
)

const password = "a long enough password"

// start opens a whole desk on a port of its own, with a customer and an analyst who can sign in.
func start(t *testing.T) *server.Server {
	t.Helper()
	loaded, err := desks.Load("colorado")
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	s, err := server.Start(ctx, server.Config{Data: t.TempDir(), DeskName: "colorado", Desk: loaded.Source,
		Listen: "127.0.0.1:0", Version: "test", Log: slog.New(slog.NewTextHandler(t.Output(), nil))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	for _, p := range []people.Person{
		{Email: "dana@example.gov", Name: "Dana Whitfield", Role: people.Customer, Agency: "Revenue", Phone: "303-555-0142"},
		{Email: "luis@example.gov", Name: "Luis Ortega", Role: people.Analyst, Teams: []string{"desk"}},
	} {
		id, err := s.Desk.AddPerson(ctx, access.System, p, password)
		if err != nil {
			t.Fatal(err)
		}
		if p.Role.Staff() { // replies go out at once, but where a test is about their waiting
			if err := s.Desk.ChooseUndo(ctx, access.Actor{ID: id, Role: p.Role}, 0); err != nil {
				t.Fatal(err)
			}
		}
	}
	return s
}

// TestPath drives a request from the first word to the last through the whole house: ask, route, accept, reply, question,
// answer, resolve, confirm; on a phone and at a desk, light and dark, with script and without, each two of these together once. Every page on the
// way is free of what axe-core finds. CO-08, CO-13, CO-15, CO-19, CO-35.
func TestPath(t *testing.T) {
	if testing.Short() {
		t.Skip("drives a browser")
	}
	s := start(t)
	views := []webtest.View{{Width: 360}, {Width: 360, Dark: true, NoScript: true}, {Width: 1280, NoScript: true}, {Width: 1280, Dark: true}}
	for _, view := range views {
		t.Run(fmt.Sprintf("%d dark=%v script=%v", view.Width, view.Dark, !view.NoScript), func(t *testing.T) {
			walk(t, s.Base, view)
		})
	}
}

func walk(t *testing.T, base string, view webtest.View) {
	dana, luis := enter(t, base, view, "dana"), enter(t, base, view, "luis")

	dana.Go(base + "/")
	see(dana, "home")
	dana.Fill("#q", "Outlook asks for my password every few minutes")
	dana.Follow("form.find .btn")
	see(dana, "answers")
	dana.Follow("#answers .row .btn")
	see(dana, "ask")
	dana.Click("[name=type][value=incident]")
	dana.Fill("#f-description", "Since this morning. The password is right, it takes it, and asks again.")
	dana.Follow("form[action='/ask'] .verbs .btn")
	see(dana, "asked")
	number := dana.Address()[strings.LastIndex(dana.Address(), "/")+1:]
	dana.Expect("main", "Outlook asks for my password", "team within 4 hours")

	ticket := base + "/console/tickets/" + number
	luis.Go(base + "/console")
	see(luis, "console")
	luis.Go(ticket)
	see(luis, "console ticket")
	act(luis, ticket, "route", map[string]string{"#f-reason": "Mail belongs to Messaging."}, map[string]string{"#f-team": "messaging", "#f-service": "email"})
	if !view.NoScript && !webtest.Eval[bool](dana, appears("#track", "Messaging")) {
		t.Error("CO-08: the hand-over does not appear on the open page within ten seconds")
	}
	luis.Follow("form[action$='/accept'] .btn")
	act(luis, ticket, "reply", map[string]string{"#f-body": "I see three sign-ins a minute from your laptop."}, nil)
	act(luis, ticket, "note", map[string]string{"#f-body": "Looks like a saved credential."}, nil)
	act(luis, ticket, "ask", map[string]string{"#f-question": "Does it also happen in the browser?"}, nil)

	dana.Go(base + "/tickets")
	see(dana, "my tickets")
	dana.Go(base + "/tickets/" + number)
	see(dana, "question")
	dana.Expect("main", "Does it also happen in the browser?", "three sign-ins a minute", "Messaging", "Luis Ortega")
	if strings.Contains(dana.Text("main"), "saved credential") {
		t.Error("the customer reads an internal note")
	}
	dana.Fill("form[action$='/answer'] textarea", "No, only in Outlook.")
	dana.Follow("form[action$='/answer'] button.btn")
	see(dana, "answered")

	act(luis, ticket, "resolve", map[string]string{"#f-text": "I cleared the saved password. It asks once more, then never again."}, nil)
	see(luis, "console resolved")
	dana.Go(base + "/tickets/" + number)
	see(dana, "resolved")
	dana.Follow("form[action$='/confirm'] .btn")
	see(dana, "confirmed")
	dana.Expect("main", "Closed")
}

// appears waits in the page until an element holds a text, at most ten seconds.
func appears(selector, text string) string {
	return fmt.Sprintf(`new Promise(done => {
		const until = Date.now() + 10000;
		const look = () => {
			const there = document.querySelector(%q).textContent.includes(%q);
			if (there || Date.now() > until) done(there); else setTimeout(look, 100);
		};
		look();
	})`, selector, text)
}

// act does one verb of the console by its form.
func act(tab *webtest.Tab, ticket, verb string, texts, choices map[string]string) {
	tab.Go(ticket + "?do=" + verb)
	see(tab, "console "+verb)
	for selector, value := range choices {
		tab.Choose(selector, value)
	}
	for selector, text := range texts {
		tab.Fill(selector, text)
	}
	tab.Follow("#act form .verbs button.btn")
}

func enter(t *testing.T, base string, view webtest.View, name string) *webtest.Tab {
	t.Helper()
	tab := webtest.Open(t, view)
	tab.Go(base + "/signin")
	see(tab, "sign in")
	tab.Fill("#f-email", name+"@example.gov")
	tab.Fill("#f-password", password)
	tab.Follow("main form button.btn")
	return tab
}

func see(tab *webtest.Tab, name string) {
	tab.Check()
	tab.Shot("path " + name)
}
