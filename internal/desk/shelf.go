package desk

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"switchboard/internal/core/kb"
	"switchboard/internal/sqldb"
	"switchboard/internal/store"
)

// maxFound bounds the questions whose answers are kept, at well under a kilobyte each: people ask for the same things, and as they
// type they begin with the same letters. When there are more, it begins anew.
const maxFound = 2000

// shelf is what this node has found of one edition of what articles can be found: it is left behind with everything in it as soon as
// an article is published, changed or retired, or the words that say the same are, on whichever node. Only the numbers of articles are
// kept, by the scopes under which they were found: that a reader may read them is asked anew each time.
type shelf struct {
	edition int64
	same    kb.Synonyms

	mu    sync.Mutex
	found map[string][]kb.Hit // by scopes and terms; the best maxArticles
}

// shelfNow is the shelf of the edition that the database has now.
func (d *Desk) shelfNow(ctx context.Context) (*shelf, error) {
	q := d.db.Reader()
	edition, err := store.Shelf(ctx, q)
	if err != nil {
		return nil, err
	}
	if s := d.shelf.Load(); s != nil && s.edition == edition {
		return s, nil
	}
	text, err := store.SynonymText(ctx, q)
	if err != nil {
		return nil, err
	}
	same, err := kb.ParseSynonyms(text)
	if err != nil {
		return nil, err
	}
	s := &shelf{edition: edition, same: same, found: map[string][]kb.Hit{}}
	d.shelf.Store(s)
	return s, nil
}

// terms makes terms of a question, with the words that this desk holds to be the same.
func (s *shelf) terms(question string) []kb.Term {
	return kb.Terms(sqldb.Clip(question, maxQuestion), s.same)
}

// telling finds the best articles for a glance, those that say enough of what was asked. What is found after the edition was read
// is of that edition or a later one, and nobody who reads a later edition comes to this shelf.
func (s *shelf) telling(ctx context.Context, q sqldb.Q, terms []kb.Term, scopes []string) ([]kb.Hit, error) {
	key := fmt.Sprintf("%q", scopes)
	for _, t := range terms {
		key += fmt.Sprintf(" %q %t", t.Word, t.Open)
	}
	s.mu.Lock()
	hits, ok := s.found[key]
	s.mu.Unlock()
	if ok {
		return hits, nil
	}
	hits, err := store.FindArticles(ctx, q, terms, scopes, maxArticles)
	if err != nil {
		return nil, err
	}
	hits = kb.Telling(slices.Clone(hits)) // without the rest of what was ranked
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.found) >= maxFound {
		clear(s.found)
	}
	s.found[key] = hits
	return hits, nil
}
