package filetext

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/xml"
	"io"
	"path"
	"slices"
	"strings"
)

// Bounds of an office file, whose makers are strangers: what a zip unpacks to is its own claim, and is counted as it is read.
const (
	maxEntries  = 2_000    // files in the zip; with more it is not looked at
	maxParts    = 60       // of these that are read: a sheet each
	maxUnpacked = 8 << 20  // bytes of all parts together
	maxDepth    = 200      // elements within elements
	maxOffice   = 32 << 20 // bytes of the file itself
)

// office says what a document, a sheet or a set of slides says (ECMA-376; ISO/IEC 26300): the words of its main parts, in their
// order. It knows the kind by what is in the zip, whatever the file is called; ok is false where it is none. Entities of a
// part's own are not known to the decoder, and nothing is fetched.
func office(raw []byte) (text string, ok bool) {
	if !bytes.HasPrefix(raw, []byte("PK\x03\x04")) || len(raw) > maxOffice {
		return "", false
	}
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil || len(z.File) > maxEntries {
		return "", false
	}
	var parts []*zip.File
	for _, f := range z.File {
		if spoken(f.Name) {
			parts = append(parts, f)
		}
	}
	slices.SortStableFunc(parts, func(a, b *zip.File) int { // page2 before page10
		return cmp.Or(cmp.Compare(len(a.Name), len(b.Name)), strings.Compare(a.Name, b.Name))
	})
	var b strings.Builder
	left := int64(maxUnpacked)
	for _, f := range parts[:min(len(parts), maxParts)] {
		if b.Len() >= MaxText || left <= 0 {
			break
		}
		left -= words(&b, f, left)
	}
	return b.String(), len(parts) > 0
}

// spoken reports whether a part of the zip holds words that a reader sees.
func spoken(name string) bool {
	if strings.Contains(name, "..") {
		return false
	}
	for _, pattern := range []string{"word/document.xml", "word/footnotes.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet*.xml", "ppt/slides/slide*.xml", "content.xml"} {
		if fits, err := path.Match(pattern, name); err == nil && fits {
			return true
		}
	}
	return false
}

// words writes what a part says, and answers how many bytes of it were read. What is broken ends it: what stood before stays.
func words(b *strings.Builder, f *zip.File, most int64) int64 {
	part, err := f.Open()
	if err != nil {
		return 0
	}
	defer part.Close()
	counted := &io.LimitedReader{R: part, N: most}
	d := xml.NewDecoder(counted)
	d.Strict = true
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, io.ErrUnexpectedEOF } // these formats are UTF-8
	depth, in := 0, []string{}
	for b.Len() < MaxText && depth < maxDepth {
		token, err := d.RawToken()
		if err != nil {
			break
		}
		switch t := token.(type) {
		case xml.StartElement:
			depth, in = depth+1, append(in, t.Name.Local)
		case xml.EndElement:
			if depth == 0 {
				return most - counted.N
			}
			depth, in = depth-1, in[:len(in)-1]
			if slices.Contains(breaks, t.Name.Local) {
				b.WriteByte(' ')
			}
		case xml.CharData:
			if depth > 0 && !slices.Contains(mute, in[depth-1]) {
				b.Write(t[:min(len(t), MaxText-b.Len())])
			}
		}
	}
	b.WriteByte('\n')
	return most - counted.N
}

// breaks are elements behind which a word ends: paragraphs, rows, cells, tabs, lines of the formats. Within them a word may be
// cut in pieces.
var breaks = []string{"p", "h", "si", "c", "tab", "br", "line-break", "s", "table-cell"}

// mute are elements whose text no reader sees: numbers of shared words, formulas, fields' programs.
var mute = []string{"v", "f", "instrText", "binary-data"}
