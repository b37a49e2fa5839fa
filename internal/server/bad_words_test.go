package server_test

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"switchboard/desks"
	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/server"
	"switchboard/internal/sqldb/sqltest"
)

var named = regexp.MustCompile(`\bname: +"([a-z]+)"`)

// TestBadWords fills every field of every form, every query and every part of an address with what is no text (a NUL,
// broken UTF-8). PostgreSQL refuses such bytes; it is never our fault (500).
func TestBadWords(t *testing.T) {
	if testing.Short() {
		t.Skip("sends some hundred forms")
	}
	loaded, err := desks.Load("oklahoma") // its forms grade impact and urgency
	if err != nil {
		t.Fatal(err)
	}
	for _, place := range []struct{ name, data, database string }{{"sqlite", t.TempDir(), ""}, {"postgres", "", "fresh"}} {
		t.Run(place.name, func(t *testing.T) {
			if place.database != "" {
				place.database = sqltest.PostgresURL(t)
			}
			s, err := server.Start(t.Context(), server.Config{Data: place.data, Database: place.database, DeskName: "oklahoma",
				Desk: loaded.Source, Listen: "127.0.0.1:0", Version: "test", Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = s.Close() })
			for _, role := range []people.Role{people.Customer, people.Manager} {
				p := people.Person{Email: string(role) + "@example.gov", Name: string(role), Role: role}
				if _, err := s.Desk.AddPerson(t.Context(), access.System, p, password); err != nil {
					t.Fatal(err)
				}
			}
			for _, who := range []string{"customer", "manager"} {
				badWords(t, s, visit(t, s.Base, who))
			}
		})
	}
}

func badWords(t *testing.T, s *server.Server, v *visitor) {
	customer, err := s.Desk.SignIn(t.Context(), "customer@example.gov", password)
	if err != nil {
		t.Fatal(err)
	}
	opened, err := s.Desk.Open(t.Context(), customer, desk.Request{Subject: "Printer", WantPerson: "Luis"})
	if err != nil {
		t.Fatal(err)
	}
	const word = "a\x00\xffb"
	form := url.Values{}
	for _, field := range fields(t) {
		form.Set(field, word)
	}
	for _, r := range routes(t) {
		if r.path == "/signin" || r.path == "/signout" || strings.HasPrefix(r.path, "/api/") {
			continue
		}
		for _, path := range addresses(t, r.path, opened.Ticket.ID, url.PathEscape(word)) {
			if r.method == http.MethodGet {
				path += "?" + form.Encode()
			}
			if status, _, _ := v.do(r.method, path, form); status >= 500 {
				t.Errorf("%s %.80s: %d", r.method, path, status)
			}
		}
	}
}

// addresses are a route with the ticket's number and with the word in its place, for each verb where it takes one.
func addresses(t *testing.T, path string, id int64, word string) []string {
	path = strings.TrimSuffix(path, "{$}")
	var out []string
	verbs := []string{"none"}
	if strings.Contains(path, "{verb}") {
		verbs = append(collect(t, named, "../web/console/verbs.go"), word)
	}
	for _, verb := range verbs {
		for _, number := range []string{fmt.Sprint(id), word + "1"} {
			for _, view := range []string{"any", word + "1"} {
				filled := strings.NewReplacer("{number}", number, "{view}", view, "{verb}", verb).Replace(path)
				if len(out) == 0 || out[len(out)-1] != filled {
					out = append(out, filled)
				}
			}
		}
	}
	return out
}

var read = regexp.MustCompile(`(?:PostFormValue|FormValue|\.Get|person|moment|of)\("([a-z0-9_]+)"`)

// fields are the names that the doors read from forms and queries.
func fields(t *testing.T) []string {
	return append(collect(t, read, "../web/*/*.go"), "q", "body", "why", "reason", "text", "how", "members1", "part1")
}

func collect(t *testing.T, pattern *regexp.Regexp, glob string) []string {
	t.Helper()
	files, err := filepath.Glob(glob)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{"csrf": true}
	var out []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range pattern.FindAllStringSubmatch(string(text), -1) {
			if !seen[m[1]] {
				seen[m[1]] = true
				out = append(out, m[1])
			}
		}
	}
	return out
}
