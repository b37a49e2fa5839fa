package pdf

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func document() *rapid.Generator[Document] {
	words := rapid.StringMatching(`[A-Za-zñáé¿ 0-9.<&()\\]{0,60}`)
	runs := rapid.Map(words, func(s string) Paragraph { return Paragraph{{Text: s + "x", Bold: true}, {Text: s}} })
	block := rapid.OneOf(
		rapid.Map(words, func(s string) Block { return Heading("H" + s) }),
		rapid.Map(runs, func(p Paragraph) Block { return p }),
		rapid.Map(rapid.SliceOfN(runs, 1, 5), func(items []Paragraph) Block { return List{Items: items, Numbered: len(items)%2 == 0} }),
		rapid.Map(rapid.SliceOfN(words, 1, 5), func(cells []string) Block {
			t := Table{Head: []string{"When", "What"}}
			for _, c := range cells {
				t.Rows = append(t.Rows, []string{"r" + c, "c" + c})
			}
			return t
		}),
	)
	return rapid.Custom(func(t *rapid.T) Document {
		return Document{Title: "A" + words.Draw(t, "title"), Under: words.Draw(t, "under"), Author: "OMES", Lang: "en",
			Blocks: rapid.SliceOfN(block, 0, 60).Draw(t, "blocks")}
	})
}

// said is the text below an element, in reading order, out of what was drawn.
func said(l *layout) string {
	var b strings.Builder
	for _, p := range l.all {
		for _, w := range p.words {
			b.WriteString(w.text)
		}
	}
	return b.String()
}

func wanted(d Document) string {
	var b strings.Builder
	b.WriteString(d.Title + d.Under)
	paragraph := func(p Paragraph) {
		for _, r := range p {
			b.WriteString(r.Text)
		}
	}
	for _, block := range d.Blocks {
		switch block := block.(type) {
		case Heading:
			b.WriteString(string(block))
		case Paragraph:
			paragraph(block)
		case List:
			for i, item := range block.Items {
				if block.Numbered {
					b.WriteString(strconv.Itoa(i+1) + ".")
				} else {
					b.WriteString("•")
				}
				paragraph(item)
			}
		case Table:
			b.WriteString(strings.Join(block.Head, ""))
			for _, row := range block.Rows {
				b.WriteString(strings.Join(row, ""))
			}
		}
	}
	return plain(b.String())
}

// Whatever is laid out, every word is there in reading order, nothing stands outside the paper, and each mark belongs to
// one element, which knows it.
func TestNothingIsLostOnPaper(t *testing.T) {
	faces, err := load()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		d := document().Draw(t, "document")
		l := set(d, faces, rapid.SampledFrom(sizes).Draw(t, "size"))
		if got, want := said(l), wanted(d); got != want {
			t.Fatalf("printed %q, want %q", got, want)
		}
		marks := 0
		for _, p := range l.pages {
			marks += len(p.marks)
			for _, at := range regexp.MustCompile(`1 0 0 1 (\S+) (\S+) Tm`).FindAllStringSubmatch(p.content.String(), -1) {
				x, _ := strconv.ParseFloat(at[1], 64)
				y, _ := strconv.ParseFloat(at[2], 64)
				if x < margin-0.01 || x > pageWidth-margin || y < margin/2 || y > pageHeight-margin {
					t.Fatalf("a word stands at %g, %g", x, y)
				}
			}
			for id, e := range p.marks {
				if !strings.Contains(fmt.Sprint(e.kids), fmt.Sprint(id)) {
					t.Fatalf("element %s does not know its mark %d", e.kind, id)
				}
			}
		}
		if owned := count(l.root); owned != marks {
			t.Fatalf("%d marks are drawn, %d are owned", marks, owned)
		}
	})
}

func count(e *element) int {
	n := 0
	for _, kid := range e.kids {
		if kid, ok := kid.(*element); ok {
			n += count(kid)
		} else {
			n++
		}
	}
	return n
}

// The table of objects points at each object, as readers need it (ISO 32000-1, 7.5.4), and the same words are the same bytes.
func TestFile(t *testing.T) {
	d := Document{Title: "Getting started", Lang: "es", Author: "OIT", Blocks: []Block{
		Heading("¿Qué?"), Paragraph{{Text: "Llame al "}, {Text: "303", Bold: true}}, List{Items: []Paragraph{{{Text: "one"}}}},
		Table{Head: []string{"a", "b"}, Rows: [][]string{{"c", "d"}}}}}
	var b, again bytes.Buffer
	if err := Write(&b, d); err != nil {
		t.Fatal(err)
	}
	if err := Write(&again, d); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Errorf("the same document is not the same bytes: %v", err)
	}
	entries := regexp.MustCompile(`(?m)^(\d{10}) 00000 n `).FindAllSubmatch(b.Bytes(), -1)
	if len(entries) < 20 {
		t.Fatalf("%d objects", len(entries))
	}
	for i, entry := range entries {
		at, _ := strconv.Atoi(string(entry[1]))
		if head := fmt.Sprintf("%d 0 obj\n", i+1); !bytes.HasPrefix(b.Bytes()[at:], []byte(head)) {
			t.Errorf("object %d does not begin at %d", i+1, at)
		}
	}
	for _, want := range []string{"/MarkInfo <</Marked true>>", "/Lang " + text("es"), "/S /H1", "/S /H2", "/S /LBody", "/Scope /Row", "/Scope /Column", "<pdfuaid:part>1<", "DisplayDocTitle true"} {
		if !bytes.Contains(b.Bytes(), []byte(want)) {
			t.Errorf("the file lacks %q", want)
		}
	}
}

// A word wider than its column is cut, and a document too long for a page has more.
func TestTooMuch(t *testing.T) {
	faces, err := load()
	if err != nil {
		t.Fatal(err)
	}
	long := Paragraph{{Text: strings.Repeat("W", 400)}}
	d := Document{Title: "T", Lang: "en"}
	for range 200 {
		d.Blocks = append(d.Blocks, long)
	}
	l := set(d, faces, sizes[len(sizes)-1])
	if len(l.pages) < 2 {
		t.Errorf("%d pages", len(l.pages))
	}
	for _, p := range l.pieces {
		for _, w := range p.words {
			if right := w.x + faces[w.face].width(&l.buffer, w.text, w.size); right > l.width+0.01 {
				t.Fatalf("a line is %g wide in a column of %g", right, l.width)
			}
		}
	}
}
