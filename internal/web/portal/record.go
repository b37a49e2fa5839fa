package portal

import (
	"net/http"
	"slices"
	"strconv"

	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// recordPage is a ticket to be printed or kept: everything that its reader may see of it, from the first word on (CO-16).
type recordPage struct {
	ui.Page
	reader
	Lead     string
	Steps    []ui.Step
	Story    []ui.Entry
	Promises []promised
	Facts    []ui.Fact
	Route    []hop
	Printed  string
}

func (p portal) record(w http.ResponseWriter, r *http.Request) error {
	s, err := p.find(r)
	if err != nil {
		return err
	}
	number := strconv.FormatInt(s.Ticket.ID, 10)
	page, v := p.page(r, "portal.ticket.title", "number", number, "subject", s.Ticket.Request.Subject)
	letters, err := p.desk.MyLetters(r.Context(), visit.Actor(r), s.Ticket.ID)
	if err != nil {
		return err
	}
	rd := reader{v, visit.Actor(r).ID, s, letters, ""}
	promises, err := rd.promises()
	if err != nil {
		return err
	}
	story := rd.story()
	slices.Reverse(story) // on paper the first word stands first
	for i := range story {
		story[i].When = v.ExactWithin(story[i].At, v.zone)
	}
	return ui.Render(w, r, http.StatusOK, record(recordPage{Page: page, reader: rd, Lead: rd.lead(), Steps: rd.steps(), Story: story, Promises: promises,
		Facts: rd.facts(), Route: rd.route(), Printed: v.ExactWithin(v.now, v.zone)}))
}
