package api_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"switchboard/internal/core/access"
	"switchboard/internal/desk"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// TestBadBodies sends what no program should. Each is a problem document that says where and what to do, and nothing
// is left behind.
func TestBadBodies(t *testing.T) {
	each(t, func(r *rig) {
		t := r.t
		for name, c := range map[string]struct {
			body   string
			status int
			says   string
		}{
			"nothing":                           {"", 400, "body"},
			"not JSON":                          {"subject=Printer", 400, ""},
			"cut in the middle":                 {`{"subject":"Prin`, 400, ""},
			"an array":                          {`[]`, 422, ""},
			"null":                              {`null`, 422, ""},
			"a duplicate key":                   {`{"subject":"a","subject":"b"}`, 400, "duplicate"},
			"invalid UTF-8":                     {"{\"subject\":\"a\xff\"}", 400, "UTF-8"},
			"two documents":                     {`{"subject":"a"}{"subject":"b"}`, 400, ""},
			"no subject":                        {`{}`, 422, "subject"},
			"an empty subject":                  {`{"subject":"  "}`, 422, "subject"},
			"a number for a text":               {`{"subject":7}`, 422, "subject"},
			"an unknown field":                  {`{"subject":"a","asignee":5}`, 422, "asignee"},
			"an assignee":                       {`{"subject":"a","assignee":5}`, 422, "assignee"}, // OK-12
			"a class of one's own":              {`{"subject":"a","class":"major_incident"}`, 422, "the desk decides the class"},
			"a long subject":                    {fmt.Sprintf(`{"subject":%q}`, strings.Repeat("x", 251)), 422, "subject"},
			"no such channel":                   {`{"subject":"a","channel":"pigeon"}`, 422, "channel"},
			"no such service":                   {`{"subject":"a","service":"plumbing"}`, 422, "service"},
			"a follow-up of what is not theirs": {`{"subject":"a","follow_up_of":100001}`, 404, "no ticket"},
			"somebody else's name":              {`{"subject":"a","requester":{"email":"mallory@example.gov"}}`, 403, ""},
			"no address":                        {`{"subject":"a","requester":{"email":"mallory"}}`, 422, "email"},
			"a long agency":                     {fmt.Sprintf(`{"subject":"a","agency":%q}`, strings.Repeat("x", 300)), 422, "agency"},
			"a NUL in an address":               {`{"subject":"a","requester":{"email":"\"a\u0000b\"@example.gov"}}`, 422, "email"},
			"nested 10,000 deep":                {`{"subject":` + strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000) + `}`, 400, ""},
			"nested in a field nobody knows":    {`{"x":` + strings.Repeat(`{"x":`, 10_000) + "1" + strings.Repeat("}", 10_000) + `}`, 400, ""},
		} {
			t.Run(name, func(t *testing.T) {
				r := *r
				r.t = t
				r.problem(r.send("dana", http.MethodPost, "/api/v1/tickets", strings.NewReader(c.body)), c.status, c.says)
			})
		}
		list, err := r.house.List(t.Context(), access.System, "any", desk.Page{Limit: 5})
		if err != nil || len(list.Rows) > 0 {
			t.Errorf("left behind: %v, %v", list.Rows, err)
		}
	})
}

// A body of 100 MB is refused after as many as files may have, and the connection is not read to its end.
func TestEndlessBody(t *testing.T) {
	each(t, func(r *rig) {
		t := r.t
		body := io.MultiReader(strings.NewReader(`{"subject":"`), io.LimitReader(letters{}, 100<<20), strings.NewReader(`"}`))
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.url+"/api/v1/tickets", body)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+r.token["dana"])
		req.Header.Set("Content-Type", "application/json")
		resp, err := http.DefaultClient.Do(req)
		if err != nil { // the server may have hung up while we were still talking
			t.Skipf("no answer was left to read: %v", err)
		}
		defer resp.Body.Close()
		if resp.StatusCode != http.StatusRequestEntityTooLarge {
			t.Errorf("got %s, want 413", resp.Status)
		}
	})
}

type letters struct{}

func (letters) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 'x'
	}
	return len(b), nil
}

// TestBadRequests are requests whose body is not the trouble.
func TestBadRequests(t *testing.T) {
	each(t, func(r *rig) {
		t := r.t
		form := map[string]any{"subject": "a"}
		r.problem(r.get("", "/api/v1/tickets"), 401, "send a token")
		r.token["forged"] = "sb_" + strings.Repeat("A", 26)
		r.problem(r.get("forged", "/api/v1/tickets"), 401, "not valid")
		r.token["endless"] = strings.Repeat("A", 4096)
		r.problem(r.get("endless", "/api/v1/tickets"), 401, "send a token")
		if got := r.get("", "/api/v1/tickets").header.Get("WWW-Authenticate"); got != "Bearer" {
			t.Errorf("WWW-Authenticate is %q", got)
		}
		r.problem(r.get("luis", "/api/v1/tickets?view=everything"), 422, "there is no view")
		r.problem(r.get("luis", "/api/v1/tickets?limit=0"), 422, "limit")
		r.problem(r.get("luis", "/api/v1/tickets?limit=1000000"), 422, "limit")
		r.problem(r.get("luis", "/api/v1/tickets?after=nonsense!"), 422, "after")
		r.problem(r.get("luis", "/api/v1/tickets?after=MTsgRFJPUA"), 422, "after")
		r.problem(r.get("luis", "/api/v1/tickets/999999"), 404, "no ticket 999999")
		r.problem(r.get("luis", "/api/v1/tickets/-1"), 404, "")
		r.problem(r.get("luis", "/api/v1/tickets/99999999999999999999999"), 404, "")
		r.problem(r.get("luis", "/api/v1/tickets/INC0000045"), 404, "no ticket had the number INC0000045")
		r.problem(r.get("luis", "/api/v1/tickets/%ff%00"), 404, "no ticket had the number")
		r.problem(r.get("luis", "/api/v1/tickets?view=%ff%00"), 422, "there is no view")
		r.problem(r.get("luis", "/api/v1/tickets?view=team:%ff%00"), 422, "there is no view")
		r.problem(r.get("luis", "/api/v1/search?q=%ff%00"), 422, "not valid UTF-8")
		r.problem(r.get("luis", "/api/v1/search?q=%22%27*)("), 422, "quotation mark")
		r.want(r.get("luis", "/api/v1/search?q=%27*)("), 200)
		r.problem(r.get("luis", "/api/v1/tickets?q=teem:network"), 422, "do you mean team?")
		r.problem(r.get("luis", "/api/v1/tickets?q=team:netwrok"), 422, "do you mean network?")
		r.problem(r.post("dana", "/api/v1/tickets", form, "Idempotency-Key", "\xff"), 422, "Idempotency-Key")
		r.problem(r.get("luis", "/api/v1/nothing"), 404, "/api/openapi.json")
		r.problem(r.send("luis", http.MethodPut, "/api/v1/tickets", strings.NewReader("{}")), 405, "")
		r.problem(r.send("luis", http.MethodPost, "/api/v1/tickets", strings.NewReader("<a/>"), "Content-Type", "application/xml"), 415, "")
		r.problem(r.post("dana", "/api/v1/tickets", form, "Idempotency-Key", strings.Repeat("k", 201)), 422, "Idempotency-Key")
		form["agency"], form["subject"] = "Reve\x00nue", "a\x00b"
		if got := r.want(r.post("luis", "/api/v1/tickets", form), 201); got.body["agency"] != "Reve nue" || got.body["subject"] != "a b" {
			t.Errorf("kept is %s", got.raw)
		}
		form["requester"] = map[string]any{"email": "new@example.gov", "name": "Ann\x00 Li"}
		r.want(r.post("luis", "/api/v1/tickets", form), 201)
		delete(form, "requester")
		r.want(r.post("dana", "/api/v1/tickets", form, "Content-Type", "application/json; charset=utf-8"), 201)
	})
}

// OK-30: a problem speaks of what the desk calls its tickets.
func TestProblemsInTheDesksWords(t *testing.T) {
	r := newRig(t, sqltest.SQLite(t, migrations.FS), "oklahoma")
	r.problem(r.get("luis", "/api/v1/tickets/999999"), 404, "There is no case 999999, or none that you may see")
}
