package desk

import (
	"context"
	"slices"

	"switchboard/internal/core/access"
	"switchboard/internal/core/filter"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Looking says which tickets somebody wants to see: those of a view and, of these, those that a filter means.
type Looking struct {
	View   string // empty for all tickets
	Filter string // in the language of core/filter; its order comes before that of the view
}

// List is one page of tickets, in the order of the filter, and where the next page begins.
type List struct {
	Rows   []Row
	Next   Cursor        // not Set on the last page
	More   bool          // there are more than could be looked at: a narrower filter finds all
	Filter filter.Filter // what was asked, the view's own terms included
}

// MaxPage is the longest page of a list.
const MaxPage = 200

// MaxScan is how many tickets are looked at for a page of a filter that no index answers.
const MaxScan = store.MaxScan

// List shows a page of a view: what the actor may see of it, and no more.
func (d *Desk) List(ctx context.Context, who access.Actor, view string, page Page) (List, error) {
	return d.Find(ctx, who, Looking{View: view}, page)
}

// Find shows a page of the tickets that somebody looks for, as far as they may see them. Errors: Invalid with the column of a
// filter that cannot be read.
func (d *Desk) Find(ctx context.Context, who access.Actor, in Looking, page Page) (List, error) {
	if err := access.May(who, access.ViewTicket); err != nil {
		return List{}, err
	}
	if page.Limit < 1 || page.Limit > MaxPage {
		return List{}, fault.Field("limit", "a page has 1 to %d {tickets}", MaxPage)
	}
	f, err := d.filterOf(ctx, who, in)
	if err != nil {
		return List{}, err
	}
	looks, err := d.looks(ctx, d.db.Reader(), who, f)
	if err != nil {
		return List{}, err
	}
	limit := page.Limit
	page.Limit++ // one more tells whether there is a next page
	found, err := store.Find(ctx, d.db.Reader(), looks[0], page)
	if err != nil {
		return List{}, err
	}
	l := List{Rows: found.Rows, More: found.More, Filter: f}
	if len(l.Rows) > limit {
		l.Rows = l.Rows[:limit]
		l.Next = l.Rows[limit-1].Cursor()
	}
	return l, nil
}

// filterOf puts the filter of a view and the one that was written together.
func (d *Desk) filterOf(ctx context.Context, who access.Actor, in Looking) (filter.Filter, error) {
	var f filter.Filter
	if in.View != "" {
		v, err := d.View(ctx, who, in.View)
		if err != nil {
			return f, err
		}
		f = v.Filter
	}
	if in.Filter == "" {
		return f, nil
	}
	more, err := filter.Parse(in.Filter, d.Vocabulary())
	if err != nil {
		return f, err
	}
	if f = f.And(more.Terms...); more.Sort.By != "" {
		f.Sort = more.Sort
	}
	if len(f.Terms) > filter.MaxTerms {
		return f, fault.Field("q", "column %d: a filter has at most %d terms", 1, filter.MaxTerms)
	}
	return f, nil
}

// looks says what the words of filters stand for when this person asks.
func (d *Desk) looks(ctx context.Context, q sqldb.Q, who access.Actor, filters ...filter.Filter) ([]store.Look, error) {
	var said []string
	for _, f := range filters {
		said = append(said, f.People()...)
	}
	slices.Sort(said)
	named, err := store.PeopleNamed(ctx, q, slices.Compact(said))
	if err != nil {
		return nil, err
	}
	scope := access.ScopeOf(who)
	now := d.Now()
	looks := make([]store.Look, len(filters))
	for i, f := range filters {
		looks[i] = store.Look{Filter: f, Who: who.ID, Teams: who.Teams, People: named, Now: now,
			Zone: d.book.Load().at(now).Zone(), Scope: scope}
	}
	return looks, nil
}

// Count is how many tickets a view holds, up to MaxCount.
type Count = store.Count

// MaxCount is where a count stops.
const MaxCount = store.MaxCount

// Counts tells how many tickets each view holds for the actor.
func (d *Desk) Counts(ctx context.Context, who access.Actor, names ...string) (map[string]Count, error) {
	if err := access.May(who, access.ViewTicket); err != nil {
		return nil, err
	}
	out := make(map[string]Count, len(names))
	if len(names) == 0 {
		return out, nil
	}
	filters := make([]filter.Filter, len(names))
	for i, name := range names {
		v, err := d.View(ctx, who, name)
		if err != nil {
			return nil, err
		}
		filters[i] = v.Filter
	}
	looks, err := d.looks(ctx, d.db.Reader(), who, filters...)
	if err != nil {
		return nil, err
	}
	counts, err := store.Counts(ctx, d.db.Reader(), looks)
	if err != nil {
		return nil, err
	}
	for i, name := range names {
		out[name] = counts[i]
	}
	return out, nil
}
