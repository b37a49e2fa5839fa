package pdf

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/image/font/sfnt"
)

// element is a node of the structure that a screen reader follows (ISO 32000-1, 14.7).
type element struct {
	kind   string // H1, H2, P, L, LI, Lbl, LBody, Table, TR, TH, TD
	scope  string // of a TH: Row or Column
	parent *element
	kids   []any // *element and mark, in reading order
	object int
}

// mark is a stretch of a page's content that belongs to an element (14.7.4).
type mark struct{ page, id int }

func (e *element) add(kind string) *element {
	kid := &element{kind: kind, parent: e}
	e.kids = append(e.kids, kid)
	return kid
}

// piece is what is never cut: a line of text, or a row of a table with all its lines.
type piece struct {
	words  []word
	above  float64 // the space before it, but at the head of a column
	height float64
	keep   bool // with what comes next, as a heading
	rule   bool // a line above, which says nothing to a screen reader
}

// word is text at a place in its piece: to the right of the piece's left edge, down from its upper one.
type word struct {
	of   *element
	text string
	face int
	size float64
	x, y float64
	blue bool
}

// layout is a document set at one size.
type layout struct {
	faces  [2]*face
	size   float64
	width  float64 // of a column
	buffer sfnt.Buffer
	root   *element
	pieces []piece
	all    []piece // with those of the head
	pages  []*page
}

const (
	leading = 1.28 // of a line, in sizes
	indent  = 1.4  // of a list's text, in sizes
	gap     = 0.45 // between blocks, in sizes
)

func set(d Document, faces [2]*face, size float64) *layout {
	l := &layout{faces: faces, size: size, width: (pageWidth - 2*margin - (columns-1)*gutter) / columns, root: &element{kind: "Document"}}
	head := l.title(d)
	for _, b := range d.Blocks {
		b.lay(l)
	}
	l.all = append(head, l.pieces...)
	l.flow(head)
	return l
}

// title are the pieces across the page.
func (l *layout) title(d Document) []piece {
	l.text(l.root.add("H1"), Paragraph{{Text: d.Title, Bold: true}}, style{size: l.size * 2, width: pageWidth - 2*margin, blue: true})
	if d.Under != "" {
		l.text(l.root.add("P"), Paragraph{{Text: d.Under}}, style{size: l.size * 1.1, width: pageWidth - 2*margin})
	}
	head := l.pieces
	l.pieces = nil
	return head
}

// style is how a text is set.
type style struct {
	size  float64
	width float64
	left  float64 // from the edge of the column
	above float64
	keep  bool // with what comes next
	blue  bool
}

// whole is how many lines of one text stay in one column.
const whole = 5

// text sets runs into lines that fit the width; a word wider than a line is cut.
func (l *layout) text(of *element, runs Paragraph, s style) {
	lines := l.lines(runs, s.size, s.width)
	for i, line := range lines {
		last := i == len(lines)-1
		p := piece{height: s.size * leading, keep: s.keep || !last && len(lines) <= whole}
		if i == 0 {
			p.above = s.above
		}
		x := s.left
		for _, r := range line {
			face := weight(r.Bold)
			p.words = append(p.words, word{of: of, text: r.Text, face: face, size: s.size, x: x, y: s.size, blue: s.blue})
			x += l.faces[face].width(&l.buffer, r.Text, s.size)
		}
		l.pieces = append(l.pieces, p)
	}
}

func weight(bold bool) int {
	if bold {
		return 1
	}
	return 0
}

// lines breaks runs at spaces. Each line but the last ends in the space it was broken at, so that what is copied or read
// aloud keeps its words apart.
func (l *layout) lines(runs Paragraph, size, width float64) []Paragraph {
	var out []Paragraph
	var line Paragraph
	x := 0.0
	for _, r := range runs {
		f := l.faces[weight(r.Bold)]
		for _, token := range tokens(plain(r.Text)) {
			bare := f.width(&l.buffer, strings.TrimRight(token, " "), size)
			if x > 0 && x+bare > width {
				out, line, x = append(out, line), nil, 0
			}
			for _, part := range l.cut(f, token, size, width) {
				if part.more {
					out = append(out, append(line, Run{part.text, r.Bold}))
					line, x = nil, 0
					continue
				}
				line = join(line, Run{part.text, r.Bold})
				x += f.width(&l.buffer, part.text, size)
			}
		}
	}
	if len(line) > 0 {
		out = append(out, line)
	}
	return out
}

func join(line Paragraph, r Run) Paragraph {
	if n := len(line); n > 0 && line[n-1].Bold == r.Bold {
		line[n-1].Text += r.Text
		return line
	}
	return append(line, r)
}

// part is a token or, of one too wide for any line, as much as fits.
type part struct {
	text string
	more bool // the rest of the token follows on the next line
}

func (l *layout) cut(f *face, token string, size, width float64) []part {
	var out []part
	for f.width(&l.buffer, strings.TrimRight(token, " "), size) > width {
		n := 0
		for i, r := range token {
			if n > 0 && f.width(&l.buffer, token[:i+len(string(r))], size) > width {
				break
			}
			n = i + len(string(r))
		}
		out = append(out, part{token[:n], true})
		token = token[n:]
	}
	return append(out, part{text: token})
}

// tokens are words, each with the spaces after it.
func tokens(s string) []string {
	var out []string
	for s != "" {
		i := strings.IndexByte(s, ' ')
		if i < 0 {
			return append(out, s)
		}
		for i < len(s) && s[i] == ' ' {
			i++
		}
		out, s = append(out, s[:i]), s[i:]
	}
	return out
}

// plain leaves what can be printed: every kind of space is one, what is not seen is nothing.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, s)
}

func (h Heading) lay(l *layout) {
	l.text(l.root.add("H2"), Paragraph{{Text: string(h), Bold: true}},
		style{size: l.size * 1.2, width: l.width, above: l.size * 1.1, keep: true, blue: true})
}

func (p Paragraph) lay(l *layout) {
	l.text(l.root.add("P"), p, style{size: l.size, width: l.width, above: l.size * gap})
}

func (list List) lay(l *layout) {
	of := l.root.add("L")
	for i, item := range list.Items {
		label := "•"
		if list.Numbered {
			label = strconv.Itoa(i+1) + "."
		}
		entry, from := of.add("LI"), len(l.pieces)
		mark := word{of: entry.add("Lbl"), text: label, size: l.size, y: l.size}
		l.text(entry.add("LBody"), item, style{size: l.size, width: l.width - indent*l.size, left: indent * l.size, above: l.size * gap})
		if from < len(l.pieces) {
			l.pieces[from].words = append([]word{mark}, l.pieces[from].words...)
		}
	}
}
