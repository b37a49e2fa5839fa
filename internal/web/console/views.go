package console

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/view"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
)

// teamPrefix begins the name of the view of one team, as the desk writes it.
const teamPrefix = "team:"

// deskViews are the views of everybody's work, in the order of the first pane.
var deskViews = []string{"unassigned", "soon", "waiting", "open", "any"}

// ladderViews are what waits for a word of those above (OK-11), and what is due for review (ME-28).
var ladderViews = []string{"escalated", "review"}

// contestedView is what customers object to, and wait for a word on (A26).
const contestedView = "contested"

// myViews are the views of one's own work: what is assigned to me, and what of it the customer has written to (OK-09).
var myViews = []string{"mine", "unanswered"}

// otherViews are known and not offered to everybody: what is with any of my teams, all that has a promise, and what a
// search has found.
var otherViews = []string{"teams", "due", found}

// found is the view of a search: nothing but the filter says what is in it.
const found = "find"

var savedName = regexp.MustCompile(`^v[1-9][0-9]{0,17}$`)

// viewTitle is what a view is called; empty for one that is not shown here.
func (f frame) viewTitle(view string) string {
	if id, ok := strings.CutPrefix(view, teamPrefix); ok {
		return f.teamName(id)
	}
	if view == found {
		return f.Words.T("console.find")
	}
	if !slices.Contains(slices.Concat(myViews, deskViews, ladderViews, []string{contestedView}, otherViews), view) {
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
	if len(f.who.Teams) > 1 {
		mine = append(mine, "teams")
	}
	var others []string
	for _, t := range f.desk.Teams {
		if access.InTeam(f.who, t.ID) {
			mine = append(mine, teamPrefix+t.ID)
		} else {
			others = append(others, teamPrefix+t.ID)
		}
	}
	return [][]string{mine, f.deskViews(), others}
}

// deskViews are the views of everybody's work, with those of its ladder where the desk has one.
func (f frame) deskViews() []string {
	if _, ok := f.desk.Ladder("default"); !ok {
		return slices.Insert(slices.Clone(deskViews), 3, contestedView)
	}
	out := slices.Insert(slices.Clone(deskViews), 3, slices.Concat(ladderViews, []string{contestedView})...)
	if f.desk.Reviewer() == "" {
		out = slices.DeleteFunc(out, func(v string) bool { return v == "review" })
	}
	return out
}

// views are the links of the first pane with their counts.
func (c *console) views(r *http.Request, f frame, current string) ([]ui.ViewGroup, error) {
	groups, titleOf, err := c.offered(r, f)
	if err != nil {
		return nil, err
	}
	counts, err := c.desk.Counts(r.Context(), f.who, slices.Concat(groups...)...)
	if err != nil {
		return nil, err
	}
	titles := []string{f.Words.T("console.views.mine"), f.Words.T("console.views.desk"), f.Words.T("console.views.teams")}
	var out []ui.ViewGroup
	for i, names := range groups {
		g := ui.ViewGroup{Title: titles[i]}
		for _, name := range names {
			g.Links = append(g.Links, ui.Link{Text: titleOf(name), Href: viewPath(name), Current: name == current, Count: f.count(counts[name])})
		}
		if len(g.Links) > 0 {
			out = append(out, g)
		}
	}
	return out, nil
}

// offered are the names of the views of the first pane by group, saved ones in their places, and what each is called.
func (c *console) offered(r *http.Request, f frame) (groups [][]string, titleOf func(string) string, err error) {
	saved, err := c.desk.Views(r.Context(), f.who)
	if err != nil {
		return nil, nil, err
	}
	groups = f.groups()
	titles := map[string]string{}
	for _, v := range saved {
		name := desk.ViewName(v.ID)
		titles[name] = v.Name
		to := 0
		if v.Audience == view.Desk {
			to = 1
		}
		groups[to] = append(groups[to][:len(groups[to]):len(groups[to])], name)
	}
	return groups, func(name string) string {
		if t := titles[name]; t != "" {
			return t
		}
		return f.viewTitle(name)
	}, nil
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
	return savedName.MatchString(view) || f.viewTitle(view) != ""
}

// viewOf reads which view is asked for. Errors: NotFound.
func (f frame) viewOf(r *http.Request) (string, error) {
	name := r.PathValue("view")
	if !f.known(name) {
		return "", fault.New(fault.NotFound, "there is no view of that name")
	}
	return name, nil
}

// ticketPath is a ticket beside its view, or alone where there is none.
func (f frame) ticketPath(view string, id int64) string {
	if !f.known(view) {
		view = "tickets"
	}
	return f.address(viewPath(view) + "/" + strconv.FormatInt(id, 10))
}

// address adds what an address says beside its path: pairs of names and values, and the filter of the list.
func (f frame) address(path string, pairs ...string) string {
	query := url.Values{}
	if f.q != "" && !strings.HasPrefix(path, home+"/tickets/") {
		query.Set("q", f.q)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			query.Set(pairs[i], pairs[i+1])
		}
	}
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}
