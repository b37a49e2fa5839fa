package ticket

import "slices"

// ArticleLinked says that an article was used on the ticket, and in which version (CO-14). Its title is kept, since the
// article may be retired later.
type ArticleLinked struct {
	Article int64  `json:"article"`
	Version int    `json:"version"`
	Title   string `json:"title"`
}

// Name is the stored name.
func (ArticleLinked) Name() string { return "ticket.article_linked" }

// Public is false: the article may be one that only the desk reads. What the customer is to read stands in a reply.
func (ArticleLinked) Public() bool { return false }

// LinkArticle notes that an article was used. The same article counts once on one ticket.
func LinkArticle(t Ticket, a ArticleLinked) []Event {
	if slices.ContainsFunc(t.Articles, func(had ArticleLinked) bool { return had.Article == a.Article }) {
		return nil
	}
	return []Event{a}
}
