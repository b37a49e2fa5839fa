package console_test

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/core/view"
	"switchboard/internal/desk"
	"switchboard/internal/webtest"
)

// until waits in the page until an expression holds.
func until(tab *webtest.Tab, expression string) {
	webtest.Eval[bool](tab, `new Promise(done => { const see = () => (`+expression+`) ? done(true) : setTimeout(see, 20); see(); })`)
}

func says(selector, text string) string {
	return "document.querySelector(" + strconv.Quote(selector) + ")?.innerText.includes(" + strconv.Quote(text) + ")"
}

// Two analysts at one ticket: the second sees that the first writes before they do, live and on opening; nobody sees what. A
// connection lost in the middle of a reply loses no word; the desk has it when it is back. ASKS 17
func TestTwoAnalysts(t *testing.T) {
	h, id := writers(t)
	path := h.url + ticketPath(id)
	ann, luis := h.enter(webtest.View{}, "ann"), h.enter(webtest.View{}, "luis")
	ann.Go(path)
	h.listening(ann)
	luis.Go(path)
	h.listening(luis)
	until(ann, says("#present", "Luis Ortega is looking at this."))
	ann.Fill("#f-body", "Half a sen")
	until(ann, says("[data-draft-says]", "Draft saved"))
	until(luis, says("#present", "Ann Cho is writing a reply."))
	if text := luis.Text("main"); strings.Contains(text, "Half a sen") {
		t.Error("a colleague reads the draft")
	}
	luis.Check()

	ann.Offline(true)
	ann.Fill("#f-body", "Half a sentence more")
	until(ann, says("[data-draft-says]", "Not saved yet: no connection"))
	ann.Click("#act form .btn:not(.plain):not([formaction])")
	if got := webtest.Eval[string](ann, "document.querySelector('#f-body').value"); got != "Half a sentence more" {
		t.Errorf("sent into nothing, the form holds %q", got)
	}
	ann.Check()
	ann.Shot("composer-offline")
	ann.Offline(false)
	until(ann, says("[data-draft-says]", "Draft saved"))
	drafts, err := h.MyDrafts(context.Background(), h.people["ann"])
	if err != nil || len(drafts) != 1 || drafts[0].Text != "Half a sentence more" {
		t.Errorf("the desk has %+v, %v", drafts, err)
	}
	other := h.enter(webtest.View{Width: 390}, "ann")
	other.Go(path)
	if got := webtest.Eval[string](other, "document.querySelector('#f-body').value"); got != "Half a sentence more" {
		t.Errorf("on another device the form holds %q", got)
	}

	ann.Follow("#act form .btn:not(.plain):not([formaction])")
	ann.Wait("#outgoing [data-goes]")
	ann.Check()
	ann.Shot("composer-outgoing")
	h.Pass(10 * time.Second)
	h.publish("ann")
	h.hub.Publish("ticket/" + strconv.FormatInt(id, 10))
	until(luis, says("#time", "Half a sentence more"))
	until(ann, "!document.querySelector('#outgoing [data-goes]')")
	if n := webtest.Eval[int](ann, "[...document.querySelectorAll('#time .desk .said')].filter(e => e.innerText.includes('Half a sentence more')).length"); n != 1 {
		t.Errorf("the reply stands there %d times", n)
	}
}

// "/" and "@" offer at the caret by keys alone, and hold WCAG 2.2 AA while they are open; the preview opens in its place.
func TestOffersAtTheCaret(t *testing.T) {
	h, id := writers(t)
	lea := h.person("lea", "Lea Lind", people.Lead, "", "service_desk")
	if _, err := h.KeepReply(context.Background(), lea, desk.SavedReply{Audience: view.Desk, Name: "Clear the saved password", En: "Please clear {{ticket.number}}.", Verb: "reply"}); err != nil {
		t.Fatal(err)
	}
	tab := h.enter(webtest.View{}, "ann")
	tab.Go(h.url + ticketPath(id))
	tab.Fill("#f-body", "Hello, /clear")
	tab.Wait("#offers [aria-selected=true]")
	tab.Check()
	tab.Shot("composer-offers")
	tab.Press("\r")
	want := "Hello, Please clear " + strconv.FormatInt(id, 10) + "."
	if got := webtest.Eval[string](tab, "document.querySelector('#f-body').value"); got != want {
		t.Errorf("the text is %q, want %q", got, want)
	}
	webtest.Eval[bool](tab, "document.querySelector('details.aids').open = true")
	tab.Check()
	tab.Shot("composer-aids")
	tab.Click("[data-preview]")
	tab.Wait("#act #preview pre")
	tab.Check()
	tab.Shot("composer-preview")
	if _, err := h.KeepReply(context.Background(), lea, desk.SavedReply{Audience: view.Desk, Name: "It is over", En: "Over.", Verb: "resolve"}); err != nil {
		t.Fatal(err)
	}
	tab.Go(h.url + ticketPath(id))
	tab.Fill("#f-body", "Half /over")
	tab.Wait("#offers [aria-selected=true]")
	tab.Press("\r")
	tab.Wait("#act #f-text")
	if got := webtest.Eval[string](tab, "document.querySelector('#f-text').value"); got != "Over." {
		t.Errorf("a saved reply that leads on says %q", got)
	}
	tab.Go(h.url + ticketPath(id) + "?do=note")
	tab.Fill("#f-body", "@lui")
	tab.Wait("#offers")
	tab.Press("\r")
	if got := webtest.Eval[string](tab, "document.querySelector('#f-body').value"); got != "@Luis Ortega " {
		t.Errorf("the note says %q", got)
	}
}

// The pages of writing hold WCAG 2.2 AA and their width, in both languages.
func TestWritingPages(t *testing.T) {
	h, id := writers(t)
	ctx := context.Background()
	ann := h.people["ann"]
	if _, err := h.SaveDraft(ctx, ann, id, desk.Typing{Verb: "note", Field: "body", Text: "Ask the network people"}); err != nil {
		t.Fatal(err)
	}
	saved, err := h.KeepReply(ctx, ann, desk.SavedReply{Audience: view.Own, Name: "Password", En: "Hello {{requester.name}}", Es: "Hola"})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := h.ReplySoon(ctx, ann, desk.On{Ticket: id}, desk.Written{Body: "Wait a moment"}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Note(ctx, h.people["luis"], desk.On{Ticket: id}, "@Ann Cho, look"); err != nil {
		t.Fatal(err)
	}
	for _, v := range []webtest.View{{Width: 320}, {Width: 1280, Dark: true}} {
		tab := h.enter(v, "ann")
		for name, path := range map[string]string{"writing": "/console/texts", "mentions": "/console/mentions", "saved-new": "/console/texts/new?lang=es",
			"saved": "/console/texts/" + strconv.FormatInt(saved, 10) + "?lang=es", "outgoing": ticketPath(id) + "?lang=es", "note": ticketPath(id) + "?do=note&lang=en"} {
			tab.Go(h.url + path)
			tab.Check()
			tab.Shot("composer-" + name)
		}
	}
}
