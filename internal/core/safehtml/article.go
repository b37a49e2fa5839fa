package safehtml

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	gmhtml "github.com/yuin/goldmark/renderer/html"
)

// page is what may remain of an article: it may also lead to other pages of ours.
var page = func() *bluemonday.Policy {
	p := newPolicy()
	p.AllowAttrs("href").Matching(regexp.MustCompile(`^(?i:https?:|mailto:|tel:)|^/[A-Za-z0-9_/-]*$`)).OnElements("a")
	p.AllowAttrs("scope").Matching(regexp.MustCompile(`^(col|row)$`)).OnElements("th")
	return p
}()

var written = goldmark.New(
	goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Linkify),
	goldmark.WithRendererOptions(gmhtml.WithXHTML()),
)

// Article shows an article that somebody of the desk wrote in Markdown (CommonMark with tables). Unlike Markdown, which
// shows what people type in a message, it knows headings. Tags in the text are left out.
func Article(markdown string, pictures Pictures) HTML {
	return below(page.Sanitize(pictures.with(render(markdown))))
}

// Document shows an article that was written as HTML.
func Document(source string, pictures Pictures) HTML {
	return below(page.Sanitize(pictures.with(strings.ToValidUTF8(source, "�"))))
}

// render is an article in Markdown as HTML that is yet to be sanitised.
func render(markdown string) string {
	if nested(markdown) {
		return string(Plain(markdown))
	}
	var out bytes.Buffer
	if err := written.Convert([]byte(strings.ToValidUTF8(markdown, "�")), &out); err != nil { // a buffer takes everything
		return string(Plain(markdown))
	}
	return out.String()
}

// styled is a style on a tag: our pages allow none, and a quotation mark in a text is never written as one here.
var styled = regexp.MustCompile(` style="[^"]*"`)

// below keeps the first heading of a page for its title. The sanitiser writes tags in one form only.
func below(html string) HTML {
	html = styled.ReplaceAllString(html, "")
	return HTML(strings.NewReplacer("<h1", "<h2", "</h1>", "</h2>").Replace(html))
}
