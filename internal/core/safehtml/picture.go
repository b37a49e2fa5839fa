package safehtml

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Shown is a picture as a page shows it: where it is fetched, a path of ours, and how large it is, so that nothing on the
// page moves when it arrives.
type Shown struct {
	Src           string
	Width, Height int // dots
}

// Pictures answers the picture that a text calls so; false for one that the desk does not have, of which the words that stand
// for it remain.
type Pictures func(ref string) (Shown, bool)

// Refs are the pictures that an article in Markdown or, as a document, in HTML calls by name, each once: whatever its writer
// put where the picture lies.
func Refs(source string, document bool) []string {
	if !document {
		source = render(source)
	}
	var refs []string
	images(source, func(t *html.Token) {
		if src := srcOf(t); src != nil && !slices.Contains(refs, src.Val) {
			refs = append(refs, src.Val)
		}
	})
	return refs
}

// with puts the pictures that an article calls by name into its HTML, before that is sanitised.
func (of Pictures) with(source string) string {
	if of == nil {
		return source
	}
	return images(source, func(t *html.Token) {
		src := srcOf(t)
		if src == nil {
			return
		}
		p, ok := of(src.Val)
		if !ok {
			return
		}
		src.Val = p.Src
		p.fit(t.Attr)
		t.Attr = slices.DeleteFunc(t.Attr, func(a html.Attribute) bool { return a.Key == "width" || a.Key == "height" })
		t.Attr = append(t.Attr, html.Attribute{Key: "width", Val: strconv.Itoa(p.Width)}, html.Attribute{Key: "height", Val: strconv.Itoa(p.Height)})
	})
}

// fit makes a picture as wide as its writer wanted it, if they wanted it smaller than it is.
func (p *Shown) fit(attrs []html.Attribute) {
	for _, a := range attrs {
		if n, err := strconv.Atoi(a.Val); a.Key == "width" && err == nil && n > 0 && n < p.Width {
			p.Width, p.Height = n, max(1, p.Height*n/p.Width)
		}
	}
}

// images answers an HTML text with each of its pictures as change leaves it, and all else as it is.
func images(source string, change func(*html.Token)) string {
	var out strings.Builder
	for z := html.NewTokenizer(strings.NewReader(source)); z.Next() != html.ErrorToken; {
		raw := string(z.Raw())
		if t := z.Token(); t.DataAtom == atom.Img && (t.Type == html.StartTagToken || t.Type == html.SelfClosingTagToken) {
			change(&t)
			raw = t.String()
		}
		out.WriteString(raw)
	}
	return out.String()
}

// srcOf is where a picture lies; nil where that is not said.
func srcOf(t *html.Token) *html.Attribute {
	if i := slices.IndexFunc(t.Attr, func(a html.Attribute) bool { return a.Key == "src" && a.Val != "" }); i >= 0 {
		return &t.Attr[i]
	}
	return nil
}
