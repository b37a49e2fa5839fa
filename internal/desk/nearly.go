package desk

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"switchboard/internal/core/access"
	"switchboard/internal/core/filter"
	"switchboard/internal/core/near"
	"switchboard/internal/core/people"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// Few is how many tickets are so few that one also looks for what somebody may have meant.
const Few = 3

// Nearly is what somebody may have meant by words that find little.
type Nearly struct {
	Asked string   // the words, as they were written
	Names []string // the people and agencies meant, of whose tickets the rows are
	Words []string // or the words meant, which stand in the rows
	Meant string   // the filter that finds all of them
	Rows  []Row
}

// maxTries bounds the searches for what one may have meant.
const maxTries = 4

// Nearly looks for what the words of a filter may mean where they find little as they are: names of people and agencies, which
// the desk alone searches, and words of subjects that are spelt nearly so. Everything else in the filter holds, and nothing is
// found or named that the actor may not see. It never stands in for a search that something is done to.
func (d *Desk) Nearly(ctx context.Context, who access.Actor, in Looking, limit int) (Nearly, error) {
	if err := access.May(who, access.ViewTicket); err != nil {
		return Nearly{}, err
	}
	f, err := d.filterOf(ctx, who, in)
	if err != nil {
		return Nearly{}, err
	}
	g, ok := newGuess(f, min(max(limit, 1), MaxPage))
	if !ok {
		return Nearly{}, nil
	}
	q := d.db.Reader()
	looks, err := d.looks(ctx, q, who, g.rest)
	if err != nil {
		return Nearly{}, err
	}
	g.look = looks[0]
	if g.look.Scope.All {
		if n, err := g.names(ctx, q); err != nil || len(n.Rows) > 0 {
			return n, err
		}
	}
	return g.spelling(ctx, q)
}

// guess is a filter taken apart: the words that may be meant otherwise, and the rest of it.
type guess struct {
	asked string
	words []string
	rest  filter.Filter
	look  store.Look
	limit int
}

// maxGuessed is how many words one can guess at: more of them are a sentence, and no name.
const maxGuessed = 4

func newGuess(f filter.Filter, limit int) (guess, bool) {
	g := guess{limit: limit}
	g.rest.Sort = f.Sort
	for _, t := range f.Terms {
		if t.Field != "" || t.Not {
			g.rest.Terms = append(g.rest.Terms, t)
			continue
		}
		if g.asked != "" {
			g.asked += " "
		}
		g.asked += t.Values[0]
		g.words = append(g.words, store.Terms(t.Values[0])...)
	}
	if g.rest.Sort.By == filter.ByRank {
		g.rest.Sort = filter.Sort{}
	}
	return g, len(g.words) > 0 && len(g.words) <= maxGuessed
}

// names takes the words for a name: of all who have it as it is written, else of those who have it nearly so.
func (g guess) names(ctx context.Context, q sqldb.Q) (Nearly, error) {
	exact, wide := make([][]string, len(g.words)), make([][]string, len(g.words))
	for i, w := range g.words {
		w = near.Plain(w)
		alike, err := store.Alike(ctx, q, w)
		if err != nil {
			return Nearly{}, err
		}
		exact[i], wide[i] = []string{w}, append(alike, w)
	}
	for _, slots := range [][][]string{exact, wide} {
		meant, err := store.NamesWith(ctx, q, slots)
		if err != nil {
			return Nearly{}, err
		}
		if n, err := g.of(ctx, q, meant); err != nil || len(n.Rows) > 0 {
			return n, err
		}
	}
	return Nearly{}, nil
}

// of are the tickets of those who are meant: what they ask for, else what they work on.
func (g guess) of(ctx context.Context, q sqldb.Q, m store.Meant) (Nearly, error) {
	named, err := store.People(ctx, q, m.People)
	if err != nil {
		return Nearly{}, err
	}
	var values []string
	g.look.People = maps.Clone(g.look.People)
	for _, id := range m.People {
		value := "\x00" + strconv.FormatInt(int64(id), 10) // no text that somebody writes
		values, g.look.People[value] = append(values, value), []people.ID{id}
	}
	for _, t := range []filter.Term{{Field: "person", Values: values}, {Field: "assignee", Values: values}, {Field: "agency", Values: m.Agencies}} {
		if len(t.Values) == 0 {
			continue
		}
		rows, err := g.find(ctx, q, t)
		if err != nil {
			return Nearly{}, err
		}
		if len(rows) > 0 {
			t.Values = said(t, m, named)
			return Nearly{Asked: g.asked, Names: namesIn(t, rows, m, named), Meant: g.rest.And(t).String(), Rows: rows}, nil
		}
	}
	return Nearly{}, nil
}

// said are those who are meant as a filter says them.
func said(t filter.Term, m store.Meant, named map[people.ID]people.Person) []string {
	if t.Field == "agency" {
		return m.Agencies
	}
	var out []string
	for _, id := range m.People {
		if p, ok := named[id]; ok {
			out = append(out, p.Email)
		}
	}
	return out
}

// namesIn are the names of those whose tickets were found, as far as the rows tell.
func namesIn(t filter.Term, rows []Row, m store.Meant, named map[people.ID]people.Person) []string {
	if t.Field == "agency" {
		return m.Agencies
	}
	var out, all []string
	for _, r := range rows {
		id := r.Requester
		if t.Field == "assignee" {
			id = r.Assignee
		}
		if p, ok := named[id]; ok && !slices.Contains(out, p.Name) {
			out = append(out, p.Name)
		}
	}
	for _, p := range named {
		all = append(all, p.Name)
	}
	if len(out) == 0 { // it was asked for them by somebody else
		slices.Sort(all)
		return all
	}
	return out
}

// spelling puts words of the vocabulary in the place of those that are spelt nearly so, and looks for them in subjects.
func (g guess) spelling(ctx context.Context, q sqldb.Q) (Nearly, error) {
	tries := [][]string{nil}
	changed := false
	for _, w := range g.words {
		alike, err := store.Alike(ctx, q, w)
		if err != nil {
			return Nearly{}, err
		}
		changed = changed || len(alike) > 0
		var next [][]string
		for _, t := range tries {
			for _, one := range append(alike, w) {
				next = append(next, append(slices.Clip(t), one))
			}
		}
		tries = next[:min(len(next), 2*maxTries)]
	}
	if !changed {
		return Nearly{}, nil
	}
	tries = slices.DeleteFunc(tries, func(t []string) bool { return slices.Equal(t, g.words) })
	for _, words := range tries[:min(len(tries), maxTries)] {
		terms := make([]filter.Term, len(words))
		for i, w := range words {
			terms[i] = filter.Term{Field: filter.Subject, Values: []string{w}}
			if w == g.words[i] {
				terms[i].Field = ""
			}
		}
		rows, err := g.find(ctx, q, terms...)
		if err != nil {
			return Nearly{}, err
		}
		if len(rows) > 0 {
			return Nearly{Asked: g.asked, Words: words, Meant: g.rest.And(terms...).String(), Rows: rows}, nil
		}
	}
	return Nearly{}, nil
}

func (g guess) find(ctx context.Context, q sqldb.Q, terms ...filter.Term) ([]Row, error) {
	look := g.look
	look.Filter = g.rest.And(terms...)
	found, err := store.Find(ctx, q, look, Page{Limit: g.limit})
	return found.Rows, err
}
