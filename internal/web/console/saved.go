package console

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/filter"
	"switchboard/internal/core/view"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
)

// savedForm is the page on which a list is kept as a view.
type savedForm struct {
	frame
	View     view.View
	Name     control
	Filter   control
	Who      []control // for whom it is
	Looks    []control // density, then one box for each column
	Problems []ui.Problem
	Action   string
	Back     string
	Delete   bool
}

// column is the name of the box that shows a column.
func column(name string) string { return "column-" + name }

func (c *console) savedForm(f frame, v view.View, text string) *savedForm {
	f.Title = f.Words.T("console.saved.new")
	p := &savedForm{frame: f, View: v, Action: home + "/view/new", Back: home + "/open"}
	if v.ID != 0 {
		p.Title, p.Action, p.Back, p.Delete = f.Words.T("console.saved.change"), savedPath(v.ID), viewPath(desk.ViewName(v.ID)), true
	}
	p.Name = control{Field: ui.Field{Name: "name", Label: f.Words.T("console.saved.name"), Value: v.Name, Required: true, Focus: true, MaxLength: view.MaxName}}
	p.Filter = control{Field: ui.Field{Name: "q", Label: f.Words.T("console.filter"), Hint: f.Words.T("console.filter.hint"), Value: text,
		MaxLength: filter.MaxLength, Attrs: map[string]any{"data-complete": home + "/words", "spellcheck": "false"}}}
	var audiences, teams []ui.Option
	for _, a := range view.Audiences() {
		if a != view.Desk || access.May(f.who, access.ShareView) == nil {
			audiences = append(audiences, ui.Option{Value: string(a), Text: f.Words.T("console.saved." + string(a))})
		}
	}
	for _, t := range f.desk.Teams {
		if access.InTeam(f.who, t.ID) || access.May(f.who, access.ShareView) == nil {
			teams = append(teams, ui.Option{Value: t.ID, Text: t.Name.In(f.lang())})
		}
	}
	if len(teams) == 0 {
		audiences = slices.DeleteFunc(audiences, func(o ui.Option) bool { return o.Value == string(view.Team) })
	}
	p.Who = []control{{Field: ui.Field{Name: "audience", Label: f.Words.T("console.saved.audience"), Value: string(v.Audience), Options: audiences}, Kind: choice}}
	if len(teams) > 0 {
		p.Who = append(p.Who, control{Field: ui.Field{Name: "team", Label: f.Words.T("console.field.team"), Value: v.Team, Options: teams}})
	}
	p.Looks = []control{{Field: ui.Field{Name: "density", Label: f.Words.T("console.saved.density"), Value: string(v.Density), Options: []ui.Option{
		{Value: string(view.Comfortable), Text: f.Words.T("console.saved.comfortable")}, {Value: string(view.Compact), Text: f.Words.T("console.saved.compact")}}}, Kind: choice}}
	for _, name := range view.Columns {
		box := control{Field: ui.Field{Name: column(name), Label: f.Words.T("console.column." + name)}, Kind: tick}
		if slices.Contains(v.Shown(), name) {
			box.Value = "yes"
		}
		p.Looks = append(p.Looks, box)
	}
	return p
}

// showNewView offers to keep the list that somebody looks at.
func (c *console) showNewView(w http.ResponseWriter, r *http.Request) error {
	f := c.frame(r, "")
	v := view.View{Audience: view.Own, Density: view.Comfortable}
	if name := r.URL.Query().Get("view"); name != "" {
		base, err := c.desk.View(r.Context(), f.who, name)
		if err != nil {
			return err
		}
		v.Filter, v.Columns = base.Filter, base.Columns
	}
	more, err := filter.Parse(f.q, c.desk.Vocabulary())
	if err != nil {
		return err
	}
	if v.Filter = v.Filter.And(more.Terms...); more.Sort.By != "" {
		v.Filter.Sort = more.Sort
	}
	return ui.Render(w, r, http.StatusOK, savedPage(c.savedForm(f, v, v.Filter.String())))
}

func (c *console) showSavedView(w http.ResponseWriter, r *http.Request) error {
	f := c.frame(r, "")
	name := "v" + r.PathValue("id")
	if !savedName.MatchString(name) {
		return access.NoSuchView()
	}
	v, err := c.desk.View(r.Context(), f.who, name)
	if err != nil {
		return err
	}
	return ui.Render(w, r, http.StatusOK, savedPage(c.savedForm(f, v, v.Filter.String())))
}

// posted reads the form.
func (c *console) posted(r *http.Request) (view.View, error) {
	v := view.View{Name: r.PostFormValue("name"), Audience: view.Audience(r.PostFormValue("audience")), Density: view.Density(r.PostFormValue("density"))}
	v.Version, _ = strconv.ParseInt(r.PostFormValue("version"), 10, 64) // none is the version of no view
	if v.Audience == view.Team {
		v.Team = r.PostFormValue("team")
	}
	for _, name := range view.Columns {
		if r.PostFormValue(column(name)) != "" {
			v.Columns = append(v.Columns, name)
		}
	}
	var err error
	v.Filter, err = filter.Parse(r.PostFormValue("q"), c.desk.Vocabulary())
	return v, err
}

func (c *console) createView(w http.ResponseWriter, r *http.Request) error {
	v, err := c.posted(r)
	if err == nil {
		v, err = c.desk.CreateView(r.Context(), c.frame(r, "").who, v)
	}
	return c.savedOrWrong(w, r, v, err)
}

func (c *console) changeView(w http.ResponseWriter, r *http.Request) error {
	id, errID := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if errID != nil {
		return access.NoSuchView()
	}
	v, err := c.posted(r)
	v.ID = id
	if err == nil {
		err = c.desk.ChangeView(r.Context(), c.frame(r, "").who, v)
	}
	return c.savedOrWrong(w, r, v, err)
}

// savedOrWrong leads to the view, or shows the form as it was sent with what is wrong.
func (c *console) savedOrWrong(w http.ResponseWriter, r *http.Request, v view.View, err error) error {
	f := c.frame(r, "")
	problem, wrong := ui.ProblemOf(f.Words, err)
	if fault.Is(err, fault.Conflict) {
		problem, wrong = ui.Problem{Text: f.Words.Fault(err)}, true
	}
	switch {
	case wrong:
		p := c.savedForm(f, v, r.PostFormValue("q"))
		problem.Field = strings.Replace(problem.Field, "columns", column("number"), 1)
		p.Problems = []ui.Problem{problem}
		for _, in := range slices.Concat([]*control{&p.Name, &p.Filter}, pointers(p.Who), pointers(p.Looks)) {
			in.Error = ui.ErrorFor(p.Problems, in.Name)
		}
		return ui.Render(w, r, http.StatusUnprocessableEntity, savedPage(p))
	case err != nil:
		return err
	}
	c.visits.Say(r, f.Words.T("console.saved.done", "name", v.Name))
	http.Redirect(w, r, viewPath(desk.ViewName(v.ID)), http.StatusSeeOther)
	return nil
}

func (c *console) deleteView(w http.ResponseWriter, r *http.Request) error {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return access.NoSuchView()
	}
	f := c.frame(r, "")
	if err := c.desk.DeleteView(r.Context(), f.who, id); err != nil {
		return err
	}
	c.visits.Say(r, f.Words.T("console.saved.gone"))
	http.Redirect(w, r, home+"/mine", http.StatusSeeOther)
	return nil
}
