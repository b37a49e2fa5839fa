package portal

import (
	"net/http"

	"switchboard/internal/desk"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

const shelfPath = "/articles"

// maxShelf bounds the articles of one page; more words find the others.
const maxShelf = 100

// shelfPage is what there is to read: by words, or of one service.
type shelfPage struct {
	ui.Page
	voice
	Query    string
	Service  string
	Found    []article
	Services []ui.Link
}

func (p portal) shelf(w http.ResponseWriter, r *http.Request) error {
	page, v := p.page(r, "portal.shelf.title")
	x := shelfPage{Page: page, voice: v, Query: r.URL.Query().Get("q"), Service: r.URL.Query().Get("service")}
	var found []desk.Reading
	var err error
	switch {
	case x.Query != "":
		found, err = p.desk.FindArticles(r.Context(), visit.Actor(r), x.Query, maxShelf)
	case hasService(v.def, x.Service):
		found, err = p.desk.ArticlesOf(r.Context(), visit.Actor(r), x.Service, maxShelf)
		x.Title = v.T("portal.shelf.of", "name", v.serviceName(x.Service))
	}
	if err != nil {
		return err
	}
	x.Found = v.articles(found)
	for _, s := range v.def.Services {
		x.Services = append(x.Services, ui.Link{Text: v.text(s.Name), Href: shelfPath + "?service=" + s.ID, Current: s.ID == x.Service})
	}
	return ui.Render(w, r, http.StatusOK, shelf(x))
}
