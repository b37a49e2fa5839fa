package console_test

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/eventlog"
	"switchboard/internal/follow/automate"
	"switchboard/internal/webtest"
)

const (
	pauseForm = `form[action="/console/rules/pause"]`
	tryForm   = `form[action="/console/rules/try"]`
)

const houseRules = `
rules:
  first: {name: {en: First of all, es: Lo primero}, on: opened, if: "type:incident", then: [{note: Welcome.}, {tell: lead}]}
  slow: {name: {en: Nobody takes it, es: Nadie la toma}, since: unassigned, after: 2 hours, clock: office, then: {assign: round robin}}
`

// small opens a desk with these rules.
func small(t *testing.T) *house {
	source, err := os.ReadFile("../../desk/testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	h := open(t, "maine")
	h.Pass(time.Second)
	if err := h.Publish(context.Background(), access.System, "small.yaml", append(source, houseRules...), time.Time{}); err != nil {
		t.Fatal(err)
	}
	return h
}

// Issue 4: each act is explained on the timeline, in both languages; the page of rules says how often each acted; a manager pauses
// one; a lead sees what it would have done, and nothing is changed by that.
func TestRules(t *testing.T) {
	h := small(t)
	ctx := context.Background()
	h.person("lena", "Lena Marsh", people.Lead, "", "desk")
	h.person("boss", "Bo Smith", people.Manager, "")
	luis := h.person("luis", "Luis Ortega", people.Analyst, "", "desk")
	opened, err := h.Desk.Open(ctx, luis, desk.Request{Subject: "Screen is dark", Type: "incident", Email: "dana@example.gov"})
	if err != nil {
		t.Fatal(err)
	}
	if err := eventlog.Drain(ctx, h.DB, automate.Follower(h.Desk)); err != nil {
		t.Fatal(err)
	}
	analyst, lead, boss := h.signIn("luis"), h.signIn("lena"), h.signIn("boss")
	analyst.get(ticketPath(opened.Ticket.ID), 200).has(t, "main", `The rule "First of all" acted (on opening, where type:incident): write a note; tell the lead`)
	analyst.get("/console/rules", 200).has(t, "tbody tr:first-child", "First of all")
	// From the act to the rule, and back to where it acted.
	way := analyst.get(ticketPath(opened.Ticket.ID), 200).Find(`#time a[href="/console/rules/first"]`)
	if way.Length() != 1 || way.Text() != `The rule "First of all"` {
		t.Errorf("the act leads to %d rules, %q", way.Length(), way.Text())
	}
	rule := analyst.get("/console/rules/first", 200)
	rule.has(t, "h1", "First of all")
	back := rule.Find("tbody a").AttrOr("href", "")
	if page, entry, _ := strings.Cut(back, "#"); page != ticketPath(opened.Ticket.ID) || analyst.get(page, 200).Find("#"+entry).Length() != 1 {
		t.Errorf("the rule leads back to %q", back)
	}
	analyst.get("/console/rules/none", http.StatusNotFound)
	if p := analyst.get("/console/rules", 200); p.Find(pauseForm).Length()+p.Find(tryForm).Length() != 0 {
		t.Error("an analyst is offered what only leads and managers may do")
	}
	try := func(v url.Values, want int) page { return lead.send(lead.get("/console/rules", 200), tryForm, v, want) }

	try(url.Values{"days": {"30"}, "of": {"colour:red"}}, http.StatusUnprocessableEntity).has(t, "main", "colour")
	tried := try(url.Values{"days": {"30"}, "of": {"type:incident"}}, 200)
	tried.has(t, "main", "Screen is dark")
	before, err := h.Ticket(ctx, access.System, opened.Ticket.ID)
	if err != nil || len(before.Entries) != 5 {
		t.Errorf("a dry run left %d entries, %v", len(before.Entries), err)
	}
	try(url.Values{"text": {"desk: nonsense"}}, http.StatusUnprocessableEntity)

	boss.send(boss.get("/console/rules", 200), `form[action="/console/rules/pause"]`, url.Values{"rule": {"first"}, "why": {""}}, http.StatusUnprocessableEntity).has(t, "main", "Say why")
	boss.send(boss.get("/console/rules", 200), `form[action="/console/rules/pause"]`, url.Values{"rule": {"first"}, "why": {"Noise"}, "do": {"pause"}}, 200)
	boss.get("/console/rules", 200).has(t, "tbody tr:first-child", "paused since")
	boss.send(boss.get("/console/rules", 200), `form[action="/console/rules/pause"]`, url.Values{"rule": {"first"}, "why": {"Quiet"}, "do": {"resume"}}, 200)

	analyst.send(analyst.get("/console/rules", 200), `form[action="/console/rules/here"]`, url.Values{"do": {"away"}}, 200)
	analyst.get("/console/rules", 200).has(t, "main", "You are away since")
	analyst.send(analyst.get("/console/rules", 200), `form[action="/console/rules/here"]`, url.Values{"do": {"here"}}, 200)
	analyst.get("/console/rules", 200).has(t, "main", "You are here")
}

// ME-23: the matrix of skills shows its gaps, and only a lead changes it.
func TestSkills(t *testing.T) {
	h := small(t)
	h.person("lena", "Lena Marsh", people.Lead, "", "desk")
	luis := h.person("luis", "Luis Ortega", people.Analyst, "", "desk")
	lead := h.signIn("lena")
	lead.get("/console/skills", 200).has(t, "tbody", "nobody")
	for skill, level := range map[string]string{"vpn": "2", "printing": "1"} {
		lead.send(lead.get("/console/skills", 200), `form[action="/console/skills"]`, url.Values{"person": {strconv.FormatInt(int64(luis.ID), 10)}, "skill": {skill}, "level": {level}}, 200)
	}
	lead.get("/console/skills", 200).has(t, "tbody", "Luis Ortega 2")
	lead.send(lead.get("/console/skills", 200), `form[action="/console/skills"]`, url.Values{"person": {strconv.FormatInt(int64(luis.ID), 10)}, "skill": {"vpn"}, "level": {"9"}}, http.StatusUnprocessableEntity)
	h.signIn("luis").get("/console/skills", http.StatusForbidden)
}

// ASKS 18: a lead says that one of the desk's people is away, and here again; who said so stands beside it.
func TestALeadSaysWhoIsHere(t *testing.T) {
	h := small(t)
	lena := h.person("lena", "Lena Marsh", people.Lead, "", "desk")
	luis := h.person("luis", "Luis Ortega", people.Analyst, "", "desk")
	lead, form := h.signIn("lena"), `#here form:has([value="`+strconv.FormatInt(int64(luis.ID), 10)+`"])`
	lead.get("/console/skills", 200).has(t, form, "Luis Ortega is away")
	lead.send(lead.get("/console/skills", 200), form, url.Values{"do": {"away"}}, 200).has(t, "#here", "says Lena Marsh")
	if all, err := h.Presence(context.Background(), lena, "desk"); err != nil || len(all) != 2 || all[1].Away.IsZero() || all[1].By.ID != lena.ID {
		t.Errorf("of the desk are here %+v, %v", all, err)
	}
	analyst := h.signIn("luis")
	analyst.get("/console/rules", 200).has(t, "main", "You are away since")
	csrf := analyst.get("/console/rules", 200).Find(`form[action="/console/rules/here"] [name=csrf]`).AttrOr("value", "")
	answer, err := analyst.client.PostForm(h.url+"/console/rules/here", url.Values{"csrf": {csrf}, "do": {"away"}, "person": {strconv.FormatInt(int64(lena.ID), 10)}})
	analyst.read(answer, err, http.StatusForbidden)
	lead.send(lead.get("/console/skills", 200), form, url.Values{"do": {"here"}}, 200).has(t, ".notice", "They are here now")
}

// The pages of rules and skills hold WCAG 2.2 AA and their width, with the answer of a dry run on them.
func TestRulesInTheBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("it drives a browser")
	}
	h := small(t)
	h.person("boss", "Bo Smith", people.Manager, "", "desk")
	luis := h.person("luis", "Luis Ortega", people.Analyst, "", "desk")
	h.ask(luis, desk.Request{Subject: "Screen is dark", Type: "incident", Email: "dana@example.gov"})
	if err := h.SetSkill(context.Background(), access.System, luis.ID, "vpn", 2); err != nil {
		t.Fatal(err)
	}
	for _, view := range webtest.Views {
		tab := h.enter(view, "boss")
		for _, path := range []string{"/console/rules", "/console/skills", "/console/rules/first", "/console/rules?lang=es"} {
			tab.Go(h.url + path)
			tab.Check()
		}
		tab.Follow(tryForm + " .btn")
		tab.Check()
	}
}
