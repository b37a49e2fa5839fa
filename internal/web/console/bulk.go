package console

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"switchboard/internal/core/bulk"
	"switchboard/internal/core/filter"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
)

const bulkPath = home + "/bulk"

// bulkForm asks what is to be done to the tickets that somebody has chosen.
type bulkForm struct {
	*item
	Verb   string
	Chosen []string // numbers; none for all of the list
	All    bool
}

func (c *console) bulkForm(r *http.Request, values url.Values) (*bulkForm, error) {
	f := c.frame(r, "")
	p := &bulkForm{item: &item{frame: f, View: values.Get("view")}, Verb: values.Get("do"), Chosen: values["ticket"], All: values.Get("all") != ""}
	if !slices.Contains(bulk.Verbs(), p.Verb) {
		return nil, fault.Field("do", "this is not done to many {tickets} at once")
	}
	if p.All {
		p.Chosen = nil
	} else if len(p.Chosen) == 0 {
		return nil, fault.Field("ticket", "choose at least one {ticket} of the list")
	}
	p.Title = f.Words.T("console.do." + p.Verb)
	p.Controls = bulkFields(p.item, p.Verb)
	for i := range p.Controls {
		p.Controls[i].Draft = "" // it is not written on one ticket
	}
	p.Controls[0].Focus = true
	return p, nil
}

// bulkFields are the fields of a verb when it is about no ticket in particular.
func bulkFields(x *item, verb string) []control {
	switch verb {
	case bulk.Assign:
		return assignFields(x)
	case bulk.Route:
		return []control{routeFields(x)[0], x.text("reason", 2)}
	case bulk.Classify:
		return classifyFields(x)
	case bulk.Plan:
		return []control{x.text("step", 2), x.colleague("owner", x.me()), x.at("due", x.evening(1))}
	case bulk.Resolve:
		return resolveFields(x)[:2]
	case bulk.Close:
		return []control{x.text("why", 2)}
	}
	return []control{x.text("body", 4)}
}

// whole says of how many tickets the form speaks.
func (p *bulkForm) whole() string {
	if p.All {
		return p.Words.T("console.bulk.all", "max", p.Words.Number(bulk.Max))
	}
	return p.Words.N("console.bulk.chosen", len(p.Chosen))
}

func (c *console) showBulkForm(w http.ResponseWriter, r *http.Request) error {
	p, err := c.bulkForm(r, r.URL.Query())
	if err != nil {
		return err
	}
	return ui.Render(w, r, http.StatusOK, bulkFormPage(p))
}

// deedOf reads what is to be done.
func (c *console) deedOf(r *http.Request, f frame, verb string) (bulk.Deed, error) {
	in := input{Values: r.PostForm, zone: f.desk.Zone(), called: c.colleague(r)}
	d := bulk.Deed{Verb: verb, Team: in.Get("team"), Method: in.Get("method"), Type: in.Get("type"), Impact: in.Get("impact"), Urgency: in.Get("urgency")}
	for _, name := range []string{"body", "text", "step", "reason", "why"} {
		d.Text = first(d.Text, in.Get(name))
	}
	var err error
	if d.Person, err = in.person("person"); err != nil {
		return d, err
	}
	if verb == bulk.Plan {
		if d.Person, err = in.person("owner"); err != nil {
			return d, err
		}
		d.Due, err = in.moment("due")
	}
	return d, err
}

func (c *console) startBulk(w http.ResponseWriter, r *http.Request) error {
	p, err := c.bulkForm(r, r.PostForm)
	if err != nil {
		return err
	}
	deed, err := c.deedOf(r, p.frame, p.Verb)
	var id int64
	if err == nil {
		id, err = c.desk.StartBulk(r.Context(), p.who, p.chosen(), deed)
	}
	if problem, ok := ui.ProblemOf(p.Words, err); ok {
		p.refill(r.PostForm, []ui.Problem{problem})
		p.Problems = []ui.Problem{problem}
		if err := c.offerColleagues(r, p.frame, p.Controls); err != nil {
			return err
		}
		return ui.Render(w, r, http.StatusUnprocessableEntity, bulkFormPage(p))
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, p.sheetPath(id, "", p.View), http.StatusSeeOther)
	return nil
}

// listPath is the list that the tickets were chosen from.
func (f frame) listPath(view string) string {
	if !f.known(view) {
		view = "open"
	}
	return f.address(viewPath(view))
}

func (p *bulkForm) chosen() desk.Chosen {
	if p.All {
		looking := desk.Looking{View: p.View, Filter: p.q}
		if p.View == found {
			looking.View = ""
		}
		return desk.Chosen{Looking: looking}
	}
	var out desk.Chosen
	for _, text := range p.Chosen {
		id, _ := strconv.ParseInt(text, 10, 64) // what is no number is no ticket
		out.Tickets = append(out.Tickets, id)
	}
	return out
}

// bulkSheet shows how far a deed on many tickets is, and what became of them.
type bulkSheet struct {
	frame
	desk.BulkSheet
	View string // the list that the tickets were chosen from
}

func (c *console) showBulk(w http.ResponseWriter, r *http.Request) error {
	id, err := number(r)
	if err != nil {
		return err
	}
	f := c.frame(r, "") // before the bulk is read: what happens from here on is told to the page
	s, err := c.desk.Bulk(r.Context(), f.who, id)
	if err != nil {
		return err
	}
	p := bulkSheet{f, s, r.FormValue("view")}
	p.Title = p.Words.T("console.bulk." + string(s.Bulk.State))
	return ui.Render(w, r, http.StatusOK, bulkPage(p))
}

// path is the address of the sheet, or of what is done on it.
func (p bulkSheet) path(does string) string { return p.sheetPath(p.Bulk.ID, does, p.View) }

// sheetPath is the address of a sheet, which keeps the list that leads back.
func (f frame) sheetPath(id int64, does, view string) string {
	return f.address(bulkPath+"/"+strconv.FormatInt(id, 10)+does, "view", view)
}

// deed names what is done.
func (p bulkSheet) deed() string {
	if p.Bulk.Deed.Verb == bulk.Undo {
		return p.Words.T("console.bulk.undo")
	}
	return p.Words.T("console.do." + p.Bulk.Deed.Verb)
}

// facts are the figures of the sheet.
func (p bulkSheet) facts() []ui.Fact {
	out := []ui.Fact{{Term: p.Words.T("console.bulk.what"), Text: p.deed()},
		{Term: p.Words.T("console.bulk.total"), Text: p.Words.Number(p.Bulk.Total)}}
	for _, o := range []bulk.Outcome{bulk.Waiting, bulk.Able, bulk.Did, bulk.Refused} {
		if n := p.Outcomes[o]; n > 0 {
			out = append(out, ui.Fact{Term: p.Words.T("console.bulk.outcome." + string(o)), Text: p.Words.Number(n)})
		}
	}
	return out
}

func (p bulkSheet) settled() int { return p.Bulk.Total - p.Outcomes[bulk.Waiting] }

func (p bulkSheet) busy() bool { return p.Bulk.State == bulk.Trying || p.Bulk.State == bulk.Running }

func (p bulkSheet) undoable() bool {
	return p.Bulk.State == bulk.Done && p.Bulk.Deed.Undoable() && p.Outcomes[bulk.Did] > 0
}

// named are the numbers of refused tickets as a filter, so that they can be looked at as a list.
func named(ids []int64) string {
	t := filter.Term{Field: "number"}
	for _, id := range ids {
		t.Values = append(t.Values, strconv.FormatInt(id, 10))
	}
	return search + "?" + url.Values{"q": {t.String()}}.Encode()
}

func (c *console) confirmBulk(w http.ResponseWriter, r *http.Request) error {
	id, err := number(r)
	if err != nil {
		return err
	}
	f := c.frame(r, "")
	if err := c.desk.ConfirmBulk(r.Context(), f.who, id); err != nil {
		return err
	}
	http.Redirect(w, r, f.sheetPath(id, "", r.FormValue("view")), http.StatusSeeOther)
	return nil
}

func (c *console) undoBulk(w http.ResponseWriter, r *http.Request) error {
	id, err := number(r)
	if err != nil {
		return err
	}
	f := c.frame(r, "")
	made, err := c.desk.UndoBulk(r.Context(), f.who, id)
	if err != nil {
		return err
	}
	http.Redirect(w, r, f.sheetPath(made, "", r.FormValue("view")), http.StatusSeeOther)
	return nil
}
