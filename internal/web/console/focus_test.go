package console_test

import (
	"strconv"
	"testing"

	"switchboard/internal/webtest"
)

// After an act the focus is on what the page says of it, and Tab leads on from there and not from the page's top: with script
// and without, beside a list and alone. A form that was refused begins with what is wrong (WCAG 2.4.3, 3.3.1).
func TestFocusAfterAnAct(t *testing.T) {
	h, id := busy(t)
	number := strconv.FormatInt(id, 10)
	for _, view := range []webtest.View{{}, {NoScript: true}, {Width: 320, NoScript: true}} {
		tab := h.enter(view, "luis")
		for _, from := range []string{"/console/open/", "/console/tickets/"} {
			tab.Go(h.url + from + number + "?do=note")
			tab.Until("document.activeElement.matches('#act #f-body')")
			tab.Press("He is right.\t")
			tab.Reach("#act button.btn:not(.plain)")
			tab.FollowKey('\r')
			tab.Until("document.activeElement.matches('main .notice')")
			tab.Expect(":focus", "note")
			tab.Press("\t")
			tab.Until("document.activeElement.closest('#item')")
		}
		tab.Go(h.url + "/console/tickets/" + number + "?do=route")
		tab.Reach("#act button.btn:not(.plain)")
		webtest.Eval[bool](tab, "document.querySelectorAll('#act [required]').forEach(f => f.required = false), true")
		tab.FollowKey('\r')
		tab.Until("document.activeElement.matches('#act .problems')")
		tab.Press("\t")
		tab.Until("document.activeElement.matches('.problems a[href^=\"#f-\"]')")
		tab.Check()
	}
}

// What is done from a row of the list leads back to that row, or to the one that has come into its place; the list does not jump.
func TestFocusStaysInTheList(t *testing.T) {
	h, _ := busy(t)
	tab := h.enter(webtest.View{}, "luis")
	at := func() string {
		return webtest.Eval[string](tab, "document.activeElement.closest('#rows li')?.id ?? document.activeElement.outerHTML.slice(0, 80)")
	}
	tab.Go(h.url + "/console/unassigned")
	tab.Press("jjjjjj")
	row := at()
	after := webtest.Eval[string](tab, "document.activeElement.closest('li').nextElementSibling.id")
	top := func() int { return webtest.Eval[int](tab, "Math.round(document.querySelector('#queue').scrollTop)") }
	tab.Press("\r")
	tab.Wait("#item .time")
	before := top()
	if tab.FollowKey('v'); at() != row { // read: it stays in the list
		t.Errorf("after reading %s the focus is at %s", row, at())
	}
	if now := top(); now != before {
		t.Errorf("the list has jumped from %d to %d", before, now)
	}
	if tab.FollowKey('t'); at() != after { // accepted: it is in this list no more
		t.Errorf("after accepting %s the focus is at %s, want %s", row, at(), after)
	}
	tab.Expect("main .notice", "yours")

	// Whoever comes back to the list alone is on the row that they left it by.
	tab.Press("\r")
	tab.Until("document.querySelector('#rows [aria-current]')?.closest('li').id === '" + after + "'")
	if tab.Go(h.url + "/console/unassigned"); at() != after {
		t.Errorf("back in the list the focus is at %s, want %s", at(), after)
	}
}

// Escape leads back to where a key has led from: out of a form to the row, out of the search, out of a sheet.
func TestEscapeLeadsBack(t *testing.T) {
	h, id := busy(t)
	tab := h.enter(webtest.View{}, "luis")
	tab.Go(h.url + "/console/mine")
	tab.Press("j\r")
	tab.Wait("#item .time")
	row := "document.activeElement.matches('#rows a')"
	for _, k := range []struct{ key, opens string }{{"a", "#act #f-person"}, {"n", "#act #f-body"}, {"p", "#act #f-step"}, {"/", "#command"}, {"?", "dialog[data-keys-help] *"}} {
		tab.Until(row)
		tab.Press(k.key)
		tab.Until("document.activeElement.matches('" + k.opens + "')")
		if k.key == "a" { // a list of values closes by itself: Escape in it leaves nothing
			tab.Reach("#act button.btn:not(.plain)")
		}
		tab.Press("\x1b")
	}
	tab.Until(row)
	tab.Ctrl('k')
	tab.Until("document.activeElement.matches('dialog.commands input')")
	tab.Press("\x1b")
	tab.Until(row)
	// From a verb under "more", that is the menu.
	tab.Go(h.url + "/console/tickets/" + strconv.FormatInt(id, 10))
	tab.Reach("#verbs .menu > summary")
	tab.Press("\r")
	tab.Reach("#verbs [data-key=h]")
	tab.Press("\r")
	tab.Until("document.activeElement.matches('#act #f-team')")
	tab.Reach("#f-reason")
	tab.Press("\x1b")
	tab.Until("document.activeElement.matches('#verbs .menu > summary')")
}
