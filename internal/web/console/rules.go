package console

import (
	"net/http"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/definition"
	"switchboard/internal/desk"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

const rulesPath = home + "/rules"

// rulesOf is the page of what the desk does by itself: the rules with what they did, and, for who may, what they would have
// done and the form that pauses one.
type rulesOf struct {
	frame
	All      ui.Table
	Skills   bool   // they may see who can do what
	Here     string // whether the reader is here, in words
	IsHere   bool
	Pause    []ui.Field // nil where this is not theirs
	Try      []ui.Field
	Text     ui.Field
	Counts   *ui.Table // of a dry run; nil before one
	Samples  ui.Table
	Of       string
	More     bool
	Problems []ui.Problem
}

func (c *console) showRules(w http.ResponseWriter, r *http.Request) error {
	p, err := c.rules(r)
	if err != nil {
		return err
	}
	return ui.Render(w, r, http.StatusOK, rulesPage(p))
}

func (c *console) rules(r *http.Request) (*rulesOf, error) {
	p := &rulesOf{frame: c.frame(r, c.visits.Printer(r).T("console.rules.title"))}
	all, err := c.desk.Rules(r.Context(), p.who)
	if err != nil {
		return nil, err
	}
	p.All, p.Skills = p.ruleTable(all), access.May(p.who, access.SetSkills) == nil
	away, err := c.desk.Away(r.Context(), p.who)
	if err != nil {
		return nil, err
	}
	p.Here, p.IsHere = p.Words.T("console.here.here"), away.IsZero()
	if !p.IsHere {
		p.Here = p.Words.T("console.here.away", "when", p.when(away))
	}
	which := ui.Field{Name: "rule", Label: p.Words.T("console.rules.pause.rule")}
	for _, a := range all {
		which.Options = append(which.Options, ui.Option{Value: a.ID, Text: a.Name.In(p.lang())})
	}
	if len(all) > 0 && access.May(p.who, access.PauseRule) == nil {
		p.Pause = []ui.Field{which, {Name: "why", Label: p.Words.T("console.rules.pause.why"), Required: true}}
	}
	if access.May(p.who, access.TryRules) == nil {
		p.Try = p.tryFields(which)
		p.Text = ui.Field{Name: "text", Label: p.Words.T("console.rules.try.text"), Hint: p.Words.T("console.rules.try.text.hint"), Rows: 8, Optional: true,
			Attrs: map[string]any{"spellcheck": "false", "class": "code"}}
	}
	return p, nil
}

func (p *rulesOf) tryFields(which ui.Field) []ui.Field {
	which.Suffix, which.Label = "try", p.Words.T("console.rules.pause.rule")
	which.Options = append([]ui.Option{{Text: p.Words.T("console.rules.try.all")}}, which.Options...)
	return []ui.Field{which, {Name: "of", Label: p.Words.T("console.rules.try.filter"), Hint: p.Words.T("console.rules.try.filter.hint"), Optional: true},
		{Name: "days", Label: p.Words.T("console.figures.period"), Value: "30", Options: p.days()}}
}

// days are the periods that can be looked back on.
func (f frame) days() []ui.Option {
	var out []ui.Option
	for _, n := range periods {
		out = append(out, ui.Option{Value: f.Words.Number(n), Text: f.Words.N("console.figures.days", n)})
	}
	return out
}

// ruleTable lists the rules in their order, with what they did in the last thirty days.
func (f frame) ruleTable(all []desk.RuleSheet) ui.Table {
	t := ui.Table{Caption: f.Words.T("console.rules.title")}
	for _, name := range []string{"name", "when", "then", "acted", "failed", "last", "state"} {
		t.Columns = append(t.Columns, ui.Column{Title: f.Words.T("console.rules." + name), Figure: name == "acted" || name == "failed"})
	}
	for _, a := range all {
		last, state := f.Words.T("console.rules.never"), f.Words.T("console.rules.state.on")
		if !a.Last.IsZero() {
			last = f.when(a.Last)
		}
		if !a.Paused.IsZero() {
			state = f.Words.T("console.rules.state.paused", "when", f.when(a.Paused), "who", a.By.NameOrAddress())
		}
		t.Rows = append(t.Rows, []ui.Cell{{Body: ruleLink(a.ID, a.Name.In(f.lang()))}, {Text: f.ruleText(a.Automation)}, {Text: f.ruleDeeds(a.Then)},
			{Text: f.Words.Number(a.Acted)}, {Text: f.Words.Number(a.Failed)}, {Text: last}, {Text: state}})
	}
	return t
}

// ruleText says when a rule acts, with its condition.
func (f frame) ruleText(a definition.Automation) string {
	text := f.ruleWhen(a.On, a.Since, a.Wait, a.Again)
	if a.If != "" {
		text += f.Words.T("console.rule.if", "if", a.If)
	}
	return text
}

func (f frame) ruleDeeds(all []definition.Deed) string {
	out := make([]string, len(all))
	for i, d := range all {
		out[i] = f.ruleDeed(d)
	}
	return strings.Join(out, "; ")
}

func (c *console) pauseRule(w http.ResponseWriter, r *http.Request) error {
	pause := r.PostFormValue("do") != "resume"
	err := c.desk.PauseRule(r.Context(), visit.Actor(r), r.PostFormValue("rule"), r.PostFormValue("why"), pause)
	if err != nil {
		p, again := c.rules(r)
		if problem, ok := ui.ProblemOf(c.visits.Printer(r), err); ok && again == nil {
			p.Problems = []ui.Problem{problem}
			return ui.Render(w, r, http.StatusUnprocessableEntity, rulesPage(p))
		}
		return err
	}
	said := "console.rules.resumed"
	if pause {
		said = "console.rules.paused"
	}
	c.visits.Say(r, c.visits.Printer(r).T(said))
	http.Redirect(w, r, rulesPath, http.StatusSeeOther)
	return nil
}
