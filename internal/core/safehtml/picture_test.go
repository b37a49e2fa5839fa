package safehtml_test

import (
	"slices"
	"strings"
	"testing"

	"switchboard/internal/core/safehtml"
)

func have(ref string) (safehtml.Shown, bool) {
	if ref == "img/a%20b.png" || ref == "a.gif" {
		return safehtml.Shown{Src: "/articles/7/pictures/abc", Width: 640, Height: 480}, true
	}
	return safehtml.Shown{}, false
}

// A picture that the desk has is shown as large as it is, or smaller where its writer says so; of any other its words remain.
func TestPicturesOfArticles(t *testing.T) {
	const shown = `src="/articles/7/pictures/abc"`
	for in, want := range map[string]string{
		`![The light](<img/a b.png>)`:     `<p><img ` + shown + ` alt="The light" width="640" height="480"/></p>`,
		`![Gone](img/gone.png)`:           `<p><img alt="Gone"/></p>`,
		`![Far](https://x.example/a.png)`: `<p><img alt="Far"/></p>`,
		`![up](../../a.gif)`:              `<p><img alt="up"/></p>`,
		"`![no](a.gif)`":                  "<p><code>![no](a.gif)</code></p>",
	} {
		if got := strings.TrimSpace(string(safehtml.Article(in, have))); got != want {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
	}
	for in, want := range map[string]string{
		`<IMG SRC="a.gif" onerror=x alt='A "light"' width=320 height=1>`: `<img ` + shown + ` alt="A &#34;light&#34;" width="320" height="240">`,
		`<img src=a.gif width=9000 style="position:fixed">`:              `<img ` + shown + ` width="640" height="480">`,
		`<img alt=none>`:                      `<img alt="none">`,
		`<img src="javascript:bad()" alt=x>y`: `<img alt="x">y`,
	} {
		if got := string(safehtml.Document(in, have)); got != want {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
	}
}

// What a text calls is found by the same reading that shows it.
func TestRefs(t *testing.T) {
	if got := safehtml.Refs("![a](<img/a b.png>) ![b](b.png \"t\") ![a](<img/a b.png>)\n\n    ![code](c.png)\n\n[l](d.png) ![](e.png)", false); !slices.Equal(got, []string{"img/a%20b.png", "b.png", "e.png"}) {
		t.Errorf("Markdown: %q", got)
	}
	if got := safehtml.Refs(`<p><img src="a.png"><img alt=x><!-- <img src=b.png> --><img src='c.png?1'>`, true); !slices.Equal(got, []string{"a.png", "c.png?1"}) {
		t.Errorf("HTML: %q", got)
	}
}
