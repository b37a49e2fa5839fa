package server_test

import (
	"context"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"switchboard/internal/core/access"
	"switchboard/internal/core/kb"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/server"
)

var update = flag.Bool("update", false, "write the golden files")

// route is a pattern of a page as its door registers it.
type route struct{ method, path string }

var (
	whole   = regexp.MustCompile(`"(GET|POST) (/[^"]*)"`)
	console = regexp.MustCompile(`\b(show|post)\("(/[^"]*)"`)
)

// routes reads from the source what the doors register: a ServeMux does not tell.
func routes(t *testing.T) []route {
	t.Helper()
	var out []route
	for _, dir := range []string{"../web", "."} {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			for _, m := range whole.FindAllStringSubmatch(string(text), -1) {
				out = append(out, route{m[1], m[2]})
			}
			for _, m := range console.FindAllStringSubmatch(string(text), -1) {
				out = append(out, route{map[string]string{"show": "GET", "post": "POST"}[m[1]], m[2]})
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	out = append(out, route{"GET", "/api/openapi.json"}, route{"GET", "/api/v1/tickets"}, route{"POST", "/api/v1/tickets"})
	slices.SortFunc(out, func(a, b route) int { return strings.Compare(a.path+a.method, b.path+b.method) })
	return slices.Compact(out)
}

// visitor is a browser without script.
type visitor struct {
	t      *testing.T
	base   string
	client *http.Client
	csrf   string
}

var hidden = regexp.MustCompile(`name="csrf" value="([^"]*)"`)

// visit signs somebody in; nobody stays a stranger.
func visit(t *testing.T, base, who string) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	v := &visitor{t: t, base: base, client: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	if who == "" {
		return v
	}
	v.learn("/signin")
	if status, _, _ := v.do("POST", "/signin", url.Values{"email": {who + "@example.gov"}, "password": {password}}); status != http.StatusSeeOther {
		t.Fatalf("%s cannot sign in: %d", who, status)
	}
	v.learn("/ask")
	return v
}

// learn takes the token of a form.
func (v *visitor) learn(path string) {
	v.t.Helper()
	_, _, page := v.do("GET", path, nil)
	m := hidden.FindStringSubmatch(page)
	if m == nil {
		v.t.Fatalf("no form on %s: %.300s", path, page)
	}
	v.csrf = m[1]
}

func (v *visitor) do(method, path string, form url.Values) (int, http.Header, string) {
	v.t.Helper()
	ctx, cancel := context.WithCancel(v.t.Context())
	defer cancel() // the live tail would not end by itself
	var body io.Reader
	if method == "POST" {
		if form == nil {
			form = url.Values{}
		}
		if v.csrf != "" {
			form.Set("csrf", v.csrf)
		}
		body = strings.NewReader(form.Encode())
	}
	req, err := http.NewRequestWithContext(ctx, method, v.base+path, body)
	if err != nil {
		v.t.Fatal(err)
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	resp, err := v.client.Do(req)
	if err != nil {
		v.t.Fatal(err)
	}
	defer resp.Body.Close()
	if strings.HasPrefix(resp.Header.Get("Content-Type"), "text/event-stream") {
		return resp.StatusCode, resp.Header, ""
	}
	page, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		v.t.Fatal(err)
	}
	return resp.StatusCode, resp.Header, string(page)
}

// outcome says in a word or two what a route answers.
func outcome(status int, header http.Header) string {
	if to := header.Get("Location"); strings.HasPrefix(to, "/signin") {
		return "sign in"
	}
	return fmt.Sprint(status)
}

var parameter = regexp.MustCompile(`\{[^}]*\}`)

// TestWhoGetsWhat sends every route of every door, as nobody, as a stranger to the ticket, as its requester, as an
// analyst, as a manager and as the consultant of her agency, to a ticket that dana asked for. The golden table is also the list of what answers nobody at all without a
// sign-in: its first column (DESIGN, 9.6 and 9.7).
func TestWhoGetsWhat(t *testing.T) {
	s := start(t)
	for _, p := range []people.Person{
		{Email: "mallory@example.gov", Name: "Mallory", Role: people.Customer, Agency: "Revenue"},
		{Email: "mona@example.gov", Name: "Mona", Role: people.Manager},
		{Email: "tess@example.gov", Name: "Tess", Role: people.Customer, Agency: "Administration"},
	} {
		id, err := s.Desk.AddPerson(t.Context(), access.System, p, password)
		if err == nil && p.Name == "Tess" {
			err = s.Desk.SetConsultant(t.Context(), access.System, desk.Consultant{Agency: "Revenue", Person: id})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	staffOnly := kb.Content{Kind: kb.HowTo, Audience: kb.Staff, Texts: map[string]kb.Text{"en": {Title: "The desk's own affair", Body: "In the safe."}}}
	if _, _, err := s.Desk.ImportArticle(t.Context(), access.System, desk.ImportedArticle{Path: "own.md", Content: staffOnly}); err != nil {
		t.Fatal(err)
	}
	visitors := []*visitor{visit(t, s.Base, ""), visit(t, s.Base, "mallory"), visit(t, s.Base, "dana"), visit(t, s.Base, "luis"), visit(t, s.Base, "mona"), visit(t, s.Base, "tess")}
	dana, err := s.Desk.SignIn(t.Context(), "dana@example.gov", password)
	if err != nil {
		t.Fatal(err)
	}
	widths := []int{8, 8, 9, 8, 8, 0}
	const consultant = 5
	var table strings.Builder
	fmt.Fprintf(&table, "%-42s %-8s %-8s %-9s %-8s %-8s %s\n", "", "nobody", "stranger", "requester", "analyst", "manager", "consultant")
	for _, r := range routes(t) {
		fmt.Fprintf(&table, "%-42s", r.method+" "+r.path)
		for i, v := range visitors {
			if r.path == "/signin" && r.method == "POST" || r.path == "/signout" {
				fmt.Fprintf(&table, " %-*s", widths[i], "-")
				continue
			}
			opened, theirs := danas(t, s, dana, r.path)
			status, header, page := v.do(r.method, fill(r.path, theirs), nil)
			fmt.Fprintf(&table, " %-*s", widths[i], outcome(status, header))
			if status >= 500 {
				t.Errorf("%v as visitor %d: %d %.300s", r, i, status, page)
			}
			if i < 2 && (strings.Contains(page, "own affair") || changed(t, s, opened)) {
				t.Errorf("%v shows or changes to visitor %d what is not theirs", r, i)
			}
			if i == consultant && (strings.Contains(page, "In the safe.") || meddled(t, s, opened)) { // ME-48: to read
				t.Errorf("%v shows staff's affairs to a consultant, or lets them act", r)
			}
		}
		table.WriteString("\n")
	}
	golden(t, "testdata/who-gets-what.txt", table.String())
}

// owned are the ids of what is dana's: a ticket of hers, a mail that opened one, a file of it.
type owned struct {
	ticket, mail int64
	file         string
}

// danas opens a ticket of dana's with a picture, and for an address of a mail has her write one: who writes many at once is
// held up.
func danas(t *testing.T, s *server.Server, dana access.Actor, path string) (desk.Opened, owned) {
	t.Helper()
	opened, err := s.Desk.Open(t.Context(), dana, desk.Request{Subject: "Dana's own affair", Description: "An own affair.",
		Files: []desk.Upload{{Name: "own affair.png", Type: "image/png", Bytes: []byte("\x89PNG\r\n\x1a\n own affair")}}})
	if err != nil {
		t.Fatal(err)
	}
	own := owned{ticket: opened.Ticket.ID, file: ticket.FilesOf(opened.Ticket.Request)[0].ID}
	if !strings.Contains(path, "{mail}") {
		return opened, own
	}
	raw := fmt.Sprintf("Message-ID: <%d@x.example>\r\nDate: Mon, 16 Nov 2026 10:00:00 -0500\r\nFrom: dana@example.gov\r\nSubject: Re: [#%[1]d] Dana's own affair\r\n\r\nOne more word of an own affair.", own.ticket)
	own.mail, _, err = s.Desk.StoreMail(t.Context(), access.System, desk.ArrivedMail{Mailbox: "desk", Raw: []byte(raw)})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Desk.ReadMail(t.Context(), access.System, own.mail); err != nil {
		t.Fatal(err)
	}
	sheet, err := s.Desk.Ticket(t.Context(), dana, own.ticket)
	if err != nil {
		t.Fatal(err)
	}
	opened.Ticket = sheet.Ticket
	return opened, own
}

func fill(path string, own owned) string {
	path = strings.ReplaceAll(strings.TrimSuffix(path, "{$}"), "{number}", fmt.Sprint(own.ticket))
	path = strings.ReplaceAll(path, "{mail}", fmt.Sprint(own.mail))
	path = strings.ReplaceAll(path, "{file}", own.file)
	path = strings.ReplaceAll(path, "{view}", "any")
	path = strings.ReplaceAll(path, "{article}", "1")
	path = strings.ReplaceAll(path, "{version}", "1")
	return parameter.ReplaceAllString(path, "accept")
}

func changed(t *testing.T, s *server.Server, opened desk.Opened) bool {
	t.Helper()
	sheet, err := s.Desk.Ticket(t.Context(), access.System, opened.Ticket.ID)
	if err != nil {
		t.Fatal(err)
	}
	return sheet.Ticket.Version != opened.Ticket.Version
}

// meddled reports whether more was written on a ticket than that somebody was refused.
func meddled(t *testing.T, s *server.Server, opened desk.Opened) bool {
	t.Helper()
	sheet, err := s.Desk.Ticket(t.Context(), access.System, opened.Ticket.ID)
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(sheet.Entries[opened.Ticket.Version:], func(e ticket.Entry) bool {
		_, refused := e.Event.(ticket.Denied)
		return !refused
	})
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s has changed; look at it with go test ./internal/server -update and git diff", file)
	}
}
