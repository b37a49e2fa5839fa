package pdf

import (
	"fmt"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// face is a font that goes into the file whole: whoever reads it elsewhere sees the same letters (ISO 14289-1, 7.21.4).
type face struct {
	name   string
	data   []byte
	font   *sfnt.Font
	glyphs int
}

// perEm are the units in which a PDF counts widths.
const perEm = 1000

// load parses the two faces once.
var load = sync.OnceValues(func() ([2]*face, error) {
	regular, err := parse("GoRegular", goregular.TTF)
	if err != nil {
		return [2]*face{}, err
	}
	bold, err := parse("GoBold", gobold.TTF)
	return [2]*face{regular, bold}, err
})

func parse(name string, data []byte) (*face, error) {
	f, err := sfnt.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("pdf: %s: %w", name, err)
	}
	return &face{name: name, data: data, font: f, glyphs: f.NumGlyphs()}, nil
}

// glyph is the letter's place in the font; one that the font lacks is a question mark, never an empty box.
func (f *face) glyph(b *sfnt.Buffer, r rune) sfnt.GlyphIndex {
	if i, err := f.font.GlyphIndex(b, r); err == nil && i != 0 {
		return i
	}
	i, _ := f.font.GlyphIndex(b, '?') // both fonts have it
	return i
}

// advance is the width of a glyph in thousandths of the size.
func (f *face) advance(b *sfnt.Buffer, g sfnt.GlyphIndex) float64 {
	a, err := f.font.GlyphAdvance(b, g, fixed.I(perEm), font.HintingNone)
	if err != nil {
		return 0
	}
	return float64(a) / 64
}

// width is how wide a text stands at a size, in points.
func (f *face) width(b *sfnt.Buffer, text string, size float64) float64 {
	var w float64
	for _, r := range text {
		w += f.advance(b, f.glyph(b, r))
	}
	return w * size / perEm
}

// metrics are the font's own: how far it rises and falls, and the height of its capitals, in thousandths.
func (f *face) metrics() (ascent, descent, capital float64) {
	var b sfnt.Buffer
	m, err := f.font.Metrics(&b, fixed.I(perEm), font.HintingNone)
	if err != nil {
		return perEm, 0, perEm
	}
	return float64(m.Ascent) / 64, -float64(m.Descent) / 64, float64(m.CapHeight) / 64
}
