package console

import (
	"net/http"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/web/message"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// alarms says what of the desk's own machinery does not work, since when, and what to do, to those who may see it. Where it
// cannot be had nothing is said: whatever else is on the page is shown.
func (c *console) alarms(r *http.Request, f frame) []ui.Alert {
	if access.May(visit.Actor(r), access.SeeAlarms) != nil {
		return nil
	}
	all, err := c.desk.Alarms(r.Context(), f.who)
	if err != nil && r.Context().Err() != nil { // the reader has gone
		return nil
	}
	if err != nil {
		c.visits.Log.ErrorContext(r.Context(), "alarms", "err", err)
		return nil
	}
	var out []ui.Alert
	for _, a := range all {
		kind, _, _ := strings.Cut(a.Name, ":")
		todo := "console.alarm.other"
		if key := "console.alarm." + kind; f.Words.Has(key) {
			todo = key
		}
		out = append(out, ui.Alert{Title: f.Words.T("console.alarm", "when", f.when(a.Raised)), Text: message.Sentence(f.Words.Recorded(a.Says)), Todo: f.Words.T(todo)})
	}
	return out
}
