// Package console is the door for those who work here: analysts, resolvers, leads. It knows how a shift looks on a page:
// views, the list, the ticket and the forms of its verbs. It refuses to know what may be done (access), what follows
// (core) and how rows lie (store): each form is one verb of the desk, each page is what the desk lets this person see.
//
// All of it works without script. Script lets one key open a form, swaps one pane in place of the page, and looks again
// when the desk says that something has changed.
package console

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"switchboard/internal/core/access"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/wording"
	"switchboard/internal/desk"
	"switchboard/internal/live"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// Addresses of the console.
const (
	home   = "/console"
	search = "/console/find"
)

// console is the door.
type console struct {
	desk    *desk.Desk
	visits  *visit.Visits
	streams *visit.Streams
	shared  shared
	hub     *live.Hub

	counting counting
}

// Register puts the pages of the console onto mux.
func Register(mux *http.ServeMux, v *visit.Visits, hub *live.Hub) {
	c := &console{desk: v.Desk, visits: v, streams: visit.NewStreams(v, hub), shared: shared{version: hub.Version, now: v.Desk.Now}, hub: hub, counting: counting{now: time.Now}}
	door := v.Door(errorLayout)
	show := func(pattern string, h ui.Handler) { mux.Handle("GET "+pattern, door.Handle(staff(h))) }
	post := func(pattern string, h ui.Handler) { mux.Handle("POST "+pattern, door.Handle(staff(v.Posted(h)))) }

	show("/console", c.start)
	show("/console/find", c.find)
	show("/console/live", c.live)
	show("/console/new", c.showNew)
	post("/console/new", c.open)
	show("/console/views", c.showViews)
	show("/console/desk", c.showDesk)
	post("/console/desk", c.publish)
	show("/console/knowledge", c.showShelf)
	show("/console/knowledge/new", c.newArticle)
	post("/console/knowledge", c.writeArticle)
	show("/console/knowledge/readiness", c.showReadiness)
	post("/console/knowledge/synonyms", c.changeSynonyms)
	show("/console/knowledge/{article}", c.showArticle)
	post("/console/knowledge/{article}", c.writeArticle)
	show("/console/knowledge/{article}/edit", c.editArticle)
	show("/console/knowledge/{article}/versions/{version}", c.showArticle)
	post("/console/knowledge/{article}/{act}", c.actOnArticle)
	post("/console/knowledge/from/{number}", c.draftFromTicket)
	show("/console/mail", c.showHeld)
	show("/console/mail/{mail}", c.showMail)
	post("/console/mail/{mail}/{verb}", c.actMail)
	show("/console/figures", c.showFigures)
	show("/console/figures/first", c.showFirstContacts)
	show("/console/figures/apart", c.showApart)
	show("/console/figures/apart.csv", c.apartCSV)
	show("/console/audit", c.showAudit)
	show("/console/audit.csv", c.auditCSV)
	show("/console/standing", c.showStanding)
	post("/console/standing", c.mend)
	show("/console/rules", c.showRules)
	post("/console/rules/pause", c.pauseRule)
	post("/console/rules/try", c.tryRules)
	post("/console/rules/here", c.setHere)
	show("/console/rules/{rule}", c.showRule)
	show("/console/skills", c.showSkills)
	post("/console/skills", c.setSkill)
	show("/console/people", c.showPeople)
	show("/console/people/{person}", c.showPerson)
	post("/console/people/{person}", c.supervise)
	show("/console/agencies", c.showAgencies)
	show("/console/agency", c.showAgency)
	post("/console/agency", c.setAgency)
	show("/console/directory", c.showLists)
	post("/console/directory", c.takeList)
	show("/console/directory/{file}", c.sendList)
	show("/console/words", c.words)
	show("/console/callers", c.callers)
	show("/console/colleagues", c.colleagues)
	show("/console/bulk", c.showBulkForm)
	post("/console/bulk", c.startBulk)
	show("/console/bulk/{number}", c.showBulk)
	post("/console/bulk/{number}/confirm", c.confirmBulk)
	post("/console/bulk/{number}/undo", c.undoBulk)
	show("/console/view/new", c.showNewView)
	post("/console/view/new", c.createView)
	show("/console/view/{id}", c.showSavedView)
	post("/console/view/{id}", c.changeView)
	post("/console/view/{id}/delete", c.deleteView)
	show("/console/mentions", c.showMentions)
	show("/console/texts", c.showTexts)
	post("/console/texts", c.keepText)
	post("/console/texts/undo", c.chooseUndo)
	show("/console/texts/{text}", c.showText)
	post("/console/texts/{text}", c.keepText)
	show("/console/tickets/{number}/words", c.insertables)
	post("/console/tickets/{number}/draft", c.saveDraft)
	post("/console/tickets/{number}/discard", c.discard)
	post("/console/tickets/{number}/preview", c.preview)
	post("/console/tickets/{number}/undo", c.undoReply)
	post("/console/tickets/{number}/send", c.sendReply)
	show("/console/{view}", c.showView)
	show("/console/{view}/{number}", c.showItem)
	show("/console/tickets/{number}", c.showAlone)
	show("/console/tickets/{number}/form", c.showForm)
	post("/console/tickets/{number}/form", c.fillForm)
	post("/console/tickets/{number}/{verb}", c.act)
}

// staff lets only those in who work here. That somebody may not use the console is decided by access, not here.
func staff(next ui.Handler) ui.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := access.May(visit.Actor(r), access.UseConsole); err != nil {
			return err
		}
		return next(w, r)
	}
}

// start opens the view that a person works from.
func (c *console) start(w http.ResponseWriter, r *http.Request) error {
	http.Redirect(w, r, home+"/mine", http.StatusSeeOther)
	return nil
}

// frame is what every page of the console knows: the reader, the desk's words, the bar.
type frame struct {
	ui.Page
	Bar   ui.Bar
	who   access.Actor
	desk  *definition.Definition
	q     string // the filter of the list, as it was written
	since int64  // what had been published before anything was read for the page

	refers map[string]string // who helps with a service where the desk does not; where services are chosen (ME-64)
}

func (c *console) frame(r *http.Request, title string) frame {
	since := c.hub.Version()
	p := c.visits.Page(r)
	p.Title, p.Home = title, home
	p.Nav = []ui.Link{
		{Text: p.Words.T("console.nav.new"), Href: home + "/new", Current: r.URL.Path == home+"/new", Key: "c"},
	}
	f := frame{who: visit.Actor(r), desk: c.desk.Definition(), q: queryOf(r), since: since, Page: p}
	if named, ok := c.mentionsLink(r, f); ok {
		p.Nav = append(p.Nav, named)
	}
	if held, ok := c.heldLink(r, f, p.Words); ok {
		p.Nav = append(p.Nav, held)
	}
	p.Rooms = rooms(p, f.who, r.URL.Path)
	f.Page = p
	f.Page.Alerts = c.alarms(r, f)
	f.Bar = ui.Bar{Search: search, Complete: home + "/words", Views: home + "/views", Keys: keysHelp(p.Words)}
	return f
}

// rooms are the pages beside the lists that somebody may enter, in the order of how often one does.
func rooms(p ui.Page, who access.Actor, here string) []ui.Link {
	all := []ui.Link{
		{Text: p.Words.T("console.nav.kb"), Href: knowledgePath, Current: strings.HasPrefix(here, knowledgePath)},
		{Text: p.Words.T("console.nav.texts"), Href: textsPath, Current: strings.HasPrefix(here, textsPath)},
		{Text: p.Words.T("console.nav.rules"), Href: rulesPath, Current: strings.HasPrefix(here, rulesPath)},
	}
	for _, room := range []struct {
		may     access.Verb
		name    string
		href    string
		current bool
	}{
		{access.SeeDirectory, "directory.title", peoplePath, inDirectory(here)},
		{access.SeeFigures, "console.nav.figures", figuresPath, here == figuresPath},
		{access.PublishDefinition, "console.nav.desk", deskPath, here == deskPath},
		{access.SeeAlarms, "standing.title", standingPath, here == standingPath},
		{access.SeeAudit, "audit.nav", auditPath, here == auditPath},
	} {
		if access.May(who, room.may) == nil {
			all = append(all, ui.Link{Text: p.Words.T(room.name), Href: room.href, Current: room.current})
		}
	}
	return append(all, ui.Link{Text: p.Words.T("console.nav.portal"), Href: "/"})
}

// queryOf is the filter that an address or a form brings.
func queryOf(r *http.Request) string { return strings.TrimSpace(r.FormValue("q")) }

// lang is the language of the words that the definition brings.
func (f frame) lang() string { return string(f.Words.Lang()) }

// keysHelp is the sheet that "?" opens.
func keysHelp(p wording.Printer) []ui.Fact {
	keys := []ui.Fact{
		{Term: "j  k", Text: p.T("console.key.move")},
		{Term: p.T("console.key.enter.name"), Text: p.T("console.key.enter")},
		{Term: p.T("console.key.choose.name"), Text: p.T("console.key.choose")},
		{Term: "/", Text: p.T("console.key.search")},
		{Term: "Ctrl K", Text: p.T("ui.commands")},
	}
	for _, v := range verbs {
		if v.key != "" {
			keys = append(keys, ui.Fact{Term: v.key, Text: p.T("console.do." + v.name)})
		}
	}
	return append(keys,
		ui.Fact{Term: "c", Text: p.T("console.nav.new")},
		ui.Fact{Term: "Ctrl ↵", Text: p.T("console.key.send")},
		ui.Fact{Term: "Esc", Text: p.T("console.key.back")},
		ui.Fact{Term: "?", Text: p.T("console.key.help")})
}

// errorLayout frames an error page of the console.
func errorLayout(p ui.Page) templ.Component {
	if !slices.ContainsFunc(p.Nav, func(l ui.Link) bool { return l.Href == home }) { // nobody who works here
		return ui.Portal(p)
	}
	p.Home, p.Nav, p.Rooms = home, nil, []ui.Link{{Text: p.Words.T("console.nav.portal"), Href: "/"}}
	return ui.Room(p, ui.Bar{Search: search})
}
