package console

import (
	"context"
	"net/http"
	"strconv"

	"switchboard/internal/core/access"
	"switchboard/internal/core/kb"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
)

// maxSuggested is how many articles stand beside a ticket.
const maxSuggested = 4

// suggested is an article that may help with a ticket.
type suggested struct {
	Title, Href, Use string
	Insert           string // what stands in a reply of it
	Refer            string // who helps, of a referral (ME-64)
	ID               int64
}

// suggest finds what may help with a ticket: who helps with its service where we do not, then what its words find.
func (c *console) suggest(r *http.Request, x *item) error {
	var found []desk.Reading
	if s := x.Sheet.Ticket.Request.Service; s != "" {
		about, err := c.desk.ArticlesOf(r.Context(), x.who, s, 1)
		if err != nil {
			return err
		}
		if len(about) > 0 && about[0].Content.Kind == kb.Referral {
			found = about
		}
	}
	more, err := c.desk.SuggestArticles(r.Context(), x.who, x.Sheet.Ticket.Request.Subject, maxSuggested)
	if err != nil {
		return err
	}
	seen := map[int64]bool{}
	for _, f := range append(found, more...) {
		if seen[f.Article.ID] || len(x.Articles) == maxSuggested {
			continue
		}
		seen[f.Article.ID] = true
		text, _ := f.Content.In(x.lang())
		s := suggested{ID: f.Article.ID, Title: text.Title, Href: "/articles/" + strconv.FormatInt(f.Article.ID, 10)}
		if f.Content.Kind == kb.Referral {
			s.Refer = joinedAll([]string{text.Who, text.How, text.Hours})
		}
		if f.Content.Audience != kb.Staff && notClosed(x.Sheet.Ticket) {
			s.Insert = c.usedText(r, x.frame, f.Article.ID, text.Title)
			s.Use = x.opens("reply", "article", strconv.FormatInt(f.Article.ID, 10))
		}
		x.Articles = append(x.Articles, s)
	}
	return nil
}

// useArticle begins a reply with an article that the address names, for its reader in the words of its title.
func (c *console) useArticle(r *http.Request, x *item) error {
	id, err := strconv.ParseInt(r.URL.Query().Get("article"), 10, 64)
	if err != nil || x.Do.name != "reply" || len(x.Controls) == 0 {
		return nil
	}
	reading, err := c.desk.ReadArticle(r.Context(), x.who, id)
	if fault.Is(err, fault.NotFound) {
		return nil // retired a moment ago: the reply is written without it
	}
	if err != nil {
		return err
	}
	text, _ := reading.Content.In(x.lang())
	x.Article = id
	x.Controls[0].Value = c.usedText(r, x.frame, id, text.Title)
	return nil
}

// usedText is what stands in a reply of an article.
func (c *console) usedText(r *http.Request, f frame, id int64, title string) string {
	return f.Words.T("console.kb.used.reply", "title", title) + "\n" + c.visits.Address(r, "/articles/"+strconv.FormatInt(id, 10))
}

// doReply sends the reply, and notes the article that was used in it (CO-14). It can be taken back for a while.
func doReply(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	article, err := strconv.ParseInt(in.Get("article"), 10, 64)
	if err != nil {
		article = 0
	}
	out, _, err := d.ReplySoon(ctx, who, on, desk.Written{Body: in.Get("body"), Files: in.files, Keep: in.Values["keep"], Article: article})
	*in.out = out
	return err
}

// referrals tells who helps with each service where the desk does not, for lists in which services are chosen (ME-64).
func (c *console) referrals(r *http.Request, f *frame) error {
	all, err := c.desk.Referrals(r.Context(), f.who)
	if err != nil {
		return err
	}
	f.refers = map[string]string{}
	for service, reading := range all {
		text, _ := reading.Content.In(f.lang())
		f.refers[service] = text.Who
	}
	return nil
}

// canDraft reports whether an article can be drafted from a ticket: it is solved, and the person writes articles.
func canDraft(who access.Actor, t ticket.Ticket) bool {
	return !t.Status.Open() && access.May(who, access.WriteArticle) == nil
}
