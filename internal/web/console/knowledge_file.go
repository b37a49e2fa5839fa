package console

import (
	"context"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"switchboard/internal/core/access"
	"switchboard/internal/core/kb"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/message"
	"switchboard/internal/web/ui"
)

// articleFile is one article with its versions and what can be done to it.
type articleFile struct {
	frame
	File     desk.ArticleFile
	Shown    kb.Version // the version that is shown
	Facts    []ui.Fact
	Texts    []shownText
	Versions ui.Table
	Acts     []string
	Before   int // the version that Shown is compared with; 0 for none
	Changes  []changed
}

// shownText is a version's text in one language.
type shownText struct {
	Lang, Name, Title string
	Referral          []ui.Fact
	Body              templ.Component
}

// changed is what became different in one language.
type changed struct {
	Name  string
	Lines []kb.DiffLine
}

// acts are what can be done to an article, each a verb of the desk.
var acts = []struct {
	name string
	can  access.Verb
	fits func(kb.Article) bool
	do   func(*desk.Desk, context.Context, access.Actor, int64) (kb.Article, error)
}{
	{"submit", access.WriteArticle, func(a kb.Article) bool { return a.Status == kb.Draft }, (*desk.Desk).SubmitArticle},
	{"publish", access.PublishArticle, func(a kb.Article) bool { return a.Status == kb.InReview }, (*desk.Desk).PublishArticle},
	{"return", access.PublishArticle, func(a kb.Article) bool { return a.Status == kb.InReview }, (*desk.Desk).ReturnArticle},
	{"review", access.ReviewArticle, func(a kb.Article) bool { return a.Published > 0 }, (*desk.Desk).ReviewArticle},
	{"retire", access.RetireArticle, func(a kb.Article) bool { return a.Status != kb.Retired }, (*desk.Desk).RetireArticle},
}

// actOnArticle does one of them. What cannot be done is said on the article's page.
func (c *console) actOnArticle(w http.ResponseWriter, r *http.Request) error {
	id, err := articleNumber(r)
	if err != nil {
		return err
	}
	f := c.frame(r, "")
	for _, a := range acts {
		if a.name != r.PathValue("act") {
			continue
		}
		if _, err := a.do(c.desk, r.Context(), f.who, id); err != nil {
			return err
		}
		c.visits.Say(r, f.Words.T("console.kb.done."+a.name))
		http.Redirect(w, r, articlePath(id), http.StatusSeeOther)
		return nil
	}
	return fault.New(fault.NotFound, "")
}

// showArticle shows the latest version, or the one that the address names, with what it changed.
func (c *console) showArticle(w http.ResponseWriter, r *http.Request) error {
	id, err := articleNumber(r)
	if err != nil {
		return err
	}
	f := c.frame(r, "")
	file, err := c.desk.ArticleFile(r.Context(), f.who, id)
	if err != nil {
		return err
	}
	n := file.Latest
	if text := r.PathValue("version"); text != "" {
		if n, err = strconv.Atoi(text); err != nil {
			return fault.New(fault.NotFound, "")
		}
	}
	x := &articleFile{frame: f, File: file}
	x.Title = file.Title
	if x.Shown, err = c.desk.ArticleVersion(r.Context(), f.who, id, n); err != nil {
		return err
	}
	if n > 1 {
		before, err := c.desk.ArticleVersion(r.Context(), f.who, id, n-1)
		if err != nil {
			return err
		}
		x.Before, x.Changes = n-1, f.compare(before.Content, x.Shown.Content)
	}
	x.fill()
	return ui.Render(w, r, http.StatusOK, articleFilePage(x))
}

func (x *articleFile) fill() {
	say := func(key string, args ...string) string { return x.Words.T("console.kb."+key, args...) }
	a, content := x.File.Article, x.Shown.Content
	fact := func(key, text string) {
		if text != "" {
			x.Facts = append(x.Facts, ui.Fact{Term: say(key), Text: text})
		}
	}
	fact("status", x.articleStatus(a))
	fact("field.kind", say("kind."+string(content.Kind)))
	fact("field.audience", joined(say("audience."+string(content.Audience)), joinedAll(content.Agencies)))
	var services []string
	for _, s := range content.Services {
		services = append(services, x.serviceName(s))
	}
	fact("services", joinedAll(services))
	fact("owner", x.person(a.Owner))
	if a.Published > 0 {
		x.Facts = append(x.Facts, ui.Fact{Term: say("review"), Body: x.reviewCell(a)})
	}
	fact("used", say("used.says", "helpful", x.Words.Number(a.Counts.Helpful), "all", x.Words.Number(a.Counts.Helpful+a.Counts.Unhelpful),
		"solved", x.Words.Number(a.Counts.Solved), "linked", x.Words.Number(a.Counts.Linked)))
	if a.From != 0 {
		x.Facts = append(x.Facts, ui.Fact{Term: say("from"), Body: plainLink(x.ticketPath("", a.From), strconv.FormatInt(a.From, 10))})
	}
	fact("path", a.Path)
	x.Texts = x.texts(x.File.ID, content)
	for _, act := range acts {
		mine := act.name == "publish" && a.Author == x.who.ID && !x.who.System
		if act.fits(a) && access.May(x.who, act.can) == nil && !mine {
			x.Acts = append(x.Acts, act.name)
		}
	}
	x.Versions = ui.Table{Caption: say("versions"), Columns: []ui.Column{{Title: say("version")}, {Title: say("when")}, {Title: say("by")}, {Title: say("field.why")}}}
	for _, v := range x.File.Versions {
		x.Versions.Rows = append(x.Versions.Rows, []ui.Cell{{Body: plainLink(articlePath(a.ID)+"/versions/"+strconv.Itoa(v.N), say("version.n", "n", strconv.Itoa(v.N)))},
			{Text: x.Words.Moment(v.At, x.Now, x.desk.Zone())}, {Text: x.person(v.By)}, {Text: v.Why}})
	}
}

func (x *articleFile) person(id people.ID) string {
	if p, ok := x.File.People[id]; ok && id != 0 {
		return p.NameOrAddress()
	}
	return ""
}

func joinedAll(all []string) string {
	out := ""
	for _, s := range all {
		out = joined(out, s)
	}
	return out
}

// texts shows a version in each of its languages, through the one sanitiser.
func (f frame) texts(id int64, c kb.Content) []shownText {
	var out []shownText
	for _, lang := range kb.Languages {
		t, ok := c.Texts[lang]
		if !ok {
			continue
		}
		s := shownText{Lang: lang, Name: f.Words.T("console.kb.lang." + lang), Title: t.Title, Body: message.Article(id, c, t)}
		for _, x := range []struct{ name, text string }{{"who", t.Who}, {"how", t.How}, {"hours", t.Hours}, {"collect", t.Collect}} {
			if x.text != "" {
				s.Referral = append(s.Referral, ui.Fact{Term: f.Words.T("portal.article." + x.name), Text: x.text})
			}
		}
		out = append(out, s)
	}
	return out
}

// compare tells what a version changed, language by language.
func (f frame) compare(before, after kb.Content) []changed {
	var out []changed
	for _, lang := range kb.Languages {
		a, b := whole(before.Texts[lang]), whole(after.Texts[lang])
		if a != b {
			out = append(out, changed{f.Words.T("console.kb.lang." + lang), kb.Diff(a, b)})
		}
	}
	return out
}

// whole is all of a text, for a comparison.
func whole(t kb.Text) string {
	out := t.Title
	for _, part := range []string{joinedAll(t.Keywords), t.Who, t.How, t.Hours, t.Collect, t.Body} {
		if part != "" {
			out += "\n" + part
		}
	}
	return out
}
