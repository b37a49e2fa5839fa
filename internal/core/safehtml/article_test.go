package safehtml_test

import (
	"strings"
	"testing"

	"switchboard/internal/core/safehtml"
)

// An article has headings, lists, tables and links, below the title of its page; what it could do is taken away (DESIGN 9.4).
func TestArticle(t *testing.T) {
	for in, want := range map[string]string{
		"# One\n\nText":                    "<h2>One</h2>\n<p>Text</p>",
		"1. a\n2. b":                       "<ol>\n<li>a</li>\n<li>b</li>\n</ol>",
		"[us](/articles/3)":                `<p><a href="/articles/3" rel="nofollow noreferrer">us</a></p>`,
		"[x](javascript:alert(1))":         "<p><a>x</a></p>",
		"[x](//evil.example)":              "<p><a>x</a></p>",
		"a <script>alert(1)</script> b":    "<p>a alert(1) b</p>",
		"![p](https://evil.example/x.png)": `<p><img alt="p"/></p>`,
		`say style="x"`:                    "<p>say style=&#34;x&#34;</p>",
		"| a |\n|:-:|\n| b |":              "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n</tbody>\n</table>",
		"<b onclick=x>hi</b>":              "<p>hi</p>",
		strings.Repeat("> ", 40) + "deep":  "",
	} {
		got := string(safehtml.Article(in, nil))
		if want != "" && strings.TrimSpace(got) != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	got := string(safehtml.Document(`<h1 onload=x>T</h1><script>bad()</script><p style="text-align:center">A <a href="/service">b</a><form><input></form></p><iframe src=x>y</iframe>`, nil))
	if want := `<h2>T</h2><p>A <a href="/service" rel="nofollow noreferrer">b</a></p>`; got != want {
		t.Errorf("a document: %q, want %q", got, want)
	}
}

// FuzzArticle: nothing that runs or fetches survives.
func FuzzArticle(f *testing.F) {
	for _, s := range []string{"# a", "<svg/onload=x>", "[a](javascript:x)", "| a |\n|---|\n| b |", "![](data:text/html,x)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		any := func(string) (safehtml.Shown, bool) {
			return safehtml.Shown{Src: "/articles/1/pictures/a", Width: 3, Height: 2}, true
		}
		for _, out := range []safehtml.HTML{safehtml.Article(s, any), safehtml.Document(s, any)} {
			low := strings.ToLower(string(out))
			for _, bad := range []string{"<script", "<iframe", "<svg", "<form", "<h1", `href="javascript:`, "<style"} {
				if strings.Contains(low, bad) {
					t.Fatalf("%q of %q holds %s", out, s, bad)
				}
			}
		}
	})
}
