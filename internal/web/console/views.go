package console

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
)

// teamPrefix begins the name of the view of one team, as the desk writes it.
const teamPrefix = "team:"

// deskViews are the views of everybody's work, in the order of the first pane.
var deskViews = []string{"unassigned", "due", "waiting", "open", "any"}

// myViews are the views of one's own work: what is assigned to me, and what of it the customer has written to (OK-09).
var myViews = []string{"mine", "unanswered"}

// viewTitle is what a view is called; empty for one that is not shown here.
func (f frame) viewTitle(view string) string {
	if id, ok := strings.CutPrefix(view, teamPrefix); ok {
		return f.teamName(id)
	}
	if !slices.Contains(myViews, view) && !slices.Contains(deskViews, view) {
		return ""
	}
	return f.Words.T("console.view." + view)
}

// teamName is a team in the reader's language; a team that the definition has dropped keeps its id.
func (f frame) teamName(id string) string {
	if t, ok := f.desk.Team(id); ok {
		return t.Name.In(f.lang())
	}
	return id
}

// groups are the views in the order of the first pane: what is mine, the whole desk, my teams, the others.
func (f frame) groups() [][]string {
	mine := slices.Clone(myViews)
	var others []string
	for _, t := range f.desk.Teams {
		if access.InTeam(f.who, t.ID) {
			mine = append(mine, teamPrefix+t.ID)
		} else {
			others = append(others, teamPrefix+t.ID)
		}
	}
	return [][]string{mine, deskViews, others}
}

// views are the links of the first pane with their counts.
func (c *console) views(r *http.Request, f frame, current string) ([]ui.ViewGroup, error) {
	groups := f.groups()
	counts, err := c.desk.Counts(r.Context(), f.who, slices.Concat(groups...)...)
	if err != nil {
		return nil, err
	}
	titles := []string{f.Words.T("console.views.mine"), f.Words.T("console.views.desk"), f.Words.T("console.views.teams")}
	var out []ui.ViewGroup
	for i, names := range groups {
		g := ui.ViewGroup{Title: titles[i]}
		for _, name := range names {
			g.Links = append(g.Links, ui.Link{Text: f.viewTitle(name), Href: viewPath(name), Current: name == current, Count: f.count(counts[name])})
		}
		if len(g.Links) > 0 {
			out = append(out, g)
		}
	}
	return out, nil
}

// count says a count that may have stopped at its bound: "1,000+".
func (f frame) count(c desk.Count) string {
	if c.More {
		return f.Words.Number(c.N) + "+"
	}
	return f.Words.Number(c.N)
}

func viewPath(view string) string { return home + "/" + view }

// showViews is the first pane alone, which is where a phone goes back to.
func (c *console) showViews(w http.ResponseWriter, r *http.Request) error {
	f := c.frame(r, c.visits.Printer(r).T("console.views"))
	groups, err := c.views(r, f, "")
	if err != nil {
		return err
	}
	return ui.Render(w, r, http.StatusOK, viewsPage(f, groups))
}

// known reports whether the console shows a view of this name.
func (f frame) known(view string) bool {
	if id, ok := strings.CutPrefix(view, teamPrefix); ok {
		_, known := f.desk.Team(id)
		return known
	}
	return f.viewTitle(view) != ""
}

// viewOf reads which view is asked for. Errors: NotFound.
func (f frame) viewOf(r *http.Request) (string, error) {
	view := r.PathValue("view")
	if !f.known(view) {
		return "", fault.New(fault.NotFound, "there is no view of that name")
	}
	return view, nil
}

// ticketPath is a ticket beside its view, or alone where there is none.
func (f frame) ticketPath(view string, id int64) string {
	if !f.known(view) {
		view = "tickets"
	}
	return viewPath(view) + "/" + strconv.FormatInt(id, 10)
}
