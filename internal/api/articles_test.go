package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"switchboard/internal/core/access"
	"switchboard/internal/core/kb"
	"switchboard/internal/desk"
)

// A program finds and reads what the owner of its token may read, and nothing else.
func TestArticles(t *testing.T) {
	each(t, func(r *rig) {
		put := func(path string, audience kb.Audience, title string) int64 {
			id, _, err := r.house.ImportArticle(r.t.Context(), access.System, desk.ImportedArticle{Path: path, Content: kb.Content{Kind: kb.HowTo,
				Audience: audience, Services: []string{"email"}, Texts: map[string]kb.Text{"en": {Title: title, Body: "First this.\n\n## Steps\n\nThen that."}}}})
			if err != nil {
				r.t.Fatal(err)
			}
			return id
		}
		open, secret := put("a.md", kb.Public, "Unlock your mailbox"), put("b.md", kb.Staff, "Unlock the safe")
		for _, path := range []string{"/api/v1/articles?q=unlock", "/api/v1/articles?service=email"} {
			got := r.want(r.get("dana", path), http.StatusOK)
			if n := len(got.body["articles"].([]any)); n != 1 || !strings.Contains(got.raw, "Unlock your mailbox") {
				r.t.Errorf("%s answers dana %s", path, got.raw)
			}
			if got := r.want(r.get("luis", path), http.StatusOK); !strings.Contains(got.raw, "Unlock the safe") {
				r.t.Errorf("%s answers luis %s", path, got.raw)
			}
		}
		got := r.want(r.get("dana", fmt.Sprintf("/api/v1/articles/%d", open)), http.StatusOK)
		if !strings.Contains(got.raw, "## Steps") || got.body["version"] != float64(1) {
			r.t.Errorf("the article is %s", got.raw)
		}
		r.problem(r.get("dana", fmt.Sprintf("/api/v1/articles/%d", secret)), http.StatusNotFound, "or none that you may read")
	})
}

// An article that was used is noted on the ticket, whoever may read both; and what nobody works on goes back to the queue.
func TestArticleIsUsed(t *testing.T) {
	each(t, func(r *rig) {
		article, _, err := r.house.ImportArticle(r.t.Context(), access.System, desk.ImportedArticle{Path: "a.md", Content: kb.Content{Kind: kb.HowTo,
			Audience: kb.Public, Services: []string{"email"}, Texts: map[string]kb.Text{"en": {Title: "Unlock your mailbox", Body: "First this."}}}})
		if err != nil {
			r.t.Fatal(err)
		}
		made := r.want(r.post("dana", "/api/v1/tickets", map[string]any{"subject": "No mail", "type": "incident"}), http.StatusCreated)
		path := made.body["url"].(string)
		path = "/api/v1" + path[strings.Index(path, "/tickets/"):]
		used := map[string]any{"article": article}
		r.problem(r.post("dana", path+"/articles", used), http.StatusForbidden, "")
		r.problem(r.post("luis", path+"/articles", map[string]any{"article": article + 1}), http.StatusNotFound, "")
		once := r.want(r.post("luis", path+"/articles", used), http.StatusOK)
		if got := r.want(r.post("luis", path+"/articles", used), http.StatusOK); got.body["version"] != once.body["version"] {
			r.t.Errorf("the same article was noted twice: %s", got.raw)
		}
		why := map[string]any{"reason": "It is not ours."}
		r.problem(r.post("luis", path+"/unassign", why), http.StatusConflict, "obody has")
		r.want(r.post("luis", path+"/accept", map[string]any{}), http.StatusOK)
		if got := r.want(r.post("luis", path+"/unassign", why), http.StatusOK); got.body["assignee"] != nil {
			r.t.Errorf("it is still with %v", got.body["assignee"])
		}
	})
}
