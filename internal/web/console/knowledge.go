package console

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"switchboard/internal/core/access"
	"switchboard/internal/core/kb"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// knowledgePath is the shelf; below it lie its articles.
const knowledgePath = home + "/knowledge"

// shelfRows is how many articles one list shows.
const shelfRows = 200

// shelf is the list of articles.
type shelf struct {
	frame
	Tabs  []ui.Link
	Table ui.Table
	Empty bool
}

// shelves are the lists: by status, and what is due for review (ME-72).
var shelves = []string{"", string(kb.Draft), string(kb.InReview), string(kb.Published), "due", string(kb.Retired)}

func (c *console) showShelf(w http.ResponseWriter, r *http.Request) error {
	f := c.frame(r, c.visits.Printer(r).T("console.kb.title"))
	which := r.URL.Query().Get("list")
	if !slices.Contains(shelves, which) {
		return fault.New(fault.NotFound, "")
	}
	rows, err := c.shelfRows(r, f, which)
	if err != nil {
		return err
	}
	p := shelf{frame: f, Table: f.shelfTable(which, rows), Empty: len(rows) == 0}
	for _, s := range shelves {
		link := ui.Link{Text: f.Words.T("console.kb.list." + listName(s)), Href: knowledgePath, Current: s == which}
		if s != "" {
			link.Href += "?list=" + s
		}
		p.Tabs = append(p.Tabs, link)
	}
	return ui.Render(w, r, http.StatusOK, shelfPage(p))
}

func (c *console) shelfRows(r *http.Request, f frame, which string) ([]desk.ArticleRow, error) {
	if which == "due" {
		return c.desk.ArticlesDue(r.Context(), f.who, shelfRows)
	}
	return c.desk.Articles(r.Context(), f.who, kb.Status(which), shelfRows)
}

func listName(s string) string {
	if s == "" {
		return "all"
	}
	return s
}

func (f frame) shelfTable(which string, rows []desk.ArticleRow) ui.Table {
	say := func(key string) string { return f.Words.T("console.kb." + key) }
	t := ui.Table{Caption: f.Words.T("console.kb.list." + listName(which)), Columns: []ui.Column{{Title: say("article")}, {Title: say("status")},
		{Title: say("field.audience")}, {Title: say("review")}, {Title: say("helpful"), Figure: true}, {Title: say("solved"), Figure: true}, {Title: say("linked"), Figure: true}}}
	for _, a := range rows {
		t.Rows = append(t.Rows, []ui.Cell{{Body: plainLink(articlePath(a.ID), a.Title)}, {Text: f.articleStatus(a.Article)},
			{Text: say("audience." + string(a.Audience))}, {Body: f.reviewCell(a.Article)},
			{Text: f.Words.T("console.kb.of", "yes", f.Words.Number(a.Counts.Helpful), "all", f.Words.Number(a.Counts.Helpful+a.Counts.Unhelpful))},
			{Text: f.Words.Number(a.Counts.Solved)}, {Text: f.Words.Number(a.Counts.Linked)}})
	}
	return t
}

// articleStatus says where the latest version stands, and whether readers see an earlier one meanwhile.
func (f frame) articleStatus(a kb.Article) string {
	text := f.Words.T("console.kb.status." + string(a.Status))
	if a.Published > 0 && a.Published != a.Latest {
		text = f.Words.T("console.kb.status.while", "status", text, "version", strconv.Itoa(a.Published))
	}
	return text
}

func (f frame) reviewCell(a kb.Article) templ.Component {
	if a.Published == 0 {
		return templ.NopComponent
	}
	chip := ui.Chip{Kind: ui.Neutral, Plain: true, Text: f.Words.Date(a.ReviewBy, f.Now, f.desk.Zone())}
	if a.Overdue(f.Now) {
		chip.Kind, chip.Plain, chip.Label = ui.Late, false, f.Words.T("console.kb.overdue")
	}
	return ui.Status(f.Words, chip)
}

func articlePath(id int64) string { return knowledgePath + "/" + strconv.FormatInt(id, 10) }

// articleNumber reads the number of an article from an address. Errors: NotFound.
func articleNumber(r *http.Request) (int64, error) {
	id, err := strconv.ParseInt(r.PathValue("article"), 10, 64)
	if err != nil || id < 1 {
		return 0, fault.New(fault.NotFound, "")
	}
	return id, nil
}

// readiness is what the desk has to help with each service (ME-64).
type readiness struct {
	frame
	Table   ui.Table
	Nothing []string // the services of which there is nothing at all
	Same    ui.Field // words that say the same
	May     bool     // change them
	Wrong   []ui.Problem
}

func (c *console) showReadiness(w http.ResponseWriter, r *http.Request) error {
	return c.renderReadiness(w, r, http.StatusOK, nil)
}

func (c *console) renderReadiness(w http.ResponseWriter, r *http.Request, status int, wrong error) error {
	f := c.frame(r, c.visits.Printer(r).T("console.kb.ready.title"))
	ready, err := c.desk.Readiness(r.Context(), f.who)
	if err != nil {
		return err
	}
	same, err := c.desk.Synonyms(r.Context(), f.who)
	if err != nil {
		return err
	}
	p := readiness{frame: f, May: access.May(f.who, access.ChangeSynonyms) == nil,
		Same: ui.Field{Name: "synonyms", Label: f.Words.T("console.kb.same"), Hint: f.Words.T("console.kb.same.hint"), Rows: 8, Value: same}}
	if problem, ok := ui.ProblemOf(f.Words, wrong); ok {
		p.Same.Value, p.Same.Error, p.Wrong = r.PostFormValue("synonyms"), problem.Text, []ui.Problem{problem}
	}
	p.Table = ui.Table{Caption: f.Words.T("console.kb.ready.caption"), Columns: []ui.Column{{Title: f.Words.T("console.kb.ready.service")},
		{Title: f.Words.T("console.kb.ready.skill")}, {Title: f.Words.T("console.kb.ready.articles"), Figure: true}, {Title: f.Words.T("console.kb.ready.referrals"), Figure: true}}}
	for _, x := range ready {
		skill := f.Words.T("console.kb.ready.no")
		if x.Skill {
			skill = f.Words.T("console.kb.ready.yes")
		}
		if x.Nothing() {
			p.Nothing = append(p.Nothing, f.serviceName(x.Service))
		}
		p.Table.Rows = append(p.Table.Rows, []ui.Cell{{Text: f.serviceName(x.Service)}, {Text: skill}, {Text: f.Words.Number(x.Articles)}, {Text: f.Words.Number(x.Referrals)}})
	}
	return ui.Render(w, r, status, readinessPage(p))
}

func (c *console) changeSynonyms(w http.ResponseWriter, r *http.Request) error {
	err := c.desk.ChangeSynonyms(r.Context(), visit.Actor(r), r.PostFormValue("synonyms"))
	if fault.Is(err, fault.Invalid) {
		return c.renderReadiness(w, r, http.StatusUnprocessableEntity, err)
	}
	if err != nil {
		return err
	}
	c.visits.Say(r, c.visits.Printer(r).T("console.kb.done.same"))
	http.Redirect(w, r, knowledgePath+"/readiness", http.StatusSeeOther)
	return nil
}
