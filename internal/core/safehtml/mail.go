package safehtml

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Bounds of a page of a mail.
const (
	MaxPage = 2 << 20 // bytes that are read
	maxNode = 50_000  // elements and texts
	maxDeep = 100     // elements within elements that are kept
)

// Page is what may be shown of an HTML mail.
type Page struct {
	HTML    HTML
	Remote  int  // pictures that lie elsewhere, and so are not shown
	Cut     bool // it was longer than is shown
	Unsound bool // it cannot be shown at all, such as for being nested without end; the plain text can
}

// Mail makes of the HTML of a mail what may be shown. Pictures that the mail itself brings are asked of picture by their
// Content-ID (RFC 2392), which answers an address of ours or a data: URL, or "" for one that is not to be shown.
func Mail(page string, picture func(id string) string) Page {
	var out Page
	if len(page) > MaxPage {
		page, out.Cut = page[:MaxPage], true
	}
	root, err := html.Parse(strings.NewReader(strings.ToValidUTF8(page, "�")))
	if err != nil {
		return Page{Unsound: true}
	}
	w := &walker{picture: picture, left: maxNode, page: &out}
	w.children(root, 0)
	var text strings.Builder
	if err := html.Render(&text, root); err != nil { // a tree that a parser made and we only cut can be written
		return Page{Unsound: true}
	}
	out.HTML = HTML(policy.Sanitize(text.String()))
	return out
}

// walker makes a tree of a mail ready for the policy: it bounds it, answers its pictures and writes beside each link
// where it leads.
type walker struct {
	picture func(string) string
	left    int
	page    *Page
}

func (w *walker) children(n *html.Node, depth int) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if w.left--; w.left < 0 || depth > maxDeep {
			w.page.Cut = true
			n.RemoveChild(c)
			c = next
			continue
		}
		if c.Type == html.ElementNode {
			w.element(c)
		}
		w.children(c, depth+1)
		if c.DataAtom == atom.A {
			next = after(c)
		}
		c = next
	}
}

func (w *walker) element(n *html.Node) {
	if n.DataAtom != atom.Img {
		return
	}
	src := attr(n, "src")
	id, mine := strings.CutPrefix(src, "cid:")
	switch {
	case mine:
		src = w.picture(strings.Trim(id, "<> "))
	case strings.HasPrefix(src, "data:"):
		if len(src) > maxPicture || !dataPic.MatchString(strings.TrimPrefix(src, "data:")) {
			src = ""
		}
	default:
		src = ""
		w.page.Remote++
	}
	set(n, "src", src)
	if src == "" { // what it is called stands in its place
		n.Type, n.Data, n.DataAtom, n.Attr = html.TextNode, oneLine(attr(n, "alt")), 0, nil
		return
	}
	n.Attr = append(n.Attr, html.Attribute{Key: "alt"}) // where it has one already, that comes first
}

// after writes where a link leads behind it, and answers what comes next in its parent.
func after(a *html.Node) *html.Node {
	next, dest := a.NextSibling, strings.TrimSpace(attr(a, "href"))
	where, ok := target(dest)
	if !ok || tells(words(a), dest) || a.Parent == nil {
		return next
	}
	set(a, "title", oneLine(dest))
	a.Parent.InsertBefore(&html.Node{Type: html.TextNode, Data: " (" + oneLine(where) + ")"}, next)
	return next
}

// words are the text of a tree.
func words(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var out strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		out.WriteString(words(c))
	}
	return out.String()
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// set gives an attribute one value, whatever it had.
func set(n *html.Node, name, value string) {
	kept := n.Attr[:0:0]
	for _, a := range n.Attr {
		if a.Key != name {
			kept = append(kept, a)
		}
	}
	if value != "" {
		kept = append(kept, html.Attribute{Key: name, Val: value})
	}
	n.Attr = kept
}

// maxTitle bounds what is said of a link or a picture, in bytes.
const maxTitle = 500

func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	if len(s) > maxTitle {
		s = strings.ToValidUTF8(s[:maxTitle], "") + "…"
	}
	return s
}
