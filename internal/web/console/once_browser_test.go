package console_test

import (
	"context"
	"testing"

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
