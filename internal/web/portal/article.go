package portal

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"switchboard/internal/core/access"
	"switchboard/internal/core/kb"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/message"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// articlePage is one article.
type articlePage struct {
	ui.Page
	voice
	ID       int64
	Text     kb.Text
	Lang     string // of the article, where it is not the page's
	Body     templ.Component
	Referral []ui.Fact // who, how, when, what to collect (ME-64)
	Meta     string
	Services []ui.Link
	Related  []article
	Ask      string
	Problems []ui.Problem
	Typed    string
	Guest    bool
	Edit     string // where the desk's people change it
}

// maxRelated bounds the articles beside one.
const maxRelated = 5

func (p portal) article(w http.ResponseWriter, r *http.Request) error {
	return p.showArticle(w, r, http.StatusOK, "", nil)
}

func (p portal) showArticle(w http.ResponseWriter, r *http.Request, status int, typed string, problems []ui.Problem) error {
	reading, err := p.findArticle(r)
	if err != nil {
		return err
	}
	page, v := p.page(r, "portal.home.title")
	text, lang := reading.Content.In(string(v.Lang()))
	page.Title = text.Title
	who := visit.Actor(r)
	x := articlePage{Page: page, voice: v, ID: reading.Article.ID, Text: text, Body: message.Article(reading.Article.ID, reading.Content, text), Problems: problems,
		Typed: typed, Ask: askAddress("", firstOf(reading.Content.Services)), Guest: access.May(who, access.OpenTicket) != nil}
	if lang != string(v.Lang()) {
		x.Lang = lang
	}
	if access.May(who, access.WriteArticle) == nil {
		x.Edit = "/console/knowledge/" + strconv.FormatInt(x.ID, 10)
	}
	x.Meta = v.T("portal.article.meta", "moment", v.Date(reading.Article.PublishedAt, v.now, v.zone), "version", strconv.Itoa(reading.Version))
	if reading.Content.Kind == kb.Referral {
		x.Referral = v.referral(text)
	}
	return p.related(w, r, status, reading, x)
}

// related adds what belongs to the same services, and shows the page.
func (p portal) related(w http.ResponseWriter, r *http.Request, status int, reading desk.Reading, x articlePage) error {
	for _, s := range reading.Content.Services {
		x.Services = append(x.Services, ui.Link{Text: x.serviceName(s), Href: askAddress("", s)})
	}
	if s := firstOf(reading.Content.Services); s != "" {
		others, err := p.desk.ArticlesOf(r.Context(), visit.Actor(r), s, maxRelated+1)
		if err != nil {
			return err
		}
		others = slices.DeleteFunc(others, func(o desk.Reading) bool { return o.Article.ID == x.ID })
		x.Related = x.articles(others[:min(len(others), maxRelated)])
	}
	return ui.Render(w, r, status, articleView(x))
}

func firstOf(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return all[0]
}

func (v voice) referral(t kb.Text) []ui.Fact {
	var out []ui.Fact
	for _, f := range []struct{ name, text string }{{"who", t.Who}, {"how", t.How}, {"hours", t.Hours}, {"collect", t.Collect}} {
		if f.text != "" {
			out = append(out, ui.Fact{Term: v.T("portal.article." + f.name), Text: f.text})
		}
	}
	return out
}

func (p portal) findArticle(r *http.Request) (desk.Reading, error) {
	id, err := strconv.ParseInt(r.PathValue("article"), 10, 64)
	if err != nil {
		return desk.Reading{}, fault.New(fault.NotFound, "")
	}
	return p.desk.ReadArticle(r.Context(), visit.Actor(r), id)
}

// sayOfArticle keeps whether an article helped. What solved it ends here, without a ticket (CO-14); what did not leads on.
func (p portal) sayOfArticle(w http.ResponseWriter, r *http.Request) error {
	if err := p.only(r, "says"); err != nil {
		return err
	}
	reading, err := p.findArticle(r)
	if err != nil {
		return err
	}
	says := r.PostFormValue("says")
	if err := p.desk.RateArticle(r.Context(), visit.Actor(r), p.visits.Mark(r), reading.Article.ID, says); err != nil {
		return err
	}
	p.visits.Say(r, p.voice(r).T("portal.article.said."+says))
	to := articleAddress(reading.Article.ID)
	if says == "solved" {
		to = "/"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// reportArticle tells the owner of an article that something on it is wrong (ME-71).
func (p portal) reportArticle(w http.ResponseWriter, r *http.Request) error {
	if err := p.only(r, "text"); err != nil {
		return err
	}
	reading, err := p.findArticle(r)
	if err != nil {
		return err
	}
	text := r.PostFormValue("text")
	opened, err := p.desk.ReportArticle(r.Context(), visit.Actor(r), reading.Article.ID, articleAddress(reading.Article.ID), text)
	v := p.voice(r)
	if fault.Is(err, fault.Invalid) {
		return p.showArticle(w, r, http.StatusUnprocessableEntity, text, []ui.Problem{v.reportProblem(text)})
	}
	if err != nil {
		return err
	}
	p.visits.Say(r, v.T("portal.article.reported", "number", strconv.FormatInt(opened.Ticket.ID, 10)))
	http.Redirect(w, r, articleAddress(reading.Article.ID), http.StatusSeeOther)
	return nil
}

// reportField is where somebody writes what is wrong with an article.
func (x articlePage) reportField() ui.Field {
	return ui.Field{Name: "text", Label: x.T("portal.article.report.what"), Rows: 3, MaxLength: ticket.MaxText, Required: true, Value: x.Typed,
		Error: ui.ErrorFor(x.Problems, "text")}
}
