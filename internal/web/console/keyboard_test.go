package console_test

import (
	"strconv"
	"testing"

	"switchboard/internal/webtest"
)

// hands is somebody who works without a mouse. After each step the focus is somewhere, and can be seen.
type hands struct {
	t   *testing.T
	tab *webtest.Tab
}

// at fails the test unless the focus comes to what is meant, and shows there.
func (h hands) at(selector string) {
	h.t.Helper()
	h.tab.Until("document.activeElement?.matches(" + strconv.Quote(selector) + ")")
	h.seen(selector)
}

// seen fails the test where nothing has the focus, or nothing shows where it is: an outline or a shadow of its own.
func (h hands) seen(after string) {
	h.t.Helper()
	lost := webtest.Eval[string](h.tab, `(() => {
		const e = document.activeElement;
		if (!e || e === document.body) return "nothing has the focus";
		const box = e.getBoundingClientRect();
		if (!box.width || !box.height) return "what has the focus is not to be seen: " + e.outerHTML.slice(0, 80);
		const look = getComputedStyle(e);
		if (look.outlineStyle === "none" && look.boxShadow === "none") return "the focus does not show on " + e.outerHTML.slice(0, 80);
		return "";
	})()`)
	if lost != "" {
		h.t.Errorf("%s: after %s %s", h.tab, after, lost)
	}
}

// tabTo presses Tab until something has the focus, as often as a person would at most.
func (h hands) tabTo(selector string) {
	h.t.Helper()
	for range 120 {
		h.tab.Press("\t")
		if webtest.Eval[bool](h.tab, "document.activeElement.matches("+strconv.Quote(selector)+")") {
			h.seen(selector)
			return
		}
	}
	h.t.Fatalf("%s: Tab does not lead to %s", h.tab, selector)
}

// keys presses keys outside of any field.
func (h hands) keys(keys string) {
	h.tab.Until("document.documentElement.dataset.keys === 'on'")
	webtest.Eval[bool](h.tab, "document.activeElement.matches('input,textarea,select') && document.activeElement.blur(), true")
	h.tab.Press(keys)
}

// sends sends the form that is open, and lands on the page that says so.
func (h hands) sends(step func()) {
	h.t.Helper()
	if status := h.tab.Turn(step); status != 200 {
		h.t.Fatalf("%s: refused with %d: %s", h.tab, status, h.tab.Text("main"))
	}
	h.at("main .notice")
}

// TestWholePathByKeyboard: somebody signs in, works and signs out, and never touches a mouse (WCAG 2.1.1, 2.1.2, 2.4.3, 2.4.7).
func TestWholePathByKeyboard(t *testing.T) {
	house, id := busy(t)
	number := strconv.FormatInt(id, 10)
	tab := webtest.Open(t, webtest.View{})
	h := hands{t, tab}
	ctrlEnter := func() { tab.Ctrl('\r') }

	tab.Go(house.url + "/signin?back=/console/open")
	h.tabTo("#f-email")
	tab.Press("luis@example.gov")
	h.tabTo("#f-password")
	tab.Press(password)
	tab.Turn(func() { tab.Press("\r") })

	h.keys("j")
	h.at("#rows a")
	tab.Press("jk")
	h.at("#rows a")
	tab.Press("\r")
	tab.Wait("#item .time")

	h.keys("/")
	h.at("#command")
	tab.Press(number)
	tab.Turn(func() { tab.Press("\r") })

	h.keys("n")
	h.at(`#act form[action$="/note"] #f-body`)
	tab.Press("He is right.")
	h.sends(ctrlEnter)
	h.keys("r")
	h.at(`#act form[action$="/reply"] #f-body`)
	tab.Press("It is on its way.")
	h.sends(ctrlEnter)
	h.keys("p")
	h.at("#act #f-step")
	tab.Press("Call again")
	h.sends(ctrlEnter)
	h.keys("a")
	h.at("#act #f-person")
	tab.Press("\v")
	h.tabTo("#act form .verbs button.btn:not(.plain)")
	h.sends(func() { tab.Press("\r") })

	h.keys("?")
	tab.Until("document.querySelector('dialog[data-keys-help]').open")
	for range 12 {
		tab.Press("\t")
		if webtest.Eval[bool](tab, "document.activeElement.matches('main *')") {
			t.Error("the help sheet lets the focus out behind it")
		}
	}
	tab.Press("\x1b")
	tab.Until("!document.querySelector('dialog[open]')")

	tab.Ctrl('k')
	h.at("dialog.commands input")
	tab.Press("resolve")
	tab.Press("\r")
	h.at("#act #f-text")
	tab.Press("The saved password is cleared.")
	h.sends(ctrlEnter)

	h.keys("c")
	tab.Wait("#f-email")
	h.tabTo("#f-email")
	tab.Press("new@example.gov")
	h.tabTo("#f-subject")
	tab.Press("A call")
	h.tabTo("#f-solution")
	tab.Press("Done.")
	h.sends(ctrlEnter)

	tab.Go(house.url + "/console/open")
	h.tabTo("#rows .sel input")
	tab.Press(" ")
	if !webtest.Eval[bool](tab, "document.activeElement.checked") {
		t.Error("space does not tick a row")
	}
	h.tabTo(".person a, .person button, form[action='/signout'] button, .menu > summary")
}
