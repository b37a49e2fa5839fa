package portal_test

import (
	"io"
	"net/http"
	"testing"
)

// BenchmarkPages is what the pages that everybody opens cost, over HTTP, signed in.
func BenchmarkPages(b *testing.B) {
	h := open(b, "maine", friday)
	id := h.opens()
	h.accepts(id)
	dana := h.browse("dana.whitfield")
	for _, page := range []struct{ name, path string }{{"home", "/"}, {"ask", "/ask"}, {"tickets", "/tickets"}, {"ticket", at(id)}, {"service", "/service"}} {
		b.Run(page.name, func(b *testing.B) {
			for b.Loop() {
				answer, err := dana.client.Get(h.url + page.path)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := io.Copy(io.Discard, answer.Body); err != nil || answer.StatusCode != http.StatusOK {
					b.Fatalf("%s answers %d, %v", page.path, answer.StatusCode, err)
				}
				answer.Body.Close()
			}
		})
	}
}
