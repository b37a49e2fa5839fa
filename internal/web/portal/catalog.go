package portal

import (
	"net/http"
	"slices"
	"strconv"

	"switchboard/internal/core/access"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/definition/render"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

const catalogPath = "/services"

func serviceAddress(id string) string { return catalogPath + "/" + id }

// catalogPage is the catalog: every service, or those that have the words that somebody looks for (ME-01).
type catalogPage struct {
	ui.Page
	voice
	Query string
	Found []entry
}

// entry is a service in the list.
type entry struct{ Href, Ask, Name, About, Team string }

func (p portal) catalog(w http.ResponseWriter, r *http.Request) error {
	page, v := p.page(r, "catalog.title")
	c := catalogPage{Page: page, voice: v, Query: r.URL.Query().Get("q")}
	services := v.def.Services
	if c.Query != "" {
		ids, err := p.desk.FindServices(r.Context(), c.Query)
		if err != nil {
			return err
		}
		services = nil
		for _, id := range ids {
			s, _ := v.def.Service(id)
			services = append(services, s)
		}
	}
	for _, s := range services {
		c.Found = append(c.Found, entry{serviceAddress(s.ID), askAddress("", s.ID), v.text(s.Name), v.text(s.About), v.team(s.Team)})
	}
	return ui.Render(w, r, http.StatusOK, catalog(c))
}

// offerPage is one service of the catalog, as it is or as it once stood.
type offerPage struct {
	ui.Page
	voice
	Offer    render.Offer
	Since    string
	Past     string // set where an earlier version is shown
	Versions []ui.Link
	Articles []article
	Guest    bool
	Problems []ui.Problem
	Typed    string
}

func (p portal) offer(w http.ResponseWriter, r *http.Request) error {
	return p.showOffer(w, r, http.StatusOK, "", nil)
}

// maxEditions bounds the earlier versions that a page links.
const maxEditions = 20

func (p portal) showOffer(w http.ResponseWriter, r *http.Request, status int, typed string, problems []ui.Problem) error {
	page, v := p.page(r, "catalog.title")
	id := r.PathValue("service")
	all := p.desk.Published()
	shown := all[0]
	if version := r.URL.Query().Get("version"); version != "" {
		i := slices.IndexFunc(all, func(e desk.Published) bool { return strconv.Itoa(e.Version) == version })
		if i < 0 {
			return fault.New(fault.NotFound, "")
		}
		shown = all[i]
	}
	offer, ok := render.OfferOf(shown.Definition, render.Options{Words: v.Printer, Today: v.now}, id)
	if !ok {
		return fault.New(fault.NotFound, "")
	}
	page.Title = offer.Name
	x := offerPage{Page: page, voice: v, Offer: offer, Since: v.T("catalog.since", "moment", v.DateWithin(shown.From, v.now, v.zone)), Problems: problems, Typed: typed,
		Guest: access.May(visit.Actor(r), access.OpenTicket) != nil}
	if shown.Version != all[0].Version {
		x.Past = v.T("catalog.past.now", "version", v.Number(shown.Version))
	}
	for _, e := range all[1:min(len(all), maxEditions+1)] {
		if hasService(e.Definition, id) {
			x.Versions = append(x.Versions, ui.Link{Href: serviceAddress(id) + "?version=" + strconv.Itoa(e.Version),
				Text: v.T("catalog.past.one", "version", v.Number(e.Version), "moment", v.Date(e.From, v.now, v.zone))})
		}
	}
	found, err := p.desk.ArticlesOf(r.Context(), visit.Actor(r), id, maxRelated)
	if err != nil {
		return err
	}
	x.Articles = v.articles(found)
	return ui.Render(w, r, status, offerView(x))
}

func hasService(d *definition.Definition, id string) bool {
	_, ok := d.Service(id)
	return ok
}

// reportOffer tells whoever keeps the page that something on it is wrong (ME-71).
func (p portal) reportOffer(w http.ResponseWriter, r *http.Request) error {
	if err := p.only(r, "text"); err != nil {
		return err
	}
	v := p.voice(r)
	id, text := r.PathValue("service"), r.PostFormValue("text")
	if !hasService(v.def, id) {
		return fault.New(fault.NotFound, "")
	}
	opened, err := p.desk.ReportPage(r.Context(), visit.Actor(r), v.serviceName(id), serviceAddress(id), text)
	if fault.Is(err, fault.Invalid) {
		return p.showOffer(w, r, http.StatusUnprocessableEntity, text, []ui.Problem{v.reportProblem(text)})
	}
	if err != nil {
		return err
	}
	p.visits.Say(r, v.T("catalog.reported", "number", strconv.FormatInt(opened.Ticket.ID, 10)))
	http.Redirect(w, r, serviceAddress(id), http.StatusSeeOther)
	return nil
}

// reportProblem says what is wrong with a report: nothing is written, or too much.
func (v voice) reportProblem(text string) ui.Problem {
	if text != "" {
		return ui.Problem{Field: "text", Text: v.T("portal.verb.long", "max", v.Number(ticket.MaxText))}
	}
	return ui.Problem{Field: "text", Text: v.T("portal.verb.empty")}
}

// reportField is where somebody writes what is wrong with the page.
func (x offerPage) reportField() ui.Field {
	return ui.Field{Name: "text", Label: x.T("catalog.report.what"), Rows: 3, MaxLength: ticket.MaxText, Required: true, Value: x.Typed,
		Error: ui.ErrorFor(x.Problems, "text")}
}
