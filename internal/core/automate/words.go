package automate

import (
	"strings"
	"unicode"
)

// words are those of a text, small, without what stands between them.
func words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
