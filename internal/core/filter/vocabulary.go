package filter

import (
	"slices"
	"strings"
)

// Vocabulary is what one desk adds to the language: its own words for fields, and the values that its definition names.
// The zero Vocabulary adds nothing.
type Vocabulary struct {
	Aliases map[string]string   // other words for a field, such as "provider_group" for "team"
	Values  map[string][]Option // by field; where a field is here, other values are refused
}

// Option is one value of a field. Retired values can be asked for and are not offered.
type Option struct {
	ID      string
	Names   []string // what people call it, in each language
	Retired bool
}

// field finds a field by its name or another word for it.
func (v Vocabulary) field(name string) (Field, bool) {
	name = Fold(name)
	if f, ok := FieldOf(name); ok {
		return f, true
	}
	return FieldOf(v.Aliases[name])
}

// Fold brings another word for a field into the form in which it is written: "Provider Group" as "provider_group".
func Fold(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == ' ' || r == '_' || r == '-' }), "_")
}

// names are all words for fields.
func (v Vocabulary) names() []string {
	var out []string
	for _, f := range fields {
		out = append(out, f.Name)
	}
	for alias := range v.Aliases {
		out = append(out, alias)
	}
	slices.Sort(out)
	return out
}

// value finds the value that somebody means: the id in any case, or one of its names.
func (v Vocabulary) value(f Field, said string) (id string, ok bool) {
	for _, fixed := range f.Values {
		if strings.EqualFold(fixed, said) {
			return fixed, true
		}
	}
	known := v.Values[f.Name]
	for _, o := range known {
		if o.ID == said {
			return o.ID, true
		}
	}
	for _, o := range known {
		if strings.EqualFold(o.ID, said) || slices.ContainsFunc(o.Names, func(n string) bool { return strings.EqualFold(n, said) }) {
			return o.ID, true
		}
	}
	return said, len(known) == 0 && !f.closed()
}

// Offer is a field with the values that can be chosen.
type Offer struct {
	Field
	Options []Option
}

// Offers are all fields with what can be chosen for each: what a search box completes.
func (v Vocabulary) Offers() []Offer {
	out := make([]Offer, len(fields))
	for i, f := range fields {
		out[i].Field = f
		for _, fixed := range f.Values {
			out[i].Options = append(out[i].Options, Option{ID: fixed})
		}
		for _, o := range v.Values[f.Name] {
			if !o.Retired {
				out[i].Options = append(out[i].Options, o)
			}
		}
	}
	return out
}

// values are the ids that may be named, for somebody who named another.
func (v Vocabulary) values(f Field) []string {
	out := slices.Clone(f.Values)
	for _, o := range v.Values[f.Name] {
		if !o.Retired {
			out = append(out, o.ID)
		}
	}
	return out
}

// nearest is the word closest to what was said: the one with the fewest letters to change, add, drop or swap. It is
// empty where none is close.
func nearest(said string, words []string) string {
	said = strings.ToLower(said)
	best, far := "", max(1, len([]rune(said))/2)+1
	for _, w := range words {
		if d := distance([]rune(said), []rune(strings.ToLower(w))); d < far || len(said) > 2 && d <= far && strings.HasPrefix(w, said) {
			best, far = w, d
		}
	}
	return best
}

// distance counts the letters to change, add, drop, or swap with their neighbour (optimal string alignment).
func distance(a, b []rune) int {
	a, b = a[:min(len(a), 60)], b[:min(len(b), 60)]
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
