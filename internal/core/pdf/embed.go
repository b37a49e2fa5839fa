package pdf

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/image/font/sfnt"
)

// used are the letters of each face, for what maps glyphs back to text.
func (l *layout) used() [2]map[sfnt.GlyphIndex]rune {
	out := [2]map[sfnt.GlyphIndex]rune{{}, {}}
	for _, p := range l.all {
		for _, w := range p.words {
			for _, r := range w.text {
				out[w.face][l.faces[w.face].glyph(&l.buffer, r)] = r
			}
		}
	}
	return out
}

// embed writes a font as one whose codes are its own glyphs (9.7.4), with the widths and the text of those in use.
func (face *face) embed(f *file, number int, used map[sfnt.GlyphIndex]rune) {
	descendant, descriptor, data, toText := f.reserve(), f.reserve(), f.reserve(), f.reserve()
	f.object(number, "<</Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R>>", face.name, descendant, toText)
	var buffer sfnt.Buffer
	var widths, codes strings.Builder
	glyphs := make([]sfnt.GlyphIndex, 0, len(used))
	for g := range used {
		glyphs = append(glyphs, g)
	}
	slices.Sort(glyphs)
	for _, g := range glyphs {
		fmt.Fprintf(&widths, "%d [%.0f] ", g, face.advance(&buffer, g))
		fmt.Fprintf(&codes, "1 beginbfchar <%04X> <%s> endbfchar\n", uint16(g), hex(string(used[g])))
	}
	ascent, descent, capital := face.metrics()
	f.object(descendant, "<</Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /FontDescriptor %d 0 R /CIDToGIDMap /Identity /W [%s]>>",
		face.name, descriptor, widths.String())
	f.object(descriptor, "<</Type /FontDescriptor /FontName /%s /Flags 32 /FontBBox [-300 -300 1200 1200] /ItalicAngle 0 /Ascent %.0f /Descent %.0f /CapHeight %.0f /StemV 80 /FontFile2 %d 0 R>>",
		face.name, ascent, descent, capital, data)
	f.stream(data, fmt.Sprintf("/Length1 %d", len(face.data)), face.data)
	f.stream(toText, "", []byte("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n"+
		codes.String()+"endcmap CMapName currentdict /CMap defineresource pop end end"))
}
