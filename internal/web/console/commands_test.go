package console_test

import (
	"strconv"
	"testing"

	"switchboard/internal/webtest"
)

// Everything on the page is found by its name, opened by keys alone; words that name nothing are looked for.
func TestCommandBar(t *testing.T) {
	h, waiting := busy(t)
	tab := h.enter(webtest.View{}, "luis")
	tab.Go(h.url + "/console/mine/" + strconv.FormatInt(waiting, 10))
	chosen := func() string {
		return webtest.Eval[string](tab, "document.querySelector('.commands [aria-selected=true]')?.textContent ?? ''")
	}
	call := func(words string) {
		t.Helper()
		webtest.Eval[bool](tab, `document.dispatchEvent(new KeyboardEvent("keydown", { key: "k", ctrlKey: true, bubbles: true }))`)
		tab.Wait("dialog.commands[open] li")
		tab.Press(words)
	}
	call("hand")
	if got := chosen(); got != "Hand over to a teamh" {
		t.Errorf("hand finds %q", got)
	}
	tab.Check() // the open bar, too
	tab.Shot("commands")
	tab.Press("\r")
	tab.Wait("#f-team:focus, #do-route:target, .sheet:focus-within, form[action$='/route'] :focus")
	tab.Go(h.url + "/console/mine")
	call("printer offline")
	tab.Press("\r")
	tab.Wait("#command[value='printer offline']")
	tab.Expect("#queue", "Badge printer offline")

	tab.Go(h.url + "/console/new") // a page without lists leads to each of them, and to the rooms
	call("go to unassig")
	webtest.Eval[bool](tab, `new Promise(done => { const see = () => document.querySelector('.commands [aria-selected=true]')?.textContent === 'Unassigned' ? done(true) : requestAnimationFrame(see); see(); })`)
	tab.Press("\r")
	tab.Wait("#queue")
	call("go to knowl")
	if got := chosen(); got != "Knowledge" {
		t.Errorf("go to knowl finds %q", got)
	}
}

// The rooms beside the lists are in a menu, which keys open and close.
func TestRooms(t *testing.T) {
	h, _ := busy(t)
	for _, view := range webtest.Views {
		tab := h.enter(view, "marta")
		tab.Go(h.url + "/console/open")
		tab.Click(".rooms > summary")
		tab.Wait(".rooms[open] a[href='/console/knowledge']")
		tab.Check()
		tab.Shot("rooms")
		tab.Press("\x1b")
		if tab.Has(".rooms[open]") {
			t.Errorf("%s: escape leaves the menu open", tab)
		}
	}
}

// High contrast is chosen like light and dark, and keeps to WCAG on the busiest page.
func TestHighContrast(t *testing.T) {
	h, waiting := busy(t)
	for _, dark := range []bool{false, true} {
		tab := h.enter(webtest.View{Dark: dark}, "luis")
		tab.Go(h.url + "/console/mine/" + strconv.FormatInt(waiting, 10) + "?theme=contrast")
		if got := webtest.Eval[string](tab, "getComputedStyle(document.body).color"); got != "rgb(0, 0, 0)" && got != "rgb(255, 255, 255)" {
			t.Errorf("ink is %s", got)
		}
		tab.Check()
		tab.Shot("contrast")
	}
}
