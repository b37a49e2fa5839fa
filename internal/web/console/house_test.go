package console_test

import (
	"context"
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
	"switchboard/internal/core/wording"
	"switchboard/internal/desk"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/live"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store"
	"switchboard/internal/store/migrations"
	"switchboard/internal/web/console"
	"switchboard/internal/web/message"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

const password = "a long enough password"

// monday is 10 a.m. of a working Monday in Denver.
var monday = time.Date(2026, 11, 16, 17, 0, 0, 0, time.UTC)

// house is a desk with the console's door on a real listener.
type house struct {
	*desktest.House
	t      *testing.T
	url    string
	hub    *live.Hub
	people map[string]access.Actor
	log    *strings.Builder
}

func open(t *testing.T, definition string) *house {
	t.Helper()
	db := sqltest.SQLite(t, migrations.FS)
	h := &house{House: desktest.Open(t, db, definition, monday), t: t, hub: &live.Hub{}, people: map[string]access.Actor{}, log: &strings.Builder{}}
	words, err := wording.Load()
	if err != nil {
		t.Fatal(err)
	}
	visits := visit.New(h.Desk, words, slog.New(slog.NewTextHandler(h.log, nil)), false, false)
	pages := http.NewServeMux()
	visits.Register(pages)
	message.Register(pages, visits)
	console.Register(pages, visits, h.hub)
	all := http.NewServeMux()
	all.Handle("GET /assets/", ui.Files())
	all.Handle("/", visits.Wrap(pages))
	server := httptest.NewServer(ui.Secure(all))
	t.Cleanup(server.Close)
	t.Cleanup(h.hub.Close)
	h.url = server.URL
	return h
}

// person adds somebody who can sign in.
func (h *house) person(name, full string, role people.Role, agency string, teams ...string) access.Actor {
	h.t.Helper()
	ctx := context.Background()
	id, err := h.AddPerson(ctx, access.System, people.Person{Email: name + "@example.gov", Name: full, Role: role, Agency: agency,
		Teams: teams, Proven: true, Phone: "303-555-0142"}, password)
	if err != nil {
		h.t.Fatal(err)
	}
	who, _, err := h.Visitor(ctx, id)
	if err != nil {
		h.t.Fatal(err)
	}
	if role.Staff() { // a reply goes out at once, but where a test is about its waiting
		if err := h.ChooseUndo(ctx, who, 0); err != nil {
			h.t.Fatal(err)
		}
	}
	h.people[name] = who
	return who
}

// ask opens a ticket for somebody.
func (h *house) ask(who access.Actor, in desk.Request) int64 {
	h.t.Helper()
	if in.Channel == "" {
		in.Channel = "portal"
	}
	made, err := h.Desk.Open(context.Background(), who, in)
	if err != nil {
		h.t.Fatal(err)
	}
	return made.Ticket.ID
}

// letter writes down a letter and how it ended.
func (h *house) letter(kind string, id, cause int64, to people.ID, state desk.LetterState, detail string) {
	h.t.Helper()
	ctx := context.Background()
	var letter int64
	err := h.DB.Write(ctx, func(tx *sqldb.Tx) error {
		if _, err := store.AddLetter(ctx, tx, store.Letter{Kind: kind, Cause: cause, Ticket: id, Person: to, Address: "dana@example.gov",
			MessageID: "<" + kind + ".1@desk.example.gov>", State: store.LetterQueued}); err != nil {
			return err
		}
		l, err := store.LetterByMessageID(ctx, tx, "<"+kind+".1@desk.example.gov>")
		letter = l.ID
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	if _, err := h.ReportDelivery(ctx, access.System, letter, state, detail); err != nil {
		h.t.Fatal(err)
	}
}

// browser is a client without script, signed in.
type browser struct {
	h      *house
	client *http.Client
	first  string // the page that signing in has led to
}

func (h *house) signIn(name string) *browser {
	h.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.t.Fatal(err)
	}
	b := &browser{h: h, client: &http.Client{Jar: jar}}
	b.first = b.send(b.get("/signin", 200), `form[action="/signin"]`, url.Values{"email": {name + "@example.gov"}, "password": {password}}, 0).path
	return b
}

// page is an answer: its status, where it was found, and its content.
type page struct {
	*goquery.Document
	status int
	path   string
}

func (b *browser) get(path string, want int) page {
	b.h.t.Helper()
	answer, err := b.client.Get(b.h.url + path)
	return b.read(answer, err, want)
}

func (b *browser) read(answer *http.Response, err error, want int) page {
	b.h.t.Helper()
	if err != nil {
		b.h.t.Fatal(err)
	}
	defer answer.Body.Close()
	doc, err := goquery.NewDocumentFromReader(answer.Body)
	if err != nil {
		b.h.t.Fatal(err)
	}
	if want != 0 && answer.StatusCode != want {
		text := doc.Find(".problems, main h1").Text()
		b.h.t.Fatalf("%s %s: got %d, want %d\n%.600s\n%s", answer.Request.Method, answer.Request.URL, answer.StatusCode, want, text, b.h.log)
	}
	return page{doc, answer.StatusCode, answer.Request.URL.RequestURI()}
}

// send fills the form that a selector finds as a person would, and follows where the answer leads.
func (b *browser) send(p page, form string, values url.Values, want int) page {
	b.h.t.Helper()
	f := p.Find(form).First()
	action, ok := f.Attr("action")
	if !ok {
		b.h.t.Fatalf("%s has no form %s", p.path, form)
	}
	all := url.Values{}
	f.Find("input,textarea,select").Each(func(_ int, in *goquery.Selection) {
		name := in.AttrOr("name", "")
		switch {
		case name == "":
		case goquery.NodeName(in) == "textarea":
			all.Set(name, in.Text())
		case goquery.NodeName(in) == "select":
			chosen := in.Find("option[selected]")
			if chosen.Length() == 0 {
				chosen = in.Find("option").First()
			}
			all.Set(name, chosen.AttrOr("value", chosen.Text()))
		case in.AttrOr("type", "") == "file":
		case in.AttrOr("type", "") != "checkbox" && in.AttrOr("type", "") != "radio":
			all.Set(name, in.AttrOr("value", ""))
		}
	})
	for name, v := range values {
		if !all.Has(name) && f.Find(`[name="`+name+`"]`).Length() == 0 {
			b.h.t.Fatalf("the form %s of %s has no field %s", form, p.path, name)
		}
		all[name] = v
	}
	answer, err := b.client.PostForm(b.h.url+action, all)
	return b.read(answer, err, want)
}

// do opens the form of a verb on a ticket and sends it.
func (b *browser) do(id int64, verb string, values url.Values, want int) page {
	b.h.t.Helper()
	p := b.get(ticketPath(id)+"?do="+verb, 200)
	return b.send(p, formOf(id, verb), values, want)
}

func ticketPath(id int64) string { return "/console/tickets/" + strconv.FormatInt(id, 10) }

func formOf(id int64, verb string) string {
	return `form[action="` + ticketPath(id) + "/" + verb + `"]`
}

// text is what stands in the elements that fit, spaces folded.
func (p page) text(selector string) string {
	return strings.Join(strings.Fields(p.Find(selector).Text()), " ")
}

func (p page) has(t *testing.T, selector, want string) {
	t.Helper()
	if got := p.text(selector); !strings.Contains(got, want) {
		t.Errorf("%s: %s says %.300q, want it to say %q", p.path, selector, got, want)
	}
}
