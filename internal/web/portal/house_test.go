package portal_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/core/wording"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/live"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
	"switchboard/internal/web/message"
	"switchboard/internal/web/portal"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
	"switchboard/internal/webtest"
)

func TestMain(m *testing.M) { webtest.Main(m) }

const password = "correct horse battery"

// friday is half an hour before the desk closes for the weekend before Thanksgiving. It lies in the past, since sessions end
// by the clock on the wall.
var friday = time.Date(2025, 11, 21, 23, 30, 0, 0, time.UTC)

// house is a desk with its portal on a listener of its own.
type house struct {
	*desktest.House
	t         testing.TB
	url       string
	dana, eve access.Actor // customers; eve has nothing to do with dana's tickets
	luis      access.Actor // an analyst
	hub       *live.Hub
	rateLink  string // of the letter of a resolution to dana
}

func open(t testing.TB, definition string, now time.Time) *house {
	t.Helper()
	words, err := wording.Load()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{House: desktest.Open(t, sqltest.SQLite(t, migrations.FS), definition, now), t: t}
	h.dana = h.person("dana.whitfield", "Dana Whitfield", people.Customer)
	h.eve = h.person("eve.stone", "Eve Stone", people.Customer)
	h.luis = h.person("luis.ortega", "Luis Ortega", people.Analyst, "messaging")
	v := visit.New(h.Desk, words, slog.New(slog.NewTextHandler(io.Discard, nil)), false, false)
	pages, all := http.NewServeMux(), http.NewServeMux()
	v.Register(pages)
	h.hub = &live.Hub{}
	portal.Register(pages, v, h.hub)
	message.Register(pages, v)
	all.Handle("/", v.Wrap(pages))
	all.Handle(ui.FilesPath, ui.Files())
	server := httptest.NewServer(ui.Secure(all))
	t.Cleanup(server.Close)
	h.url = server.URL
	return h
}

func (h *house) person(address, name string, role people.Role, teams ...string) access.Actor {
	h.t.Helper()
	id, err := h.AddPerson(context.Background(), access.System, people.Person{Email: address + "@example.gov", Name: name, Role: role, Agency: "Revenue",
		Phone: "303-555-0142", Location: "1525 Sherman St, 4th floor", Teams: teams, Proven: true}, password)
	if err != nil {
		h.t.Fatal(err)
	}
	who, _, err := h.Visitor(context.Background(), id)
	if err != nil {
		h.t.Fatal(err)
	}
	return who
}

// opens opens dana's ticket about Outlook and gives its number.
func (h *house) opens(change ...func(*desk.Request)) int64 {
	h.t.Helper()
	in := desk.Request{Subject: "Outlook asks for my password every few minutes", Type: "incident", Channel: "portal", Service: "email",
		Description: "The password is right, it takes it, and asks again.", Alternate: "Theo Park, 303-555-0188"}
	for _, c := range change {
		c(&in)
	}
	out, err := h.Open(context.Background(), h.dana, in)
	h.must(err)
	return out.Ticket.ID
}

// accepts lets luis take a ticket, plan it and ask dana.
func (h *house) accepts(id int64) {
	h.t.Helper()
	_, err := h.Accept(context.Background(), h.luis, desk.On{Ticket: id})
	h.must(err)
	_, err = h.Plan(context.Background(), h.luis, desk.On{Ticket: id},
		ticket.Planned{Step: "Clear the saved password by remote session", Due: h.Now().Add(4 * time.Hour)})
	h.must(err)
}

func (h *house) asks(id int64) {
	h.t.Helper()
	_, err := h.Ask(context.Background(), h.luis, desk.On{Ticket: id},
		ticket.Asked{Question: "Does it also happen in the browser, at your web mail?", ReplyBy: h.Now().Add(72 * time.Hour)})
	h.must(err)
}

func (h *house) resolves(id int64) {
	h.t.Helper()
	_, err := h.Resolve(context.Background(), h.luis, desk.On{Ticket: id},
		ticket.Resolved{Text: "An old saved password was in the way. It is gone.", Method: "remote"})
	h.must(err)
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// browser is somebody's browser without script.
type browser struct {
	h      *house
	client *http.Client
	Doc    *goquery.Document
	Status int
	Path   string
}

// browse opens a browser; with an actor's address it is signed in.
func (h *house) browse(address string) *browser {
	h.t.Helper()
	jar, err := cookiejar.New(nil)
	h.must(err)
	b := &browser{h: h, client: &http.Client{Jar: jar}}
	if address != "" {
		b.get("/signin?back=/tickets")
		b.post("form[action='/signin']", url.Values{"email": {address + "@example.gov"}, "password": {password}})
		if b.Status != http.StatusOK || b.Doc.Find("form[action='/signin']").Length() > 0 {
			h.t.Fatalf("signing in as %s ends at %s with %d", address, b.Path, b.Status)
		}
	}
	return b
}

// enter opens a real browser for somebody who has signed in; it shows no page yet.
func (h *house) enter(view webtest.View, address string) *webtest.Tab {
	h.t.Helper()
	tab := webtest.Open(h.t.(*testing.T), view)
	tab.Carry(h.url, h.browse(address).client.Jar)
	return tab
}

func (b *browser) get(path string) *browser {
	b.h.t.Helper()
	return b.take(b.client.Get(b.h.url + path))
}

// post sends the form that the selector finds, with its hidden fields and what is chosen, and these values on top.
func (b *browser) post(form string, values url.Values) *browser {
	b.h.t.Helper()
	f := b.Doc.Find(form)
	if f.Length() != 1 {
		b.h.t.Fatalf("%s: %d forms fit %s", b.Path, f.Length(), form)
	}
	return b.send(f.AttrOr("action", ""), b.filled(f, values))
}

func (b *browser) send(action string, values url.Values) *browser {
	b.h.t.Helper()
	return b.take(b.client.PostForm(b.h.url+action, values))
}

// filled is what a browser would send of a form.
func (b *browser) filled(f *goquery.Selection, values url.Values) url.Values {
	all := url.Values{}
	f.Find("input, textarea, select").Each(func(_ int, in *goquery.Selection) {
		name, _ := in.Attr("name")
		kind := in.AttrOr("type", "")
		_, checked := in.Attr("checked")
		switch {
		case name == "" || kind == "file" || (kind == "radio" || kind == "checkbox") && !checked:
		case goquery.NodeName(in) == "textarea":
			all.Set(name, in.Text())
		case goquery.NodeName(in) == "select":
			all.Set(name, in.Find("option[selected]").AttrOr("value", ""))
		default:
			all.Set(name, in.AttrOr("value", ""))
		}
	})
	for name, v := range values {
		all[name] = v
	}
	return all
}

func (b *browser) take(answer *http.Response, err error) *browser {
	b.h.t.Helper()
	b.h.must(err)
	defer answer.Body.Close()
	b.Status, b.Path = answer.StatusCode, answer.Request.URL.RequestURI()
	b.Doc, err = goquery.NewDocumentFromReader(answer.Body)
	b.h.must(err)
	return b
}

// text is what a selector finds, with single spaces.
func (b *browser) text(selector string) string {
	return strings.Join(wordsOf(b.Doc.Find(selector)), " ")
}

// wordsOf reads a selection in its order; where one element ends and another begins is a space.
func wordsOf(s *goquery.Selection) []string {
	var words []string
	s.Contents().Each(func(_ int, child *goquery.Selection) {
		if goquery.NodeName(child) == "#text" {
			words = append(words, strings.Fields(child.Text())...)
			return
		}
		words = append(words, wordsOf(child)...)
	})
	return words
}

// says fails the test unless each text stands in what the selector finds.
func (b *browser) says(selector string, texts ...string) {
	b.h.t.Helper()
	got := b.text(selector)
	for _, want := range texts {
		if !strings.Contains(got, want) {
			b.h.t.Errorf("%s: %s says %q, without %q", b.Path, selector, got, want)
		}
	}
}

func (b *browser) has(selector string, want int) {
	b.h.t.Helper()
	if got := b.Doc.Find(selector).Length(); got != want {
		b.h.t.Errorf("%s: %d of %s, want %d", b.Path, got, selector, want)
	}
}

func (b *browser) expect(status int) {
	b.h.t.Helper()
	if b.Status != status {
		b.h.t.Fatalf("%s answers %d, want %d: %s", b.Path, b.Status, status, b.text("main"))
	}
}

func at(id int64) string { return "/tickets/" + strconv.FormatInt(id, 10) }
