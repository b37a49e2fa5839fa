package desk

import (
	"context"
	"fmt"

	"switchboard/internal/core/access"
	"switchboard/internal/core/kb"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// ArticleRow is an article in the desk's own lists.
type ArticleRow = store.ArticleRow

// Writing is what an author hands over: a version of an article.
type Writing struct {
	Content kb.Content
	Owner   people.ID // zero leaves the owner as it is; the author, of a new article
	Why     string    // what was changed
}

// articleFact is what the log tells of an article. The texts stay in the versions.
type articleFact struct {
	Article int64 `json:"article"`
	Version int   `json:"version,omitempty"`
}

// DraftArticle begins an article. Errors: Invalid with the field, "title.en".
func (d *Desk) DraftArticle(ctx context.Context, who access.Actor, in Writing) (kb.Article, error) {
	return d.newArticle(ctx, who, in, store.ArticleRow{})
}

func (d *Desk) newArticle(ctx context.Context, who access.Actor, in Writing, row store.ArticleRow) (kb.Article, error) {
	if err := access.May(who, access.WriteArticle); err != nil {
		return kb.Article{}, err
	}
	content, err := d.cleanArticle(in.Content)
	if err != nil {
		return kb.Article{}, err
	}
	var id int64
	again, err := d.once(ctx, who, &id, func(tx *sqldb.Tx) error {
		a := row
		if a.Article, err = d.rewritten(ctx, tx, a.Article, who, in); err != nil {
			return err
		}
		describe(&a, content)
		if a, err = store.InsertArticle(ctx, tx, a); err != nil {
			return err
		}
		row, id = a, a.ID
		return d.keepVersion(ctx, tx, a, who, content, in.Why, "article.drafted")
	})
	if err != nil || !again {
		return row.Article, err
	}
	row, err = store.Article(ctx, d.db.Reader(), id)
	return row.Article, err
}

// ChangeArticle adds a version to an article over the one that the author has seen; readers see it when it is published.
// Errors: Conflict where somebody else has written meanwhile.
func (d *Desk) ChangeArticle(ctx context.Context, who access.Actor, id int64, seen int, in Writing) (kb.Article, error) {
	content, err := d.cleanArticle(in.Content)
	if err != nil {
		return kb.Article{}, err
	}
	return d.tend(ctx, who, access.WriteArticle, id, "", func(tx *sqldb.Tx, a *store.ArticleRow) error {
		if seen != a.Latest {
			return fault.New(fault.Conflict, "somebody has changed this article since you opened it; look at what is new, then try again")
		}
		if a.Article, err = d.rewritten(ctx, tx, a.Article, who, in); err != nil {
			return err
		}
		last, err := store.ArticleVersion(ctx, tx, id, seen)
		if err != nil {
			return err
		}
		content.Pictures = last.Content.Pictures
		describe(a, content)
		if err := store.SaveArticle(ctx, tx, *a); err != nil {
			return err
		}
		return d.keepVersion(ctx, tx, *a, who, content, in.Why, "article.changed")
	})
}

// rewritten is the article with one version more, and its owner, who must be of the desk.
func (d *Desk) rewritten(ctx context.Context, tx *sqldb.Tx, a kb.Article, who access.Actor, in Writing) (kb.Article, error) {
	if in.Owner != 0 {
		if err := mustBeStaff(ctx, tx, "owner", in.Owner); err != nil {
			return a, err
		}
		a.Owner = in.Owner
	}
	return kb.Change(a, who.ID, tx.Now), nil
}

func describe(a *store.ArticleRow, c kb.Content) {
	a.Title, a.Kind, a.Audience = c.Title(), c.Kind, c.Audience
}

func (d *Desk) keepVersion(ctx context.Context, tx *sqldb.Tx, a store.ArticleRow, who access.Actor, c kb.Content, why, fact string) error {
	why = clean(why)
	if err := store.AddArticleVersion(ctx, tx, a.ID, kb.Version{N: a.Latest, Content: c, By: who.ID, At: tx.Now, Why: why}); err != nil {
		return err
	}
	return store.RecordArticle(ctx, tx, who.ID, fact, articleFact{a.ID, a.Latest})
}

// cleanArticle checks what was written, and that the services are the desk's. Pictures are not written: they come with a file,
// and stay.
func (d *Desk) cleanArticle(c kb.Content) (kb.Content, error) {
	c.Pictures = nil
	c, err := kb.Clean(c)
	if err != nil {
		return c, err
	}
	for _, s := range c.Services {
		if err := d.Definition().CheckService(s); err != nil {
			return c, fault.At("services", err)
		}
	}
	return c, nil
}

// tend is the one way in which an article that is there changes: load, ask permission, change, in one transaction. With a
// fact, it also saves the state and tells the log.
func (d *Desk) tend(ctx context.Context, who access.Actor, verb access.Verb, id int64, fact string,
	do func(*sqldb.Tx, *store.ArticleRow) error) (a kb.Article, err error) {
	if err := access.May(who, verb); err != nil {
		return a, err
	}
	again, err := d.once(ctx, who, &id, func(tx *sqldb.Tx) error {
		row, err := store.Article(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := do(tx, &row); err != nil {
			return err
		}
		a = row.Article
		if fact == "" {
			return nil
		}
		if err := store.SaveArticle(ctx, tx, row); err != nil {
			return err
		}
		return store.RecordArticle(ctx, tx, who.ID, fact, articleFact{id, a.Latest})
	})
	if err != nil || !again {
		return a, err
	}
	row, err := store.Article(ctx, d.db.Reader(), id)
	return row.Article, err
}

// SubmitArticle hands a draft in for review.
func (d *Desk) SubmitArticle(ctx context.Context, who access.Actor, id int64) (kb.Article, error) {
	return d.tend(ctx, who, access.WriteArticle, id, "article.submitted", func(tx *sqldb.Tx, a *store.ArticleRow) (err error) {
		a.Article, err = kb.Submit(a.Article, tx.Now)
		return err
	})
}

// ReturnArticle hands a version that is in review back to its author.
func (d *Desk) ReturnArticle(ctx context.Context, who access.Actor, id int64) (kb.Article, error) {
	return d.tend(ctx, who, access.PublishArticle, id, "article.returned", func(tx *sqldb.Tx, a *store.ArticleRow) (err error) {
		a.Article, err = kb.Return(a.Article, tx.Now)
		return err
	})
}

// PublishArticle lets readers see the latest version. Errors: Forbidden for its author, Conflict where it is not in review.
func (d *Desk) PublishArticle(ctx context.Context, who access.Actor, id int64) (kb.Article, error) {
	return d.tend(ctx, who, access.PublishArticle, id, "article.published", func(tx *sqldb.Tx, a *store.ArticleRow) error {
		return d.publish(ctx, tx, a, who)
	})
}

func (d *Desk) publish(ctx context.Context, tx *sqldb.Tx, a *store.ArticleRow, who access.Actor) (err error) {
	if a.Article, err = kb.Publish(a.Article, who.ID, tx.Now); err != nil {
		return err
	}
	v, err := store.ArticleVersion(ctx, tx, a.ID, a.Published)
	if err != nil {
		return err
	}
	return store.Shelve(ctx, tx, a.ID, v.Content)
}

// RetireArticle takes an article away from readers; its versions stay.
func (d *Desk) RetireArticle(ctx context.Context, who access.Actor, id int64) (kb.Article, error) {
	return d.tend(ctx, who, access.RetireArticle, id, "article.retired", func(tx *sqldb.Tx, a *store.ArticleRow) (err error) {
		if a.Article, err = kb.Retire(a.Article, tx.Now); err != nil {
			return err
		}
		return store.Unshelve(ctx, tx, id)
	})
}

// ReviewArticle says that what is published still holds (ME-72).
func (d *Desk) ReviewArticle(ctx context.Context, who access.Actor, id int64) (kb.Article, error) {
	return d.tend(ctx, who, access.ReviewArticle, id, "article.reviewed", func(tx *sqldb.Tx, a *store.ArticleRow) (err error) {
		a.Article, err = kb.Review(a.Article, tx.Now)
		return err
	})
}

// ArticleFromTicket drafts an article from what a ticket says: its subject, what was asked, how it was solved.
func (d *Desk) ArticleFromTicket(ctx context.Context, who access.Actor, number int64) (kb.Article, error) {
	if err := access.May(who, access.WriteArticle); err != nil {
		return kb.Article{}, err
	}
	s, err := d.Ticket(ctx, who, number)
	if err != nil {
		return kb.Article{}, err
	}
	return d.newArticle(ctx, who, Writing{Content: fromTicket(s.Ticket), Why: fmt.Sprintf("#%d", number)}, store.ArticleRow{Article: kb.Article{From: number}})
}

// fromTicket is for the desk's eyes first: a ticket holds names and numbers that an author has to take out.
func fromTicket(t ticket.Ticket) kb.Content {
	body := t.Request.Description
	if t.Resolution.Text != "" {
		body += "\n\n## " + t.Resolution.Text
	}
	if body == "" {
		body = t.Request.Subject
	}
	c := kb.Content{Kind: kb.HowTo, Audience: kb.Staff, Texts: map[string]kb.Text{kb.Languages[0]: {Title: sqldb.Clip(t.Request.Subject, kb.MaxTitle), Body: body}}}
	if t.Request.Service != "" {
		c.Services = []string{t.Request.Service}
	}
	return c
}

// LinkArticle notes on a ticket that an article was used for it; that is counted once (CO-14).
func (d *Desk) LinkArticle(ctx context.Context, who access.Actor, on On, article int64) (ticket.Ticket, error) {
	return d.change(ctx, who, access.LinkArticle, on, func(ctx context.Context, tx *sqldb.Tx, m moment) ([]ticket.Event, error) {
		a, v, err := readable(ctx, tx, who, article)
		if err != nil {
			return nil, err
		}
		events := ticket.LinkArticle(m.ticket, ticket.ArticleLinked{Article: article, Version: v.N, Title: v.Content.Title()})
		if len(events) == 0 {
			return nil, nil
		}
		return events, store.CountLink(ctx, tx, a.ID)
	})
}
