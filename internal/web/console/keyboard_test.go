package console_test

import (
	"strconv"
	"testing"

	"switchboard/internal/webtest"
)

// hands is somebody who has no mouse. After each act the focus is somewhere in the page's work, and can be seen there.
type hands struct {
	*webtest.Tab
	t *testing.T
}

// at waits until the focus comes to what is meant; it must show there, and lie behind nothing (WCAG 2.4.7, 2.4.11).
func (h hands) at(selector string) {
	h.t.Helper()
	h.Until("document.activeElement?.matches(" + strconv.Quote(selector) + ")")
	if unseen := h.Unseen(); unseen != "" {
		h.t.Errorf("%s: the focus cannot be seen at %s", h, unseen)
	}
}

// works fails the test unless the focus is in the work of the page, or in what lies over it.
func (h hands) works(after string) {
	h.t.Helper()
	h.Until("document.activeElement?.matches('main, main *, dialog[open] *')")
	if unseen := h.Unseen(); unseen != "" {
		h.t.Errorf("%s: after %q the focus cannot be seen at %s", h, after, unseen)
	}
}

// turns presses a key that leads to another page.
func (h hands) turns(key rune) {
	h.t.Helper()
	if status := h.FollowKey(key); status != 200 {
		h.t.Fatalf("%s: answered %d: %s", h, status, h.Text(":focus"))
	}
	h.works("a page")
}

// sends sends what is written, from within the text.
func (h hands) sends() {
	h.t.Helper()
	if status := h.Turn(func() { h.Ctrl('\r') }); status != 200 {
		h.t.Fatalf("%s: answered %d: %s", h, status, h.Text(":focus"))
	}
}

// said is where one is after an act: on what the page says of it.
func (h hands) said(words string) {
	h.t.Helper()
	h.at("main .notice")
	h.Expect(":focus", words)
}

// goes goes where a name leads, from the command bar.
func (h hands) goes(words, name string) {
	h.t.Helper()
	h.command(words, name)
	h.turns('\r')
}

// command finds by some words what is called so, in the command bar.
func (h hands) command(words, name string) {
	h.t.Helper()
	h.Ctrl('k')
	h.Until("document.activeElement.matches('dialog.commands input')")
	h.Press(words)
	h.Until("document.querySelector('.commands [aria-selected=true]')?.textContent.includes(" + strconv.Quote(name) + ")")
}

// find searches by the key for it.
func (h hands) find(words string) {
	h.t.Helper()
	h.Press("/")
	h.at("#command")
	webtest.Eval[bool](h.Tab, "document.activeElement.select(), true") // Ctrl A is the browser's
	h.Press(words)
	h.turns('\r')
}

// field is one field of a form and what is typed into it; of a list to choose from, the words of the choice.
type field struct{ at, keys string }

// act is a verb by its key, its form, and what the page says when it is done.
type act struct {
	key, verb string
	fields    []field
	says      string
}

func (h hands) does(f act) {
	h.t.Helper()
	h.Press(f.key)
	h.Until("document.activeElement.closest('#act form[action$=\"/" + f.verb + "\"]')")
	h.works(f.key)
	for _, in := range f.fields {
		h.Reach("#act " + in.at)
		h.Press(in.keys)
	}
	if missing := webtest.Eval[string](h.Tab, "[...document.querySelectorAll('#act form :invalid')].map(one => one.name).join(' ')"); missing != "" {
		h.t.Fatalf("%s: the form of %s would not be sent for want of %s", h, f.verb, missing)
	}
	h.Reach("#act form .verbs button.btn:not([formaction])")
	h.turns('\r')
	h.said(f.says)
}
