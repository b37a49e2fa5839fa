package console

import (
	"net/http"
	"strconv"
	"strings"

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
	Here     ui.Table
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
	present, err := c.desk.Presence(r.Context(), p.who, "")
	if err != nil {
		return nil, err
	}
	p.Here = p.hereTable(present)
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
	t := ui.Table{Caption: f.Words.T("console.skills.table"), Columns: []ui.Column{{Title: f.Words.T("console.skills.skill")}, {Title: f.Words.T("console.skills.able")},
		{Title: f.Words.T("console.skills.who")}}}
	for _, id := range s.Skills {
		all, here := s.Able(id)
		able := f.Words.Number(all)
		switch {
		case all == 0:
			able = f.Words.T("console.skills.gap")
		case here == 0:
			able = f.Words.T("console.skills.gap.here", "n", able)
		}
		t.Rows = append(t.Rows, []ui.Cell{{Text: f.skillName(id)}, {Text: able}, {Text: f.skilled(s, id)}})
	}
	return t
}

// skilled names those who have a skill, each with the level; a column for each would not fit a page.
func (f frame) skilled(s desk.Skills, id string) string {
	var all []string
	for _, p := range s.People {
		n := s.Level[p.ID][id]
		if n == 0 {
			continue
		}
		name := p.NameOrAddress()
		if !s.Away[p.ID].Since.IsZero() {
			name = f.Words.T("console.skills.away", "name", name)
		}
		all = append(all, name+" "+f.Words.Number(n))
	}
	return strings.Join(all, ", ")
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
