package kb_test

import (
	"bytes"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"switchboard/internal/core/kb"
	"switchboard/internal/fault"
)

// dots is a small picture that is not one colour.
func dots(w, h int) *image.Paletted {
	m := image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.White, color.Black})
	m.SetColorIndex(w/2, h/2, 1)
	return m
}

func written(t testing.TB, as string, m image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	var err error
	switch as {
	case "png":
		err = png.Encode(&out, m)
	case "jpeg":
		err = jpeg.Encode(&out, m, nil)
	case "gif":
		err = gif.Encode(&out, m, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// What a picture is, its bytes say; what hides in it stays behind; what is none, or too much, is refused.
func TestDraw(t *testing.T) {
	secret := []byte("taken at 44.3106 N, 69.7795 W <script>")
	for _, c := range []struct {
		name string
		raw  []byte
		kind string
		says string
	}{
		{"a drawing", append(written(t, "png", dots(30, 20)), secret...), "image/png", ""},
		{"a photograph", append(written(t, "jpeg", dots(30, 20)), secret...), "image/jpeg", ""},
		{"one that may move", append(written(t, "gif", dots(30, 20)), secret...), "image/png", ""},
		{"a program", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>bad()</script></svg>`), "", "no PNG, JPEG or GIF"},
		{"nothing", nil, "", "no PNG, JPEG or GIF"},
		{"half of one", written(t, "png", dots(30, 20))[:60], "", "broken"},
		{"a large one", make([]byte, kb.MaxPicture+1), "", "2048 KB"},
		{"a wall", written(t, "gif", dots(4000, 3001)), "", "12 million dots"},
	} {
		d, err := kb.Draw("img/a.png", c.raw)
		if c.says != "" {
			if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s: %v, want %s", c.name, err, c.says)
			}
			continue
		}
		if err != nil || d.Type != c.kind || d.Width != 30 || d.Height != 20 || d.Ref != "img/a.png" || bytes.Contains(d.Bytes, []byte("script")) {
			t.Errorf("%s: %s %dx%d %q, %v", c.name, d.Type, d.Width, d.Height, d.Ref, err)
			continue
		}
		m, _, err := image.Decode(bytes.NewReader(d.Bytes))
		if err != nil || m.Bounds().Size() != image.Pt(30, 20) {
			t.Errorf("%s cannot be read again: %v", c.name, err)
		}
		if other, err := kb.Draw("b", c.raw); err != nil || other.ID != d.ID {
			t.Errorf("%s has two ids: %s, %s, %v", c.name, d.ID, other.ID, err)
		}
	}
}

// FuzzDraw: whatever is sent, what is kept can be shown and is as large as it says.
func FuzzDraw(f *testing.F) {
	for _, as := range []string{"png", "jpeg", "gif"} {
		f.Add(written(f, as, dots(3, 2)))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if config, _, err := image.DecodeConfig(bytes.NewReader(raw)); err == nil && config.Width*config.Height > 1<<20 {
			t.Skip("large ones are slow")
		}
		d, err := kb.Draw("a", raw)
		if err != nil {
			return
		}
		if m, _, err := image.Decode(bytes.NewReader(d.Bytes)); err != nil || m.Bounds().Size() != image.Pt(d.Width, d.Height) || d.Width < 1 || d.Height < 1 {
			t.Fatalf("%dx%d, %v", d.Width, d.Height, err)
		}
	})
}
