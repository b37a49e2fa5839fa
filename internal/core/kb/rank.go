package kb

import (
	"cmp"
	"math"
	"slices"

	"switchboard/internal/core/near"
)

// How much a word counts that is not the one asked for.
const (
	asAsked   = 1.0
	asBegun   = 0.8 // the asked one is its beginning
	asSaid    = 0.7 // it says the same
	asMeant   = 0.6 // the asked one is a misspelling of it
	worthless = 0.35
)

// Way is one word of the index by which a term is looked for.
type Way struct {
	Term   int // which term of the question
	Word   string
	factor float64
}

// Asked, Begun, Said and Meant are the ways in which a word answers a term.
func Asked(term int, word string) Way { return Way{term, word, asAsked} }

// Begun is a word that begins with the term.
func Begun(term int, word string) Way { return Way{term, word, asBegun} }

// Said is a word that says the same.
func Said(term int, word string) Way { return Way{term, word, asSaid} }

// Meant is a word of which the term is a misspelling.
func Meant(term int, word string) Way { return Way{term, word, asMeant} }

// Found is a word of an article.
type Found struct {
	Article int64
	Word    string
	Weight  int
}

// Hit is an article with its score.
type Hit struct {
	Article int64
	Score   float64
}

// Rank scores articles by what was found of them, the best first: of each term the best way counts, rare words more than
// common ones, and an article that has all terms more than one that has some.
// in tells how many articles hold a word, of all that the reader may read.
func Rank(terms int, ways []Way, found []Found, in map[string]int, of int) []Hit {
	type key struct {
		article int64
		term    int
	}
	best := map[key]float64{}
	byWord := map[string][]Way{}
	for _, w := range ways {
		byWord[w.Word] = append(byWord[w.Word], w)
	}
	for _, f := range found {
		for _, w := range byWord[f.Word] {
			score := w.factor * float64(f.Weight) * math.Log(1+float64(of)/float64(max(in[f.Word], 1)))
			k := key{f.Article, w.Term}
			best[k] = max(best[k], score)
		}
	}
	sum, has := map[int64]float64{}, map[int64]int{}
	for k, score := range best {
		sum[k.article] += score
		has[k.article]++
	}
	hits := make([]Hit, 0, len(sum))
	for id, s := range sum {
		hits = append(hits, Hit{id, s * float64(has[id]) / float64(terms)})
	}
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Article, b.Article))
	})
	return hits
}

// Worthy leaves out what scores far below the best of ranked hits.
func Worthy(hits []Hit) []Hit {
	return slices.DeleteFunc(hits, func(h Hit) bool { return h.Score < worthless*hits[0].Score })
}

// Best gives the names that hold the terms of a question, the best first: for lists that are short enough to be read whole.
func Best(terms []Term, names map[string]string) []string {
	type scored struct {
		id    string
		score float64
	}
	var all []scored
	for id, text := range names {
		words := Words(text)
		score := 0.0
		for _, t := range terms {
			score += bestOf(t, words)
		}
		if score > 0 {
			all = append(all, scored{id, score})
		}
	}
	slices.SortFunc(all, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.id, b.id))
	})
	out := make([]string, 0, len(all))
	for _, s := range all {
		if s.score >= worthless*all[0].score {
			out = append(out, s.id)
		}
	}
	return out
}

func bestOf(t Term, words []string) float64 {
	best := 0.0
	for _, w := range words {
		switch {
		case w == t.Word:
			return asAsked
		case t.Open && len(t.Word) > 1 && len(w) > len(t.Word) && w[:len(t.Word)] == t.Word:
			best = max(best, asBegun)
		case slices.Contains(t.Also, w):
			best = max(best, asSaid)
		case near.Long(t.Word) && near.Long(w) && near.OneOff(w, t.Word):
			best = max(best, asMeant)
		}
	}
	return best
}
