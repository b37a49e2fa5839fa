package console

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"switchboard/internal/desk"
	"switchboard/internal/web/ui"
)

// meant says what the words of a search may mean, where they find little. Its rows are the last of the list.
type meant struct {
	Text string
	All  ui.Link // the search for all of it
}

// nearly adds what may be meant to a list that is short, and says so.
func (c *console) nearly(r *http.Request, f frame, q *queue, looking desk.Looking, current int64, columns []string) error {
	n, err := c.desk.Nearly(r.Context(), f.who, looking, pageRows)
	if err != nil || len(n.Rows) == 0 {
		return err
	}
	already := len(q.Rows)
	for _, t := range n.Rows {
		if !slices.ContainsFunc(q.Rows[:already], func(r row) bool { return r.ID == t.ID }) {
			q.Rows = append(q.Rows, f.row(t, q.View, current, "", columns))
		}
	}
	if len(q.Rows) == already {
		return nil
	}
	key, what := "names", strings.Join(n.Names, ", ")
	if len(n.Words) > 0 {
		key, what = "words", strings.Join(n.Words, " ")
	}
	much := "none"
	if already > 0 {
		much = "few"
	}
	q.Meant = meant{Text: f.Words.T("console.nearly."+key+"."+much, "q", n.Asked, "what", what),
		All: ui.Link{Text: f.Words.T("console.nearly.all", "what", what), Href: search + "?" + url.Values{"q": {n.Meant}}.Encode()}}
	return nil
}
