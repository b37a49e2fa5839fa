// Package portal is the door for people who ask for help: the start page, the request form, a person's tickets, one
// ticket, and what the desk promises. It translates between pages and the verbs of desk. It refuses to know who may do
// what (access), when something is due (sla), and how a page is framed (visit, ui); its words come from the catalogue
// and from the desk's definition.
package portal

import (
	"context"
	"net/http"
	"strconv"

	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/live"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// channelID is the name under which definitions know this door.
const channelID = "portal"

type portal struct {
	visits  *visit.Visits
	desk    *desk.Desk
	streams *visit.Streams
	board   *board
}

// Register puts the portal's pages onto mux.
func Register(mux *http.ServeMux, v *visit.Visits, hub *live.Hub) {
	p := portal{visits: v, desk: v.Desk, streams: visit.NewStreams(v, hub), board: &board{}}
	door := v.Door(ui.Portal)
	for pattern, page := range map[string]ui.Handler{
		"GET /{$}":                                        p.home,
		"GET /answers":                                    p.suggest,
		"POST /outages/{number}/join":                     v.Posted(p.join),
		"GET /articles":                                   p.shelf,
		"GET /articles/{article}":                         p.article,
		"POST /articles/{article}/says":                   v.Posted(p.sayOfArticle),
		"POST /articles/{article}/report":                 v.Posted(p.reportArticle),
		"GET /ask":                                        p.ask,
		"POST /ask":                                       p.sendAsk,
		"GET /ask/unsigned":                               p.askUnsigned,
		"POST /ask/unsigned":                              v.Posted(p.sendUnsigned),
		"GET /tickets":                                    p.tickets,
		"GET /tickets/live":                               p.liveList,
		"GET /tickets/export.csv":                         p.exportCSV,
		"GET /tickets/export.json":                        p.exportJSON,
		"GET /tickets/{number}/form":                      p.form,
		"POST /tickets/{number}/form":                     v.Posted(p.fillForm),
		"GET /tickets/{number}":                           p.ticket,
		"GET /tickets/{number}/record":                    p.record,
		"POST /tickets/{number}/rate":                     v.Posted(p.rate),
		"POST /tickets/{number}/contest":                  v.Posted(p.contest),
		"POST /tickets/{number}/contact":                  v.Posted(p.contact),
		"GET /rate":                                       p.showRate,
		"POST /rate":                                      v.Posted(p.rateByLink),
		"GET /tickets/{number}/live":                      p.live,
		"POST /tickets/{number}/answer":                   v.Posted(p.answer),
		"POST /tickets/{number}/write":                    v.Posted(p.write),
		"POST /tickets/{number}/confirm":                  v.Posted(p.confirm),
		"POST /tickets/{number}/reopen":                   v.Posted(p.reopen),
		"POST /tickets/{number}/charges/{charge}/sign":    v.Posted(p.sign),
		"POST /tickets/{number}/charges/{charge}/counter": v.Posted(p.counter),
		"GET /people":                                     p.people,
		"GET /usage":                                      p.usage,
		"GET /usage.csv":                                  p.usageCSV,
		"GET /usage/statement":                            p.statement,
		"GET /usage/statement.csv":                        p.statementCSV,
		"GET /me":                                         p.me,
		"POST /me":                                        v.Posted(p.saveMe),
		"GET /mail/{mail}":                                p.original,
		"GET /services":                                   p.catalog,
		"GET /services/{service}":                         p.offer,
		"POST /services/{service}/report":                 v.Posted(p.reportOffer),
		"GET /service":                                    p.service,
		"GET /service.json":                               p.serviceJSON,
		"GET /service/figures":                            p.figures,
		"GET /service/figures.csv":                        p.figuresCSV,
		"GET /service/handled.csv":                        p.handledCSV,
		"GET /service/rates":                              p.rates,
		"GET /service/rates.csv":                          p.ratesCSV,
		"GET /service/leaflet":                            p.leaflet,
		"GET /service/leaflet.pdf":                        p.leafletPDF,
		"GET /":                                           p.nowhere,
		"GET /approvals":                                  p.approvals,
		"POST /approvals/substitute":                      v.Posted(p.setStandIn),
		"GET /approvals/{number}/{approval}":              p.approval,
		"POST /approvals/{number}/{approval}":             v.Posted(p.decideApproval),
		"GET /approve":                                    p.linkedApproval,
		"POST /approve":                                   v.Posted(p.decideLinked),
		"GET /approve/done":                               p.linkDone,
		"POST /tickets/{number}/escalate":                 v.Posted(p.escalate),
		"POST /tickets/{number}/answer_escalation":        v.Posted(p.answerEscalation),
	} {
		mux.Handle(pattern, door.Handle(p.streams.Begin(page)))
	}
}

// page begins a page: its frame, its title from the catalogue, and what it speaks with.
func (p portal) page(r *http.Request, title string, args ...string) (ui.Page, voice) {
	page := p.visits.Page(r)
	page.Title = page.Words.T(title, args...)
	return page, p.voice(r)
}

// nowhere answers for every address that is no page.
func (p portal) nowhere(http.ResponseWriter, *http.Request) error {
	return fault.New(fault.NotFound, "")
}

// maxNumber bounds a ticket's number as people write it.
const maxNumber = 40

// noTicket is the one answer for a number that is none, that is not there, and that is somebody else's.
func noTicket(r *http.Request) error {
	number := r.PathValue("number")
	if len(number) > maxNumber {
		number = number[:maxNumber] + "…"
	}
	return fault.New(fault.NotFound, "there is {no ticket} %s, or none that you may see", number)
}

// find gives the sheet of the ticket that the address names, by its number or by the one that it had elsewhere.
func (p portal) find(r *http.Request) (desk.Sheet, error) {
	number, who := r.PathValue("number"), visit.Actor(r)
	id, err := strconv.ParseInt(number, 10, 64)
	var s desk.Sheet
	if err == nil {
		s, err = p.desk.Ticket(r.Context(), who, id)
	} else {
		err = fault.New(fault.NotFound, "")
	}
	if fault.Is(err, fault.NotFound) && len(number) <= maxNumber {
		s, err = p.findOld(r.Context(), r, number)
	}
	if fault.Is(err, fault.NotFound) {
		return s, noTicket(r)
	}
	return s, err
}

func (p portal) findOld(ctx context.Context, r *http.Request, number string) (desk.Sheet, error) {
	who := visit.Actor(r)
	id, err := p.desk.FindOld(ctx, who, number)
	if err != nil {
		return desk.Sheet{}, err
	}
	return p.desk.Ticket(ctx, who, id)
}
