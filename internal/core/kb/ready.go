package kb

import (
	"reflect"
	"slices"
)

// Ready is what the desk has to help with one service. To help implies to know it, to have it written down, or to know to
// whom to refer (ME-64).
type Ready struct {
	Service   string
	Skill     bool // somebody works in its team
	Articles  int
	Referrals int
}

// Nothing reports whether there is none of the three.
func (r Ready) Nothing() bool { return !r.Skill && r.Articles == 0 && r.Referrals == 0 }

// Equal reports whether two versions say the same.
func Equal(a, b Content) bool {
	same := func(x, y []string) bool { return len(x) == len(y) && (len(x) == 0 || reflect.DeepEqual(x, y)) }
	if a.Kind != b.Kind || a.Audience != b.Audience || a.Format != b.Format || len(a.Texts) != len(b.Texts) ||
		!same(a.Agencies, b.Agencies) || !same(a.Services, b.Services) {
		return false
	}
	if !slices.Equal(a.Pictures, b.Pictures) {
		return false
	}
	for lang, x := range a.Texts {
		y, ok := b.Texts[lang]
		if !ok || !same(x.Keywords, y.Keywords) {
			return false
		}
		x.Keywords, y.Keywords = nil, nil
		if !reflect.DeepEqual(x, y) {
			return false
		}
	}
	return true
}
