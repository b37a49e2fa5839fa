package ui_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"
	"pgregory.net/rapid"

	"switchboard/internal/core/wording"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
)

// Each kind of fault becomes one status and a page in the door's frame; what nobody foresaw shows a mark that is in the log,
// and nothing else of it.
func TestFaultsBecomePages(t *testing.T) {
	catalogue, err := wording.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		err    error
		status int
		shown  string
	}{
		{fault.New(fault.Invalid, "say more"), 422, "Say more"},
		{fault.New(fault.NotFound, "no ticket 7"), 404, "No ticket 7"},
		{fault.New(fault.Forbidden, "not yours"), 403, "Not yours"},
		{fmt.Errorf("desk: %w", fault.New(fault.Conflict, "closed meanwhile")), 409, "Closed meanwhile"},
		{&http.MaxBytesError{Limit: 7}, 413, "too much"},
		{fault.New(fault.TooMany, "ten a minute"), 429, "Ten a minute"},
		{fault.New(fault.Unavailable, "no mail"), 503, "No mail"},
		{fmt.Errorf("sql: secret table"), 500, "mark"},
	} {
		log := &recorder{}
		door := ui.Door{Log: log.logger(), Layout: ui.Portal, Page: func(r *http.Request) ui.Page {
			return ui.Page{Words: catalogue.Printer(wording.English, nil), Desk: "Desk"}
		}}
		w := httptest.NewRecorder()
		door.Handle(func(http.ResponseWriter, *http.Request) error { return test.err }).ServeHTTP(w, httptest.NewRequest("GET", "/x", nil))
		page := parse(t, w.Body)
		text := page.Find("main").Text()
		if w.Code != test.status || !strings.Contains(text, test.shown) || page.Find("main h1").Length() != 1 {
			t.Errorf("%v: got %d with %q, want %d with %q", test.err, w.Code, text, test.status, test.shown)
		}
		if strings.Contains(text, "secret") {
			t.Errorf("%v: the page tells what only the log may", test.err)
		}
		mark := regexp.MustCompile(`mark: (\w{8})`).FindStringSubmatch(text)
		if logged := log.String(); (test.status == 500) != strings.Contains(logged, "secret") || mark != nil && !strings.Contains(logged, mark[1]) {
			t.Errorf("%v: the log says %q", test.err, logged)
		}
	}
}

func TestPanicCostsOnePage(t *testing.T) {
	g, address := newGallery(t)
	answer := get(t, address+"/panic")
	if answer.StatusCode != 500 || !strings.Contains(g.log.String(), "a defect") {
		t.Errorf("got %d, log %q", answer.StatusCode, g.log)
	}
}

func TestStrangersAreLedToSignIn(t *testing.T) {
	_, address := newGallery(t)
	answer := get(t, address+"/private?view=mine")
	if got, want := answer.Header.Get("Location"), "/sign-in?back=%2Fprivate%3Fview%3Dmine"; answer.StatusCode != 303 || got != want {
		t.Errorf("got %d to %q, want 303 to %q", answer.StatusCode, got, want)
	}
}

func TestHeadersKeepPagesSafe(t *testing.T) {
	_, address := newGallery(t)
	answer := get(t, address+"/portal")
	policy := answer.Header.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("the policy lacks %q", want)
		}
	}
	if strings.Contains(policy, "unsafe") {
		t.Errorf("the policy is %q", policy)
	}
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cache-Control": "no-store"} {
		if got := answer.Header.Get(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

// A choice is kept in a cookie and the address is cleaned; what is no choice of ours is left alone, and nobody is led away.
func TestChoicesAreRemembered(t *testing.T) {
	_, address := newGallery(t)
	for _, test := range []struct{ path, to, cookie string }{
		{"/portal?lang=es&view=open", "/portal?view=open", "lang=es"},
		{"/portal?theme=dark", "/portal", "theme=dark"},
		{"//evil.example/x?theme=light", "/evil.example/x", "theme=light"},
	} {
		r := httptest.NewRequest("GET", test.path, nil)
		r.URL = &url.URL{Path: strings.SplitN(test.path, "?", 2)[0], RawQuery: strings.SplitN(test.path, "?", 2)[1]}
		w := httptest.NewRecorder()
		ui.RememberChoices(http.NotFoundHandler()).ServeHTTP(w, r)
		if got := w.Header().Get("Location"); w.Code != 303 || got != test.to || !strings.HasPrefix(w.Header().Get("Set-Cookie"), test.cookie) {
			t.Errorf("%s: got %d to %q with %q", test.path, w.Code, got, w.Header().Get("Set-Cookie"))
		}
	}
	if answer := get(t, address+"/portal?lang=xx&theme=pink"); answer.StatusCode != 200 {
		t.Errorf("an unknown choice: got %d", answer.StatusCode)
	}
	r, err := http.NewRequest("GET", address+"/portal", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.AddCookie(&http.Cookie{Name: "lang", Value: "es"})
	r.AddCookie(&http.Cookie{Name: "theme", Value: "pink"})
	page := parse(t, do(t, r).Body)
	if lang, _ := page.Find("html").Attr("lang"); lang != "es" {
		t.Errorf("got language %q, want es", lang)
	}
	if theme, _ := page.Find("html").Attr("data-theme"); theme != "auto" {
		t.Errorf("got theme %q, want auto", theme)
	}
}

// A form carries its session's token, each time in other letters; no other text is taken for it.
func TestToken(t *testing.T) {
	mine, other := ui.NewToken(), ui.NewToken()
	first, second := formToken(t, mine), formToken(t, mine)
	if first == second || first == "" {
		t.Errorf("the token reads the same twice: %q", first)
	}
	for _, test := range []struct {
		sent, session string
		ok            bool
	}{
		{first, mine, true}, {second, mine, true}, {first, other, false}, {mine, mine, false}, {"", mine, false}, {first, "", false}, {"", "", false}, {first[:len(first)-4], mine, false},
	} {
		if err := ui.CheckToken(posted(test.sent), test.session); (err == nil) != test.ok || err != nil && !fault.Is(err, fault.Forbidden) {
			t.Errorf("sent %.8q for %.8q: got %v", test.sent, test.session, err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		if ui.CheckToken(posted(rapid.String().Draw(t, "token")), mine) == nil {
			t.Fatal("a made-up token is taken")
		}
	})
}

func posted(token string) *http.Request {
	r := httptest.NewRequest("POST", "/", strings.NewReader(url.Values{ui.TokenField: {token}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

func formToken(t *testing.T, token string) string {
	t.Helper()
	var page bytes.Buffer
	if err := ui.CSRF(token).Render(t.Context(), &page); err != nil {
		t.Fatal(err)
	}
	value, _ := parse(t, &page).Find("input[type=hidden]").Attr("value")
	return value
}

// Every address of a file that a page names is served, for ever, in the form that the browser takes.
func TestFilesAreServed(t *testing.T) {
	if err := ui.CheckFiles(); err != nil {
		t.Fatal(err)
	}
	_, address := newGallery(t)
	page := parse(t, get(t, address+"/console").Body)
	files := page.Find("link[rel=stylesheet], link[rel=preload], script").Map(func(_ int, s *goquery.Selection) string {
		return s.AttrOr("href", s.AttrOr("src", ""))
	})
	if len(files) != 4 {
		t.Fatalf("got %v, want both styles, face and script", files)
	}
	for _, file := range files {
		for _, encoding := range []string{"", "gzip", "br", "gzip, br;q=0"} {
			answer := getFile(t, address+file, encoding, "")
			if answer.StatusCode != 200 || !strings.Contains(answer.Header.Get("Cache-Control"), "immutable") || answer.Header.Get("Content-Type") == "" {
				t.Errorf("%s as %q: got %d, %v", file, encoding, answer.StatusCode, answer.Header)
			}
			want := strings.TrimSuffix(encoding, ", br;q=0")
			if strings.HasSuffix(file, ".woff2") {
				want = ""
			}
			if got := answer.Header.Get("Content-Encoding"); got != want {
				t.Errorf("%s: got encoding %q, want %q", file, got, want)
			}
			if again := getFile(t, address+file, encoding, answer.Header.Get("ETag")); again.StatusCode != 304 {
				t.Errorf("%s again: got %d, want 304", file, again.StatusCode)
			}
		}
	}
	for _, path := range []string{"", "manifest.json", ".gitkeep", "main.css", "..%2ffiles.go", strings.TrimPrefix(files[1], "/assets/") + ".gz"} {
		if answer := getFile(t, address+"/assets/"+path, "", ""); answer.StatusCode != 404 {
			t.Errorf("%q: got %d, want 404", path, answer.StatusCode)
		}
	}
}

func getFile(t *testing.T, address, encoding, tag string) *http.Response {
	t.Helper()
	r, err := http.NewRequest("GET", address, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", encoding)
	if tag != "" {
		r.Header.Set("If-None-Match", tag)
	}
	return do(t, r)
}

func TestPagesAreCompressed(t *testing.T) {
	_, address := newGallery(t)
	answer := getFile(t, address+"/portal", "gzip", "")
	zip, err := gzip.NewReader(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if parse(t, zip).Find("h1").Length() != 1 {
		t.Error("the page is not whole")
	}
}

// What people write is shown as text, wherever it stands.
func TestTextStaysText(t *testing.T) {
	evil := `<script>alert(1)</script>"' onload=x`
	catalogue, err := wording.Load()
	if err != nil {
		t.Fatal(err)
	}
	p := catalogue.Printer(wording.English, nil)
	field := ui.Field{Name: "a", Label: evil, Hint: evil, Error: evil, Value: evil, Placeholder: evil, Options: []ui.Option{{Value: evil, Text: evil}}}
	var page bytes.Buffer
	for _, part := range []templ.Component{
		ui.Input(p, field), ui.Choose(p, field), ui.Summary(p, []ui.Problem{{Field: evil, Text: evil}}),
		ui.Timeline(p, evil, []ui.Entry{{Kind: ui.FromCustomer, Who: evil, When: evil, Text: evil}}),
		ui.Press(ui.Button{Text: evil, Href: "javascript:alert(1)"}), ui.Grid(ui.Table{Caption: evil, Columns: []ui.Column{{Title: evil}, {Title: evil}}, Rows: [][]ui.Cell{{{Text: evil}, {Text: evil}}}}),
	} {
		if err := part.Render(t.Context(), &page); err != nil {
			t.Fatal(err)
		}
	}
	got := parse(t, bytes.NewReader(page.Bytes()))
	if got.Find("script").Length() > 0 || got.Find("[onload]").Length() > 0 || got.Find(`[href^="javascript:"]`).Length() > 0 {
		t.Errorf("text became markup: %s", page.String())
	}
}

func parse(t *testing.T, r io.Reader) *goquery.Document {
	t.Helper()
	page, err := goquery.NewDocumentFromReader(r)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func get(t *testing.T, address string) *http.Response {
	t.Helper()
	r, err := http.NewRequest("GET", address, nil)
	if err != nil {
		t.Fatal(err)
	}
	return do(t, r)
}

func do(t *testing.T, r *http.Request) *http.Response {
	t.Helper()
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { answer.Body.Close() })
	return answer
}
