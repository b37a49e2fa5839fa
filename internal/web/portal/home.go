package portal

import (
	"net/http"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// latest is how many tickets the start page shows.
const latest = 5

// homePage is what the start page shows.
type homePage struct {
	ui.Page
	voice
	notice
	SignIn  bool // nobody is signed in, so there are no tickets to show
	Mine    []line
	Waits   *line // the newest of these that waits for the reader, when it is not the last one
	Answers answers

	Consultants []people.Person // who represents the reader's agency (ME-49)
}

func (p portal) home(w http.ResponseWriter, r *http.Request) error {
	page, v := p.page(r, "portal.home.title")
	h := homePage{Page: page, voice: v, notice: p.board.read(v)}
	number, err := p.numbered(r, r.URL.Query().Get("q"))
	if err != nil {
		return err
	}
	if number != 0 {
		http.Redirect(w, r, address(number), http.StatusSeeOther)
		return nil
	}
	if h.Answers, err = p.findAnswers(r, v, r.URL.Query().Get("q")); err != nil {
		return err
	}
	h.Answers.CSRF = page.CSRF
	who := visit.Actor(r)
	if access.May(who, access.ViewTicket) != nil {
		h.SignIn = true
		return ui.Render(w, r, http.StatusOK, home(h))
	}
	list, err := p.desk.List(r.Context(), who, mine, desk.Page{Limit: latest})
	if err != nil {
		return err
	}
	h.Mine = v.lines(list.Rows)
	for i, row := range list.Rows {
		if row.Status == ticket.StatusPending {
			if i > 0 {
				h.Waits = &h.Mine[i]
			}
			break
		}
	}
	if h.Consultants, err = p.desk.MyConsultants(r.Context(), who); err != nil {
		return err
	}
	return ui.Render(w, r, http.StatusOK, home(h))
}

// consultant is what the desk calls who represents an agency.
func (h homePage) consultant() string { return h.text(h.def.Words.Consultant.One) }
