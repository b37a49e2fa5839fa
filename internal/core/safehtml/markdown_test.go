package safehtml_test

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"switchboard/internal/core/safehtml"
)

// What people write is shown as they meant it; who knows nothing of marks loses nothing by them.
func TestMarkdown(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"lines stay lines", "one\ntwo\n\nthree", "<p>one<br>\ntwo</p>\n<p>three</p>\n"},
		{"a path keeps its strokes", `Open \\files\_old_\x and C:\*.txt`, `<p>Open \\files\_old_\x and C:\*.txt</p>` + "\n"},
		{"a tag is text", "<b>bold</b> & <script>alert(1)</script>", "<p>&lt;b&gt;bold&lt;/b&gt; &amp; &lt;script&gt;alert(1)&lt;/script&gt;</p>\n"},
		{"an entity is text", "&nbsp;&lt;", "<p>&amp;nbsp;&amp;lt;</p>\n"},
		{"emphasis", "this is *so* and **that** is _it_", "<p>this is <em>so</em> and <strong>that</strong> is <em>it</em></p>\n"},
		{"a measure is none", "5*10*20 mm, snake_case_name", "<p>5*10*20 mm, snake_case_name</p>\n"},
		{"no headings", "# not a title\nTitle\n=====\n-----", "<p># not a title<br>\nTitle<br>\n=====<br>\n-----</p>\n"},
		{"a list", "- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"},
		{"numbers are those that were typed", "3. c\n7. g", "<ol start=\"3\">\n<li value=\"3\">c</li>\n<li value=\"7\">g</li>\n</ol>\n"},
		{"a quotation", "> said\n> so\n\nyes", "<blockquote>\n<p>said<br>\nso</p>\n</blockquote>\n<p>yes</p>\n"},
		{"code", "run `a < b`", "<p>run <code>a &lt; b</code></p>\n"},
		{"a block of code", "```sh\nls  -l\n```", "<pre><small>sh</small>\n<code>ls  -l\n</code></pre>\n"},
		{"indented is no code", "    four spaces", "<p>four spaces</p>\n"},
		{"an address", "see https://example.gov/a?b=1&c=2.", `<p>see <a href="https://example.gov/a?b=1&amp;c=2" rel="nofollow noreferrer noopener" target="_blank">https://example.gov/a?b=1&amp;c=2</a>.</p>` + "\n"},
		{"a mail address", "to dana@example.gov", `<p>to <a href="mailto:dana@example.gov" rel="nofollow noreferrer">dana@example.gov</a></p>` + "\n"},
		{"a link says where it leads", "[your bank](https://evil.example/x)", `<p><a href="https://evil.example/x" rel="nofollow noreferrer noopener" target="_blank">your bank</a> (https://evil.example/x)</p>` + "\n"},
		{"a script is no link", "[x](javascript:alert)", "<p>x (javascript:alert)</p>\n"},
		{"a picture is a link", "![map](https://maps.example/m.png)", `<p><a href="https://maps.example/m.png" rel="nofollow noreferrer noopener" target="_blank">map</a> (https://maps.example/m.png)</p>` + "\n"},
		{"a definition is text", "[a]: https://example.gov", `<p>[a]: <a href="https://example.gov" rel="nofollow noreferrer noopener" target="_blank">https://example.gov</a></p>` + "\n"},
	} {
		if got := string(safehtml.Markdown(c.text)); got != c.want {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

// No mark takes a letter away, in whatever order people put marks and words.
func TestNoWordIsLost(t *testing.T) {
	piece := rapid.SampledFrom([]string{"word", "Ärger", `\`, "*", "**", "_", "`", "```", ">", "> ", "- ", "+ ", "# ", "[", "]", "(", ")", "![", "](x)", `](http://a.b "c")`,
		"<", "</b>", "<b ", "&amp;", "&", "http://a.example/b", "www.example.gov", "a@b.example", "\n", "\n\n", "    ", " ", "~", "~~", "|", "=", "---", "\t", ":", "'", `"`})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(piece, 0, 40).Draw(t, "text"), "")
		got := visible(t, string(safehtml.Markdown(text)))
		i := 0
		shown := []rune(letters(got))
		for _, r := range letters(text) { // each letter in its order; where a link leads may stand between
			for i < len(shown) && shown[i] != r {
				i++
			}
			if i == len(shown) {
				t.Fatalf("%q lost letters: %q", text, got)
			}
			i++
		}
	})
}

type failer interface{ Fatalf(string, ...any) }

func visible(t failer, page string) string {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatalf("%v", err)
	}
	var out strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode {
			out.WriteString(n.Data)
		}
	}
	return out.String()
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, s)
}

// What costs most of the texts that are built to cost is bounded by their length: 50 ms.
func BenchmarkMarkdownWorst(b *testing.B) {
	for _, piece := range []string{"[", "*a ", "_a_", "`", "``a", "> ", "<", "[a](", "\n- ", "*_"} {
		text := strings.Repeat(piece, safehtml.MaxMarked/len(piece))
		b.Run(piece, func(b *testing.B) {
			for b.Loop() {
				safehtml.Markdown(text)
			}
		})
	}
}

// A usual entry of a timeline.
func BenchmarkMarkdown(b *testing.B) {
	text := "Good morning,\n\nI see three sign-ins a minute from your laptop. I think an *old* password is in the way:\n\n- close Outlook\n- open https://example.gov/reset\n\nThank you"
	for b.Loop() {
		safehtml.Markdown(text)
	}
}
