package server_test

import (
	"fmt"
	"strconv"
	"strings"

	"switchboard/internal/core/people"
	"switchboard/internal/demo"
	"switchboard/internal/webtest"
)

// The people of the demo who work the shift.
const (
	luis  = "luis.ortega@example.gov"
	ann   = "ann.cho@example.gov"
	marta = "marta.bell@example.gov" // the lead, who answers for the teams behind the desk by her own program
)

// lead is she whose program speaks to the desk.
var lead = people.Person{Email: marta}

// analyst is somebody at the console, with a browser.
type analyst struct {
	*shift
	name string
	tab  *webtest.Tab
}

// arrives signs somebody in.
func (s *shift) arrives(address string) {
	s.t.Helper()
	a := &analyst{s, address, webtest.Open(s.t, webtest.View{Patience: shiftPatience})}
	a.tab.Go(s.base() + "/signin?back=/console")
	a.tab.Fill("#f-email", address)
	a.tab.Fill("#f-password", demo.Password)
	a.tab.Follow("main form button.btn")
	s.staff[address] = a
}

// logs writes down a call, with how it was done where it was.
func (a *analyst) logs(c *call, solution string) {
	a.t.Helper()
	a.ready()
	a.tab.Turn(func() { a.tab.Press("c") })
	if left := a.holds("#f-solution"); left != "" {
		a.t.Errorf("a new call begins with the solution %q", left)
	}
	a.tab.Fill("#f-email", c.who.Email)
	a.tab.Fill("#f-subject", c.about)
	a.tab.Fill("#f-description", a.says("Calls from the corridor.", c))
	if solution != "" {
		a.tab.Fill("#f-solution", solution)
		a.tab.Choose("#f-method", "self")
	}
	a.sends()
	c.id = a.here()
}

// here is the number of the ticket that is open.
func (a *analyst) here() int64 {
	a.t.Helper()
	address, _, _ := strings.Cut(strings.Split(a.tab.Address(), "#")[0], "?")
	id, err := strconv.ParseInt(address[strings.LastIndexByte(address, '/')+1:], 10, 64)
	if err != nil {
		a.t.Fatalf("%s is at %s, which is no ticket: %.300s", a.name, a.tab.Address(), a.tab.Text("main"))
	}
	return id
}

// looksFor writes into the search box and sends it.
func (a *analyst) looksFor(text string) {
	a.t.Helper()
	a.ready()
	a.tab.Press("/")
	a.tab.Until("document.activeElement.id === 'command'")
	a.tab.Press(text)
	a.tab.Turn(func() { a.tab.Press("\r") })
}

// finds opens a ticket by its number.
func (a *analyst) finds(c *call) {
	a.t.Helper()
	a.looksFor(number(c))
	if a.here() != c.id {
		a.t.Fatalf("%s looked for %d and found %s", a.name, c.id, a.tab.Address())
	}
}

// begins opens a form by its key, as soon as a person could type into it.
func (a *analyst) begins(key, verb string) {
	a.t.Helper()
	a.ready()
	a.tab.Press(key)
	a.tab.Until(fmt.Sprintf(`document.activeElement.closest('#act form[action$="/%s"]')`, verb))
}

// ready waits until the page takes keys, and steps out of the field, so that a key is a key.
func (a *analyst) ready() {
	a.t.Helper()
	a.tab.Until("document.documentElement.dataset.keys === 'on'")
	webtest.Eval[bool](a.tab, "document.activeElement.blur(), true")
}

// fills fills a field of the form that is open.
func (a *analyst) fills(field, text string) {
	a.t.Helper()
	a.tab.Fill("#act #f-"+field, text)
}

// picks chooses in a list of the form that is open.
func (a *analyst) picks(field, value string) {
	a.t.Helper()
	a.tab.Choose("#act #f-"+field, value)
}

// sends sends the form by the keyboard, and fails the test where the desk refuses it.
func (a *analyst) sends() {
	a.t.Helper()
	if status := a.tab.Turn(func() { a.tab.Ctrl('\r') }); status != 200 {
		a.t.Fatalf("%s is refused at %s: %d %s", a.name, a.tab.Address(), status, a.tab.Text(".problems"))
	}
}

// does opens a form by its key, writes what it asks for, and sends it.
func (a *analyst) does(key, verb, field, text string) {
	a.t.Helper()
	a.begins(key, verb)
	a.fills(field, text)
	a.sends()
}

// replies sends a reply, which waits a while.
func (a *analyst) replies(c *call, text string) string {
	a.t.Helper()
	text = a.tells(text, c)
	a.does("r", "reply", "body", text)
	return text
}

// resolves says that it is done, by which method and code.
func (a *analyst) resolves(c *call, text string) {
	a.t.Helper()
	a.begins("e", "resolve")
	a.picks("method", "on_site")
	a.fills("code", "restarted")
	a.fills("text", a.tells(text, c))
	a.sends()
}

// sendsNow does without the seconds in which a reply can be taken back.
func (a *analyst) sendsNow() {
	a.t.Helper()
	a.tab.Follow(`#outgoing form[action$="/send"] button`)
}

// reads waits until something stands in the page by itself.
func (a *analyst) reads(selector, text string) {
	a.t.Helper()
	a.tab.Until(fmt.Sprintf("document.querySelector(%q)?.innerText.includes(%q)", selector, text))
}

// holds is what stands in a field.
func (a *analyst) holds(selector string) string {
	a.t.Helper()
	return webtest.Eval[string](a.tab, fmt.Sprintf("document.querySelector(%q).value", selector))
}
