package reading

import (
	"bytes"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const maxQuote = 10 // quotations within quotations that are still told apart

var metaPattern = regexp.MustCompile(`(?i)<meta[^>]{0,200}charset\s*=\s*["']?([a-z0-9_:.-]+)`)

// metaCharset is what a page says of itself in its first bytes, when its header says nothing.
func metaCharset(page []byte) string {
	if m := metaPattern.FindSubmatch(page[:min(len(page), 2048)]); m != nil {
		return string(bytes.ToLower(m[1]))
	}
	return ""
}

// htmlText makes text of a page, as a person would read it: blocks are lines, quotations are marked with ">", what is
// not shown is left out. Links are their words; where they lead is in the original.
func htmlText(page string, limit int) string {
	w := &pageText{limit: limit}
	z := html.NewTokenizer(strings.NewReader(page))
	for len(w.out) < limit {
		switch z.Next() {
		case html.ErrorToken:
			return w.done()
		case html.TextToken:
			if w.hidden == 0 {
				w.text(string(z.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			w.open(atom.Lookup(name))
		case html.EndTagToken:
			name, _ := z.TagName()
			w.close(atom.Lookup(name))
		}
	}
	return w.done()
}

// pageText is a page being written down. Line ends wait until there is something to put after them.
type pageText struct {
	out    []byte
	limit  int
	breaks int  // line ends that wait
	space  bool // a space that waits
	quote  int  // depth
	pre    int  // inside <pre>
	hidden int  // inside what is not shown
	raw    atom.Atom
}

func (w *pageText) open(tag atom.Atom) {
	switch tag {
	case atom.Style, atom.Script, atom.Title, atom.Template:
		w.hidden, w.raw = 1, tag
	case atom.Br:
		w.breaks = min(w.breaks+1, 2)
		w.space = false
	case atom.Blockquote:
		w.line(1)
		w.quote++
	case atom.Pre:
		w.line(1)
		w.pre++
	case atom.Hr:
		w.line(1)
		w.write("________________________________")
		w.line(1)
	case atom.Li:
		w.line(1)
		w.write("- ")
	case atom.Td, atom.Th:
		w.space = w.breaks == 0 && len(w.out) > 0
	default:
		w.line(blockBreaks(tag))
	}
}

func (w *pageText) close(tag atom.Atom) {
	switch tag {
	case w.raw:
		w.hidden, w.raw = 0, 0
	case atom.Body, atom.Html: // real pages go on after their end
		w.hidden = 0
	case atom.Blockquote:
		w.line(1)
		w.quote = max(w.quote-1, 0)
	case atom.Pre:
		w.line(1)
		w.pre = max(w.pre-1, 0)
	default:
		w.line(blockBreaks(tag))
	}
}

// blockBreaks is how many line ends stand around a block.
func blockBreaks(tag atom.Atom) int {
	switch tag {
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Dl, atom.Table:
		return 2
	case atom.Div, atom.Tr, atom.Li, atom.Dt, atom.Dd, atom.Address, atom.Article, atom.Section, atom.Header,
		atom.Footer, atom.Center, atom.Fieldset, atom.Form, atom.Option, atom.Body:
		return 1
	}
	return 0
}

func (w *pageText) line(n int) {
	if n > 0 {
		w.breaks = max(w.breaks, n)
		w.space = false
	}
}

// text writes words; runs of white space are one space, except in <pre>.
func (w *pageText) text(s string) {
	if w.pre > 0 {
		for i, line := range strings.Split(s, "\n") {
			if i > 0 {
				w.breaks++
			}
			if line != "" {
				w.write(line)
			}
		}
		return
	}
	for s != "" {
		word := strings.TrimLeft(s, " \t\n\r\f")
		if len(word) < len(s) {
			w.space = w.breaks == 0 && len(w.out) > 0
		}
		end := strings.IndexAny(word, " \t\n\r\f")
		if end < 0 {
			end = len(word)
		}
		if end > 0 {
			w.write(strings.ReplaceAll(word[:end], "\u00a0", " "))
		}
		s = word[end:]
	}
}

// write puts out what waits and then s.
func (w *pageText) write(s string) {
	if len(w.out) == 0 {
		w.breaks, w.space = 0, false
		w.mark()
	}
	for ; w.breaks > 0; w.breaks-- {
		w.out = append(bytes.TrimRight(w.out, " "), '\n')
		w.mark()
	}
	if w.space {
		w.out = append(w.out, ' ')
		w.space = false
	}
	w.out = append(w.out, s...)
}

func (w *pageText) mark() {
	if w.quote > 0 {
		w.out = append(w.out, strings.Repeat(">", min(w.quote, maxQuote))...)
		w.out = append(w.out, ' ')
	}
}

func (w *pageText) done() string { return string(w.out) }
