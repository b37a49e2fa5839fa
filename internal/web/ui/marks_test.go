package ui_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Every form of every door that posts carries its token and its key (CSRF): without the first it is refused, without the second it is
// done twice where its answer is lost. ADR 0040
func TestEveryFormCarriesItsMarks(t *testing.T) {
	forms := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".templ") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, form := range strings.Split(string(text), `<form method="post"`)[1:] {
			forms++
			form, _, _ = strings.Cut(form, "</form>")
			if !strings.Contains(form, "CSRF(") && !strings.Contains(form, "@hiddenFields(") {
				t.Errorf("%s: a form without ui.CSRF: %.200s", path, form)
			}
		}
		return err
	})
	if err != nil || forms < 50 {
		t.Fatalf("%d forms, %v", forms, err)
	}
}
