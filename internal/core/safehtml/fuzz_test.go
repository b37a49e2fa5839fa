package safehtml_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"

	"switchboard/internal/core/safehtml"
)

// harmless are the elements that may be in an answer, written down apart from the policy.
var harmless = strings.Fields(`html head body p br hr div span b strong i em u s del ins small sub sup code kbd samp pre blockquote ul ol li dl dt dd
	h1 h2 h3 h4 h5 h6 a img table caption thead tbody tfoot tr td th address center abbr cite q tt figure figcaption`)

var quiet = strings.Fields(`href title src alt width height colspan rowspan start value dir lang style rel target`)

// harm walks what a browser would make of an answer and names the first thing in it that could act: an independent
// judge, which knows nothing of how the answer was made.
func harm(page string) string {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return err.Error()
	}
	for n := range root.Descendants() {
		switch n.Type {
		case html.CommentNode:
			return "a comment"
		case html.ElementNode:
			if n.Namespace != "" || !slices.Contains(harmless, n.Data) {
				return "element " + n.Namespace + n.Data
			}
		}
		for _, a := range n.Attr {
			if bad := harmOf(n.Data, a.Key, a.Val); bad != "" {
				return fmt.Sprintf("%s %s=%q: %s", n.Data, a.Key, a.Val, bad)
			}
		}
	}
	return ""
}

func harmOf(element, key, value string) string {
	lower := strings.ToLower(strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}, value))
	switch {
	case !slices.Contains(quiet, key):
		return "an attribute that has no place here"
	case key == "href":
		u, err := url.Parse(value)
		if err != nil || !slices.Contains([]string{"http", "https", "mailto", "tel"}, u.Scheme) {
			return "leads to where nothing should"
		}
	case key == "src" && !strings.HasPrefix(value, "/files/abc") && !strings.HasPrefix(lower, "data:image/png;base64,") &&
		!strings.HasPrefix(lower, "data:image/gif;base64,") && !strings.HasPrefix(lower, "data:image/jpeg;base64,") && !strings.HasPrefix(lower, "data:image/webp;base64,"):
		return "is fetched from elsewhere"
	case key == "style" && strings.ContainsAny(lower, `(@\<`):
		return "a style that does more than words"
	case key == "style" && (strings.Contains(lower, "position") || strings.Contains(lower, "url")):
		return "a style that escapes"
	case key == "target" && value != "_blank":
		return "a target"
	}
	if element != "a" && (key == "href" || key == "target") {
		return "a link that is none"
	}
	return ""
}

func FuzzMail(f *testing.F) {
	for _, seed := range []string{
		`<p onclick=x>a<script>alert(1)</script><img src="cid:logo@mail"><img src=//x/y>`, `<a href="javascript:alert(1)" style="background:url(x)">a</a>`,
		`<svg><style><img src=x onerror=alert(1)></style></svg>`, `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`,
		`<noscript><p title="</noscript><img src=x onerror=alert(1)>">`, `<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>`,
		`<img src="data:image/png;base64,AAAA" srcset="http://x 2x">`, `<base href=http://x><a href=y>`, "<a href=\"\x01javascript:1\">", `<template><img src=x onerror=1></template>`,
		`<table><td><select><option><img src=x onerror=1></select>`, `<p style="text-align:center;x:expression(alert(1))">`, `<xmp><p title="</xmp><img src=x onerror=1>">`,
		`<div title="` + "\x00" + `"><?xml ?><![CDATA[<script>]]>`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, page string) {
		got := safehtml.Mail(page, pictures)
		if bad := harm(string(got.HTML)); bad != "" {
			t.Errorf("%q became %q: %s", page, got.HTML, bad)
		}
		if again := safehtml.Mail(string(got.HTML), pictures); harm(string(again.HTML)) != "" {
			t.Errorf("%q is not harmless a second time", page)
		}
	})
}

func FuzzMarkdown(f *testing.F) {
	for _, seed := range []string{"*a* _b_ `c`\n\n- d\n1. e\n> f\n```g\nh\n```", "[a](javascript:b) ![c](http://d \"e\") <http://f> g@h.i www.j.k", `<script>alert(1)</script>`,
		"[a]( data:text/html,<script>alert(1)</script> )", "[a](<java\tscript:x>)", "\\* &lt; \x00\xff", "    a\n\tb", "[x](http://a\"onmouseover=alert(1))"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := string(safehtml.Markdown(text))
		if bad := harm(got); bad != "" {
			t.Errorf("%q became %q: %s", text, got, bad)
		}
		if !utf8.ValidString(got) {
			t.Errorf("%q became no UTF-8: %q", text, got)
		}
	})
}
