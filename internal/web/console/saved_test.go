package console_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/webtest"
)

// A list is narrowed by an address, kept under a name, shown with its count to those for whom it is, changed and deleted:
// all with forms alone.
func TestSavedView(t *testing.T) {
	h := open(t, "colorado")
	dana := h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	h.person("luis", "Luis Ortega", people.Analyst, "", "messaging")
	h.person("marta", "Marta Bell", people.Lead, "", "network")
	h.ask(dana, desk.Request{Subject: "Printer", Type: "incident"})
	h.ask(dana, desk.Request{Subject: "Second monitor", Type: "request"})
	b := h.signIn("luis")

	list := b.get("/console/open?q=type:request", 200)
	if n := list.Find("#rows li").Length(); n != 1 {
		t.Fatalf("%d rows, want 1", n)
	}
	list.has(t, "#queue .orders [aria-current]", "next due first")
	wrong := b.get("/console/open?q=type:reqest", http.StatusUnprocessableEntity)
	wrong.has(t, "#queue .banner.wrong", `type has no "reqest"; do you mean request?`)
	if got := wrong.Find(`#queue input[name=q]`).AttrOr("value", ""); got != "type:reqest" {
		t.Errorf("what was written became %q", got)
	}

	form := b.get(list.Find(`#queue .tools a[href^="/console/view/new"]`).AttrOr("href", ""), 200)
	if got := form.Find(`#saved input[name=q]`).AttrOr("value", ""); got != "is:open type:request" {
		t.Errorf("the filter to keep is %q", got)
	}
	if form.Find(`#saved input[value=desk]`).Length() != 0 {
		t.Error("an analyst is offered to share with all")
	}
	b.send(form, "#saved", url.Values{"name": {" "}}, http.StatusUnprocessableEntity).has(t, ".problems", "Give it a name")
	made := b.send(form, "#saved", url.Values{"name": {"Requests"}, "audience": {"own"}, "density": {"compact"},
		"column-number": {"yes"}, "column-service": {"yes"}, "column-type": {"yes"}, "column-requester": nil, "column-agency": nil, "column-assignee": nil, "column-due": nil}, 200)
	made.has(t, ".notice", "Requests is saved.")
	made.has(t, ".views [aria-current]", "Requests 1")
	made.has(t, "#queue-title", "Requests")
	if row := made.text("#rows li"); strings.Contains(row, "Dana") || !strings.Contains(row, "I need something") {
		t.Errorf("the row shows %q", row)
	}
	if made.Find("#rows.compact").Length() != 1 {
		t.Error("the rows do not stand compact")
	}
	h.signIn("marta").get(made.path, http.StatusNotFound)

	change := b.get(made.Find(`#queue .tools a[href^="/console/view/"]`).AttrOr("href", ""), 200)
	changed := b.send(change, "#saved", url.Values{"name": {"Requests of ours"}, "audience": {"team"}, "team": {"messaging"}, "density": {"comfortable"}}, 200)
	changed.has(t, ".views [aria-current]", "Requests of ours 1")
	b.send(change, "#saved", url.Values{"name": {"Late"}, "audience": {"own"}, "density": {"compact"}}, http.StatusUnprocessableEntity).
		has(t, ".problems", "Somebody has changed this view")
	gone := b.send(b.get(strings.Replace(changed.path, "/v", "/view/", 1), 200), `form[action$="/delete"]`, nil, 200)
	gone.has(t, ".notice", "The view is deleted.")
	b.get(changed.path, http.StatusNotFound)
}

// The box completes fields and values by keyboard, and a term that is chosen is written into it.
func TestCompletion(t *testing.T) {
	h, _ := busy(t)
	tab := h.enter(webtest.View{Width: 1280}, "luis")
	tab.Go(h.url + "/console/open")
	tab.Fill("#command", "printer -tea")
	webtest.Eval[bool](tab, `document.querySelector('#command').dispatchEvent(new InputEvent('input', {bubbles: true}))`)
	tab.Wait("#hints [role=option]")
	tab.Check()
	tab.Shot("console-complete")
	press := func(key string) {
		webtest.Eval[bool](tab, `document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: '`+key+`', bubbles: true, cancelable: true}))`)
	}
	press("ArrowDown")
	press("Enter")
	if got := webtest.Eval[string](tab, "document.querySelector('#command').value"); got != "printer -team:" {
		t.Fatalf("the box holds %q", got)
	}
	tab.Wait("#hints [role=option]")
	press("ArrowUp")
	press("ArrowDown")
	press("Enter")
	if got := webtest.Eval[string](tab, "document.querySelector('#command').value"); got != "printer -team:mine " {
		t.Errorf("the box holds %q", got)
	}
	if webtest.Eval[bool](tab, "!!document.querySelector('#hints')") {
		t.Error("nothing is left to complete, and the list is still open")
	}
}
