// Package near knows when two words may be one, misspelt: how a name or a word is written for comparing, under which keys an
// index holds it so that its misspellings lead to it, and whether two words differ by one letter. It refuses to know what is
// searched, and what a misspelling may find.
package near

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Bounds of words, in runes. Shorter ones are looked for as they are: a letter more or less makes another word of them.
const (
	MinTypo = 4
	maxTypo = 30
)

// Long reports whether a word is long enough to be a misspelling of another.
func Long(word string) bool { return utf8.RuneCountInString(word) >= MinTypo }

// Spoken reports whether a word is one that people say, and so misspell: letters alone, neither short nor endless.
func Spoken(word string) bool {
	return Long(word) && utf8.RuneCountInString(word) <= maxTypo && strings.IndexFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }) < 0
}

// Plain is a text in lower case without marks and apostrophes: "O’Hara" is "ohara", "José" is "jose".
func Plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) || r == '\'' || r == '’' {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(s))
}

// Name makes words of a name, each once, in their order.
func Name(name string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(Plain(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if r := []rune(w); len(r) > maxTypo {
			w = string(r[:maxTypo])
		}
		if !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// Keys are the keys under which a word is found by misspellings: itself, and itself without any one of its letters. Two
// words that differ by one letter (changed, missing, too many, or two swapped) share a key. A short word has none.
func Keys(word string) []string {
	if !Long(word) {
		return nil
	}
	r := []rune(word)
	out := []string{word}
	for i := range r {
		if key := string(r[:i]) + string(r[i+1:]); !slices.Contains(out, key) {
			out = append(out, key)
		}
	}
	return out
}

// OneOff reports whether two words differ by one letter at most: changed, missing, too many, or two swapped.
func OneOff(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(y)-len(x) > 1 {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	if len(x) < len(y) {
		return slices.Equal(x[i:], y[i+1:])
	}
	if i == len(x) {
		return true
	}
	return slices.Equal(x[i+1:], y[i+1:]) ||
		i+1 < len(x) && x[i] == y[i+1] && x[i+1] == y[i] && slices.Equal(x[i+2:], y[i+2:])
}
