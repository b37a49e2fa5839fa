package store

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"switchboard/internal/core/kb"
	"switchboard/internal/core/near"
	"switchboard/internal/sqldb"
)

// Bounds of a search: what it costs does not grow with the number of articles.
const (
	maxBegun    = 300 // words that begin as typed, of which
	keepBegun   = 6   // the most frequent are looked for
	keepMeant   = 4   // words that a misspelling may mean
	maxWays     = 24  // words that are looked for at all
	maxPerWord  = 120 // articles of one word, the weightiest
	maxTogether = 80  // articles of which all words are read
	perHit      = 16  // as many articles of one word for each that is wanted, of which
	readPerHit  = 8   // all words are read
)

// FindArticles finds published articles within the reader's scopes, the best first: by words, their other names, their
// beginnings and their misspellings. There are few queries, each bounded.
func FindArticles(ctx context.Context, q sqldb.Q, terms []kb.Term, scopes []string, limit int) ([]kb.Hit, error) {
	if len(terms) == 0 || len(scopes) == 0 {
		return nil, nil
	}
	ways, in, err := waysTo(ctx, q, terms, scopes)
	if err != nil || len(ways) == 0 {
		return nil, err
	}
	words := wordsOf(ways)
	each := min(perHit*limit, maxPerWord)
	if len(words) == 1 { // its list is the answer
		each = min(limit, maxPerWord)
	}
	found, under, err := weightiest(ctx, q, words, scopes, each)
	if err != nil {
		return nil, err
	}
	hits := kb.Rank(len(terms), ways, found, in, in[""])
	if len(words) > 1 && len(hits) > 0 { // an article may stand low in the list of one word and have them all
		if found, err = together(ctx, q, words, hits[:min(len(hits), readPerHit*limit, maxTogether)], under); err != nil {
			return nil, err
		}
		hits = kb.Rank(len(terms), ways, found, in, in[""])
	}
	hits = kb.Worthy(hits)
	return hits[:min(len(hits), limit)], nil
}

// waysTo finds the words of the index that answer the terms, and how many articles hold each; "" counts all articles.
func waysTo(ctx context.Context, q sqldb.Q, terms []kb.Term, scopes []string) ([]kb.Way, map[string]int, error) {
	words := []string{""}
	for _, t := range terms {
		words = append(append(words, t.Word), t.Also...)
	}
	in, err := countsOf(ctx, q, words, scopes)
	if err != nil {
		return nil, nil, err
	}
	var ways []kb.Way
	for i, t := range terms {
		known := in[t.Word] > 0
		if known {
			ways = append(ways, kb.Asked(i, t.Word))
		}
		for _, w := range t.Also {
			if in[w] > 0 {
				ways = append(ways, kb.Said(i, w))
			}
		}
		if t.Open {
			begun, err := beginning(ctx, q, t.Word, scopes)
			if err != nil {
				return nil, nil, err
			}
			for _, w := range mostFrequent(begun, keepBegun) {
				if w != t.Word {
					ways, in[w], known = append(ways, kb.Begun(i, w)), begun[w], true
				}
			}
		}
		if !known && near.Long(t.Word) {
			meant, err := misspelt(ctx, q, t.Word, scopes)
			if err != nil {
				return nil, nil, err
			}
			for _, w := range mostFrequent(meant, keepMeant) {
				ways, in[w] = append(ways, kb.Meant(i, w)), meant[w]
			}
		}
	}
	return ways[:min(len(ways), maxWays)], in, nil
}

func mostFrequent(in map[string]int, n int) []string {
	words := slices.SortedFunc(maps.Keys(in), func(a, b string) int {
		return cmp.Or(cmp.Compare(in[b], in[a]), cmp.Compare(a, b))
	})
	return words[:min(len(words), n)]
}

func counting(ctx context.Context, q sqldb.Q, text string, args ...any) (map[string]int, error) {
	in := map[string]int{}
	err := q.Each(ctx, func(r sqldb.Row) error {
		var word string
		var n int
		err := r.Scan(&word, &n)
		in[word] += n
		return err
	}, text, args...)
	if err != nil {
		return nil, fmt.Errorf("store: words of articles: %w", err)
	}
	return in, nil
}

func countsOf(ctx context.Context, q sqldb.Q, words, scopes []string) (map[string]int, error) {
	var a args
	return counting(ctx, q, `SELECT word, articles FROM article_term WHERE scope IN `+a.list(scopes)+` AND word IN `+a.list(words), a...)
}

// beginning finds words that begin as a term does. The index is read from there on, so what it costs is bounded.
func beginning(ctx context.Context, q sqldb.Q, begin string, scopes []string) (map[string]int, error) {
	var a args
	low, high, limit := a.add(begin), a.add(begin+"\U0010FFFF"), a.add(maxBegun)
	var parts []string
	for _, s := range scopes {
		parts = append(parts, `SELECT * FROM (SELECT word, articles FROM article_term WHERE scope = `+a.add(s)+
			` AND word >= `+low+` AND word < `+high+` ORDER BY word LIMIT `+limit+`) AS begun`)
	}
	return counting(ctx, q, strings.Join(parts, " UNION ALL "), a...)
}

// misspelt finds words of titles and keywords from which a term differs by one letter.
func misspelt(ctx context.Context, q sqldb.Q, word string, scopes []string) (map[string]int, error) {
	var a args
	in, err := counting(ctx, q, `
		SELECT word, articles FROM article_term WHERE scope IN `+a.list(scopes)+`
			AND word IN (SELECT word FROM article_near WHERE near IN `+a.list(near.Keys(word))+`)`, a...)
	maps.DeleteFunc(in, func(w string, _ int) bool { return !near.OneOff(w, word) })
	return in, err
}

// wordsOf are the words of some ways, each once.
func wordsOf(ways []kb.Way) []string {
	var words []string
	for _, w := range ways {
		if !slices.Contains(words, w.Word) {
			words = append(words, w.Word)
		}
	}
	return words
}

// weightiest reads, of each word, the articles of which it says most, and under which scope each was found.
func weightiest(ctx context.Context, q sqldb.Q, words, scopes []string, limit int) ([]kb.Found, map[int64]string, error) {
	var a args
	most := a.add(limit)
	var parts []string
	for i, w := range words {
		word := a.add(w)
		for j, s := range scopes { // numbers are read in half the time that words take
			parts = append(parts, fmt.Sprintf(`SELECT * FROM (SELECT article_id, %d AS list, rank FROM article_word WHERE scope = %s AND word = %s
				ORDER BY rank, article_id LIMIT %s) AS best`, i*len(scopes)+j, a.add(s), word, most))
		}
	}
	var article, list, rank int64
	to := []any{&article, &list, &rank}
	found, under := make([]kb.Found, 0, 2*limit), make(map[int64]string, 2*limit)
	err := q.Each(ctx, func(r sqldb.Row) error {
		err := r.Scan(to...)
		found = append(found, kb.Found{Article: article, Word: words[int(list)/len(scopes)], Weight: int(-rank)})
		under[article] = scopes[int(list)%len(scopes)]
		return err
	}, strings.Join(parts, " UNION ALL "), a...)
	if err != nil {
		return nil, nil, fmt.Errorf("store: articles by words: %w", err)
	}
	return found, under, nil
}

// together reads all words that count of the articles that lead so far. An article has the same words under each of its scopes, so
// that one is enough.
func together(ctx context.Context, q sqldb.Q, words []string, hits []kb.Hit, under map[int64]string) ([]kb.Found, error) {
	ids := map[string][]int64{}
	for _, h := range hits {
		ids[under[h.Article]] = append(ids[under[h.Article]], h.Article)
	}
	var a args
	var parts []string
	in := a.list(evenly(words, 4))
	for _, scope := range slices.Sorted(maps.Keys(ids)) {
		parts = append(parts, `SELECT article_id, word, rank FROM article_word WHERE scope = `+a.add(scope)+` AND word IN `+in+
			` AND article_id IN `+listOf(&a, evenly(ids[scope], 16)))
	}
	var f kb.Found
	var rank int64
	to := []any{&f.Article, &f.Word, &rank}
	var found []kb.Found
	err := q.Each(ctx, func(r sqldb.Row) error {
		err := r.Scan(to...)
		f.Weight = int(-rank)
		found = append(found, f)
		return err
	}, strings.Join(parts, " UNION ALL "), a...)
	if err != nil {
		return nil, fmt.Errorf("store: words of articles: %w", err)
	}
	return found, nil
}

// evenly repeats the last of some values until there are so many or a multiple of it, so that few texts of queries serve all.
func evenly[T any](all []T, by int) []T {
	out := slices.Clone(all)
	for len(out)%by != 0 {
		out = append(out, out[len(out)-1])
	}
	return out
}

// list takes parameters and answers how the text names them all: "($3, $4)".
func (a *args) list(all []string) string { return listOf(a, all) }

func listOf[T any](a *args, all []T) string {
	names := make([]string, len(all))
	for i, v := range all {
		names[i] = a.add(v)
	}
	return "(" + strings.Join(names, ", ") + ")"
}
