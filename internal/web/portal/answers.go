package portal

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"switchboard/internal/core/access"
	"switchboard/internal/core/kb"
	"switchboard/internal/desk"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// maxQuestion bounds what is asked of the answers, in bytes.
const maxQuestion = 250

// answers is what the desk can say at once to somebody who says what they need.
type answers struct {
	voice
	Question string
	Call     *outage // the words speak of an outage: this door is not the way (CO-22)
	Outages  []knownOutage
	Articles []article
	Services []ui.Link
	Ask      string // where the request form is, with these words
	Asking   bool   // shown beside the form: it need not be offered
	CSRF     string
	Guest    bool
}

// knownOutage is an outage that the desk works on.
type knownOutage struct {
	Title, Since, Update string
	Join                 string // where "me too" is sent
	Joined               bool
}

// article is an article in a list.
type article struct {
	Href, Title, Lead, Lang string
	Referral                bool
}

// findAnswers finds the answers to a question. Without one, it is the outages that are known.
func (p portal) findAnswers(r *http.Request, v voice, question string) (answers, error) {
	who := visit.Actor(r)
	question = strings.TrimSpace(question)
	for len(question) > maxQuestion {
		question = strings.ToValidUTF8(question[:maxQuestion], "")
	}
	a := answers{voice: v, Question: question, Guest: access.May(who, access.JoinOutage) != nil}
	if question == "" {
		known, err := p.desk.KnownOutages(r.Context(), who)
		a.Outages = v.outages(known)
		return a, err
	}
	found, err := p.desk.Answers(r.Context(), who, question)
	if err != nil {
		return a, err
	}
	a.Outages, a.Articles = v.outages(found.Outages), v.articles(found.Articles)
	for _, id := range found.Services {
		a.Services = append(a.Services, ui.Link{Text: v.serviceName(id), Href: askAddress(question, id)})
	}
	a.Ask = askAddress(question, "")
	if soundsLikeOutage(question) && len(a.Outages) == 0 {
		a.Call = p.board.read(v).Outage
	}
	return a, nil
}

func askAddress(subject, service string) string {
	q := url.Values{}
	for name, value := range map[string]string{"subject": subject, "service": service} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return "/ask?" + q.Encode()
}

// Any reports whether there is an answer.
func (a answers) Any() bool {
	return a.Call != nil || len(a.Outages) > 0 || len(a.Articles) > 0 || len(a.Services) > 0
}

// Says is read aloud when the answers have changed.
func (a answers) Says() string {
	if a.Question == "" {
		return ""
	}
	return a.N("portal.answers.count", len(a.Outages)+len(a.Articles)+len(a.Services))
}

func (v voice) outages(known []desk.Outage) []knownOutage {
	out := make([]knownOutage, len(known))
	for i, o := range known {
		title := v.T("portal.known.unnamed")
		if o.Service != "" {
			title = v.T("portal.known.title", "name", v.serviceName(o.Service))
		}
		out[i] = knownOutage{Title: title, Since: v.T("portal.known.since", "since", v.since(o.Since)), Update: o.Update,
			Join: "/outages/" + strconv.FormatInt(o.Ticket, 10) + "/join", Joined: o.Joined}
		if o.Update != "" {
			out[i].Since += " " + v.T("portal.known.update", "moment", lower(v.moment(o.UpdatedAt)))
		}
	}
	return out
}

func (v voice) articles(found []desk.Reading) []article {
	out := make([]article, len(found))
	for i, f := range found {
		text, lang := f.Content.In(string(v.Lang()))
		out[i] = article{Href: articleAddress(f.Article.ID), Title: text.Title, Lead: kb.Lead(text, f.Content.Format), Referral: f.Content.Kind == kb.Referral}
		if lang != string(v.Lang()) {
			out[i].Lang = lang
		}
	}
	return out
}

func articleAddress(id int64) string { return "/articles/" + strconv.FormatInt(id, 10) }

// suggest is the answers alone, for a page that shows them as somebody types.
func (p portal) suggest(w http.ResponseWriter, r *http.Request) error {
	page, v := p.page(r, "portal.home.title")
	a, err := p.findAnswers(r, v, r.URL.Query().Get("q"))
	if err != nil {
		return err
	}
	a.CSRF, a.Asking = page.CSRF, r.URL.Query().Get("from") == "ask"
	return ui.Render(w, r, http.StatusOK, answersPart(a))
}

// join is "me too" (A27).
func (p portal) join(w http.ResponseWriter, r *http.Request) error {
	if err := p.only(r); err != nil {
		return err
	}
	id, err := strconv.ParseInt(r.PathValue("number"), 10, 64)
	if err != nil {
		return noTicket(r)
	}
	if err := p.desk.JoinOutage(r.Context(), visit.Actor(r), id); err != nil {
		return err
	}
	p.visits.Say(r, p.voice(r).T("portal.known.joined"))
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}

// langAttr marks words that are in another language than the page.
func langAttr(lang string) templ.Attributes {
	if lang == "" {
		return nil
	}
	return templ.Attributes{"lang": lang}
}
