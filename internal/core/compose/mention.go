package compose

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"switchboard/internal/core/people"
)

// MaxMentions bounds how many people one note names.
const MaxMentions = 20

// Mentions are the people whom a note names: "@Ann Cho", or where two have a name, by their address, "@ann.cho@example.gov".
// The longest name that fits counts; capitals do not matter; an address of mail in the text names nobody.
func Mentions(text string, staff []people.Person) []people.ID {
	type handle struct {
		text string
		id   people.ID
	}
	var all []handle
	for _, p := range staff {
		for _, h := range []string{p.Name, p.Email} {
			if h = strings.ToLower(strings.TrimSpace(h)); h != "" {
				all = append(all, handle{h, p.ID})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b handle) int {
		return cmp.Or(cmp.Compare(len(b.text), len(a.text)), cmp.Compare(a.text, b.text))
	})
	var out []people.ID
	text = strings.ToLower(text)
	for i := 0; i < len(text); i++ {
		if text[i] != '@' || inWord(lastRune(text[:i])) {
			continue
		}
		rest, found := text[i+1:], ""
		for _, h := range all {
			if found != "" && h.text != found {
				break
			}
			if strings.HasPrefix(rest, h.text) && !inWord(firstRune(rest[len(h.text):])) {
				found = h.text
				if !slices.Contains(out, h.id) {
					out = append(out, h.id)
				}
			}
		}
		i += len(found)
	}
	return out
}

func firstRune(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }
func lastRune(s string) rune  { r, _ := utf8.DecodeLastRuneInString(s); return r }

// inWord reports whether a character beside a name would make it a part of something longer.
func inWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' || r == '@')
}
