package portal_test

import (
	"net/http"
	"net/url"
	"testing"
)

// What is said once is said on the next page that a person opens: a script that looks at the page again in the same moment, or
// asks for a part of one, does not take it from them.
func TestLookingAgainLeavesTheNotice(t *testing.T) {
	h := open(t, "colorado", friday)
	id := h.opens()
	dana := h.browse("dana.whitfield")
	dana.get(at(id))
	stay := *dana.client
	stay.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	token, _ := dana.Doc.Find(`input[name="csrf"]`).Attr("value")
	answer, err := stay.PostForm(h.url+at(id)+"/write", url.Values{"csrf": {token}, "text": {"It happens in the browser, too."}})
	h.must(err)
	answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther {
		t.Fatalf("the reply answers %d", answer.StatusCode)
	}
	for _, path := range []string{at(id), "/answers?q=outlook", "/nowhere"} {
		r, err := http.NewRequest(http.MethodGet, h.url+path, nil)
		h.must(err)
		r.Header.Set("Part", "yes")
		again, err := dana.client.Do(r)
		h.must(err)
		again.Body.Close()
	}
	dana.get(at(id))
	if dana.Doc.Find(".notice").Length() == 0 || dana.Doc.Find(`meta[name="draft-sent"]`).Length() != 1 {
		t.Errorf("the page that follows a reply says nothing of it")
	}
	dana.get(at(id))
	if dana.Doc.Find(`meta[name="draft-sent"]`).Length() != 0 {
		t.Error("it is said twice")
	}
}
