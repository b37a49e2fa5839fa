package portal

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

func contains(all []string, one string) bool { return slices.Contains(all, one) }

// sentence ends a text with a period, unless it has one ("until 5 p.m.") or is none.
func sentence(s string) string {
	if s == "" || strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}

func upper(s string) string { return mapFirst(s, unicode.ToUpper) }

// lower takes a phrase into the middle of a sentence; an abbreviation stays what it is.
func lower(s string) string {
	if r := []rune(s); len(r) > 1 && unicode.IsUpper(r[1]) {
		return s
	}
	return mapFirst(s, unicode.ToLower)
}

func mapFirst(s string, change func(rune) rune) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(change(r)) + s[size:]
}
