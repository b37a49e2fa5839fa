package console_test

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"switchboard/internal/core/access"
	"switchboard/internal/core/kb"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/webtest"
)

const shelfPath = "/console/knowledge"

// CO-14, ME-72: written by one without script, previewed, handed in, approved by another, changed, compared, retired.
func TestArticleFromDraftToRetired(t *testing.T) {
	h := open(t, "colorado")
	h.person("luis", "Luis Ortega", people.Analyst, "", "desk")
	h.person("marta", "Marta Bell", people.Lead, "", "desk")
	h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	h.signIn("dana").get(shelfPath, 403)
	luis, marta := h.signIn("luis"), h.signIn("marta")
	form := `form[action="` + shelfPath + `"]`
	p := luis.send(luis.get(shelfPath+"/new", 200), form, url.Values{"title.en": {"Unlock an account"}, "do": {"save"}}, 422)
	p.has(t, "#f-body\\.en-error", "Write something here first")
	p = luis.send(p, form, url.Values{"body.en": {"## Steps\n\n1. *Wait*"}, "services": {"account"}, "do": {"preview"}}, 200)
	p.has(t, ".prose", "Steps Wait")
	p = luis.send(p, form, url.Values{"services": {"account", "security"}, "do": {"submit"}}, 200)
	p.has(t, ".notice", "Handed in. Another person approves it.")
	p.has(t, "aside", "Account and password, Security concern")
	path := p.path
	if p.Find(`form[action$="/publish"]`).Length() != 0 {
		t.Error("the author is offered to publish")
	}
	p = marta.send(marta.get(path, 200), `form[action$="/publish"]`, nil, 200)
	p.has(t, "aside", "Published")
	p = marta.send(marta.get(path+"/edit", 200), `form[action="`+path+`"]`, url.Values{"body.en": {"## Steps\n\n1. *Wait* ten minutes"}, "why": {"how long"},
		"title.es": {"Desbloquear una cuenta"}, "body.es": {"Espere."}, "do": {"save"}}, 200)
	p.has(t, "aside", "Draft; readers see version 1")
	p.has(t, ".diff ins", "Added:1. *Wait* ten minutes")
	p.has(t, ".diff del", "Removed:1. *Wait*")
	luis.get(path+"/versions/1", 200).has(t, ".banner", "You are looking at version 1.")
	luis.get(path+"/versions/9", 404)
	stale := luis.send(luis.get(path+"/edit", 200), `form[action="`+path+`"]`, url.Values{"seen": {"1"}, "title.en": {"Mine"}, "do": {"save"}}, 409)
	stale.has(t, ".problems", "Somebody has changed this article")
	if got := stale.Find("#f-title\\.en").AttrOr("value", ""); got != "Mine" {
		t.Errorf("what was typed is lost: %q", got)
	}
	marta.send(marta.get(path, 200), `form[action$="/retire"]`, nil, 200).has(t, ".notice", "Retired.")
	luis.get(shelfPath+"?list=retired", 200).has(t, "table", "Unlock an account")
	luis.get(shelfPath+"?list=party", 404)
}

// ME-64: the referral stands where a service is chosen and beside the ticket; readiness names what has nothing.
func TestReferralAndReadiness(t *testing.T) {
	h := open(t, "colorado")
	h.person("luis", "Luis Ortega", people.Analyst, "", "desk")
	dana := h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	h.put("card.md", kb.Content{Kind: kb.Referral, Audience: kb.Public, Services: []string{"application"},
		Texts: map[string]kb.Text{"en": {Title: "Questions about pay", Who: "Human resources", How: "303-555-0100"}}})
	luis := h.signIn("luis")
	luis.get("/console/new", 200).has(t, "#f-service", "Agency application (others help: Human resources)")
	id := h.ask(dana, desk.Request{Subject: "My pay is wrong", Type: "question", Service: "application"})
	luis.get(ticketPath(id), 200).has(t, "#about", "Human resources, 303-555-0100")
	p := luis.get(shelfPath+"/readiness", 200)
	p.has(t, ".banner", "with none of the three: ")
	if strings.Contains(p.text(".banner"), "Agency application") {
		t.Error("a service with a referral has nothing")
	}
	marta := h.person("marta", "Marta Bell", people.Lead, "", "desk")
	_ = marta
	b := h.signIn("marta")
	b.send(b.get(shelfPath+"/readiness", 200), `form[action$="/synonyms"]`, url.Values{"synonyms": {"drucker, printer"}}, 200).has(t, ".notice", "Searches use it from now on.")
}

func (h *house) put(path string, c kb.Content) int64 {
	h.t.Helper()
	id, _, err := h.ImportArticle(context.Background(), access.System, desk.ImportedArticle{Path: path, Content: c})
	if err != nil {
		h.t.Fatal(err)
	}
	return id
}

// CO-14: an article that fits the words is offered beside the ticket, used in a reply and counted; what was solved becomes a draft.
func TestArticleInAReply(t *testing.T) {
	h := open(t, "colorado")
	h.person("luis", "Luis Ortega", people.Analyst, "", "desk")
	dana := h.person("dana", "Dana Whitfield", people.Customer, "Revenue")
	article := h.put("unlock.md", kb.Content{Kind: kb.HowTo, Audience: kb.Public, Texts: map[string]kb.Text{"en": {Title: "Unlock your account", Body: "Wait."}}})
	h.put("safe.md", kb.Content{Kind: kb.HowTo, Audience: kb.Staff, Texts: map[string]kb.Text{"en": {Title: "Unlock the account of the safe", Body: "Room 4."}}})
	id := h.ask(dana, desk.Request{Subject: "Cannot unlock my account", Type: "incident"})
	luis := h.signIn("luis")
	p := luis.get(ticketPath(id), 200)
	p.has(t, "#about", "Unlock your account")
	p.has(t, "#about", "Unlock the account of the safe")
	uses := p.Find(`#about a[href*="article="]`)
	if uses.Length() != 1 {
		t.Fatalf("%d articles are offered for a reply, want the one that dana may read", uses.Length())
	}
	p = luis.get(uses.AttrOr("href", ""), 200)
	p.has(t, "#act textarea", "This page may help: Unlock your account "+h.url+"/articles/"+strconv.FormatInt(article, 10))
	p = luis.send(p, formOf(id, "reply"), nil, 200)
	p.has(t, "#time", "Article used: Unlock your account")
	r, err := h.ReadArticle(t.Context(), dana, article)
	if err != nil || r.Article.Counts.Linked != 1 {
		t.Errorf("counted %+v, %v", r.Article.Counts, err)
	}
	if _, err := h.Resolve(t.Context(), h.people["luis"], desk.On{Ticket: id}, ticket.Resolved{Text: "Unlocked", Method: ticket.Methods[0]}); err != nil {
		t.Fatal(err)
	}
	p = luis.send(luis.get(ticketPath(id), 200), `form[action^="/console/knowledge/from/"]`, nil, 200)
	p.has(t, ".notice", "Take out names and numbers")
	if got := p.Find("#f-title\\.en").AttrOr("value", ""); got != "Cannot unlock my account" {
		t.Errorf("the draft is called %q", got)
	}
}

// The pages of knowledge in a real browser: phone and desk, light and dark, both languages, script or not.
func TestKnowledgeLooks(t *testing.T) {
	h, waiting := busy(t)
	h.person("rosa", "Rosa Vega", people.Lead, "", "desk")
	h.put("outlook.md", kb.Content{Kind: kb.HowTo, Audience: kb.Public, Services: []string{"email"}, Texts: map[string]kb.Text{
		"en": {Title: "Outlook asks for a password again and again", Body: "## Steps\n\n1. Clear the saved password."}}})
	h.put("pay.md", kb.Content{Kind: kb.Referral, Audience: kb.Public, Services: []string{"application"},
		Texts: map[string]kb.Text{"en": {Title: "Questions about pay", Who: "Human resources", How: "303-555-0100"}}})
	a, err := h.DraftArticle(t.Context(), h.people["luis"], desk.Writing{Content: kb.Content{Kind: kb.HowTo, Audience: kb.Staff, Texts: map[string]kb.Text{"en": {Title: "Badge printers", Body: "One\n\nTwo"}}}})
	if err == nil {
		_, err = h.ChangeArticle(t.Context(), h.people["luis"], a.ID, 1, desk.Writing{Content: kb.Content{Kind: kb.HowTo, Audience: kb.Staff, Texts: map[string]kb.Text{"en": {Title: "Badge printers", Body: "One\n\n2"}}}})
	}
	if err == nil {
		_, err = h.SubmitArticle(t.Context(), h.people["luis"], a.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	draft := shelfPath + "/" + strconv.FormatInt(a.ID, 10)
	for i, view := range []webtest.View{{Width: 360}, {Width: 1280, Dark: true}, {Width: 320, NoScript: true}} {
		tab := h.enter(view, "rosa")
		lang := []string{"en", "es"}[i%2]
		tab.Go(h.url + shelfPath + "?lang=" + lang)
		for name, path := range map[string]string{"shelf": shelfPath, "new": shelfPath + "/new", "article": draft, "edit": draft + "/edit",
			"ready": shelfPath + "/readiness", "ticket": ticketPath(waiting)} {
			tab.Go(h.url + path)
			webtest.Eval[bool](tab, "document.querySelectorAll('details:not(.menu)').forEach(d => d.open = true), true")
			tab.Check()
			tab.Shot("kb-" + name + "-" + lang)
		}
	}
}
