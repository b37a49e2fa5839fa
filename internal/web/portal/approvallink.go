package portal

import (
	"net/http"

	"switchboard/internal/fault"
	"switchboard/internal/fault/faulthttp"
	"switchboard/internal/web/visit"
)

// approvalOver is what a link says whose approval waits for its reader no more.
const approvalOver = "portal.approval.over"

// linkedApproval is the page behind the link to an approver.
func (p portal) linkedApproval(w http.ResponseWriter, r *http.Request) error {
	d, err := p.linked(w, r)
	if err != nil {
		return p.passOver(w, r, approvalOver, err)
	}
	return p.showApproval(w, r, http.StatusOK, d)
}

// decideLinked is the word of who has the link. It is not looked first whether it is still asked: who sends it again has decided.
func (p portal) decideLinked(w http.ResponseWriter, r *http.Request) error {
	pass, err := p.pass(w, r)
	if err != nil {
		return err
	}
	said, err := p.verdict(r)
	if err == nil {
		_, err = p.desk.DecideByLink(r.Context(), visit.Actor(r), pass, said)
	}
	if fault.Is(err, fault.Conflict) || fault.Is(err, fault.Invalid) {
		d, gone := p.linked(w, r)
		if gone == nil { // it is theirs to decide still
			return p.again(w, r, faulthttp.Status(err), d, err)
		}
		err = gone
	}
	if err != nil {
		return p.passOver(w, r, approvalOver, err)
	}
	p.visits.Say(r, p.thanks(r, said))
	http.Redirect(w, r, "/approve/done", http.StatusSeeOther)
	return nil
}

// linked finds what a link asks.
func (p portal) linked(w http.ResponseWriter, r *http.Request) (decisionPage, error) {
	pass, err := p.pass(w, r)
	if err != nil {
		return decisionPage{}, err
	}
	s, err := p.desk.LinkedApproval(r.Context(), visit.Actor(r), pass)
	return decisionPage{Sheet: s, Action: "/approve", Pass: pass}, err
}

// linkDone thanks who has decided by a link.
func (p portal) linkDone(w http.ResponseWriter, r *http.Request) error {
	return p.passEnd(w, r, http.StatusOK, "portal.approval.thanks")
}
