package portal_test

import (
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"switchboard/internal/core/access"
	"switchboard/internal/core/money"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/follow/notify"
	"switchboard/internal/sqldb"
	"switchboard/internal/webtest"
)

// sending is a form of a page that somebody fills in.
type sending struct {
	who, page, form string
	values          url.Values
}

// forms are the forms of the portal that post, by the route of each, on a desk of Maine at which every one of them is open to
// somebody, but for what Maine does not have.
func (h *house) forms() map[string]sending {
	t := h.t
	ctx, maker := t.Context(), h.person("mona.bell", "Mona Bell", people.Manager, "desk")
	sue := h.person("sue.allard", "Sue Allard", people.Customer)
	h.person("lena.ruiz", "Lena Ruiz", people.Lead, "desk", "messaging")
	tess := h.person("tess.park", "Tess Park", people.Customer)
	h.must(h.SetConsultant(ctx, access.System, desk.Consultant{Agency: "Revenue", Person: tess.ID}))
	h.must(h.SetSupervisor(ctx, access.System, h.dana.ID, sue.ID))
	h.must(notify.Begin(ctx, h.DB))
	howTo, _, _ := h.knows()
	plain, asked, solved, done, user, byLink := h.opens(), h.opens(), h.opens(), h.opens(), h.wants("An account for Rosa"), h.wants("An account for Kim")
	h.accepts(asked)
	h.asks(asked)
	for _, id := range []int64{solved, done} {
		h.accepts(id)
		h.resolves(id)
	}
	charge := func() string {
		id := h.opens()
		_, err := h.MarkNonstandard(ctx, h.luis, desk.On{Ticket: id}, "A keyboard for one hand")
		h.must(err)
		_, err = h.ProposeCharge(ctx, maker, desk.On{Ticket: id}, desk.Proposal{Cause: ticket.ForDeviation, Amount: money.Money{Cents: 40000, Currency: "USD"}, Why: "Made to order"})
		h.must(err)
		return at(id)
	}
	signed, countered, high := charge(), charge(), h.opens()
	h.accepts(high)
	_, err := h.Escalate(ctx, h.dana, desk.On{Ticket: high}, "Nobody calls back.", "")
	h.must(err)
	dana, text := "dana.whitfield", func(words string) url.Values { return url.Values{"text": {words}} }
	on := func(who, page, verb string, values url.Values) sending {
		return sending{who, page, "form[action$='" + verb + "']", values}
	}
	article := "/articles/" + strconv.FormatInt(howTo, 10)
	return map[string]sending{
		"/articles/{article}/says":                   on(dana, article, "/says", url.Values{"says": {"solved"}}),
		"/articles/{article}/report":                 on(dana, article, "/report", text("The third step is gone.")),
		"/services/{service}/report":                 on(dana, "/services/email", "/report", text("The number is old.")),
		"/ask":                                       on(dana, "/ask", "/ask", url.Values{"subject": {"Printer"}, "type": {"incident"}, "description": {"It blinks."}, "impact": {"person"}, "urgency": {"can_work"}}),
		"/ask/unsigned":                              on("", "/ask/unsigned", "/ask/unsigned", url.Values{"subject": {"Locked out"}, "name": {"Kim"}, "email": {"kim@example.gov"}}),
		"/tickets/{number}/form":                     on(dana, at(user)+"/form", "/form", url.Values{"answers.start_date": {"2027-03-01"}, "reason": {"Rosa moves house first"}}),
		"/tickets/{number}/contest":                  on(dana, at(asked), "/contest", text("I have answered.")),
		"/tickets/{number}/contact":                  on(dana, at(plain), "/contact", url.Values{"phone": {"303-555-0199"}}),
		"/tickets/{number}/answer":                   on(dana, at(asked), "/answer", text("Yes, there too.")),
		"/tickets/{number}/write":                    on(dana, at(plain), "/write", text("It began on Monday.")),
		"/tickets/{number}/rate":                     on(dana, at(solved), "/rate", url.Values{"overall": {"4"}}),
		"/tickets/{number}/reopen":                   on(dana, at(solved), "/reopen", text("It is back.")),
		"/tickets/{number}/confirm":                  on(dana, at(done), "/confirm", nil),
		"/rate":                                      on("", h.rateLetter(done), "/rate", url.Values{"overall": {"5"}}),
		"/tickets/{number}/escalate":                 on(dana, at(plain), "/escalate", text("Nobody calls back.")),
		"/tickets/{number}/answer_escalation":        on("sue.allard", at(high), "/answer_escalation", text("I call at nine.")),
		"/tickets/{number}/charges/{charge}/sign":    on("tess.park", signed, "/charges/1/sign", nil),
		"/tickets/{number}/charges/{charge}/counter": on("tess.park", countered, "/charges/1/counter", url.Values{"amount": {"200"}, "why": {"Half of it"}}),
		"/me":                            on(dana, "/me", "/me", url.Values{"phone": {"303-555-0177"}}),
		"/approvals/substitute":          {"sue.allard", "/approvals", "form[action='/approvals/substitute']:has([name=address])", url.Values{"address": {"dana.whitfield@example.gov"}}},
		"/approvals/{number}/{approval}": {"sue.allard", "/approvals/" + strconv.FormatInt(user, 10) + "/1", "form.ask", url.Values{"decision": {"yes"}}},
		"/approve":                       {"", "/approve?pass=" + h.link(byLink), "form.ask", url.Values{"decision": {"no"}, "text": {"Not this year."}}},
	}
}

// rows counts what is kept of acts: what has happened, and the words of what was done once.
func (h *house) rows() (facts, words int64) {
	h.t.Helper()
	for table, n := range map[string]*int64{"fact": &facts, "once": &words} {
		all, err := sqldb.All(h.t.Context(), h.DB.Reader(), sqldb.Value[int64], "SELECT COUNT(*) FROM "+table)
		h.must(err)
		*n = all[0]
	}
	return facts, words
}

// Each form of the portal carries a key: sent again, since its answer was lost, it is answered as the first time and nothing is
// done. A route that no case here sends fails the test, and so does any form of these pages without a key. ASKS 17, ADR 0040
func TestEveryFormIsDoneOnce(t *testing.T) {
	h := open(t, "maine", friday)
	forms := h.forms()
	denver := open(t, "colorado", friday)
	denver.fails()
	forms["/outages/{number}/join"] = sending{"dana.whitfield", "/", "form[action$='/join']", nil}
	source, err := os.ReadFile("portal.go")
	h.must(err)
	for _, m := range regexp.MustCompile(`"POST (/[^"]*)"`).FindAllStringSubmatch(string(source), -1) {
		s, ok := forms[m[1]]
		if !ok {
			t.Errorf("no case sends the form of %s", m[1])
			continue
		}
		t.Run(strings.Trim(m[1], "/"), func(t *testing.T) {
			h := *h
			if strings.HasPrefix(m[1], "/outages/") { // Maine knows no major incident
				h = *denver
			}
			h.t = t
			b := h.browse(s.who).get(s.page)
			b.expect(http.StatusOK)
			b.has("form[method=post]:not(:has([name=once][value]:not([value=''])))", 0)
			f := b.Doc.Find(s.form)
			if f.Length() == 0 {
				t.Fatalf("%s has no %s", s.page, s.form)
			}
			f = f.First()
			action, values := f.AttrOr("action", ""), b.filled(f, s.values)
			facts, words := h.rows()
			b.send(action, values).expect(http.StatusOK)
			status, path := b.Status, b.Path
			did, said := h.rows()
			if said != words+1 {
				t.Errorf("its word was kept %d times", said-words)
			}
			b.send(action, values)
			if b.Status != status || b.Path != path {
				t.Errorf("sent again it is answered %d at %s, the first time %d at %s: %s", b.Status, b.Path, status, path, b.text("main"))
			}
			if now, again := h.rows(); now != did || again != said {
				t.Errorf("the first adds %d facts; sent again it adds %d, and %d words", did-facts, now-did, again-said)
			}
		})
	}
}

// The desk takes a message and its answer is lost, however often the browser asks by itself: whoever loads the page again, and so
// sends the form again, has written once. ASKS 17, ADR 0040
func TestMessageWhoseAnswerIsLost(t *testing.T) {
	h := open(t, "colorado", friday)
	id := h.opens()
	line := webtest.Lay(t, h.url)
	tab := webtest.Open(t, webtest.View{})
	tab.Go(line.URL + "/signin?back=" + at(id))
	tab.Fill("#f-email", "dana.whitfield@example.gov")
	tab.Fill("#f-password", password)
	tab.Follow("main form button")
	tab.Fill("form[action$='/write'] [name=text]", "It began on Monday.")
	tab.Lose(line, func() { tab.Click("form[action$='/write'] button[type=submit], form[action$='/write'] .verbs button") })
	if status := tab.Again(); status != http.StatusOK {
		t.Errorf("sent again: %d", status)
	}
	tab.Expect(".notice", "Your message has arrived.")
	tab.Check()
	sheet, err := h.Ticket(t.Context(), access.System, id)
	h.must(err)
	written := 0
	for _, e := range sheet.Entries {
		if m, ok := e.Event.(ticket.Wrote); ok && m.Body == "It began on Monday." {
			written++
		}
	}
	if written != 1 {
		t.Errorf("it stands there %d times", written)
	}
}
