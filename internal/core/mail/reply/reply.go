// Package reply knows how mail programs and people quote, sign and forward, in the languages of those who write to a
// desk, and tells the new words of a mail from the old. It refuses to guess against the writer: what may be new is
// kept, since a repeated line costs a glance and a hidden one costs the answer. Text in, text out; the whole text stays
// with whoever asked.
package reply

import (
	"regexp"
	"strings"
)

// maxLines is how long a text may be to be looked at; a longer one is no reply and is kept whole.
const maxLines = 20_000

// Visible is what is new in a text. forward tells that the mail passes on another one: then the other is news as well.
// A text in which nothing is new is answered whole.
func Visible(text string, forward bool) string {
	if p := read(text, forward); p != nil {
		if out := p.visible(); strings.TrimSpace(out) != "" {
			return out
		}
	}
	return strings.TrimSpace(text)
}

// read marks the lines of a text; nil for one that is too long to be looked at.
func read(text string, forward bool) *page {
	lines := strings.Split(text, "\n")
	if len(lines) > maxLines {
		return nil
	}
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t\u00a0\r")
	}
	lines = unframed(lines)
	p := &page{lines: lines, what: make([]mark, len(lines)), label: make([]label, len(lines)), forward: forward}
	for i, line := range lines {
		p.label[i] = labelOf(line)
	}
	p.quotes()
	p.copies()
	p.signatures()
	p.answer()
	return p
}

// passedOn is how mail programs begin the subject of a mail that they pass on.
var passedOn = regexp.MustCompile(`(?i)^\s*(fwd?|wg|tr|rv|enc|i|doorst|vs|vb|pd|vl|ilt|转发|轉寄|転送)\s*:`)

// Forward reports whether a subject is that of a mail passed on.
func Forward(subject string) bool { return passedOn.MatchString(subject) }

// A mark is what a line is.
type mark int8

const (
	fresh     mark = iota // new, or may be
	quote                 // marked as old
	intro                 // says who wrote what comes next
	signature             // closes
	old                   // belongs to the copy of an earlier mail
)

// A page is a text being read. Each reader marks the lines that it understands and leaves the others.
type page struct {
	lines   []string
	what    []mark
	label   []label // the field that a line holds, if it holds one
	forward bool
	tries   int // at statements of who wrote what, which cost most
}

// set marks lines from and up to, not including, end.
func (p *page) set(from, end int, m mark) {
	for i := from; i < end; i++ {
		p.what[i] = m
	}
}

// freshBefore reports whether something new stands before a line.
func (p *page) freshBefore(end int) bool {
	for i := range end {
		if p.what[i] == fresh && p.lines[i] != "" {
			return true
		}
	}
	return false
}

// next is the first line from here on that is not empty; len(lines) when there is none.
func (p *page) next(i int) int {
	for i < len(p.lines) && p.lines[i] == "" {
		i++
	}
	return i
}

// answer decides which quotations stay. Those between new words stay, as each answers what stands above it; those at
// the end go; those at the start go when a line says whose they are, and stay otherwise.
func (p *page) answer() {
	last := -1
	for i, m := range p.what {
		if m == fresh && p.lines[i] != "" {
			last = i
		}
	}
	seen, introduced := false, false
	for i := 0; i <= last; i++ {
		switch {
		case p.what[i] == intro:
			introduced = true
		case p.what[i] == fresh && p.lines[i] != "":
			seen = true
		case p.what[i] == quote && (seen || !introduced):
			p.what[i] = fresh
		}
	}
}

func (p *page) visible() string {
	var out []string
	for i, line := range p.lines {
		if p.what[i] == fresh {
			out = append(out, line)
		}
	}
	for len(out) > 0 && out[0] == "" {
		out = out[1:]
	}
	for len(out) > 0 && out[len(out)-1] == "" {
		out = out[:len(out)-1]
	}
	return strings.Join(out, "\n")
}
