// Package safehtml knows which HTML may be shown: it is the one sanitiser at every exit, page, letter, feed or export
// (DESIGN 9.4), for what came by mail and for what people write with marks (Markdown). What it answers holds no script,
// no form, nothing that is fetched from elsewhere, and no style that could reach beyond its place; where a link leads is
// to be read beside it. It refuses to know who wrote the text, and what the pages around it look like. No I/O.
package safehtml

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
)

// HTML is a piece of a page that may be shown as it is. Only this package makes it.
type HTML string

// maxPicture bounds a picture that stands in the text itself, in bytes of its base64 form.
const maxPicture = 400 << 10

var (
	leads   = regexp.MustCompile(`^(?i:https?|mailto|tel):`)
	dataPic = regexp.MustCompile(`^image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+={0,2}$`)
	ours    = regexp.MustCompile(`^/[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*$|^data:image/`)
	whole   = regexp.MustCompile(`^[0-9]{1,4}%?$`)
	word    = regexp.MustCompile(`^[\p{L}\p{N}\p{P}\p{Zs}\p{S}]{0,1000}$`)
	span    = regexp.MustCompile(`^[0-9]{1,3}$`)
	number  = regexp.MustCompile(`^[0-9]{1,9}$`)
)

// policy is what may remain. What a tag says is kept when the tag is not, but for those whose content is no text.
var policy = newPolicy()

func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "div", "span", "b", "strong", "i", "em", "u", "s", "del", "ins", "small", "sub", "sup", "code",
		"kbd", "samp", "pre", "blockquote", "ul", "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "a", "img",
		"table", "caption", "thead", "tbody", "tfoot", "tr", "address", "center", "abbr", "cite", "q", "tt", "figure", "figcaption")
	p.AllowAttrs("colspan", "rowspan").Matching(span).OnElements("td", "th")
	p.AllowNoAttrs().OnElements("td", "th", "ol", "span", "a")
	p.AllowAttrs("start").Matching(number).OnElements("ol")
	p.AllowAttrs("value").Matching(number).OnElements("li")
	p.AllowAttrs("href").Matching(leads).OnElements("a")
	p.AllowAttrs("title").Matching(word).OnElements("a", "abbr")
	p.AllowAttrs("src").Matching(ours).OnElements("img")
	p.AllowAttrs("alt").Matching(word).OnElements("img")
	p.AllowAttrs("width", "height").Matching(whole).OnElements("img")
	p.AllowAttrs("dir").Matching(regexp.MustCompile(`^(ltr|rtl|auto)$`)).Globally()
	p.AllowAttrs("lang").Matching(regexp.MustCompile(`^[A-Za-z0-9-]{1,35}$`)).Globally()
	// No colour: what was dark ink on white paper could not be read on a dark ground. No size, place or picture.
	p.AllowStyles("text-align").MatchingEnum("left", "right", "center", "justify", "start", "end").Globally()
	p.AllowStyles("font-weight").MatchingEnum("bold", "normal").Globally()
	p.AllowStyles("font-style").MatchingEnum("italic", "normal").Globally()
	p.AllowStyles("text-decoration").MatchingEnum("underline", "line-through", "none").Globally()
	p.AllowURLSchemes("http", "https", "mailto", "tel")
	p.AllowURLSchemeWithCustomPolicy("data", func(u *url.URL) bool { return len(u.Opaque) <= maxPicture && dataPic.MatchString(u.Opaque) })
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(true) // of pictures, and those only in the form of ours; a link must name its scheme
	p.RequireNoFollowOnLinks(true)
	p.RequireNoReferrerOnLinks(true)
	p.AddTargetBlankToFullyQualifiedLinks(true) // with it comes rel=noopener
	p.SkipElementsContent("title", "noscript", "template", "svg", "math", "object", "embed", "applet", "iframe", "frameset", "select", "textarea",
		"audio", "video", "canvas", "noembed", "noframes", "xmp", "plaintext")
	return p
}

// target is where a link leads, in the few letters that tell one place from another; false for what is no link of ours.
func target(dest string) (string, bool) {
	u, err := url.Parse(strings.TrimSpace(dest))
	if err != nil || !leads.MatchString(dest) {
		return "", false
	}
	if u.Host != "" {
		return u.Host, true
	}
	return strings.TrimPrefix(u.Opaque, "//"), u.Opaque != ""
}

// tells reports whether the words of a link say themselves where it leads.
func tells(words, dest string) bool {
	words = strings.ToLower(strings.TrimSpace(words))
	bare := strings.ToLower(strings.TrimSpace(dest))
	for _, p := range []string{"https://", "http://", "mailto:", "tel:"} {
		words, bare = strings.TrimPrefix(words, p), strings.TrimPrefix(bare, p)
	}
	return strings.TrimSuffix(words, "/") == strings.TrimSuffix(bare, "/")
}
