package kb_test

import (
	"slices"
	"testing"

	"switchboard/internal/core/kb"
)

// What is suggested to somebody who did not search says enough of the matter; what merely holds a word of it does not.
func TestTelling(t *testing.T) {
	in := map[string]int{"vpn": 20, "slow": 400, "new": 1, "light": 3, "printer": 1}
	for _, c := range []struct {
		name  string
		terms int
		ways  []kb.Way
		found []kb.Found
		want  []int64
	}{
		{"one word of a title, of one", 1, []kb.Way{kb.Asked(0, "vpn")}, []kb.Found{{1, "vpn", 10}}, []int64{1}},
		{"misspelt", 1, []kb.Way{kb.Meant(0, "vpn")}, []kb.Found{{1, "vpn", 10}}, []int64{1}},
		{"begun", 1, []kb.Way{kb.Begun(0, "printer")}, []kb.Found{{1, "printer", 10}}, []int64{1}},
		{"a word of a text, of one", 1, []kb.Way{kb.Asked(0, "vpn")}, []kb.Found{{1, "vpn", 1}}, nil},
		{"one word of a title among many words that nobody knows", 9, []kb.Way{kb.Asked(0, "vpn")}, []kb.Found{{1, "vpn", 10}}, []int64{1}},
		{"a word of a text among many", 9, []kb.Way{kb.Asked(0, "vpn")}, []kb.Found{{1, "vpn", 3}}, nil},
		{"a common word of a title beside a rare word of another", 3, []kb.Way{kb.Asked(0, "slow"), kb.Asked(1, "printer")},
			[]kb.Found{{1, "slow", 10}, {2, "printer", 10}}, []int64{2}},
		{"other words for two of them", 3, []kb.Way{kb.Said(0, "vpn"), kb.Said(1, "light")}, []kb.Found{{1, "vpn", 10}, {1, "light", 10}}, []int64{1}},
		{"a keyword and a word of the text", 3, []kb.Way{kb.Asked(0, "light"), kb.Asked(1, "vpn")}, []kb.Found{{1, "light", 8}, {1, "vpn", 2}}, []int64{1}},
		{"nothing", 3, nil, nil, nil},
	} {
		var got []int64
		for _, h := range kb.Telling(kb.Rank(c.terms, c.ways, c.found, in, 1000)) {
			got = append(got, h.Article)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	for _, of := range []int{1, 12, 10_000} { // it is a share: with more articles about other matters the same is told
		hits := kb.Rank(3, []kb.Way{kb.Asked(0, "vpn")}, []kb.Found{{1, "vpn", 10}}, map[string]int{"vpn": 1}, of)
		if len(kb.Telling(hits)) != 1 {
			t.Errorf("among %d articles: %+v", of, hits)
		}
	}
}
