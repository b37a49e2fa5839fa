package articles_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/kb"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/importer/articles"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

func picture(t *testing.T, shade uint8) string {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, 8, 6))
	m.SetGray(1, 1, color.Gray{Y: shade})
	var out bytes.Buffer
	if err := png.Encode(&out, m); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// Pictures in the folder come along, by whichever way a text names them; none from outside it, whatever a path or a link of
// the file system says, and what is missing is told with its place.
func TestImportPictures(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"kb/vpn.md":            "---\nservices: [network]\n---\n# The VPN\n\n![The light](img/light.png) and ![again](./img/light.png)\n\n![Gone](img/gone.png)\n",
		"kb/vpn.es.md":         "# La VPN\n\n![La luz](img/light.png)\n\n\n![Fuera](../secret.png)",
		"kb/deep/old.html":     "<title>Old</title><body>\n<p><img src='../img/two%20words.png' alt='Two'>\n<img src=\"https://far.example/a.png\" alt=far><img src=\"/etc/x.png\">\n<img src=../img/run.svg><img src=../img/link.png><img src=../img/door.png><img src=../img>",
		"kb/img/light.png":     picture(t, 1),
		"kb/img/two words.png": picture(t, 2),
		"kb/img/run.svg":       "<svg onload=bad()>",
		"secret.png":           picture(t, 3),
	} {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for link, to := range map[string]string{"link.png": filepath.Join("..", "..", "secret.png"), "door.png": "light.png"} {
		if err := os.Symlink(to, filepath.Join(dir, "kb", "img", link)); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(filepath.Join(dir, "kb"))
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	h := desktest.Open(t, sqltest.SQLite(t, migrations.FS), "colorado", time.Date(2026, 11, 20, 16, 0, 0, 0, time.UTC))
	rep, err := articles.Import(t.Context(), h.Desk, access.System, root.FS(), nil, nil)
	want := []string{
		"deep/old.html:3: https://far.example/a.png: it lies elsewhere, and nothing is fetched",
		"deep/old.html:3: /etc/x.png: it lies outside the folder",
		"deep/old.html:4: ../img/run.svg: this is no PNG, JPEG or GIF picture",
		"deep/old.html:4: ../img/link.png: it lies outside the folder",
		"deep/old.html:2: ../img: there is no such file",
		"vpn.md:8: img/gone.png: there is no such file",
		"vpn.es.md:6: ../secret.png: it lies outside the folder",
	}
	if err != nil || rep.New != 2 || len(rep.Refused) != 0 || !slices.Equal(rep.Missing, want) {
		t.Errorf("%v, %+v\n%s", err, rep, strings.Join(rep.Missing, "\n"))
	}
	for about, refs := range map[string][]string{"vpn": {"img/light.png", "./img/light.png"}, "old": {"../img/two%20words.png", "../img/door.png"}} {
		found, err := h.FindArticles(t.Context(), access.Actor{}, about, 1)
		if err != nil || len(found) != 1 {
			t.Fatalf("%s: %+v, %v", about, found, err)
		}
		var got []string
		for _, p := range found[0].Content.Pictures {
			got = append(got, p.Ref)
			if p.Width != 8 || p.Height != 6 {
				t.Errorf("%s is %dx%d", p.Ref, p.Width, p.Height)
			}
			if _, err := h.ArticlePicture(t.Context(), access.Actor{}, found[0].Article.ID, p.ID); err != nil {
				t.Errorf("%s: %v", p.Ref, err)
			}
		}
		if !slices.Equal(got, refs) {
			t.Errorf("%s has %q, want %q", about, got, refs)
		}
		if found[0].Content.Kind != kb.HowTo {
			t.Errorf("%s is a %s", about, found[0].Content.Kind)
		}
	}
	if rep, err = articles.Import(t.Context(), h.Desk, access.System, root.FS(), nil, nil); err != nil || rep.Same != 2 || len(rep.Missing) != len(want) {
		t.Errorf("again: %+v, %v", rep, err)
	}
}
