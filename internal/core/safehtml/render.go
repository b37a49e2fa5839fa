package safehtml

import (
	"bytes"
	"html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// faithful writes what the ordinary renderer would lose: where a link leads, the number of a point of a list, what
// somebody wrote behind the mark that opens a block of code. A picture becomes a link: nothing is fetched from elsewhere.
type faithful struct{}

func (f faithful) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindLink, f.link)
	r.Register(ast.KindImage, f.image)
	r.Register(ast.KindAutoLink, f.auto)
	r.Register(ast.KindListItem, f.point)
	r.Register(ast.KindFencedCodeBlock, f.code)
}

func (faithful) link(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	at := n.(*ast.Link)
	return around(w, source, n, string(at.Destination), string(at.Title), entering)
}

func (faithful) image(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	at := n.(*ast.Image)
	return around(w, source, n, string(at.Destination), string(at.Title), entering)
}

// around writes what stands before and after the words of a link: whoever typed where it leads sees all of it. A link that
// may not be followed is its words and where it would have led.
func around(w util.BufWriter, source []byte, n ast.Node, dest, title string, entering bool) (ast.WalkStatus, error) {
	_, ok := target(dest)
	if entering {
		if ok {
			_, _ = w.WriteString(`<a href="` + html.EscapeString(dest) + `">`)
		}
		return ast.WalkContinue, nil
	}
	if ok {
		_, _ = w.WriteString(`</a>`)
	}
	if title != "" {
		dest += " " + title
	}
	if dest != "" && !tells(said(source, n), dest) {
		_, _ = w.WriteString(" (" + html.EscapeString(oneLine(dest)) + ")")
	}
	return ast.WalkContinue, nil
}

// said are the words between the marks of a link.
func said(source []byte, n ast.Node) string {
	var out strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && entering {
			out.Write(t.Segment.Value(source))
		}
		return ast.WalkContinue, nil
	})
	return out.String()
}

// auto writes an address that stands in the text.
func (faithful) auto(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	at := n.(*ast.AutoLink)
	dest, label := string(at.URL(source)), string(at.Label(source))
	if at.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(dest), "mailto:") {
		dest = "mailto:" + dest
	}
	if _, ok := target(dest); !ok {
		_, _ = w.WriteString(html.EscapeString(label))
		return ast.WalkContinue, nil
	}
	_, _ = w.WriteString(`<a href="` + html.EscapeString(dest) + `">` + html.EscapeString(label) + `</a>`)
	return ast.WalkContinue, nil
}

// numbered is what stands before the words of a numbered point.
var numbered = regexp.MustCompile(`([0-9]{1,9})[.)][ \t]*$`)

// point writes one point of a list. Its number is the one that was typed: people number what they quote.
func (faithful) point(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, _ = w.WriteString("</li>\n")
		return ast.WalkContinue, nil
	}
	list, _ := n.Parent().(*ast.List)
	if first := n.FirstChild(); list != nil && list.IsOrdered() && first != nil && first.Lines().Len() > 0 {
		line := source[:first.Lines().At(0).Start]
		line = line[bytes.LastIndexByte(line, '\n')+1:]
		if m := numbered.FindSubmatch(line); m != nil {
			_, _ = w.WriteString(`<li value="` + string(m[1]) + `">`)
			return ast.WalkContinue, nil
		}
	}
	_, _ = w.WriteString("<li>")
	return ast.WalkContinue, nil
}

func (faithful) code(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	_, _ = w.WriteString("<pre>")
	if info := n.(*ast.FencedCodeBlock).Info; info != nil {
		_, _ = w.WriteString("<small>" + html.EscapeString(string(info.Segment.Value(source))) + "</small>\n")
	}
	_, _ = w.WriteString("<code>")
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		escape(w, line.Value(source))
	}
	_, _ = w.WriteString("</code></pre>\n")
	return ast.WalkSkipChildren, nil
}
