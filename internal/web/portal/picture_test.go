package portal_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"net/http"
	"testing"

	"switchboard/internal/core/access"
	"switchboard/internal/core/kb"
	"switchboard/internal/desk"
	"switchboard/internal/webtest"
)

// pictured imports an article with a picture of its own.
func (h *house) pictured(audience kb.Audience) (article int64, picture string) {
	h.t.Helper()
	m := image.NewPaletted(image.Rect(0, 0, 1200, 500), color.Palette{color.RGBA{0x1b, 0x5e, 0x7a, 0xff}, color.White})
	for x := 400; x < 800; x++ {
		for y := 150; y < 350; y++ {
			m.SetColorIndex(x, y, 1)
		}
	}
	var raw bytes.Buffer
	h.must(png.Encode(&raw, m))
	d, err := kb.Draw("img/modem.png", raw.Bytes())
	h.must(err)
	c := kb.Content{Kind: kb.HowTo, Audience: audience, Texts: map[string]kb.Text{"en": {Title: "The lights of the modem",
		Body: "Look at the front.\n\n![The modem, its light in the middle](img/modem.png)\n\nIs the light on?\n\n![A picture that did not come](img/none.png)"}}}
	id, _, err := h.ImportArticle(h.t.Context(), access.System, desk.ImportedArticle{Path: "modem.md", Content: c, Pictures: []kb.Drawn{d}})
	h.must(err)
	return id, fmt.Sprintf("/articles/%d/pictures/%s", id, d.ID)
}

// A picture of an article is fetched from beside it, by whoever may read it; a browser that has it asks again whether it may.
func TestPictureOfAnArticle(t *testing.T) {
	h := open(t, "colorado", friday)
	id, path := h.pictured(kb.Public)
	b := h.browse("").get(fmt.Sprintf("/articles/%d", id))
	b.has(fmt.Sprintf("main img[src='%s'][width='1200'][height='500'][alt='The modem, its light in the middle']", path), 1)
	b.has("main img[alt='A picture that did not come']:not([src])", 1)
	fetch := func(tag string) *http.Response {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.url+path, nil)
		h.must(err)
		req.Header.Set("If-None-Match", tag)
		r, err := http.DefaultClient.Do(req)
		h.must(err)
		defer r.Body.Close()
		_, err = io.Copy(io.Discard, r.Body)
		h.must(err)
		return r
	}
	r := fetch("")
	if r.StatusCode != 200 || r.Header.Get("Content-Type") != "image/png" || r.Header.Get("X-Content-Type-Options") != "nosniff" ||
		r.Header.Get("Cache-Control") != "private, no-cache" || r.Header.Get("Content-Security-Policy") != "sandbox; default-src 'none'" {
		t.Errorf("%d, %v", r.StatusCode, r.Header)
	}
	if again := fetch(r.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
		t.Errorf("again: %d", again.StatusCode)
	}
	b.get(path + "a").expect(404)
	b.get(fmt.Sprintf("/articles/x/pictures/%s", path)).expect(404)
	_, err := h.RetireArticle(t.Context(), access.System, id)
	h.must(err)
	if gone := fetch(r.Header.Get("ETag")); gone.StatusCode != 404 {
		t.Errorf("of a retired article: %d", gone.StatusCode)
	}
}

// On a phone a wide picture is as wide as the words, in its own shape.
func TestPictureLook(t *testing.T) {
	h := open(t, "colorado", friday)
	id, _ := h.pictured(kb.Public)
	for _, view := range []langView{{webtest.View{Width: 320, NoScript: true, Dark: true}, "es"}, {webtest.View{Width: 1280}, "en"}} {
		tab := webtest.Open(t, view.View)
		tab.Go(fmt.Sprintf("%s/articles/%d?lang=%s", h.url, id, view.lang))
		shoot(t, tab, view, "colorado", "article-picture")
		if got := webtest.Eval[float64](tab, `(i => i.naturalWidth * i.clientHeight / (i.clientWidth * i.naturalHeight))(document.querySelector("main img[src]"))`); got < 0.98 || got > 1.02 {
			t.Errorf("%v: the picture is drawn out of shape: %v", view, got)
		}
	}
}
