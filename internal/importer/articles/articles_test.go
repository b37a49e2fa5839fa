package articles_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/kb"
	"switchboard/internal/core/people"
	"switchboard/internal/desk/desktest"
	"switchboard/internal/fault"
	"switchboard/internal/importer/articles"
	"switchboard/internal/sqldb/sqltest"
	"switchboard/internal/store/migrations"
)

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

// A folder is taken in once, in its languages; again it changes nothing; what is wrong with one file stops no other.
func TestImport(t *testing.T) {
	h := desktest.Open(t, sqltest.SQLite(t, migrations.FS), "colorado", time.Date(2026, 11, 20, 16, 0, 0, 0, time.UTC))
	folder := fstest.MapFS{
		"account/reset.md":    file("---\ntitle: Reset a password\nservices: [account]\nkeywords: [lockout]\nlayout: post\n---\nOpen the page."),
		"account/reset.es.md": file("# Restablecer la contraseña\n\nAbra la página."),
		"old.html":            file(`<html><head><title>Old</title><script>bad()</script></head><body><nav>menu</nav><main><h1>The <b>old</b> page</h1><p>Call 1.</p></main></body></html>`),
		"card.md":             file("---\nkind: referral\nwho: The treasury\nhow: Call\n---\n"),
		"soon.md":             file("---\ndraft: true\n---\nNot yet."),
		"broken.md":           file("---\ntitle: [\n---\nText"),
		"empty.md":            file(""),
		"nowhere.md":          file("---\nservices: [party]\n---\nText"),
		"big.md":              file(strings.Repeat("x", 1<<20+1)),
		".git/hidden.md":      file("hidden"),
		"notes.txt":           file("no article"),
	}
	rep, err := articles.Import(t.Context(), h.Desk, access.System, folder, nil, nil)
	if err != nil || rep.New != 4 || len(rep.Refused) != 4 {
		t.Fatalf("%+v, %v", rep, err)
	}
	if rep, err = articles.Import(t.Context(), h.Desk, access.System, folder, nil, nil); err != nil || rep.Same != 4 || rep.New+rep.Changed != 0 {
		t.Errorf("again: %+v, %v", rep, err)
	}
	found, err := h.FindArticles(t.Context(), access.Actor{}, "lockout", 5)
	if err != nil || len(found) != 1 || found[0].Content.Texts["es"].Title != "Restablecer la contraseña" || found[0].Content.Texts["en"].Body != "Open the page." {
		t.Errorf("found %+v, %v", found, err)
	}
	if found, err = h.FindArticles(t.Context(), access.Actor{}, "old page", 5); err != nil || len(found) == 0 || found[0].Content.Format != kb.HTML ||
		found[0].Content.Texts["en"].Title != "The old page" || strings.Contains(found[0].Content.Texts["en"].Body, "menu") {
		t.Errorf("found %+v, %v", found, err)
	}
	folder["account/reset.md"] = file("# Reset a password\n\nOpen the new page.")
	if rep, err = articles.Import(t.Context(), h.Desk, access.System, folder, []string{"account/reset.md"}, nil); err != nil || rep.Changed != 1 {
		t.Errorf("changed: %+v, %v", rep, err)
	}
	dana := h.Person("dana", people.Customer, "")
	if _, err = articles.Import(t.Context(), h.Desk, dana, folder, nil, nil); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a customer imports: %v", err)
	}
}
