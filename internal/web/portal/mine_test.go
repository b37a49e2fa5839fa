package portal_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/notice"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/eventlog"
	"switchboard/internal/follow/notify"
	"switchboard/internal/follow/search"
)

// index lets the search index catch up with the log.
func (h *house) index() {
	h.t.Helper()
	h.must(eventlog.Drain(h.t.Context(), h.DB, search.Follower()))
}

// body is what an address answers, as it is.
func (b *browser) body(path string) string {
	b.h.t.Helper()
	answer, err := b.client.Get(b.h.url + path)
	b.h.must(err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	b.h.must(err)
	b.Status = answer.StatusCode
	return string(text)
}

// A person finds what they once asked by words, state, day and number; others' tickets are not among it.
// CO-16, ME-54
func TestFindMine(t *testing.T) {
	h := open(t, "colorado", friday)
	id := h.opens()
	h.Pass(48 * time.Hour)
	other := h.opens(func(r *desk.Request) { r.Subject, r.Description = "A new badge: urgent?", "Mine is broken" })
	h.resolves(other)
	_, err := h.Open(t.Context(), h.eve, desk.Request{Subject: "Sesame of eve", Channel: "portal", Type: "incident"})
	h.must(err)
	h.index()
	b := h.browse("dana.whitfield")
	for query, want := range map[string][]string{
		"": {"Outlook asks", "A new badge"}, "q=outlook": {"Outlook asks"}, "q=badge: urgent?": {"A new badge"}, "q=\"(is:open": nil, "q=sesame": nil,
		"state=open": {"Outlook asks"}, "state=done": {"A new badge"}, "state=waiting": nil, "state=nonsense": {"Outlook asks", "A new badge"},
		"from=2025-11-23": {"A new badge"}, "to=2025-11-22": {"Outlook asks"}, "q=outlook&state=done": nil, "from=x": {"Outlook asks", "A new badge"},
	} {
		values, _ := url.ParseQuery(query)
		b.get("/tickets?" + values.Encode()).expect(200)
		if got := b.Doc.Find("main .list li").Length(); got != len(want) {
			t.Errorf("%q finds %d: %s", query, got, b.text("main"))
			continue
		}
		if len(want) > 0 {
			b.says(".list", want...)
		} else {
			b.says("main", "of yours like that")
		}
	}
	if b.get(fmt.Sprintf("/tickets?q=%d", id)); b.Path != at(id) {
		t.Errorf("a number leads to %s", b.Path)
	}
}

// The one search box takes a number: whoever may see the ticket lands on it, others and guests learn nothing by it.
// ME-54, ME-26
func TestNumberInTheOneBox(t *testing.T) {
	h := open(t, "colorado", friday)
	id := h.opens()
	if b := h.browse("dana.whitfield").get(fmt.Sprintf("/?q=%d", id)); b.Path != at(id) {
		t.Errorf("dana lands on %s", b.Path)
	}
	for _, who := range []string{"eve.stone", ""} {
		b := h.browse(who)
		there, nowhere := b.get(fmt.Sprintf("/?q=%d", id)).text("main"), ""
		if b.Path != fmt.Sprintf("/?q=%d", id) {
			t.Errorf("%q lands on %s", who, b.Path)
		}
		nowhere = b.get("/?q=999999").text("main")
		if strings.ReplaceAll(there, fmt.Sprint(id), "N") != strings.ReplaceAll(nowhere, "999999", "N") {
			t.Errorf("%q is told %q and %q", who, there, nowhere)
		}
	}
}

// What is exported is the person's own, all pages of it, with times that say their zone and cells that are no formulas.
// CO-16
func TestExport(t *testing.T) {
	h := open(t, "colorado", friday)
	id := h.opens(func(r *desk.Request) { r.Subject = `=HYPERLINK("http://x","y")` })
	for i := range desk.MaxPage + 5 {
		h.opens(func(r *desk.Request) { r.Subject = fmt.Sprint("Ticket ", i) })
	}
	_, err := h.Open(t.Context(), h.eve, desk.Request{Subject: "Sesame of eve", Channel: "portal", Type: "incident"})
	h.must(err)
	b := h.browse("dana.whitfield")
	text := b.body("/tickets/export.csv")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	h.must(err)
	last := rows[len(rows)-1]
	if len(rows) != 1+1+desk.MaxPage+5 || last[0] != fmt.Sprint(id) || last[1] != `'=HYPERLINK("http://x","y")` || last[7] != "2025-11-21T16:30:00-07:00" {
		t.Errorf("%d rows, the last %q", len(rows), last)
	}
	if strings.Contains(text, "eve") {
		t.Error("the sheet holds somebody else's")
	}
	var all struct {
		Tickets []struct {
			Number            int64
			Subject, Received string
		}
		More bool
	}
	h.must(json.Unmarshal([]byte(b.body("/tickets/export.json")), &all))
	if n := len(all.Tickets); n != len(rows)-1 || all.More || all.Tickets[n-1].Subject != `=HYPERLINK("http://x","y")` || all.Tickets[n-1].Received != last[7] {
		t.Errorf("%d tickets, more %v", n, all.More)
	}
	if some := b.body("/tickets/export.json?state=done"); some != "{\"tickets\":[\n],\"more\":false}\n" {
		t.Errorf("nothing is %q", some)
	}
	if guest := h.browse("").get("/tickets/export.csv"); !strings.HasPrefix(guest.Path, "/signin") {
		t.Errorf("a guest gets %s", guest.Path)
	}
}

// A ticket can be kept on paper: all that its reader may see, the first word first, nothing folded away.
func TestRecord(t *testing.T) {
	h := open(t, "colorado", friday)
	id := h.opens()
	_, err := h.Note(t.Context(), h.luis, desk.On{Ticket: id}, "The caller sounds angry.")
	h.must(err)
	h.accepts(id)
	b := h.browse("dana.whitfield").get(at(id) + "/record")
	b.says("main", "Outlook asks for my password", "Friday, November 21, 2025", "14 business days", "day 0", "Luis Ortega took it")
	if all := b.text("html"); strings.Contains(all, "angry") || b.Doc.Find("main details").Length() > 0 {
		t.Error("an internal note, or something folded away, is on the record")
	}
	if first := b.Doc.Find(".time > li").First(); !strings.Contains(first.Text(), "The password is right") {
		t.Errorf("the first entry is %q", first.Text())
	}
	h.browse("eve.stone").get(at(id) + "/record").expect(404)
}

// The customer rates a resolution on its page, changes their mind, and nobody else is asked.
// ME-21, ME-34
func TestRateOnThePage(t *testing.T) {
	h := open(t, "colorado", friday)
	id := h.opens()
	b := h.browse("dana.whitfield").get(at(id))
	b.has("form[action$='/rate']", 0)
	h.accepts(id)
	h.resolves(id)
	b.get(at(id)).says("[aria-labelledby=rate]", "How did we do?", "Were we courteous?", "Was it done in time?", "Did it solve the problem?")
	b.post("form[action$='/rate']", url.Values{"comment": {"Quick, thank you."}}).expect(422)
	b.says(".problems", "1")
	if got := b.Doc.Find("form[action$='/rate'] textarea").Text(); got != "Quick, thank you." {
		t.Errorf("the comment is %q", got)
	}
	b.post("form[action$='/rate']", url.Values{"overall": {"5"}, "q_courteous": {"yes"}, "q_timely": {"no"}, "comment": {"Quick, thank you."}}).expect(200)
	b.says(".notice", "Your rating has arrived")
	b.says("[aria-labelledby=rate]", "You rated it 5 of 5, very good.", "Change it")
	b.post("form[action$='/rate']", url.Values{"overall": {"4"}})
	b.says("[aria-labelledby=rate]", "You rated it 4 of 5, good.")
	sheet, err := h.Ticket(t.Context(), h.luis, id)
	h.must(err)
	if a := sheet.Ticket.Survey.Answer; a == nil || a.Overall != 4 || !a.Answers["courteous"] || a.Answers["timely"] || len(a.Answers) != 2 || a.Resolver != h.luis.ID {
		t.Errorf("it is %+v", a)
	}
	h.browse("luis.ortega").get(at(id)).has("form[action$='/rate']", 0)
	b.post("form[action$='/reopen']", form("text", "It asks again."))
	b.has("[aria-labelledby=rate]", 0)
}

// rateLetter is the link in the letter of the last resolution to dana.
func (h *house) rateLetter(id int64) string {
	h.t.Helper()
	follower := notify.Follower(notify.Config{Domain: "desk.example.gov", DeskTeam: func() string { return "desk" }})
	h.must(eventlog.Drain(h.t.Context(), h.DB, follower))
	letters, err := h.MyLetters(h.t.Context(), h.dana, id)
	h.must(err)
	for _, l := range letters {
		if l.Kind != string(notice.Resolved) {
			continue
		}
		post, err := h.Post(h.t.Context(), access.System, l.ID)
		h.must(err)
		return "/rate?pass=" + post.Facts.Pass
	}
	h.t.Fatal("no letter tells of the resolution")
	return ""
}

// The link of the letter needs no sign-in, says nothing of the ticket, and changes nothing by being looked at.
// ME-34
func TestRateByLink(t *testing.T) {
	h := open(t, "colorado", friday)
	id := h.opens()
	h.accepts(id)
	h.resolves(id)
	link := h.rateLetter(id)
	b := h.browse("").get(link)
	b.expect(200)
	b.says("main", fmt.Sprint("Your ticket ", id, " was solved"), "How did we do?")
	if strings.Contains(b.text("main"), "Outlook") {
		t.Error("the page says what the ticket is about")
	}
	before, err := h.Ticket(t.Context(), h.luis, id)
	h.must(err)
	b.get(link)
	b.post("form[action='/rate']", url.Values{}).expect(422)
	if after, _ := h.Ticket(t.Context(), h.luis, id); after.Ticket.Version != before.Ticket.Version {
		t.Error("looking has changed the ticket")
	}
	b.post("form[action='/rate']", url.Values{"overall": {"2"}, "q_effective": {"no"}}).expect(200)
	b.says("main", "Thank you")
	if sheet, _ := h.Ticket(t.Context(), h.luis, id); sheet.Ticket.Survey.Answer == nil || sheet.Ticket.Survey.Answer.Overall != 2 {
		t.Errorf("it is %+v", sheet.Ticket.Survey)
	}
	none := h.browse("").get("/rate?pass=1.1.0.1.aaaa")
	none.expect(404)
	for _, bad := range []string{link + "a", strings.Replace(link, "pass=", "pass=1", 1), "/rate?pass=x", "/rate"} {
		if got := h.browse("").get(bad); got.Status != 404 || got.text("main") != none.text("main") {
			t.Errorf("%s answers %d %q", bad, got.Status, got.text("main"))
		}
	}
	h.browse("").get(strings.Replace(link, "/rate", "/approve", 1)).expect(404) // it is for one thing
	_, err = h.Reopen(t.Context(), h.dana, desk.On{Ticket: id}, "Again")
	h.must(err)
	b.get(link).expect(410)
	b.says("main", "Nothing is left to rate here")
}

// The customer objects to a pause from the explanation of the due time, and reads what came of it.
// A26
func TestContest(t *testing.T) {
	h := open(t, "colorado", friday.Add(-4*time.Hour))
	id := h.opens()
	h.accepts(id)
	h.asks(id)
	h.Pass(time.Hour)
	b := h.browse("dana.whitfield").get(at(id))
	b.says("[aria-labelledby=promises]", "Not right? Object to it")
	b.post("form[action$='/answer']", form("text", "No."))
	b.says("[aria-labelledby=contest]", "The pause from today", "We waited for your answer", "The class")
	b.post("form[action$='/contest']", form("text", " ")).expect(422)
	b.post("form[action$='/contest']", form("text", "It was in my first words.")).expect(200)
	b.says(".notice", "Your objection has arrived")
	b.says("[aria-labelledby=contest]", "You get an answer by")
	b.says(".time", "Objection: The pause from", "It was in my first words.")
	b.has("form[action$='/contest']", 0)
	zoe := h.person("zoe.lead", "Zoe Lead", "lead", "messaging")
	_, err := h.AnswerContest(t.Context(), zoe, desk.On{Ticket: id}, ticket.ContestAnswered{Upheld: true, Reason: "It was: our mistake."})
	h.must(err)
	b.get(at(id)).says("[aria-labelledby=contest]", "You were right: the pause is taken back. It was: our mistake.")
	b.says(".time", "The objection was right.", "Zoe Lead")
	if strings.Contains(b.text("[aria-labelledby=promises]"), "We waited for your answer") {
		t.Error("the pause still stands in the explanation")
	}
}

// Where they are and how they are reached is the customer's to correct and to confirm.
// ME-53
func TestContact(t *testing.T) {
	h := open(t, "maine", friday)
	id := h.opens(func(r *desk.Request) { r.Service = "workstation" })
	b := h.browse("dana.whitfield").get(at(id))
	b.post("form[action$='/contact']", nil)
	b.says(".notice", "written it down")
	b.says("[aria-labelledby=contact]", "You confirmed it")
	b.says(".time", "You confirmed how to be reached")
	b.post("form[action$='/contact']", url.Values{"location": {"Room 12"}, "alternate": {"Kim, 207 555 0101"}})
	b.says("[aria-labelledby=details]", "Room 12", "Kim, 207 555 0101", "303-555-0142")
	b.post("form[action$='/contact']", url.Values{"alternate": {" "}})
	if got := b.get(at(id)).Doc.Find("form[action$='/contact'] [name=alternate]").AttrOr("value", ""); got != "" {
		t.Errorf("nobody is to be asked any more, and %q still is", got)
	}
	b.says("main", "taken back")
	b.has("form[action$='/contact'] [name=location][value='Room 12']", 1)
	b.post("form[action$='/contact']", url.Values{"phone": {strings.Repeat("9", 300)}}).expect(422)
}

// A duty that holds the ticket up is as loud as a question: it comes first.
func TestUnmetDutyComesFirst(t *testing.T) {
	h := open(t, "maine", friday)
	id := h.opens(func(r *desk.Request) { r.Service = "workstation" })
	_, err := h.DutyUnmet(t.Context(), h.luis, desk.On{Ticket: id}, h.Definition().DutyNames()[0], "Room 12 was locked at nine.")
	h.must(err)
	b := h.browse("dana.whitfield").get(at(id))
	if first := b.Doc.Find("main section").First(); first.AttrOr("aria-labelledby", "") != "unmet" {
		t.Errorf("first is %q", first.AttrOr("aria-labelledby", ""))
	}
	b.says("[aria-labelledby=unmet]", "We wait for you", "Give us access", "Room 12 was locked at nine.", "stands still")
	b.says(".track [aria-current]", "Waiting for you", "since 6:30 p.m.")
	b.says("#track .lead", "We wait for you before we can go on.")
}
