package pdf

import (
	"fmt"
	"strings"
)

// page is the content of one page as it grows, and the elements that its marks belong to, by their number (the row of
// the parent tree, ISO 32000-1, 14.7.4.4).
type page struct {
	content strings.Builder
	marks   []*element
}

// flow puts the head across the first page, and the pieces into columns below it.
func (l *layout) flow(head []piece) {
	l.pages = []*page{{}}
	top := pageHeight - margin
	for _, p := range head {
		l.draw(p, margin, top-p.above)
		top -= p.above + p.height
	}
	top -= l.size
	column, y := 0, top
	for i := 0; i < len(l.pieces); {
		n := l.together(i)
		need := l.needs(i, n, y == top)
		if y-need < margin && y < top {
			if column, y = column+1, top; column == columns {
				l.pages = append(l.pages, &page{})
				top = pageHeight - margin
				column, y = 0, top
			}
			continue
		}
		for _, p := range l.pieces[i : i+n] {
			if y < top {
				y -= p.above
			}
			l.draw(p, margin+float64(column)*(l.width+gutter), y)
			y -= p.height
		}
		i += n
	}
}

// together counts the pieces that must not be parted: headings and what they head.
func (l *layout) together(i int) int {
	n := 1
	for i+n < len(l.pieces) && l.pieces[i+n-1].keep {
		n++
	}
	return n
}

func (l *layout) needs(i, n int, first bool) float64 {
	sum := 0.0
	for j, p := range l.pieces[i : i+n] {
		if j > 0 || !first {
			sum += p.above
		}
		sum += p.height
	}
	return sum
}

// draw writes a piece with its upper left corner at x, y. Each element's words stand in a marked stretch of their own.
func (l *layout) draw(p piece, x, y float64) {
	at := l.pages[len(l.pages)-1]
	if p.rule {
		line := y + l.size*gap/2
		fmt.Fprintf(&at.content, "/Artifact BMC 0.5 w 0.8 G %.2f %.2f m %.2f %.2f l S EMC\n", x, line, x+l.width, line)
	}
	var of *element
	for _, w := range p.words {
		if w.of != of {
			if of != nil {
				at.content.WriteString("EMC\n")
			}
			of = w.of
			m := mark{page: len(l.pages) - 1, id: len(at.marks)}
			of.kids = append(of.kids, m)
			at.marks = append(at.marks, of)
			fmt.Fprintf(&at.content, "/%s <</MCID %d>> BDC\n", of.kind, m.id)
		}
		l.show(at, w, x, y)
	}
	if of != nil {
		at.content.WriteString("EMC\n")
	}
}

// show prints letters by their places in the font.
func (l *layout) show(at *page, w word, x, y float64) {
	colour := "0.11 0.11 0.11 rg"
	if w.blue {
		colour = "0.09 0.18 0.32 rg"
	}
	fmt.Fprintf(&at.content, "BT %s /F%d %.2f Tf 1 0 0 1 %.2f %.2f Tm <", colour, w.face, w.size, x+w.x, y-w.y)
	f := l.faces[w.face]
	for _, r := range w.text {
		fmt.Fprintf(&at.content, "%04X", uint16(f.glyph(&l.buffer, r)))
	}
	at.content.WriteString("> Tj ET\n")
}
