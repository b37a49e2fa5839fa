package portal_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// A form that another site sends is refused on a page that says so in the reader's language.
func TestForeignForm(t *testing.T) {
	h := open(t, "oklahoma", friday)
	r, err := http.NewRequest(http.MethodPost, h.url+"/ask", strings.NewReader("subject=x"))
	h.must(err)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	r.Header.Set("Accept-Language", "es")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := http.DefaultClient.Do(r)
	h.must(err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	h.must(err)
	if want := "Este formulario llegó desde otro sitio"; answer.StatusCode != http.StatusForbidden || !strings.Contains(string(body), want) {
		t.Errorf("got %d with %.200q, want 403 with %q", answer.StatusCode, body, want)
	}
}
