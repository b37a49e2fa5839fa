package kb

import (
	"regexp"
	"strings"
)

const (
	maxLead = 160  // how much of an article a list shows, in runes
	enough  = 2000 // bytes of a body in which that mostly is found; marks are looked for in these alone
)

var (
	links = regexp.MustCompile(`!?\[([^\]]*)\]\([^)]*\)`)
	tags  = regexp.MustCompile(`<[^>]*>`)
	rules = regexp.MustCompile("(?m)^[ \t|:-]+$|^```.*$")
	marks = regexp.MustCompile("(?m)^\\s*(?:[-*+>]|#{1,6}|\\d{1,3}[.)])\\s+|[*_`|]")
)

// Lead is how a text begins, in plain words without marks, for a list that shows what is found.
func Lead(t Text, format Format) string {
	if begin := beginning(t.Body); len(begin) < len(t.Body) {
		short := t
		short.Body = begin
		if lead, cut := leadOf(short, format); cut {
			return lead
		}
	}
	lead, _ := leadOf(t, format)
	return lead
}

// beginning is as much of a body as mostly is enough, to the end of a line.
func beginning(body string) string {
	if len(body) <= enough {
		return body
	}
	end := strings.LastIndexByte(body[:enough], '\n')
	if end < 0 {
		return body
	}
	return body[:end]
}

// leadOf looks at all of a body, and tells whether there was more than a lead shows.
func leadOf(t Text, format Format) (lead string, cut bool) {
	s := t.Body
	if format == HTML {
		s = tags.ReplaceAllString(s, " ")
	}
	s = rules.ReplaceAllString(s, "")
	if strings.Contains(s, "](") {
		s = links.ReplaceAllString(s, "$1")
	}
	s = marks.ReplaceAllString(s, "")
	if t.Who != "" {
		s = t.Who + ". " + s
	}
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > maxLead {
		s = string(r[:maxLead])
		if i := strings.LastIndexByte(s, ' '); i > maxLead/2 {
			s = s[:i]
		}
		return s + "…", true
	}
	return s, false
}
