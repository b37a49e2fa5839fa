package console

import (
	"net/http"
	"strconv"
	"strings"

	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
)

// maxQuery bounds what is searched for.
const maxQuery = 200

// find leads to the ticket of a number: ours, or one that it had in another system.
func (c *console) find(w http.ResponseWriter, r *http.Request) error {
	q := strings.TrimSpace(r.URL.Query().Get("q"))
	if len(q) > maxQuery {
		return fault.Field("q", "at most %d characters can be searched for", maxQuery)
	}
	f := c.frame(r, "")
	f.Title, f.Bar.Query = f.Words.T("console.find"), q
	if q == "" {
		return ui.Render(w, r, http.StatusOK, findPage(f, q))
	}
	id, err := c.ticketOf(r, f, q)
	switch {
	case fault.Is(err, fault.NotFound):
		return ui.Render(w, r, http.StatusNotFound, findPage(f, q))
	case err != nil:
		return err
	}
	http.Redirect(w, r, f.ticketPath("", id), http.StatusSeeOther)
	return nil
}

func (c *console) ticketOf(r *http.Request, f frame, q string) (int64, error) {
	if id, err := strconv.ParseInt(strings.TrimPrefix(q, "#"), 10, 64); err == nil && id > 0 {
		if _, err := c.desk.Ticket(r.Context(), f.who, id); !fault.Is(err, fault.NotFound) {
			return id, err
		}
	}
	id, err := c.desk.FindOld(r.Context(), f.who, q)
	if fault.Is(err, fault.NotFound) {
		return c.desk.FindOld(r.Context(), f.who, strings.ToUpper(q))
	}
	return id, err
}
