package kb

import (
	"math"
	"slices"
	"strings"

	"switchboard/internal/core/near"
)

// Entry is a word by which an article is found, and how much it says of the article.
type Entry struct {
	Word   string
	Weight int  // 1 to 20
	Typos  bool // also found by misspellings: the words of titles and keywords
}

// Weights of a word by where it stands; what a body repeats counts a little more.
const (
	inTitle   = 10
	inKeyword = 8
	inHead    = 4
	inBody    = 1
	maxInBody = 3
	maxIndex  = 400 // words of one article
)

// Index gives the words of all languages of a version, the weightiest first.
func Index(c Content) []Entry {
	weights, typos := map[string]int{}, map[string]bool{}
	for _, lang := range Languages {
		t, ok := c.Texts[lang]
		if !ok {
			continue
		}
		for _, w := range Words(t.Title) {
			weights[w], typos[w] = max(weights[w], inTitle), true
		}
		for _, w := range Words(strings.Join(t.Keywords, "\n")) {
			weights[w], typos[w] = max(weights[w], inKeyword), true
		}
		bodyWords(t, weights)
	}
	out := make([]Entry, 0, len(weights))
	for w, weight := range weights {
		if !common[w] {
			out = append(out, Entry{w, weight, typos[w] && near.Long(w)})
		}
	}
	slices.SortFunc(out, func(a, b Entry) int {
		if a.Weight != b.Weight {
			return b.Weight - a.Weight
		}
		return strings.Compare(a.Word, b.Word)
	})
	return out[:min(len(out), maxIndex)]
}

func bodyWords(t Text, weights map[string]int) {
	seen := map[string]int{}
	for _, row := range strings.Split(strings.Join([]string{t.Body, t.Who, t.How, t.Collect}, "\n"), "\n") {
		head := strings.HasPrefix(row, "#")
		for _, w := range Words(row) {
			seen[w]++
			weight := inBody + int(math.Log2(float64(seen[w])))
			if weight = min(weight, maxInBody); head {
				weight = inHead
			}
			weights[w] = max(weights[w], weight)
		}
	}
}

// Scopes under which an article is found. Each stands for readers who all may read the same.
const (
	ForAll   = "all"   // what everybody may read
	ForStaff = "staff" // everything
)

// ForAgency is the scope of what the staff of one agency may read besides.
func ForAgency(agency string) string { return "agency " + agency }

// Scopes lists the scopes under which a version is found. An agency's article is no longer found when it names none: no
// audience means nobody (DESIGN 9.7).
func Scopes(c Content) []string {
	out := []string{ForStaff}
	switch c.Audience {
	case Public:
		out = append(out, ForAll)
	case Agencies:
		for _, a := range c.Agencies {
			out = append(out, ForAgency(a))
		}
	}
	return out
}

// Readable reports whether a reader with these scopes may read a version.
func Readable(c Content, scopes []string) bool {
	return slices.ContainsFunc(Scopes(c), func(s string) bool { return slices.Contains(scopes, s) })
}
