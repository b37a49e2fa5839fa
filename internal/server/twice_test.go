package server_test

import (
	"net/http"
	"net/url"
	"sync"
	"testing"

	"switchboard/internal/core/access"
	"switchboard/internal/desk"
)

// A form that is posted twice, one press after the other or at once, makes one ticket; a field that the form does not
// have, such as an assignee (OK-12), makes none.
func TestFormPostedTwice(t *testing.T) {
	s := start(t)
	dana := visit(t, s.Base, "dana")
	form := func() url.Values {
		return url.Values{"csrf": {dana.csrf}, "key": {"one press"}, "subject": {"Printer"}, "type": {"incident"}, "description": {"It blinks."}}
	}
	first, _, _ := dana.do("POST", "/ask", form())
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if status, _, page := dana.do("POST", "/ask", form()); status != http.StatusSeeOther {
				t.Errorf("sent again: %d %.200s", status, page)
			}
		})
	}
	wg.Wait()
	with := form()
	with.Set("key", "another press")
	with.Set("assignee", "1")
	if status, _, _ := dana.do("POST", "/ask", with); first != http.StatusSeeOther || status < 400 {
		t.Errorf("first %d, with an assignee %d", first, status)
	}
	list, err := s.Desk.List(t.Context(), access.System, "any", desk.Page{Limit: 10})
	if err != nil || len(list.Rows) != 1 {
		t.Errorf("%d tickets, %v", len(list.Rows), err)
	}
}
