package portal

import (
	"net/http"

	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// The link in a letter leads here. Its token stands in the query, of which no log keeps anything, and no other site learns
// it. To open the page changes nothing, since programs that look through mail follow links: the word is the form's.

// linkedApproval is the page behind the link.
func (p portal) linkedApproval(w http.ResponseWriter, r *http.Request) error {
	pass := r.URL.Query().Get("pass")
	s, err := p.linked(w, r, pass)
	if err != nil {
		return p.linkOver(w, r, err)
	}
	return p.showApproval(w, r, http.StatusOK, decisionPage{Sheet: s, Action: "/approve", Pass: pass})
}

// decideLinked is the word of who has the link.
func (p portal) decideLinked(w http.ResponseWriter, r *http.Request) error {
	pass := r.PostFormValue("pass")
	s, err := p.linked(w, r, pass)
	if err != nil {
		return p.linkOver(w, r, err)
	}
	said, err := p.verdict(r)
	if err == nil {
		_, err = p.desk.DecideByLink(r.Context(), visit.Actor(r), pass, said)
	}
	switch {
	case fault.Is(err, fault.Invalid):
		return p.again(w, r, decisionPage{Sheet: s, Action: "/approve", Pass: pass}, err)
	case err != nil:
		return p.linkOver(w, r, err)
	}
	p.visits.Say(r, p.thanks(r, said))
	http.Redirect(w, r, "/approve/done", http.StatusSeeOther)
	return nil
}

// linked finds what a link asks; who tries many that are none is asked to wait.
func (p portal) linked(w http.ResponseWriter, r *http.Request, pass string) (desk.ApprovalSheet, error) {
	w.Header().Set("Referrer-Policy", "no-referrer")
	if err := p.visits.MayGuess(r); err != nil {
		return desk.ApprovalSheet{}, err
	}
	s, err := p.desk.LinkedApproval(r.Context(), visit.Actor(r), pass)
	if fault.Is(err, fault.NotFound) {
		p.visits.Guessed(r)
	}
	return s, err
}

// linkOver says kindly that there is nothing left to decide, or that there never was.
func (p portal) linkOver(w http.ResponseWriter, r *http.Request, err error) error {
	status, key := http.StatusGone, "portal.approval.over"
	switch {
	case fault.Is(err, fault.NotFound):
		status, key = http.StatusNotFound, "portal.approval.unknown"
	case !fault.Is(err, fault.Conflict):
		return err
	}
	page, v := p.page(r, key)
	return ui.Render(w, r, status, linkEnd(linkPage{page, v, v.T(key + ".text")}))
}

// linkPage is a page of a link on which nothing is to be done.
type linkPage struct {
	ui.Page
	voice
	Text string
}

// linkDone thanks who has decided by a link.
func (p portal) linkDone(w http.ResponseWriter, r *http.Request) error {
	page, v := p.page(r, "portal.approval.thanks")
	return ui.Render(w, r, http.StatusOK, linkEnd(linkPage{page, v, v.T("portal.approval.thanks.text")}))
}
