package render_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"switchboard/internal/webtest"
)

func TestMain(m *testing.M) { webtest.Main(m) }

// The page that stands alone keeps WCAG 2.2 AA at phone and desktop width, light and dark, and fits on both.
func TestPageInABrowser(t *testing.T) {
	pages := map[string]string{}
	for _, name := range []string{"colorado", "maine", "oklahoma"} {
		for _, lang := range []string{"en", "es"} {
			var b strings.Builder
			if err := page(t, parse(t, desks+"/"+name+".yaml"), lang, time.Time{}).WriteHTML(&b); err != nil {
				t.Fatal(err)
			}
			pages["/"+name+"/"+lang] = b.String()
		}
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if r.URL.Path == "/favicon.ico" {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		w.Write([]byte(pages[r.URL.Path]))
	}))
	defer server.Close()
	for _, view := range webtest.Views {
		tab := webtest.Open(t, view)
		for path := range pages {
			if status := tab.Go(server.URL + path); status != http.StatusOK {
				t.Errorf("%s answers %d", path, status)
			}
			tab.Check()
		}
	}
}
