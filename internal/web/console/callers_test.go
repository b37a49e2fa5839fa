package console_test

import (
	"testing"

	"switchboard/internal/core/people"
	"switchboard/internal/webtest"
)

// A call is taken, recorded and resolved by keys alone: who calls is found by the name, and the caret goes to what is still
// to be written (ME-08).
func TestCallByKeys(t *testing.T) {
	h := open(t, "colorado")
	h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	h.person("daniel", "Daniel Osei", people.Customer, "Labor")
	h.person("luis", "Luis Ortega", people.Analyst, "", "service_desk")
	tab := h.enter(webtest.View{}, "luis")
	tab.Go(h.url + "/console")
	tab.Press("c")
	tab.Wait("#f-email:focus")
	tab.Press("dan")
	tab.Wait("#hints li[aria-selected=true]")
	tab.Expect("#hints", "Dana Whitfield", "Daniel Osei")
	tab.Check() // the open list, too
	tab.Press("a w")
	tab.Wait("#hints li:only-child")
	tab.Press("\r")
	tab.Wait("#f-subject:focus")
	if got := webtest.Eval[string](tab, "document.querySelector('#f-name').value + ' ' + document.querySelector('#f-email').value"); got != "Dana Whitfield dana@example.gov" {
		t.Errorf("the form is filled in with %q", got)
	}
	tab.Press("Locked out")
	webtest.Eval[bool](tab, "document.querySelector('#f-solution').focus(), true")
	tab.Press("Password reset.")
	webtest.Eval[bool](tab, `document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true })), true`)
	tab.Wait("#time")
	tab.Expect("#kind", "resolved")
	tab.Expect(".about", "Dana Whitfield")
}

// Without script the form is opened for somebody of the directory, and a stranger asks in vain.
func TestNewForSomebodyKnown(t *testing.T) {
	h := open(t, "colorado")
	h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	h.person("luis", "Luis Ortega", people.Analyst, "", "service_desk")
	luis := h.signIn("luis")
	form := luis.get("/console/new?email=dana%40example.gov", 200)
	if got := form.Find("#f-name").AttrOr("value", ""); got != "Dana Whitfield" {
		t.Errorf("the name is %q", got)
	}
	if got := luis.get("/console/new?email=nobody%40example.gov", 200).Find("#f-email").AttrOr("value", ""); got != "" {
		t.Errorf("somebody unknown is filled in as %q", got)
	}
	h.signIn("dana").get("/console/callers?q=luis", 403)
}
