package api_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"switchboard/internal/api"
	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/wording"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

var update = flag.Bool("update", false, "write the golden files")

// rig is the API over real HTTP, with people who have tokens.
type rig struct {
	t     *testing.T
	house *desktest.House
	url   string
	token map[string]string
	who   map[string]access.Actor
}

// friday is the instant of vector V2: half an hour before the weekend in Denver.
var friday = time.Date(2026, 11, 20, 23, 30, 0, 0, time.UTC)

// each runs test against a Colorado desk on both databases.
func each(t *testing.T, test func(r *rig)) { eachOf(t, "colorado", test) }

func eachOf(t *testing.T, definition string, test func(r *rig)) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) { test(newRig(t, db, definition)) })
}

func newRig(t *testing.T, db *sqldb.DB, definition string) *rig {
	r := &rig{t: t, house: desktest.Open(t, db, definition, friday), token: map[string]string{}, who: map[string]access.Actor{}}
	mux := http.NewServeMux()
	words, err := wording.Load()
	if err != nil {
		t.Fatal(err)
	}
	api.Register(mux, r.house.Desk, words, "https://desk.example.gov", "test", slog.New(slog.NewTextHandler(t.Output(), nil)))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	r.url = server.URL
	for _, p := range []struct {
		name string
		role people.Role
	}{{"luis", people.Analyst}, {"dana", people.Customer}, {"mallory", people.Customer}, {"lena", people.Lead}, {"ada", people.Administrator}} {
		name := p.name
		r.who[name] = r.house.Person(name, p.role, "Revenue", "desk")
		token, _, err := r.house.MakeToken(t.Context(), access.System, name+"@example.gov")
		if err != nil {
			t.Fatal(err)
		}
		r.token[name] = token
	}
	return r
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	raw    string
	body   map[string]any
}

// send sends a body as it is; who may be nobody.
func (r *rig) send(who, method, path string, body io.Reader, header ...string) answer {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.t.Context(), method, r.url+path, body)
	if err != nil {
		r.t.Fatal(err)
	}
	if who != "" {
		req.Header.Set("Authorization", "Bearer "+r.token[who])
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		r.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		r.t.Fatal(err)
	}
	a := answer{status: resp.StatusCode, header: resp.Header, raw: string(raw)}
	if strings.Contains(resp.Header.Get("Content-Type"), "json") {
		if err := json.Unmarshal(raw, &a.body); err != nil {
			r.t.Fatalf("%s %s answered what is not JSON: %v\n%s", method, path, err, raw)
		}
	}
	return a
}

func (r *rig) post(who, path string, form map[string]any, header ...string) answer {
	r.t.Helper()
	body, err := json.Marshal(form)
	if err != nil {
		r.t.Fatal(err)
	}
	return r.send(who, http.MethodPost, path, bytes.NewReader(body), header...)
}

func (r *rig) get(who, path string) answer {
	r.t.Helper()
	return r.send(who, http.MethodGet, path, nil)
}

// want fails unless the answer has this status.
func (r *rig) want(a answer, status int) answer {
	r.t.Helper()
	if a.status != status {
		r.t.Fatalf("got %d, want %d: %s", a.status, status, a.raw)
	}
	return a
}

// problem fails unless the answer is a problem document of this status that says something in words.
func (r *rig) problem(a answer, status int, says string) {
	r.t.Helper()
	r.want(a, status)
	if got := a.header.Get("Content-Type"); got != "application/problem+json" {
		r.t.Errorf("Content-Type is %q", got)
	}
	if float, _ := a.body["status"].(float64); int(float) != status || a.body["title"] == "" {
		r.t.Errorf("not RFC 9457: %s", a.raw)
	}
	if !strings.Contains(strings.ToLower(a.raw), strings.ToLower(says)) { // sentences begin with a capital
		r.t.Errorf("it does not say %q: %s", says, a.raw)
	}
}
