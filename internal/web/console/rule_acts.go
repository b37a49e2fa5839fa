package console

import (
	"net/http"

	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// rulePageOf is the page of one rule: what it says, and where it acted.
type rulePageOf struct {
	frame
	Says string
	Acts ui.Table
}

func (c *console) showRule(w http.ResponseWriter, r *http.Request) error {
	rule, acts, err := c.desk.RuleActs(r.Context(), visit.Actor(r), r.PathValue("rule"))
	if err != nil {
		return err
	}
	p := rulePageOf{frame: c.frame(r, "")}
	p.Title, p.Says = rule.Name.In(p.lang()), p.Words.T("console.rules.says", "when", p.ruleText(rule), "then", p.ruleDeeds(rule.Then))
	p.Acts = ui.Table{Caption: p.Words.T("console.rules.acts"), Columns: []ui.Column{{Title: p.Words.T("console.rules.try.ticket")}, {Title: p.Words.T("console.rules.last")}}}
	for _, a := range acts {
		p.Acts.Rows = append(p.Acts.Rows, []ui.Cell{{Body: actLink(a)}, {Text: p.when(a.At)}})
	}
	return ui.Render(w, r, http.StatusOK, rulePage(p))
}
