package console

import (
	"net/http"
	"strings"

	"switchboard/internal/web/ui"
)

// foundRows is how many tickets one search shows: who needs more says more words.
const foundRows = 50

// find leads to the ticket of a number, ours or one that it had in another system, else to the tickets with these words.
func (c *console) find(w http.ResponseWriter, r *http.Request) error {
	q := strings.TrimSpace(r.URL.Query().Get("q"))
	f := c.frame(r, "")
	f.Title, f.Bar.Query = f.Words.T("console.find"), q
	if q == "" {
		return ui.Render(w, r, http.StatusOK, findPage(f, q, nil))
	}
	found, err := c.desk.Search(r.Context(), f.who, q, foundRows)
	if err != nil {
		return err
	}
	if len(found.Rows) == 1 && isNumber(q) {
		http.Redirect(w, r, f.ticketPath("", found.Rows[0].ID), http.StatusSeeOther)
		return nil
	}
	rows := make([]row, len(found.Rows))
	for i, t := range found.Rows {
		rows[i] = f.row(t, "", 0, "")
	}
	return ui.Render(w, r, http.StatusOK, findPage(f, q, rows))
}

// isNumber reports whether somebody looks for one ticket rather than for words: "104233", "#104233", "INC0000045".
func isNumber(q string) bool {
	return strings.ContainsAny(q, "0123456789") && !strings.ContainsAny(q, " \t")
}
