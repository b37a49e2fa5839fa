package kb

import (
	"regexp"
	"strings"
)

// maxLead is how much of an article a list shows, in runes.
const maxLead = 160

var (
	links = regexp.MustCompile(`!?\[([^\]]*)\]\([^)]*\)`)
	tags  = regexp.MustCompile(`<[^>]*>`)
	rules = regexp.MustCompile("(?m)^[ \t|:-]+$|^```.*$")
	marks = regexp.MustCompile("(?m)^\\s*(?:[-*+>]|#{1,6}|\\d{1,3}[.)])\\s+|[*_`|]")
)

// Lead is how a text begins, in plain words without marks, for a list that shows what is found.
func Lead(t Text, format Format) string {
	s := t.Body
	if format == HTML {
		s = tags.ReplaceAllString(s, " ")
	}
	s = rules.ReplaceAllString(s, "")
	s = marks.ReplaceAllString(links.ReplaceAllString(s, "$1"), "")
	if t.Who != "" {
		s = t.Who + ". " + s
	}
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > maxLead {
		cut := string(r[:maxLead])
		if i := strings.LastIndexByte(cut, ' '); i > maxLead/2 {
			cut = cut[:i]
		}
		return cut + "…"
	}
	return s
}
