package portal_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
)

func mustURL(address string) *url.URL {
	u, err := url.Parse(address)
	if err != nil {
		panic(err)
	}
	return u
}

func cookies(name, value string) []*http.Cookie {
	return []*http.Cookie{{Name: name, Value: value, Path: "/"}}
}

// The requester sees to which team the ticket went, when and why, and no private note.
// CO-08
func TestRouteIsVisible(t *testing.T) {
	h := open(t, "colorado", friday)
	id := h.opens()
	on := desk.On{Ticket: id}
	h.Pass(5 * time.Minute)
	_, err := h.Note(t.Context(), h.luis, on, "The caller sounds angry.")
	h.must(err)
	_, err = h.Route(t.Context(), h.luis, on, "identity", "It is the account, not the mailbox.")
	h.must(err)
	h.Pass(5 * time.Minute)
	_, err = h.Return(t.Context(), h.luis, on, "The account is fine.")
	h.must(err)
	b := h.browse("dana.whitfield").get(at(id))
	b.has("[aria-labelledby=way] li", 3)
	b.says("[aria-labelledby=way]", "To Messaging and Collaboration", "Today, 4:30 p.m.", "it concerns E-mail and calendar",
		"From Messaging and Collaboration to Identity and Access, by Luis Ortega", "It is the account, not the mailbox.",
		"Back from Identity and Access to Service Desk", "The account is fine.")
	b.says(".track [aria-current]", "With Service Desk")
	if all := b.text("html"); strings.Contains(all, "angry") {
		t.Error("an internal note is on the requester's page")
	}
}

// The tracker, the list and the ticket say in words where it is, who acts next, and what is promised.
// CO-15
func TestTracker(t *testing.T) {
	h := open(t, "colorado", friday)
	id := h.opens()
	b := h.browse("dana.whitfield").get(at(id))
	b.says(".track", "Received", "With Messaging and Collaboration", "Somebody takes it", "Solved by Friday, December 12, 5 p.m.")
	b.get("/").says(".list", "With Messaging and Collaboration", "Nobody has taken it yet. Next word from us: by Tuesday, 5 p.m.")
}

// The walk of one ticket through the portal: plan, question, answer, message, solution, reopening, confirmation.
// ME-27, CO-19, OK-08
func TestWalk(t *testing.T) {
	h := open(t, "colorado", friday)
	id := h.opens()
	h.At(friday.Add(62*time.Hour + 30*time.Minute)) // Monday, 7 a.m.
	h.accepts(id)
	h.asks(id)
	b := h.browse("dana.whitfield").get("/tickets")
	b.says(".list", "We need an answer from you", "Messaging and Collaboration has a question for you, since 7 a.m.")

	b.get(at(id))
	if first := b.Doc.Find("main section").First(); first.AttrOr("aria-labelledby", "") != "question" {
		t.Error("the question does not come first")
	}
	b.says("[aria-labelledby=question]", "Luis Ortega asks you", "at your web mail?", "by Thursday, 7 a.m.", "stands still")
	b.says("[aria-labelledby=plan]", "Clear the saved password by remote session", "By 11 a.m. today", "Luis Ortega")
	b.says(".track [aria-current]", "Waiting for you", "since 7 a.m.")
	b.says("[aria-labelledby=promises]", "stands still", "We waited for your answer: since 7 a.m., and still.")
	b.post("form[action$='/answer']", form("text", " ")).expect(422)
	b.says(".problems", "Write something first")

	h.Pass(3 * time.Hour)
	b.get(at(id)).post("form[action$='/answer']", form("text", "Yes, <b>there</b> too."))
	b.says(".notice", "Your answer has arrived.")
	b.has("[aria-labelledby=question]", 0)
	b.says(".time", "Yes, <b>there</b> too.")
	b.says("[aria-labelledby=promises]", "from today, 7 a.m. to today, 10 a.m.", "Due Monday, December 15, 2025, 5 p.m. MST.")

	b.post("form[action$='/write']", form("text", "It also happens on my phone.")) // OK-08
	b.says(".notice", "Your message has arrived.")
	b.says(".time .from", "It also happens on my phone.")

	h.resolves(id)
	b.get(at(id)).says("[aria-labelledby=works]", "Does it work?", "An old saved password was in the way.", "by Tuesday, December 2, 5 p.m.")
	b.says(".track [aria-current]", "Solved by Luis Ortega")
	b.post("form[action$='/reopen']", form("text", "It asks again."))
	b.says(".notice", "taken it up again")
	b.says(".time", "You took it up again: It asks again.")
	h.resolves(id)
	b.get(at(id)).post("form[action$='/confirm']", nil)
	b.says(".notice", "Thank you. The ticket is closed.")
	b.says(".track [aria-current]", "Closed")
	b.get("/tickets").says(".list", "Closed today")
}

// Every due time opens into its explanation: the day that is 0, the holidays, what was counted.
func TestExplanation(t *testing.T) {
	for _, test := range []struct {
		name, definition, class string
		opened                  time.Time
		want                    []string
	}{
		{"business days", "colorado", "", friday, []string{"Friday, November 21 is day 0.", "14 business days", "Not counted: Thursday, November 27 (Thanksgiving Day).",
			"Due Friday, December 12, 2025, 5 p.m. MST.", "Counted day and night: less than a minute of 4 hours.", "This is a commitment."}},
		{"at night", "colorado", "", friday.Add(6 * time.Hour), []string{"We were closed, so Monday, November 24, when we open, is day 0."}},
		{"open hours", "oklahoma", "service_request", friday, []string{"Only the hours in which we are open count (Monday to Friday, 8 a.m. to 5 p.m.",
			"This time is guaranteed.", "This is what we expect."}},
		{"calendar days", "oklahoma", "incident_3", friday, []string{"Every day counts: 7 calendar days, to the same time of day."}},
		{"a goal", "maine", "urgent", friday, []string{"This is a goal. Missing it breaks no promise."}},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := open(t, test.definition, test.opened)
			in := desk.Request{Subject: "Something", Channel: "portal", Class: test.class, Email: "dana.whitfield@example.gov"}
			out, err := h.Open(t.Context(), h.luis, in)
			h.must(err)
			h.browse("dana.whitfield").get(at(out.Ticket.ID)).says("[aria-labelledby=promises]", test.want...)
		})
	}
}

// A ticket that is not there, one that is somebody else's and a number that is none look the same, and so do the verbs.
func TestForeignTickets(t *testing.T) {
	h := open(t, "colorado", friday)
	id := h.opens()
	b := h.browse("eve.stone")
	answer := func(number string) string {
		b.get("/tickets/" + number).expect(404)
		return strings.ReplaceAll(b.text("html"), number, "N")
	}
	want := answer("999999")
	for _, number := range []string{fmt.Sprint(id), "0", "-1", "abc", "99999999999999999999"} {
		if got := answer(number); got != want {
			t.Errorf("%s answers %q, want %q", number, got, want)
		}
	}
	b.get("/")
	token := b.Doc.Find("form[action='/signout'] input[name=csrf]").AttrOr("value", "")
	for _, verb := range []string{"answer", "write", "confirm", "reopen"} {
		b.send(at(id)+"/"+verb, form("csrf", token, "text", "Hello")).expect(404)
	}
	b.get("/tickets").has(".list", 0)
	if sheet, err := h.Ticket(t.Context(), h.dana, id); err != nil || sheet.Ticket.Version != 3 {
		t.Errorf("the ticket has version %d, %v", sheet.Ticket.Version, err)
	}
	guest := h.browse("").get(at(id))
	if !strings.HasPrefix(guest.Path, "/signin?back=") {
		t.Errorf("a guest is led to %s", guest.Path)
	}
}

// A form without the session's token does nothing.
func TestFormsNeedTheirToken(t *testing.T) {
	h := open(t, "colorado", friday)
	id := h.opens()
	b := h.browse("dana.whitfield")
	for _, verb := range []string{"answer", "write", "confirm", "reopen"} {
		b.send(at(id)+"/"+verb, form("text", "Hello")).expect(403)
	}
}

// Closed tickets stay in the list, however many there are.
// CO-16
func TestAllMyTickets(t *testing.T) {
	h := open(t, "colorado", friday)
	for i := range 45 {
		id := h.opens(func(in *desk.Request) { in.Subject = fmt.Sprintf("Question %d", i+1) })
		if i == 0 {
			h.accepts(id)
			h.resolves(id)
			_, err := h.Confirm(t.Context(), h.dana, desk.On{Ticket: id})
			h.must(err)
		}
	}
	b := h.browse("dana.whitfield").get("/tickets")
	seen := 0
	for pages := 0; pages < 10; pages++ {
		seen += b.Doc.Find(".list li").Length()
		next, more := b.Doc.Find(".pages a[rel=next]").Attr("href")
		if !more {
			break
		}
		b.get(next)
	}
	if seen != 45 {
		t.Errorf("the pages show %d tickets, want 45", seen)
	}
	b.says(".list li:last-child", "Question 1", "Closed")
	b.get("/tickets?after=x").expect(404)
	b.get("/").has(".list li", 5)
}

// An answer to a question that is no longer open is kept, and shown where it can be sent.
func TestTextIsKeptOnConflict(t *testing.T) {
	h := open(t, "colorado", friday)
	id := h.opens()
	h.accepts(id)
	h.asks(id)
	b := h.browse("dana.whitfield").get(at(id))
	_, err := h.Answer(t.Context(), h.dana, desk.On{Ticket: id}, "Yes.")
	h.must(err)
	b.post("form[action$='/answer']", form("text", "Yes, there too.")).expect(409)
	b.says(".problems", "has changed since you opened this page")
	if got := b.text("#f-text"); got != "Yes, there too." {
		t.Errorf("the form keeps %q", got)
	}
}

// In the desk's own words, in both languages.
func TestVocabulary(t *testing.T) {
	for _, test := range []struct{ definition, lang, want string }{
		{"colorado", "en", "My tickets"}, {"maine", "en", "My issues"}, {"maine", "es", "Mis asuntos"}, {"colorado", "es", "Mis solicitudes"},
	} {
		h := open(t, test.definition, friday)
		b := h.browse("dana.whitfield")
		b.client.Jar.SetCookies(mustURL(h.url), cookies("lang", test.lang))
		b.get("/tickets").says("h1", test.want)
	}
}

// Staff who ask for help themselves see in the portal what every customer sees, and only their own in the list.
func TestStaffInThePortal(t *testing.T) {
	h := open(t, "colorado", friday)
	id := h.opens()
	_, err := h.Note(t.Context(), h.luis, desk.On{Ticket: id}, "Only among us.")
	h.must(err)
	h.must(second(h.Plan(t.Context(), h.luis, desk.On{Ticket: id}, ticket.Planned{Step: "Look", Owner: h.luis.ID, Due: friday.Add(time.Hour)})))
	b := h.browse("luis.ortega").get(at(id))
	b.expect(200)
	if strings.Contains(b.text("html"), "Only among us.") {
		t.Error("an internal note is on a page of the portal")
	}
	b.has("main form", 0)
	b.get("/tickets").has(".list", 0)
	if h.luis.Role != people.Analyst {
		t.Error("luis is no analyst")
	}
}

func second(_ ticket.Ticket, err error) error { return err }

// A ticket is found by the number that it had elsewhere, and only by those who may see it; its history is part of "all my
// tickets".
// CO-16
func TestOldNumber(t *testing.T) {
	h := open(t, "colorado", friday)
	then := friday.Add(-400 * 24 * time.Hour)
	var entries []ticket.Entry
	for i, e := range []ticket.Event{
		ticket.Opened{Subject: "Old trouble", Channel: "phone", Requester: h.dana.ID, External: "INC0000045"},
		ticket.Classified{Type: "incident", Class: "self_service", Why: "imported"}, ticket.Routed{Team: "messaging", Rule: "imported"},
		ticket.Resolved{Text: "Done.", Method: "remote"}, ticket.Closed{Why: "imported"},
	} {
		at := then.Add(time.Duration(i) * time.Hour)
		entries = append(entries, ticket.Entry{At: at, Recorded: friday, Event: e})
	}
	result, err := h.Import(t.Context(), access.System, []desk.Imported{{Number: "INC0000045", Entries: entries}})
	h.must(err)
	if result.New != 1 {
		t.Fatalf("the import answers %+v", result)
	}
	b := h.browse("dana.whitfield").get("/tickets/INC0000045")
	b.expect(200)
	if b.Path != at(100001) {
		t.Errorf("the old number leads to %s", b.Path)
	}
	b.says(".facts", "Old number INC0000045")
	b.get("/tickets").says(".list", "Old trouble", "Closed")
	eve := h.browse("eve.stone")
	foreign, none := eve.get("/tickets/INC0000045").text("main"), eve.get("/tickets/INC0000046").text("main")
	if strings.ReplaceAll(foreign, "INC0000045", "N") != strings.ReplaceAll(none, "INC0000046", "N") {
		t.Errorf("a foreign old number answers %q, none %q", foreign, none)
	}
}

// What an analyst took down on the phone is the customer's word, and says who wrote it.
func TestTakenDown(t *testing.T) {
	h := open(t, "colorado", friday)
	out, err := h.Open(t.Context(), h.luis, desk.Request{Subject: "No sound", Channel: "phone", Type: "incident", Email: "dana.whitfield@example.gov"})
	h.must(err)
	h.browse("dana.whitfield").get(at(out.Ticket.ID)).says(".time .from", "You, taken down by Luis Ortega", "No sound")
}
