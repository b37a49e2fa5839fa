package kb

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// rankSlowly says what Rank means, word by word, without a thought for what it costs.
func rankSlowly(terms int, ways []Way, found []Found, in map[string]int, of int) map[int64]float64 {
	scores := map[int64]float64{}
	for _, f := range found {
		if _, done := scores[f.Article]; done {
			continue
		}
		sum, has := 0.0, 0
		for term := range terms {
			best := 0.0
			for _, w := range ways {
				for _, g := range found {
					if w.Term == term && g.Article == f.Article && g.Word == w.Word {
						best = max(best, w.factor*float64(g.Weight)*math.Log(1+float64(of)/float64(max(in[g.Word], 1))))
					}
				}
			}
			if sum += best; best > 0 {
				has++
			}
		}
		scores[f.Article] = sum * float64(has) / float64(terms)
	}
	return scores
}

func TestRankIsAsItIsMeant(t *testing.T) {
	words := rapid.SampledFrom([]string{"vpn", "tunnel", "printer", "print", "badge"})
	rapid.Check(t, func(t *rapid.T) {
		terms := rapid.IntRange(1, 3).Draw(t, "terms")
		var ways []Way
		for range rapid.IntRange(1, 6).Draw(t, "ways") {
			make := rapid.SampledFrom([]func(int, string) Way{Asked, Begun, Said, Meant}).Draw(t, "way")
			ways = append(ways, make(rapid.IntRange(0, terms-1).Draw(t, "term"), words.Draw(t, "word")))
		}
		in := map[string]int{}
		var found []Found
		for range rapid.IntRange(0, 20).Draw(t, "found") {
			f := Found{Article: rapid.Int64Range(1, 5).Draw(t, "article"), Word: rapid.SampledFrom(ways).Draw(t, "by").Word, Weight: rapid.IntRange(1, 20).Draw(t, "weight")}
			found = append(found, f)
			in[f.Word]++
		}
		want := rankSlowly(terms, ways, found, in, 40)
		got := Rank(terms, ways, found, in, 40)
		if len(got) != len(want) {
			t.Fatalf("got %v, want %v", got, want)
		}
		for _, h := range got {
			if math.Abs(h.Score-want[h.Article]) > 1e-9 {
				t.Errorf("article %d scores %f, want %f", h.Article, h.Score, want[h.Article])
			}
		}
		if !slices.IsSortedFunc(got, func(a, b Hit) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Article, b.Article)) }) {
			t.Errorf("not the best first: %v", got)
		}
	})
}

// A lead is the same whether all of a long article was looked at or as much as mostly is enough.
func TestLeadOfLongText(t *testing.T) {
	pieces := rapid.SampledFrom([]string{"word ", "# Head\n", "- point\n", "\n", "[link](https://example.gov/a) ", "**bold** ", "| a | b |\n|---|---|\n",
		"<p>tag</p>\n", "![picture](files/a.png)\n", strings.Repeat("| - | - |\n", 150), strings.Repeat("-", 300) + "\n", strings.Repeat(" ", 700), "and so on…\n"})
	rapid.Check(t, func(t *rapid.T) {
		text := Text{Body: strings.Join(rapid.SliceOfN(pieces, 0, 400).Draw(t, "body"), "")}
		for _, format := range []Format{Markdown, HTML} {
			want, _ := leadOf(text, format)
			if got := Lead(text, format); got != want {
				t.Errorf("%s:\n got %q\nwant %q", format, got, want)
			}
		}
	})
}
