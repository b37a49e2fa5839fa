package console_test

import (
	"context"
	"strconv"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
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
	_ = access.System
	return h, waiting
}

// enter signs somebody in, in a real browser.
func (h *house) enter(view webtest.View, name string) *webtest.Tab {
	h.t.Helper()
	tab := webtest.Open(h.t, view)
	tab.Go(h.url + "/signin")
	tab.Fill("#f-email", name+"@example.gov")
	tab.Fill("#f-password", password)
	tab.Follow("main form .btn")
	return tab
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
		{"console-error", "/console/tickets/999"},
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
