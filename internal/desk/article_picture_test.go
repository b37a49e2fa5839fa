package desk_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"testing"

	"switchboard/internal/core/access"
	"switchboard/internal/core/kb"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/sqldb"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

// drawn is a picture as an import brings it; another shade is another picture.
func drawn(t testing.TB, ref string, shade uint8) kb.Drawn {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, 4, 3))
	m.SetGray(1, 1, color.Gray{Y: shade})
	var raw bytes.Buffer
	if err := png.Encode(&raw, m); err != nil {
		t.Fatal(err)
	}
	d, err := kb.Draw(ref, raw.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// A picture is kept once and seen by exactly those who may read an article that has it; changing the words leaves it where it
// is, and a draft shows it to the desk alone.
func TestArticlePictures(t *testing.T) {
	sqltest.Each(t, migrations.FS, func(t *testing.T, db *sqldb.DB) {
		l, ctx := openLibrary(t, db), context.Background()
		one, two := drawn(t, "img/a.png", 1), drawn(t, "img/b.png", 2)
		bring := func(path string, audience kb.Audience, draft bool, pictures ...kb.Drawn) (int64, string) {
			c := page("Look", "![A](img/a.png)", audience)
			if audience == kb.Agencies {
				c.Agencies = []string{"Revenue"}
			}
			id, done, err := l.ImportArticle(ctx, access.System, desk.ImportedArticle{Path: path, Content: c, Pictures: pictures, Draft: draft})
			if err != nil {
				t.Fatal(err)
			}
			return id, done
		}
		public, _ := bring("public.md", kb.Public, false, one)
		agency, _ := bring("agency.md", kb.Agencies, false, one, two)
		staff, _ := bring("staff.md", kb.Staff, false, two)
		draft, _ := bring("draft.md", kb.Public, true, two)
		guest := access.Actor{}
		sees := func(id int64, p kb.Drawn, who ...access.Actor) {
			t.Helper()
			for name, a := range map[string]access.Actor{"guest": guest, "dana": l.dana, "theo": l.theo, "luis": l.luis} {
				may := false
				for _, w := range who {
					may = may || w.ID == a.ID
				}
				got, err := l.ArticlePicture(ctx, a, id, p.ID)
				if may && (err != nil || !bytes.Equal(got.Bytes, p.Bytes) || got.Type != "image/png") {
					t.Errorf("%s does not see it: %v", name, err)
				}
				if !may && !fault.Is(err, fault.NotFound) {
					t.Errorf("%s sees it: %v", name, err)
				}
			}
		}
		sees(public, one, guest, l.dana, l.theo, l.luis)
		sees(public, two) // it is kept, and lies with others
		sees(agency, two, l.dana, l.luis)
		sees(staff, two, l.luis)
		sees(draft, two, l.luis)
		if n, err := sqldb.One(ctx, db.Reader(), sqldb.Value[int], `SELECT count(*) FROM article_picture`); err != nil || n != 2 {
			t.Errorf("%d pictures are kept, %v", n, err)
		}

		if _, done := bring("public.md", kb.Public, false, one); done != "same" {
			t.Errorf("the same again is %s", done)
		}
		if _, done := bring("public.md", kb.Public, false, two); done != "changed" {
			t.Errorf("another picture is %s", done)
		}
		sees(public, two, guest, l.dana, l.theo, l.luis)
		sees(public, one, l.luis) // in an old version
		c := page("Look", "![A](img/a.png) Look here.", kb.Public)
		c.Pictures = []kb.Picture{one.Picture, {Ref: "x", ID: "of somebody else"}}
		if _, err := l.ChangeArticle(ctx, l.luis, public, 2, desk.Writing{Content: c}); err != nil {
			t.Fatal(err)
		}
		if f, err := l.ArticleFile(ctx, l.luis, public); err != nil || len(f.Versions[0].Content.Pictures) != 1 || !f.Versions[0].Content.HasPicture(two.ID) {
			t.Errorf("after the words were changed it has %+v, %v", f.Versions[0].Content.Pictures, err)
		}

		many := make([]kb.Drawn, kb.MaxPictures+1)
		for i := range many {
			many[i] = one
			many[i].Ref = fmt.Sprint(i)
		}
		_, _, err := l.ImportArticle(ctx, access.System, desk.ImportedArticle{Path: "many.md", Content: page("Many", "x", kb.Public), Pictures: many})
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("%d pictures: %v", len(many), err)
		}
	})
}
