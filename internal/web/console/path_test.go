package console_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/kb"
	"switchboard/internal/core/people"
	"switchboard/internal/core/view"
	"switchboard/internal/desk"
	"switchboard/internal/eventlog"
	"switchboard/internal/follow/search"
	"switchboard/internal/webtest"
)

// A lead works through the whole console and never touches a mouse (WCAG 2.1.1, 2.1.2, 2.4.3, 2.4.7, 2.4.11).
func TestWholePathByKeyboard(t *testing.T) {
	h := hands{webtest.Open(t, webtest.View{}), t}
	ours, id := busy(t)
	lea := ours.person("lea", "Lea Lind", people.Lead, "", "desk", "messaging")
	ours.person("ann", "Ann Cho", people.Manager, "", "desk")
	if _, err := ours.KeepReply(t.Context(), lea, desk.SavedReply{Audience: view.Desk, Name: "Clear the saved password", En: "Please clear it.", Verb: "reply"}); err != nil {
		t.Fatal(err)
	}
	if err := ours.ChooseUndo(t.Context(), lea, 10); err != nil {
		t.Fatal(err)
	}
	ours.put("outlook.md", kb.Content{Kind: kb.HowTo, Audience: kb.Public, Texts: map[string]kb.Text{"en": {Title: "Outlook asks for my password", Body: "Wait."}}})
	if err := eventlog.Drain(t.Context(), ours.DB, search.Follower()); err != nil {
		t.Fatal(err)
	}
	for _, part := range []struct {
		name  string
		walks func(hands, *house, int64)
	}{{"signs in", signsIn}, {"walks the list", walksTheList}, {"narrows it", narrows}, {"takes a call", takesACall}, {"works on a ticket", worksOn},
		{"writes to the customer", writes}, {"joins and parts", joins}, {"leads", leads}, {"does many at once", doesMany}, {"looks otherwise", looks}} {
		t.Log(part.name)
		part.walks(h, ours, id)
		if t.Failed() {
			t.FailNow()
		}
	}
}

func signsIn(h hands, house *house, _ int64) {
	h.Go(house.url + "/signin")
	h.Reach("#f-email")
	h.Press("lea@example.gov")
	h.Reach("#f-password")
	h.Press(password)
	h.turns('\r')
}

func walksTheList(h hands, _ *house, _ int64) {
	h.goes("all open", "All open")
	h.Press("jjk")
	h.at("#rows li:first-child > a")
	h.Press("\r")
	h.Wait("#item .time")
	h.at("#rows li:first-child > a[aria-current]")
	h.Press("jjjjjjjjkk") // down and up again, under the head of the list
	h.works("j")
	h.goes("my tickets", "My tickets")
	h.goes("knowledge", "Knowledge")
}

func narrows(h hands, house *house, _ int64) {
	h.find("printer")
	h.Wait("#rows li")
	h.works("search")
	h.goes("all open", "All open")
	h.Reach(".tools > summary")
	h.Press("\r")
	h.Reach(".tools #f-q")
	h.Press("agency:Corrections")
	h.turns('\r')
	h.Reach(".tools > summary")
	h.Press("\r")
	h.Reach(".tools a[href*='view/new']")
	h.turns('\r')
	h.at("#f-name")
	h.Press("Of Corrections")
	h.turns('\r')
	h.said("Of Corrections is saved.")
	h.Press("\t")
	h.Until("document.activeElement.closest('#queue')")
}

func takesACall(h hands, _ *house, _ int64) {
	h.turns('c')
	h.at("#f-email")
	h.Press("new@example.gov")
	h.Reach("#f-subject")
	h.Press("A call")
	h.Reach("#f-solution")
	h.Press("Done on the phone.")
	h.sends()
	h.said("recorded and resolved")
}

func worksOn(h hands, _ *house, id int64) {
	h.find(strconv.FormatInt(id, 10))
	h.at("#item h1")
	for _, f := range []act{
		{"h", "route", []field{{"#f-team", "Network"}, {"#f-service", "E-mail"}, {"#f-reason", "It is the line."}}, "handed over"},
		{"b", "return", []field{{"#f-reason", "It is not."}}, "back with the desk"},
		{"a", "assign", []field{{"#f-person", "Luis"}}, "assigned"},
		{"n", "note", []field{{"#f-body", "@lui\rlook at it."}}, "The note is kept."},
		{"p", "plan", []field{{"#f-step", "Call again"}}, "The plan is set."},
	} {
		h.does(f)
	}
}

func writes(h hands, house *house, id int64) {
	h.Press("r")
	h.at("#act #f-body")
	h.Press("Hello. /clear\r")
	h.Reach("#act .aids > summary")
	h.Press("\r")
	h.Reach("#act [data-preview]")
	h.Press("\r")
	h.at("#preview")
	h.Reach("#act .verbs button.btn:not([formaction])")
	h.turns('\r')
	h.said("goes out")
	h.Press("\t")
	h.at("#outgoing form[action$='/undo'] button")
	h.turns('\r')
	h.said("Taken back")
	h.Reach("#about a[data-insert]")
	h.Press("\r")
	h.at("#act #f-body")
	h.sends()
	h.said("goes out")
	h.Press("\t")
	h.at("#outgoing button")
	house.Pass(10 * time.Second)
	house.publish("lea")
	house.listening(h.Tab)
	house.hub.Publish("ticket/" + strconv.FormatInt(id, 10))
	h.Until("!document.querySelector('#outgoing button')")
	h.works("the reply has gone")
}

func joins(h hands, house *house, id int64) {
	dana := house.people["dana"]
	other := house.ask(dana, desk.Request{Subject: "Outlook again", Type: "incident"})
	same := house.ask(dana, desk.Request{Subject: "And again", Type: "incident"})
	if _, err := house.Write(h.t.Context(), dana, desk.On{Ticket: id}, "My printer is broken too."); err != nil {
		h.t.Fatal(err)
	}
	h.find(strconv.FormatInt(id, 10))
	h.at("#item h1")
	for _, f := range []act{
		{"L", "link", []field{{"#f-other", fmt.Sprint(other)}}, "linked"},
		{"T", "task", []field{{"#f-team", "Network"}, {"#f-step", "Look at the line"}}, "The task is given."},
		{"S", "split", []field{{"#f-subject", "Printer"}}, "of its own"},
	} {
		h.does(f)
	}
	h.find(fmt.Sprint(same))
	h.at("#item h1")
	h.does(act{"M", "merge", []field{{"#f-into", fmt.Sprint(other)}, {"#f-reason", "The same."}, {"#f-duplicate", " "}}, "merged"})
	h.find(fmt.Sprint(other))
	h.at("#item h1")
}

func leads(h hands, _ *house, _ int64) {
	h.turns('t')
	h.said("yours")
	for _, f := range []act{
		{"q", "ask", []field{{"#f-question", "Which printer?"}}, "The question is sent."},
		{"E", "escalate", []field{{"#f-reason", "She waits."}}, "escalated"},
		{"A", "reply_escalation", []field{{"#f-text", "I am on it."}}, "The answer is given."},
		{"R", "ask_review", []field{{"#f-why", "Is it right?"}}, "A review is asked for."},
		{"a", "assign", []field{{"#f-person", "Luis"}}, "assigned"}, // nobody reviews their own work
		{"V", "review", []field{{"#f-outcome", "It is."}}, "written down"},
		{"e", "resolve", []field{{"#f-text", "Done."}}, "resolved"},
		{"o", "reopen", []field{{"#f-reason", "Not quite."}}, "open again"},
	} {
		h.does(f)
	}
}

func doesMany(h hands, house *house, _ int64) {
	run := func() {
		number, _, _ := strings.Cut(h.Address()[len(house.url+"/console/bulk/"):], "?")
		id, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			h.t.Fatal(err)
		}
		if err := house.RunBulk(context.Background(), access.System, id); err != nil {
			h.t.Fatal(err)
		}
		house.listening(h.Tab)
		house.hub.Publish("tickets")
	}
	h.goes("unassigned", "Unassigned")
	h.Press("j j ")
	if got := webtest.Eval[int](h.Tab, "document.querySelectorAll('#rows .sel :checked').length"); got != 2 {
		h.t.Errorf("%d rows are chosen, want 2", got)
	}
	h.command("with the chosen", "With the chosen ones")
	h.Press("\r")
	h.at(".chosen > summary")
	h.Reach("#bulk button[value=assign]")
	h.turns('\r')
	h.at("#f-person")
	h.Press("Lea")
	h.Reach("#deed button.btn")
	h.turns('\r')
	h.at("#bulk-title")
	run()
	h.Until("document.querySelector('#confirm')")
	h.at("#bulk-title")
	h.Reach("#confirm button")
	h.turns('\r')
	run()
	h.Until("document.querySelector('#undo')")
	h.at("#bulk-title")
	h.Reach("#undo button")
	h.turns('\r')
	run()
	h.Until("document.querySelector('#bulk-title').textContent === 'Done'")
	h.Reach("#bulk-back[href^='/console/unassigned']")
	h.turns('\r')
}

func looks(h hands, house *house, _ int64) {
	h.goes("unassigned", "Unassigned")
	h.Press("j?")
	h.Until("document.activeElement.matches('dialog[data-keys-help] *')")
	h.Reach("dialog a[data-theme-choice=dark]")
	h.Press("\r")
	h.at("dialog a[data-theme-choice=dark]")
	h.Press("\x1b")
	h.at("#rows a")
	h.goes("espa", "Español")
	h.goes("engl", "English")
	h.command("sign out", "Sign out")
	h.Turn(func() { h.Press("\r") })
	h.Go(house.url + "/console/mine")
	h.Wait("#f-password")
}
