package portal

import (
	"net/http"

	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
)

// A link in a letter leads to a page that needs no sign-in: to approve, or to rate. Its pass stands in the query, of which
// no log keeps anything, and no other site learns it. To open the page changes nothing, since programs that look through mail
// follow links: the word is the form's, which sends the pass along.

// pass is what a link or the form behind it holds; who tries many that are none is asked to wait.
func (p portal) pass(w http.ResponseWriter, r *http.Request) (string, error) {
	w.Header().Set("Referrer-Policy", "no-referrer")
	if r.Method == http.MethodPost {
		return r.PostFormValue("pass"), p.visits.MayGuess(r)
	}
	return r.URL.Query().Get("pass"), p.visits.MayGuess(r)
}

// passOver says kindly that there is nothing left to do by a link, in the words of a key, or that there never was; any other
// error stays one.
func (p portal) passOver(w http.ResponseWriter, r *http.Request, over string, err error) error {
	status, key := http.StatusGone, over
	switch {
	case err == nil:
		return nil
	case fault.Is(err, fault.NotFound):
		p.visits.Guessed(r)
		status, key = http.StatusNotFound, "portal.pass.unknown"
	case !fault.Is(err, fault.Conflict):
		return err
	}
	return p.passEnd(w, r, status, key)
}

// passPage is the page of a link on which nothing is to be done.
type passPage struct {
	ui.Page
	voice
	Text string
}

func (p portal) passEnd(w http.ResponseWriter, r *http.Request, status int, key string) error {
	page, v := p.page(r, key)
	return ui.Render(w, r, status, passEnd(passPage{page, v, v.T(key + ".text")}))
}
