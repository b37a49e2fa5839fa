package console

import (
	"net/http"
	"strconv"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

const skillsPath = home + "/skills"

// skillsOf is the matrix of who can do what, with its gaps (ME-23): a row for each skill, so that it grows down the page.
type skillsOf struct {
	frame
	All      ui.Table
	Fields   []ui.Field
	Problems []ui.Problem
}

func (c *console) showSkills(w http.ResponseWriter, r *http.Request) error {
	p, err := c.skills(r)
	if err != nil {
		return err
	}
	return ui.Render(w, r, http.StatusOK, skillsPage(p))
}

func (c *console) skills(r *http.Request) (*skillsOf, error) {
	p := &skillsOf{frame: c.frame(r, c.visits.Printer(r).T("console.skills.title"))}
	s, err := c.desk.Skills(r.Context(), p.who, "")
	if err != nil {
		return nil, err
	}
	p.All = p.skillTable(s)
	person, skill := ui.Field{Name: "person", Label: p.Words.T("console.skills.person")}, ui.Field{Name: "skill", Label: p.Words.T("console.skills.skill")}
	for _, x := range s.People {
		person.Options = append(person.Options, ui.Option{Value: strconv.FormatInt(int64(x.ID), 10), Text: x.NameOrAddress()})
	}
	for _, id := range s.Skills {
		skill.Options = append(skill.Options, ui.Option{Value: id, Text: p.skillName(id)})
	}
	level := ui.Field{Name: "level", Label: p.Words.T("console.skills.level")}
	for n := range 4 {
		level.Options = append(level.Options, ui.Option{Value: strconv.Itoa(n), Text: p.Words.T("console.skills.level." + strconv.Itoa(n))})
	}
	p.Fields = []ui.Field{person, skill, level}
	return p, nil
}

// skillTable says for each skill how many have it, where that is nobody who is here, and who has it.
func (f frame) skillTable(s desk.Skills) ui.Table {
	t := ui.Table{Caption: f.Words.T("console.skills.title"), Columns: []ui.Column{{Title: f.Words.T("console.skills.skill")}, {Title: f.Words.T("console.skills.able")}}}
	var shown []people.Person
	for _, p := range s.People {
		if len(s.Level[p.ID]) > 0 {
			shown = append(shown, p)
			name := p.NameOrAddress()
			if !s.Away[p.ID].IsZero() {
				name = f.Words.T("console.skills.away", "name", name)
			}
			t.Columns = append(t.Columns, ui.Column{Title: name, Figure: true})
		}
	}
	for _, id := range s.Skills {
		all, here := s.Able(id)
		able := f.Words.Number(all)
		switch {
		case all == 0:
			able = f.Words.T("console.skills.gap")
		case here == 0:
			able = f.Words.T("console.skills.gap.here", "n", able)
		}
		row := []ui.Cell{{Text: f.skillName(id)}, {Text: able}}
		for _, p := range shown {
			level := ""
			if n := s.Level[p.ID][id]; n > 0 {
				level = f.Words.Number(n)
			}
			row = append(row, ui.Cell{Text: level})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// skillName is the service of that name, or the word as a rule has it.
func (f frame) skillName(id string) string {
	if s, ok := f.desk.Service(id); ok {
		return s.Name.In(f.lang())
	}
	return definition.Label(id)
}

func (c *console) setSkill(w http.ResponseWriter, r *http.Request) error {
	person, _ := strconv.ParseInt(r.PostFormValue("person"), 10, 64) // no number is nobody, whom the desk refuses
	level, err := strconv.Atoi(r.PostFormValue("level"))
	if err != nil {
		level = -1
	}
	err = c.desk.SetSkill(r.Context(), visit.Actor(r), people.ID(person), r.PostFormValue("skill"), level)
	if err != nil {
		p, again := c.skills(r)
		if problem, ok := ui.ProblemOf(c.visits.Printer(r), err); ok && again == nil {
			p.Problems = []ui.Problem{problem}
			return ui.Render(w, r, http.StatusUnprocessableEntity, skillsPage(p))
		}
		return err
	}
	c.visits.Say(r, c.visits.Printer(r).T("console.skills.done"))
	http.Redirect(w, r, skillsPath, http.StatusSeeOther)
	return nil
}
