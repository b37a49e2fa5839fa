package console

import (
	"net/http"

	"switchboard/internal/core/access"
	"switchboard/internal/core/definition"
	"switchboard/internal/desk"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// tryRules asks what rules would have done to tickets of the past, those in force or those of another text. It changes nothing,
// and the form comes back with the answer.
func (c *console) tryRules(w http.ResponseWriter, r *http.Request) error {
	if err := access.May(visit.Actor(r), access.TryRules); err != nil {
		return err
	}
	p, err := c.rules(r)
	if err != nil {
		return err
	}
	days := periodOf(r.PostFormValue("days"))
	in := desk.Try{Rule: r.PostFormValue("rule"), Filter: r.PostFormValue("of"), Since: p.Now.AddDate(0, 0, -days)}
	p.Try[0].Value, p.Try[1].Value, p.Try[2].Value, p.Text.Value = in.Rule, in.Filter, p.Words.Number(days), r.PostFormValue("text")
	def := p.desk
	if p.Text.Value != "" {
		var found definition.Problems
		if def, found = definition.Parse("rules.yaml", []byte(p.Text.Value)); found.Failed() {
			return p.refuse(w, r, ui.Problem{Field: "text", Text: found[0].String()})
		}
		in.Rules = def
	}
	tried, err := c.desk.TryRules(r.Context(), p.who, in, nil)
	if problem, ok := ui.ProblemOf(p.Words, err); ok {
		if problem.Field == "q" {
			problem.Field = "of"
		}
		return p.refuse(w, r, problem)
	}
	if err != nil {
		return err
	}
	p.tried(tried, def)
	return ui.Render(w, r, http.StatusOK, rulesPage(p))
}

func (p *rulesOf) refuse(w http.ResponseWriter, r *http.Request, problem ui.Problem) error {
	p.Problems = []ui.Problem{problem}
	p.Text.Error, p.Try[1].Error = ui.ErrorFor(p.Problems, "text"), ui.ErrorFor(p.Problems, "of")
	return ui.Render(w, r, http.StatusUnprocessableEntity, rulesPage(p))
}

// tried shows what would have been done: how often each rule, and some of it.
func (p *rulesOf) tried(all desk.Tried, def *definition.Definition) {
	say := func(key string) string { return p.Words.T("console.rules." + key) }
	p.Of, p.More = p.Words.T("console.rules.try.of", "n", p.Words.Number(all.Tickets)), all.More
	p.Counts = &ui.Table{Caption: say("try.title"), Columns: []ui.Column{{Title: say("name")}, {Title: say("try.acts"), Figure: true}, {Title: say("try.tickets"), Figure: true}}}
	for _, n := range all.Counts {
		p.Counts.Rows = append(p.Counts.Rows, []ui.Cell{{Text: n.Rule.Name.In(p.lang())}, {Text: p.Words.Number(n.Acts)}, {Text: p.Words.Number(n.Tickets)}})
	}
	p.Samples = ui.Table{Caption: say("try.sample"), Columns: []ui.Column{{Title: say("try.ticket")}, {Title: say("try.at")}, {Title: say("name")}, {Title: say("then")}}}
	for _, s := range all.Samples {
		rule, _ := def.Rule(s.Rule)
		p.Samples.Rows = append(p.Samples.Rows, []ui.Cell{{Body: sampleLink(s.ID, s.Subject)}, {Text: p.when(s.At)}, {Text: rule.Name.In(p.lang())}, {Text: p.ruleDeeds(s.Do)}})
	}
}
