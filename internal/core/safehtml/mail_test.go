package safehtml_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"switchboard/internal/core/mail/entity"
	"switchboard/internal/core/safehtml"
)

func pictures(id string) string {
	if id == "logo@mail" {
		return "/files/abc"
	}
	return ""
}

// What mail brings is shown without what it could do.
func TestMail(t *testing.T) {
	for _, c := range []struct{ name, page, want string }{
		{"words and marks", `<p>Hello <b>Dana</b></p>`, `<p>Hello <b>Dana</b></p>`},
		{"a script", `<p>a<script>alert(1)</script>b</p>`, `<p>ab</p>`},
		{"a handler", `<p onclick="x()">a</p><img src=x onerror=alert(1)>`, `<p>a</p>`},
		{"a style sheet", `<style>p{background:url(http://a)}</style><p>a</p>`, `<p>a</p>`},
		{"a form", `<form action="http://a"><input name=p><button>Sign in</button></form>`, `Sign in`},
		{"a style that escapes", `<div style="position:fixed;top:0;background:url(//x);text-align:center">a</div>`, `<div style="text-align: center">a</div>`},
		{"dark ink", `<span style="color:#111;font-weight:bold">a</span>`, `<span style="font-weight: bold">a</span>`},
		{"a picture of its own", `<img src="cid:logo@mail" alt="Seal" width="40">`, `<img alt="Seal" width="40" src="/files/abc"/>`},
		{"a picture that is not there", `<img src="cid:gone" alt="Seal">`, `Seal`},
		{"a picture from elsewhere", `<img src="https://track.example/1.gif" alt="Seal">`, `Seal`},
		{"a picture in the text", `<img src="data:image/png;base64,iVBORw0KGgo=">`, `<img src="data:image/png;base64,iVBORw0KGgo=" alt=""/>`},
		{"a drawing in the text", `<img src="data:image/svg+xml;base64,PHN2Zz4=">`, ``},
		{"a drawing", `<svg onload=alert(1)><a href="http://x">t</a></svg>a`, `a`},
		{"a frame", `<iframe src="http://x"></iframe>a`, `a`},
		{"another base", `<base href="http://x/"><a href="/y">a</a>`, `<a>a</a>`},
		{"a reload", `<meta http-equiv=refresh content="0;url=http://x">a`, `a`},
		{"a link tells where it leads", `<a href="https://evil.example/login?x">Your bank</a>`,
			`<a href="https://evil.example/login?x" title="https://evil.example/login?x" rel="nofollow noreferrer noopener" target="_blank">Your bank</a> (evil.example)`},
		{"a link that is its address", `<a href="https://example.gov/">example.gov</a>`,
			`<a href="https://example.gov/" rel="nofollow noreferrer noopener" target="_blank">example.gov</a>`},
		{"a script as a link", `<a href="java&#10;script:alert(1)">a</a>`, `<a>a</a>`},
		{"a comment for one program", `<!--[if mso]><script>1</script><![endif]-->a`, `a`},
	} {
		if got := strings.TrimSpace(string(safehtml.Mail(c.page, pictures).HTML)); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
	if got := safehtml.Mail(`<img src="http://a/1"><img src="//b/2"><img src="cid:gone">`, pictures); got.Remote != 2 {
		t.Errorf("%d pictures lie elsewhere, want 2", got.Remote)
	}
}

// A page that is nested without end, or is very long, costs no more than its bound.
func TestMailIsBounded(t *testing.T) {
	if got := safehtml.Mail(strings.Repeat("<div>", 100_000)+"deep", pictures); !got.Unsound && !got.Cut {
		t.Errorf("a page of 100,000 elements within each other is shown whole: %d bytes", len(got.HTML))
	}
	deep := safehtml.Mail(strings.Repeat("<div>", 300)+"deep", pictures)
	if got := depth(t, string(deep.HTML)); got > 110 || !deep.Cut {
		t.Errorf("depth %d, cut %v", got, deep.Cut)
	}
	if got := safehtml.Mail("<p>"+strings.Repeat("a ", safehtml.MaxPage), pictures); !got.Cut || len(got.HTML) > safehtml.MaxPage+100 {
		t.Errorf("cut %v, %d bytes", got.Cut, len(got.HTML))
	}
	if got := safehtml.Mail(strings.Repeat("<b>a</b>", 60_000), pictures); !got.Cut {
		t.Error("60,000 elements are shown whole")
	}
}

func depth(t *testing.T, page string) int {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	most := 0
	for n := range root.Descendants() {
		up := 0
		for range n.Ancestors() {
			up++
		}
		most = max(most, up)
	}
	return most
}

// Every HTML part of the real mails is shown, and is harmless.
func TestRealMails(t *testing.T) {
	files, err := filepath.Glob("../../../../shared/corpus/mail/*/*")
	if err != nil || len(files) == 0 {
		t.Skip("the corpus of real mails is not here")
	}
	pages := 0
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			continue // a folder
		}
		var d entity.Defects
		entity.Parse(raw, &d).All(func(p *entity.Part) {
			if p.Type != "text/html" {
				return
			}
			pages++
			body, _ := p.DecodedText(safehtml.MaxPage)
			shown := safehtml.Mail(string(body), pictures)
			if shown.Unsound {
				t.Errorf("%s: cannot be shown", file)
			}
			if bad := harm(string(shown.HTML)); bad != "" {
				t.Errorf("%s: %s", file, bad)
			}
		})
	}
	if pages < 20 {
		t.Errorf("only %d HTML parts in %d mails", pages, len(files))
	}
}
