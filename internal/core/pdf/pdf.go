// Package pdf knows how to print a few headings, paragraphs, lists and tables as a tagged PDF: one that a screen reader
// reads in order, with its headings, its lists and the headers of its tables (ISO 32000-1, 14.8; ISO 14289-1). It refuses
// to know what they say, and it fetches nothing: a document is a function of its words, the same words the same bytes.
package pdf

import "io"

// Document is what is printed: a title across the page, then the blocks in two columns.
type Document struct {
	Title  string // the first heading, and what a reader's window is called
	Under  string // a line under the title; may be empty
	Author string
	Lang   string // BCP 47: "en", "es"
	Blocks []Block
}

// Block is one of Heading, Paragraph, List and Table.
type Block interface {
	lay(*layout)
}

// Heading begins a section, below the title.
type Heading string

// Paragraph is running text.
type Paragraph []Run

// Run is a stretch of text in one weight.
type Run struct {
	Text string
	Bold bool
}

// List has an item per entry, numbered or with a dot.
type List struct {
	Items    []Paragraph
	Numbered bool
}

// Table has headers above its columns and one before each row: the first cell.
type Table struct {
	Head []string
	Rows [][]string
}

// A page is US Letter, in points; the desk is an American state's.
const (
	pageWidth, pageHeight = 612.0, 792.0
	margin                = 42.0
	gutter                = 24.0
	columns               = 2
)

// The size of running text, from large print down to what is still print (6.5 points at least): the largest that fits.
var sizes = []float64{12, 11.5, 11, 10.5, 10, 9.5, 9, 8.5, 8, 7.5, 7, 6.5}

// Write prints the document on one page, smaller where it must be, and on more pages only where the smallest print does
// not fit one. Errors are those of w.
func Write(w io.Writer, d Document) error {
	faces, err := load()
	if err != nil {
		return err
	}
	var l *layout
	for _, size := range sizes {
		if l = set(d, faces, size); len(l.pages) == 1 {
			break
		}
	}
	return l.write(w, d)
}
