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
	Score   float64 // orders the hits of one question
	Share   float64 // how much of what could be found was: what Telling goes by
}

// Rank scores articles by what was found of them, the best first: of each term the best way counts, rare words more than
// common ones, and an article that has all terms more than one that has some.
// in tells how many articles hold a word, of all that the reader may read. What was found is sorted in place.
func Rank(terms int, ways []Way, found []Found, in map[string]int, of int) []Hit {
	worth := make([]float64, len(ways)) // of a word that stands where it weighs 1
	most := 0.0                         // what one word is worth, in a title, at the best
	for i, w := range ways {
		worth[i] = w.factor * rare(in[w.Word], of)
		most = max(most, inTitle*rare(in[w.Word], of))
	}
	most *= float64(min(terms, plenty))
	slices.SortFunc(found, func(a, b Found) int { return cmp.Compare(a.Article, b.Article) })
	hits := make([]Hit, 0, len(found))
	best := make([]float64, terms)
	for len(found) > 0 {
		n := 1
		for n < len(found) && found[n].Article == found[0].Article {
			n++
		}
		clear(best)
		for _, f := range found[:n] {
			for i, w := range ways {
				if w.Word == f.Word {
					best[w.Term] = max(best[w.Term], worth[i]*float64(f.Weight))
				}
			}
		}
		if sum, has := together(best); has > 0 {
			hits = append(hits, Hit{found[0].Article, sum * float64(has) / float64(terms), sum / most})
		}
		found = found[n:]
	}
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Article, b.Article))
	})
	return hits
}

// together is the sum of what each term counts, and how many of them were found.
func together(best []float64) (sum float64, has int) {
	for _, score := range best {
		if score > 0 {
			sum += score
			has++
		}
	}
	return sum, has
}

// rare is what a word is worth that so many of the articles hold.
func rare(in, of int) float64 { return math.Log(1 + float64(of)/float64(max(in, 1))) }

// What is told to somebody who did not search. In 20,000 real tickets, asked by their subjects of a dozen articles, the first hit
// was about the matter in 6 of 100, and found 94 of 100 that an article is about. With this bound it is right in 24 of 100, four
// times as often, and finds 87 (docs/adr/0034-suggesting.md).
const (
	telling = 0.3
	plenty  = 3 // words of a title say what an article is about, however many more are asked
)

// Telling leaves out hits that say too little of what was asked to be suggested. One word of a title is enough where three or more
// are asked, if no other word of the question is rarer; words of a text alone seldom are.
func Telling(hits []Hit) []Hit {
	return slices.DeleteFunc(hits, func(h Hit) bool { return h.Share < telling })
}

// Worthy leaves out what scores far below the best of ranked hits.
func Worthy(hits []Hit) []Hit {
	return slices.DeleteFunc(hits, func(h Hit) bool { return h.Score < worthless*hits[0].Score })
}

// Best gives the names whose words hold the terms of a question, the best first: for lists that are short enough to be read whole.
func Best(terms []Term, names map[string][]string) []string {
	type scored struct {
		id    string
		score float64
	}
	var all []scored
	for id, words := range names {
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
