package console

import (
	"net/http"
	"strings"

	"switchboard/internal/web/ui"
)

// find leads to the ticket of a number, ours or one that it had in another system, else to the list of what the filter
// means. It is a list like any other, with the ticket beside it.
func (c *console) find(w http.ResponseWriter, r *http.Request) error {
	f := c.frame(r, "")
	if isNumber(f.q) {
		hits, err := c.desk.Search(r.Context(), f.who, f.q, 2)
		if _, wrong := ui.ProblemOf(f.Words, err); err != nil && !wrong {
			return err
		}
		if len(hits.Rows) == 1 {
			f.q = ""
			http.Redirect(w, r, f.ticketPath("", hits.Rows[0].ID), http.StatusSeeOther)
			return nil
		}
	}
	r.SetPathValue("view", found)
	return c.showView(w, r)
}

// isNumber reports whether somebody looks for one ticket rather than for words: "104233", "#104233", "INC0000045".
func isNumber(q string) bool {
	return strings.ContainsAny(q, "0123456789") && !strings.ContainsAny(q, " \t:<>")
}
