package notices_test

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/wording"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/live"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
	"switchboard/internal/web/notices"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

const password = "correct horse battery"

// Without script a person chooses how they are told, in their language; what they chose stands in the form again.
func TestChoosing(t *testing.T) {
	words, err := wording.Load()
	if err != nil {
		t.Fatal(err)
	}
	h := desktest.Open(t, sqltest.SQLite(t, migrations.FS), "colorado", time.Date(2025, 11, 21, 23, 30, 0, 0, time.UTC))
	who := people.Person{Email: "luis@example.gov", Name: "Luis", Role: people.Analyst, Teams: []string{"desk"}, Proven: true}
	id, err := h.AddPerson(context.Background(), access.System, who, password)
	if err != nil {
		t.Fatal(err)
	}
	hub := &live.Hub{}
	v := visit.New(h.Desk, words, slog.New(slog.NewTextHandler(io.Discard, nil)), false, false)
	mux := http.NewServeMux()
	v.Register(mux)
	notices.Register(mux, v, hub)
	server := httptest.NewServer(ui.Secure(v.Wrap(mux)))
	t.Cleanup(server.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	page := func(r *http.Response, err error) *goquery.Document {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		doc, err := goquery.NewDocumentFromReader(r.Body)
		if err != nil || r.StatusCode >= 500 {
			t.Fatalf("%s: %d, %v", r.Request.URL, r.StatusCode, err)
		}
		return doc
	}
	token := func(doc *goquery.Document, form string) url.Values {
		in := doc.Find(form + " input[type=hidden]").First()
		return url.Values{in.AttrOr("name", ""): {in.AttrOr("value", "")}}
	}
	signin := page(client.Get(server.URL + "/signin?back=/notices/settings&lang=es"))
	form := token(signin, "form[action='/signin']")
	form.Set("email", "luis@example.gov")
	form.Set("password", password)
	form.Set("back", "/notices/settings")
	page(client.PostForm(server.URL+"/signin", form))
	doc := page(client.Get(server.URL + "/notices/settings"))
	if got := doc.Find("h1").Text(); got != "Cómo se le avisa" {
		t.Fatalf("the page is called %q", got)
	}
	if doc.Find("input[name='mail.promised']").Length() != 0 || doc.Find("input[name='mail.work'][checked]").Length() != 1 {
		t.Error("what is promised can be switched off, or the usual choice is not shown")
	}
	form = token(doc, "form[action='/notices/settings']")
	form.Set("from", "18:00")
	form.Set("until", "08:00")
	form["off"] = []string{"0", "6"}
	doc = page(client.PostForm(server.URL+"/notices/settings", form))
	if doc.Find("input[name='mail.work'][checked]").Length() != 0 || doc.Find("input[name=off][checked]").Length() != 2 ||
		doc.Find("input[name=until]").AttrOr("value", "") != "08:00" {
		t.Error("what was chosen is not shown again")
	}
	form.Set("from", "25:00")
	doc = page(client.PostForm(server.URL+"/notices/settings", form))
	if text := doc.Find("main").Text(); !strings.Contains(strings.ToLower(text), "escriba una hora como 18:00") {
		t.Errorf("25:00 is a time of day: %s", strings.Join(strings.Fields(text), " "))
	}
	if doc = page(client.Get(server.URL + "/notices")); !strings.Contains(doc.Find("main").Text(), "No ha pasado nada") {
		t.Error("there is news of nothing")
	}
	hub.Publish(visit.News(id)) // after the page was made, before it listens
	answer, err := client.Get(server.URL + doc.Find("[data-stream]").AttrOr("data-stream", ""))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	said := ""
	for lines := bufio.NewScanner(answer.Body); said == "" && lines.Scan(); {
		said, _ = strings.CutPrefix(lines.Text(), "data: ")
		if !strings.HasPrefix(lines.Text(), "data: ") {
			said = ""
		}
	}
	if said != visit.Whole {
		t.Errorf("the page is told %q", said)
	}
}
