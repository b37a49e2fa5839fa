package reply

import (
	"regexp"
	"strings"
)

// named is the quotation mark of old programs, with the writer's initials or name: "RC> ".
var named = regexp.MustCompile(`^[A-Z][A-Za-z]{0,9}>( |$)`)

// minNamed is how many lines in a row make such marks a quotation: one alone may be a prompt.
const minNamed = 3

// quotes marks quoted lines, and lines that a mail program broke off quoted ones.
func (p *page) quotes() {
	for i, line := range p.lines {
		if strings.HasPrefix(strings.TrimLeft(line, " \t"), ">") {
			p.what[i] = quote
		}
	}
	for i := 1; i+1 < len(p.lines); i++ {
		if p.what[i-1] == quote && p.what[i] == fresh && p.what[i+1] == quote && brokenOff(p.lines[i-1], p.lines[i]) {
			p.what[i] = quote
		}
	}
	for i := 0; i < len(p.lines); {
		end := i
		mark := named.FindString(p.lines[i])
		for mark != "" && end < len(p.lines) && strings.HasPrefix(p.lines[end]+" ", strings.TrimRight(mark, " ")+" ") {
			end++
		}
		if end-i >= minNamed || end > i && i > 0 && p.introduced(i) {
			p.set(i, end, quote)
		}
		i = max(end, i+1)
	}
}

// introduced reports whether the last line before i that is not empty says who wrote what follows.
func (p *page) introduced(i int) bool {
	for i--; i >= 0; i-- {
		if p.lines[i] != "" {
			return attribution(p.lines[i])
		}
	}
	return false
}

// brokenOff reports whether a line is the end of the quoted one above: that is as long as a line may be and ends in the
// middle of a sentence, which this continues in small letters.
func brokenOff(above, line string) bool {
	if len([]rune(above)) < 65 || line == "" || strings.ContainsAny(above[len(above)-1:], ".?!:;") {
		return false
	}
	first := []rune(line)[0]
	return strings.ToLower(string(first)) == string(first) && strings.ToUpper(string(first)) != string(first)
}
