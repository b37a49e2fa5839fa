package desk

import (
	"context"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/kb"
	"switchboard/internal/store"
)

// Reading is a published article as a reader sees it.
type Reading struct {
	Article kb.Article
	Content kb.Content
	Version int
}

// Answers is what the desk can say at once to somebody who says what they need: outages that are known, articles, and the
// services of the catalogue, the best first.
type Answers struct {
	Outages  []Outage
	Articles []Reading
	Services []string
}

// Bounds of a question, in bytes, and of the answers, so that they can be read at a glance.
const (
	maxArticles = 5
	maxServices = 3
	maxQuestion = 500 // bytes; what is said beyond them is not looked for
)

// Answers answers a question in words, with what the actor may know of. The words may be what somebody has typed so far.
func (d *Desk) Answers(ctx context.Context, who access.Actor, question string) (Answers, error) {
	var a Answers
	shelf, err := d.shelfNow(ctx)
	if err != nil {
		return a, err
	}
	terms := shelf.terms(question)
	if len(terms) == 0 {
		return a, nil
	}
	hits, err := shelf.telling(ctx, d.db.Reader(), terms, access.Shelves(who))
	if err != nil {
		return a, err
	}
	if a.Articles, err = d.readHits(ctx, who, hits); err != nil {
		return a, err
	}
	found := d.catalogue(terms)
	a.Services = found[:min(len(found), maxServices)]
	outages, err := d.KnownOutages(ctx, who)
	if err != nil {
		return a, err
	}
	for _, o := range outages {
		if d.meant(o, terms) {
			a.Outages = append(a.Outages, o)
		}
	}
	return a, nil
}

// FindServices finds services of the catalog, the best first, by what somebody calls them.
func (d *Desk) FindServices(ctx context.Context, question string) ([]string, error) {
	shelf, err := d.shelfNow(ctx)
	if err != nil {
		return nil, err
	}
	return d.catalogue(shelf.terms(question)), nil
}

// offered are the words of the services of a definition. There is one, of the definition that was last asked.
type offered struct {
	by    *definition.Definition
	words map[string][]string // by service
}

// catalogue finds services by their names and what is said about them, in every language.
func (d *Desk) catalogue(terms []kb.Term) []string {
	by := d.Definition()
	o := d.offered.Load()
	if o == nil || o.by != by { // as a definition does not change
		o = &offered{by, map[string][]string{}}
		for _, s := range by.Services {
			o.words[s.ID] = kb.Words(described(s))
		}
		d.offered.Store(o)
	}
	return kb.Best(terms, o.words)
}

// described is what is said of a service, in every language.
func described(s definition.Service) string {
	return strings.Join([]string{s.Name.En, s.Name.Es, s.About.En, s.About.Es}, "\n")
}

// meant reports whether somebody who asks may mean this outage: by its service, or by the words of its last update.
func (d *Desk) meant(o Outage, terms []kb.Term) bool {
	s, _ := d.Definition().Service(o.Service)
	text := strings.Join([]string{described(s), o.Update, "outage caída"}, "\n")
	return len(kb.Best(terms, map[string][]string{"": kb.Words(text)})) > 0
}

// FindArticles finds published articles that the actor may read, the best first.
func (d *Desk) FindArticles(ctx context.Context, who access.Actor, question string, limit int) ([]Reading, error) {
	shelf, err := d.shelfNow(ctx)
	if err != nil {
		return nil, err
	}
	hits, err := store.FindArticles(ctx, d.db.Reader(), shelf.terms(question), access.Shelves(who), min(limit, MaxPage))
	if err != nil {
		return nil, err
	}
	return d.readHits(ctx, who, hits)
}

// SuggestArticles finds those published articles that say enough of a matter to be shown to somebody who did not search for them,
// maxArticles at the most.
func (d *Desk) SuggestArticles(ctx context.Context, who access.Actor, matter string, limit int) ([]Reading, error) {
	shelf, err := d.shelfNow(ctx)
	if err != nil {
		return nil, err
	}
	hits, err := shelf.telling(ctx, d.db.Reader(), shelf.terms(matter), access.Shelves(who))
	if err != nil {
		return nil, err
	}
	return d.readHits(ctx, who, hits[:min(len(hits), limit)])
}

func (d *Desk) readHits(ctx context.Context, who access.Actor, hits []kb.Hit) ([]Reading, error) {
	ids := make([]int64, len(hits))
	for i, h := range hits {
		ids[i] = h.Article
	}
	return d.readings(ctx, who, ids)
}

// ArticlesOf lists what the actor may read about a service, referrals first.
func (d *Desk) ArticlesOf(ctx context.Context, who access.Actor, service string, limit int) ([]Reading, error) {
	ids, err := store.ArticlesOf(ctx, d.db.Reader(), service, access.Shelves(who), min(limit, MaxPage))
	if err != nil {
		return nil, err
	}
	return d.readings(ctx, who, ids)
}

// readings reads articles in the order of ids. One that was retired a moment ago is left out.
func (d *Desk) readings(ctx context.Context, who access.Actor, ids []int64) ([]Reading, error) {
	found, err := store.PublishedArticles(ctx, d.db.Reader(), ids)
	if err != nil {
		return nil, err
	}
	shelves := access.Shelves(who)
	out := make([]Reading, 0, len(ids))
	for _, id := range ids {
		p, ok := found[id]
		if ok && kb.Readable(p.Content, shelves) {
			out = append(out, Reading{p.Article.Article, p.Content, p.Article.Published})
		}
	}
	return out, nil
}

// ReadArticle shows the published version of an article to whoever may read it. Errors: NotFound.
func (d *Desk) ReadArticle(ctx context.Context, who access.Actor, id int64) (Reading, error) {
	a, v, err := readable(ctx, d.db.Reader(), who, id)
	return Reading{a.Article, v.Content, v.N}, err
}

// Referrals tells, by service, who helps where the desk does not (ME-64): the first referral of each.
func (d *Desk) Referrals(ctx context.Context, who access.Actor) (map[string]Reading, error) {
	first, err := store.ReferralsOfServices(ctx, d.db.Reader(), access.Shelves(who))
	if err != nil {
		return nil, err
	}
	ids := make([]int64, 0, len(first))
	for _, id := range first {
		ids = append(ids, id)
	}
	found, err := d.readings(ctx, who, ids)
	if err != nil {
		return nil, err
	}
	out := map[string]Reading{}
	for service, id := range first {
		for _, r := range found {
			if r.Article.ID == id {
				out[service] = r
			}
		}
	}
	return out, nil
}
