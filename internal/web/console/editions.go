package console

import (
	"net/http"
	"strconv"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/definition"
	"switchboard/internal/desk"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

const deskPath = home + "/desk"

// editions is the page of the desk's definition: what was published, and the form of the next edition.
type editions struct {
	frame
	All      ui.Table
	Text     ui.Field
	From     ui.Field
	Name     string
	Findings *ui.Table // nil before the text was checked
	Sound    bool      // it was checked and nothing was found
	Problems []ui.Problem
}

// showDesk shows the editions, with the text of the latest one to begin from.
func (c *console) showDesk(w http.ResponseWriter, r *http.Request) error {
	p, err := c.editions(r)
	if err != nil {
		return err
	}
	return ui.Render(w, r, http.StatusOK, editionsPage(p))
}

func (c *console) editions(r *http.Request) (*editions, error) {
	all, err := c.desk.Editions(r.Context(), visit.Actor(r))
	if err != nil {
		return nil, err
	}
	p := &editions{frame: c.frame(r, c.visits.Printer(r).T("console.desk.title"))}
	p.All = p.editionTable(all)
	last := all[len(all)-1] // a desk that serves pages has one
	p.Name = last.Name
	p.Text = ui.Field{Name: "text", Label: p.Words.T("console.desk.text"), Hint: p.Words.T("console.desk.text.hint"), Rows: 24, Required: true,
		Value: string(last.Source), Draft: "definition", Attrs: map[string]any{"spellcheck": "false", "class": "code"}}
	p.From = ui.Field{Name: "from", Label: p.Words.T("console.desk.when"), Type: "datetime-local", Hint: p.Words.T("console.hint.zone", "zone", p.desk.Timezone)}
	return p, nil
}

func (f frame) editionTable(all []desk.Edition) ui.Table {
	t := ui.Table{Caption: f.Words.T("console.desk.editions"), Columns: []ui.Column{{Title: f.Words.T("console.desk.edition")},
		{Title: f.Words.T("console.desk.name")}, {Title: f.Words.T("console.desk.from")}, {Title: f.Words.T("console.desk.published")}}}
	for i := len(all) - 1; i >= 0; i-- {
		e := all[i]
		number := strconv.Itoa(e.Version)
		switch {
		case e.From.After(f.Now):
			number += ", " + f.Words.T("console.desk.later")
		case e.Version == f.desk.Version:
			number += ", " + f.Words.T("console.desk.now")
		}
		t.Rows = append(t.Rows, []ui.Cell{{Text: number}, {Text: e.Name}, {Text: f.Words.Moment(e.From, f.Now, f.desk.Zone())},
			{Text: f.Words.Moment(e.Published, f.Now, f.desk.Zone())}})
	}
	return t
}

// publish checks the text, and publishes it where that is asked for and nothing is wrong. The text always comes back.
func (c *console) publish(w http.ResponseWriter, r *http.Request) error {
	if err := access.May(visit.Actor(r), access.PublishDefinition); err != nil {
		return err
	}
	p, err := c.editions(r)
	if err != nil {
		return err
	}
	p.Text.Value, p.From.Value = r.PostFormValue("text"), r.PostFormValue("from")
	found := p.check()
	if found.Failed() {
		text := p.Words.N("console.desk.failed", found.Count(definition.Error))
		return p.again(w, r, http.StatusUnprocessableEntity, ui.Problem{Field: "text", Text: text})
	}
	if r.PostFormValue("do") != "publish" {
		return ui.Render(w, r, http.StatusOK, editionsPage(p))
	}
	var from time.Time
	if p.From.Value != "" {
		in := input{Values: r.PostForm, zone: p.desk.Zone()}
		if from, err = in.moment("from"); err != nil {
			problem, _ := ui.ProblemOf(p.Words, err)
			return p.again(w, r, http.StatusUnprocessableEntity, problem)
		}
	}
	err = c.desk.Publish(r.Context(), p.who, p.Name, []byte(p.Text.Value), from)
	if problem, ok := ui.ProblemOf(p.Words, err); ok {
		return p.again(w, r, http.StatusUnprocessableEntity, problem)
	}
	if err != nil {
		return err
	}
	c.visits.Say(r, p.Words.T("console.done.publish"))
	c.visits.Sent(r, "definition")
	http.Redirect(w, r, deskPath, http.StatusSeeOther)
	return nil
}

func (p *editions) again(w http.ResponseWriter, r *http.Request, status int, problem ui.Problem) error {
	p.Problems = []ui.Problem{problem}
	p.Text.Error, p.From.Error = ui.ErrorFor(p.Problems, "text"), ui.ErrorFor(p.Problems, "from")
	return ui.Render(w, r, status, editionsPage(p))
}

// check reads the text as publishing would, and lists what the linter says of it, each with its place.
func (p *editions) check() definition.Problems {
	def, found := definition.Parse(p.Name, []byte(p.Text.Value))
	if !found.Failed() {
		found = def.Check(p.Now)
	}
	if p.Sound = len(found) == 0; p.Sound {
		return found
	}
	t := &ui.Table{Caption: p.Words.N("console.desk.findings", len(found)), Columns: []ui.Column{{Title: p.Words.T("console.desk.place")},
		{Title: p.Words.T("console.desk.level")}, {Title: p.Words.T("console.desk.finding")}}}
	for _, f := range found[:min(len(found), maxFindings)] {
		place := f.Path
		if f.Line > 0 {
			place = strconv.Itoa(f.Line) + ":" + strconv.Itoa(f.Column) + " " + place
		}
		text, lang := f.Text, "en" // what the linter says, it says in the language of the file's keys
		if f.Es != "" && p.lang() == "es" {
			text, lang = f.Es, "es"
		}
		if f.Ref != "" {
			text += " (" + f.Ref + ")"
		}
		t.Rows = append(t.Rows, []ui.Cell{{Text: place}, {Text: p.Words.T("console.desk.level." + string(f.Level))}, {Body: inLang(text, lang)}})
	}
	p.Findings = t
	return found
}

// maxFindings is how many findings one page lists; with so many the first ones explain the others.
const maxFindings = 200
