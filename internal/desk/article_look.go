package desk

import (
	"context"
	"slices"

	"switchboard/internal/core/access"
	"switchboard/internal/core/kb"
	"switchboard/internal/core/people"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// readable is the published version of an article, where the actor may read it. To others there is none.
func readable(ctx context.Context, q sqldb.Q, who access.Actor, id int64) (store.ArticleRow, kb.Version, error) {
	none := fault.New(fault.NotFound, "there is no article %d, or none that you may read", id)
	a, err := store.Article(ctx, q, id)
	if err != nil {
		return a, kb.Version{}, err
	}
	if a.Published == 0 {
		return a, kb.Version{}, none
	}
	v, err := store.ArticleVersion(ctx, q, id, a.Published)
	if err == nil && !kb.Readable(v.Content, access.Shelves(who)) {
		return a, v, none
	}
	return a, v, err
}

// Articles lists articles by status, the last changed first, for the desk's people; an empty status is all but the retired.
func (d *Desk) Articles(ctx context.Context, who access.Actor, status kb.Status, limit int) ([]ArticleRow, error) {
	if err := access.May(who, access.WriteArticle); err != nil {
		return nil, err
	}
	if status != "" && !slices.Contains(kb.Statuses(), status) {
		return nil, fault.Field("status", "an article is a draft, in review, published or retired")
	}
	return store.Articles(ctx, d.db.Reader(), status, min(limit, MaxPage))
}

// ArticlesDue lists what is published by the day of its next review, the most overdue first (ME-72).
func (d *Desk) ArticlesDue(ctx context.Context, who access.Actor, limit int) ([]ArticleRow, error) {
	if err := access.May(who, access.WriteArticle); err != nil {
		return nil, err
	}
	return store.ArticlesDue(ctx, d.db.Reader(), min(limit, MaxPage))
}

// ArticleFile is an article as the desk's people see it: its state and its versions, the latest first.
type ArticleFile struct {
	ArticleRow
	Versions []kb.Version
	People   map[people.ID]people.Person
}

// ArticleFile opens an article for the desk's people. Errors: NotFound.
func (d *Desk) ArticleFile(ctx context.Context, who access.Actor, id int64) (f ArticleFile, err error) {
	if err := access.May(who, access.WriteArticle); err != nil {
		return f, err
	}
	err = d.db.Read(ctx, func(q sqldb.Q) error {
		if f.ArticleRow, err = store.Article(ctx, q, id); err != nil {
			return err
		}
		if f.Versions, err = store.ArticleVersions(ctx, q, id); err != nil {
			return err
		}
		ids := []people.ID{f.Owner, f.Author}
		for _, v := range f.Versions {
			ids = append(ids, v.By)
		}
		f.People, err = store.People(ctx, q, ids)
		return err
	})
	return f, err
}

// ArticleVersion reads any version of an article, for the desk's people (ME-72). Errors: NotFound.
func (d *Desk) ArticleVersion(ctx context.Context, who access.Actor, id int64, n int) (kb.Version, error) {
	if err := access.May(who, access.WriteArticle); err != nil {
		return kb.Version{}, err
	}
	return store.ArticleVersion(ctx, d.db.Reader(), id, n)
}
