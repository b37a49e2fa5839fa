package pdf

import (
	"bytes"
	"compress/zlib"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
)

// file is a PDF as it is written: numbered objects, and where each begins (ISO 32000-1, 7.5).
type file struct {
	bytes.Buffer
	offsets []int // of object i+1
}

// reserve gives the number of an object that is written later.
func (f *file) reserve() int {
	f.offsets = append(f.offsets, 0)
	return len(f.offsets)
}

func (f *file) object(number int, format string, args ...any) {
	f.offsets[number-1] = f.Len()
	fmt.Fprintf(f, "%d 0 obj\n", number)
	fmt.Fprintf(f, format, args...)
	f.WriteString("\nendobj\n")
}

func (f *file) stream(number int, dict string, data []byte) {
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	_, _ = z.Write(data) // a buffer takes everything
	_ = z.Close()
	f.object(number, "<<%s /Filter /FlateDecode /Length %d>>\nstream\n%s\nendstream", dict, packed.Len(), packed.Bytes())
}

// write puts the document together: catalog, pages, structure, fonts, what the file says of itself.
func (l *layout) write(w io.Writer, d Document) error {
	f := &file{}
	f.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	catalog, pages, tree, meta := f.reserve(), f.reserve(), f.reserve(), f.reserve()
	fonts := [2]int{f.reserve(), f.reserve()}
	numbers := make([]int, len(l.pages))
	for i := range l.pages {
		numbers[i] = f.reserve()
	}
	f.object(catalog, "<</Type /Catalog /Pages %d 0 R /Lang %s /MarkInfo <</Marked true>> /StructTreeRoot %d 0 R /Metadata %d 0 R /ViewerPreferences <</DisplayDocTitle true>>>>",
		pages, text(d.Lang), tree, meta)
	f.object(pages, "<</Type /Pages /Count %d /Kids [%s]>>", len(numbers), refs(numbers))
	for i, p := range l.pages {
		content := f.reserve()
		f.object(numbers[i], "<</Type /Page /Parent %d 0 R /MediaBox [0 0 %g %g] /Contents %d 0 R /StructParents %d /Tabs /S /Resources <</Font <</F0 %d 0 R /F1 %d 0 R>>>>>>",
			pages, pageWidth, pageHeight, content, i, fonts[0], fonts[1])
		f.stream(content, "", []byte(p.content.String()))
	}
	l.structure(f, tree, numbers)
	used := l.used()
	for i, face := range l.faces {
		face.embed(f, fonts[i], used[i])
	}
	f.object(meta, "<</Type /Metadata /Subtype /XML /Length %d>>\nstream\n%s\nendstream", len(about(d)), about(d))
	info := f.reserve()
	f.object(info, "<</Title %s /Author %s>>", text(d.Title), text(d.Author))
	f.end(catalog, info)
	_, err := w.Write(f.Bytes())
	return err
}

func (f *file) end(catalog, info int) {
	start := f.Len()
	fmt.Fprintf(f, "xref\n0 %d\n0000000000 65535 f \n", len(f.offsets)+1)
	for _, at := range f.offsets {
		fmt.Fprintf(f, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(f, "trailer\n<</Size %d /Root %d 0 R /Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(f.offsets)+1, catalog, info, start)
}

// about is what the file says of itself: its title, its language, and that it is made to be read by everybody.
func about(d Document) string {
	return `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">` +
		`<dc:title><rdf:Alt><rdf:li xml:lang="x-default">` + escaped(d.Title) + `</rdf:li></rdf:Alt></dc:title>` +
		`<dc:creator><rdf:Seq><rdf:li>` + escaped(d.Author) + `</rdf:li></rdf:Seq></dc:creator>` +
		`<dc:language><rdf:Bag><rdf:li>` + escaped(d.Lang) + `</rdf:li></rdf:Bag></dc:language><pdfuaid:part>1</pdfuaid:part>` +
		`</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
}

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a builder takes everything
	return b.String()
}

// text is a string of a PDF, in UTF-16 with its mark (7.9.2.2).
func text(s string) string { return "<FEFF" + hex(s) + ">" }

func hex(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String()
}

func refs(numbers []int) string {
	var out []string
	for _, n := range numbers {
		out = append(out, fmt.Sprintf("%d 0 R", n))
	}
	return strings.Join(out, " ")
}
