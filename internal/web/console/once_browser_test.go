package console_test

import (
	"context"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/webtest"
)

// A form with a field that is called "method", as the one that resolves, is one that is posted: without a connection it stays
// at home, and what is sent before the desk has it as a draft leaves none behind. ASKS 17
func TestResolveFormIsSentOnce(t *testing.T) {
	h, id := writers(t)
	tab := h.enter(webtest.View{}, "ann")
	tab.Go(h.url + ticketPath(id) + "?do=resolve")
	tab.Offline(true)
	stays := webtest.Eval[bool](tab, `!document.querySelector("#act form").dispatchEvent(new SubmitEvent("submit", { bubbles: true, cancelable: true }))`)
	if !stays {
		t.Error("it is sent into nothing")
	}
	tab.Offline(false)
	tab.Go(h.url + ticketPath(id) + "?do=resolve")
	tab.Fill("#f-text", "It is patched.")
	if status := tab.Turn(func() { tab.Ctrl('\r') }); status != 200 {
		t.Fatalf("resolved with %d", status)
	}
	tab.Go(h.url + "/console/texts") // what the page before it had to save on leaving is saved
	drafts, err := h.MyDrafts(context.Background(), h.people["ann"])
	if err != nil || len(drafts) != 0 {
		t.Errorf("after it was sent the desk still has %+v, %v", drafts, err)
	}
}

// The desk takes a reply and its answer is lost, however often the browser asks by itself: whoever loads the page again, and so
// sends the form again, has replied once. ASKS 17
func TestAnswerLost(t *testing.T) {
	h, id := writers(t)
	line := webtest.Lay(t, h.url)
	h.url = line.URL
	tab := h.enter(webtest.View{}, "ann")
	tab.Go(h.url + ticketPath(id))
	tab.Fill("#f-body", "Restart it.")
	tab.Lose(line, func() { tab.Ctrl('\r') })
	if status := tab.Again(); status != 200 {
		t.Errorf("sent again: %d", status)
	}
	tab.Expect(".notice", "This was sent before. It was done once.")
	tab.Check()
	h.Pass(10 * time.Second)
	h.publish("ann")
	sheet, err := h.Ticket(context.Background(), access.System, id)
	if err != nil {
		t.Fatal(err)
	}
	replies := 0
	for _, e := range sheet.Entries {
		if e.Event.Name() == (ticket.Replied{}).Name() {
			replies++
		}
	}
	if replies != 1 {
		t.Errorf("replied %d times", replies)
	}
	drafts, err := h.MyDrafts(context.Background(), h.people["ann"])
	if err != nil || len(drafts) != 0 {
		t.Errorf("after it was sent the desk still has %+v, %v", drafts, err)
	}
}

// A desk that starts anew behind a proxy is answered for with 502: the draft is saved when it is back, and the page hears of what
// is new.
func TestDeskAwayBehindAProxy(t *testing.T) {
	h, id := writers(t)
	line := webtest.Lay(t, h.url)
	h.url = line.URL
	tab := h.enter(webtest.View{}, "ann")
	tab.Go(h.url + ticketPath(id))
	h.listening(tab)
	line.Down(true)
	tab.Fill("#f-body", "Restart it.")
	tab.Until(says("[data-draft-says]", "Not saved yet: no connection"))
	if _, err := h.Note(context.Background(), h.people["luis"], desk.On{Ticket: id}, "Seen before."); err != nil {
		t.Fatal(err)
	}
	line.Down(false)
	tab.Until(says("[data-draft-says]", "Draft saved"))
	tab.Until(says("#time", "Seen before."))
}
