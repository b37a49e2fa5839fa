package server_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

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

// word is one that is written nowhere else, and where it belongs.
type word struct {
	text   string
	ticket int64
	public bool // the customer gets it in a letter
}

// says makes a sentence that can be found again: it ends with a word of its own.
func (s *shift) says(ticket int64, public bool, text string) string {
	mark := fmt.Sprintf("zq%03dx", len(s.typed)+1)
	s.typed[mark] = word{text, ticket, public}
	return text + " " + mark
}

// belongs names the ticket of the last sentence, which had none when it was written.
func (s *shift) belongs(text string, ticket int64) {
	mark := text[strings.LastIndexByte(text, ' ')+1:]
	w := s.typed[mark]
	w.ticket = ticket
	s.typed[mark] = w
}

// somebody is a customer who has not called yet.
func (s *shift) somebody() people.Person {
	s.t.Helper()
	if s.next == len(s.callers) {
		s.t.Fatal("everybody has called")
	}
	s.next++
	return s.callers[s.next-1]
}

// asks has somebody write in the portal.
func (s *shift) asks(subject string) (int64, people.Person) {
	s.t.Helper()
	who := s.somebody()
	text := s.says(0, false, "It began this morning.")
	id := s.call(who.Email, "", map[string]any{"subject": subject, "description": text, "channel": "portal", "type": "incident"})
	s.belongs(text, id)
	return id, who
}

func (s *shift) answers(id int64, who people.Person) {
	s.t.Helper()
	s.call(who.Email, path(id, "answers"), map[string]any{"body": s.says(id, false, "Only in the office.")})
}

func (s *shift) writes(id int64, who people.Person) {
	s.t.Helper()
	s.call(who.Email, path(id, "messages"), map[string]any{"body": s.says(id, false, "One more thing.")})
}

func path(id int64, verb string) string { return "/" + strconv.FormatInt(id, 10) + "/" + verb }

// letterWith waits until a letter with a word has come.
func (s *shift) letterWith(text string) letter {
	s.t.Helper()
	mark := text[strings.LastIndexByte(text, ' ')+1:]
	for deadline := time.Now().Add(time.Minute); ; {
		taken := s.letters.Taken()
		for _, m := range taken {
			if strings.Contains(readable(m.Raw), mark) {
				return opened(s.t, mailMessage(m))
			}
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("no letter says %q", text)
		}
		s.letters.Wait(len(taken)+1, time.Second)
	}
}

// analyst is somebody at the console, with a browser.
type analyst struct {
	*shift
	name string
	tab  *webtest.Tab
}

// arrives signs somebody in.
func (s *shift) arrives(t *testing.T, name, address string) *analyst {
	t.Helper()
	a := &analyst{s, name, webtest.Open(t, webtest.View{Patience: shiftPatience})}
	a.tab.Go(s.base() + "/signin?back=/console")
	a.tab.Fill("#f-email", address)
	a.tab.Fill("#f-password", demo.Password)
	a.tab.Follow("main form .btn")
	return a
}

// takes is a call that is logged and resolved on one screen, from the first key to the last.
func (a *analyst) takes(about, solution string) int64 {
	a.t.Helper()
	who := a.somebody()
	what, done := a.says(0, false, "Calls about it from the corridor."), a.says(0, true, solution)
	a.ready()
	a.tab.Turn(func() { a.tab.Press("c") })
	a.tab.Fill("#f-email", who.Email)
	a.tab.Fill("#f-subject", about)
	a.tab.Fill("#f-description", what)
	a.tab.Fill("#f-solution", done)
	a.tab.Choose("#f-method", []string{"remote", "self"}[a.next%2])
	a.sends()
	id := a.here()
	a.belongs(what, id)
	a.belongs(done, id)
	a.first++
	return id
}

// logs is a call that is not resolved on the phone.
func (a *analyst) logs(about string) (int64, people.Person) {
	a.t.Helper()
	who := a.somebody()
	what := a.says(0, false, "Cannot be done on the phone.")
	a.ready()
	a.tab.Turn(func() { a.tab.Press("c") })
	if left := a.holds("#f-solution"); left != "" {
		a.t.Errorf("a new call begins with the solution %q", left)
	}
	a.tab.Fill("#f-email", who.Email)
	a.tab.Fill("#f-subject", about)
	a.tab.Fill("#f-description", what)
	a.sends()
	id := a.here()
	a.belongs(what, id)
	return id, who
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

// finds opens a ticket by its number, from the search box.
func (a *analyst) finds(id int64) {
	a.t.Helper()
	a.ready()
	a.tab.Press("/")
	a.tab.Until("document.activeElement.id === 'command'")
	a.tab.Press(strconv.FormatInt(id, 10))
	a.tab.Turn(func() { a.tab.Press("\r") })
	if a.here() != id {
		a.t.Fatalf("%s looked for %d and found %s", a.name, id, a.tab.Address())
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

// sends sends the form by the keyboard, and fails the test where the desk refuses it.
func (a *analyst) sends() {
	a.t.Helper()
	if status := a.tab.Turn(func() { a.tab.Ctrl('\r') }); status != 200 {
		a.t.Fatalf("%s is refused at %s: %d %s", a.name, a.tab.Address(), status, a.tab.Text(".problems"))
	}
}

// writesIn fills a field; what is written there belongs to the ticket that is open.
func (a *analyst) writesIn(selector, text string, public bool) string {
	a.t.Helper()
	text = a.says(a.here(), public, text)
	a.tab.Fill(selector, text)
	return text
}

// does opens a form by its key, writes what it asks for, and sends it.
func (a *analyst) does(key, verb, field, text string, choices ...[2]string) string {
	a.t.Helper()
	a.begins(key, verb)
	for _, c := range choices {
		a.tab.Choose("#act "+c[0], c[1])
	}
	text = a.writesIn("#act "+field, text, public[verb])
	a.sends()
	return text
}

// public are the verbs whose words the customer gets in a letter.
var public = map[string]bool{"reply": true, "ask": true, "resolve": true, "update": true}

func (a *analyst) replies(text string) string {
	a.t.Helper()
	return a.does("r", "reply", "#f-body", text)
}
func (a *analyst) notes(text string) string {
	a.t.Helper()
	return a.does("n", "note", "#f-body", text)
}

func (a *analyst) resolves(text string) string {
	a.t.Helper()
	a.begins("e", "resolve")
	a.tab.Choose("#f-method", "on_site")
	a.tab.Fill("#f-code", "restarted")
	text = a.writesIn("#act #f-text", text, true)
	a.sends()
	return text
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
