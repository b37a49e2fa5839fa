package portal

import (
	"net/http"
	"slices"

	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// maxNamed is how much of a field's name goes into the log.
const maxNamed = 40

// only refuses a form with a field that the page does not have, and writes the attempt down: whoever slips in an assignee
// learns that it cannot be set here (OK-12).
func (p portal) only(r *http.Request, fields ...string) error {
	for name := range r.PostForm {
		if name == ui.TokenField || name == ui.OnceField || slices.Contains(fields, name) {
			continue
		}
		p.visits.Log.WarnContext(r.Context(), "form with a field that it does not have", "path", r.URL.Path, "person", visit.Actor(r).ID,
			"field", name[:min(len(name), maxNamed)])
		return fault.New(fault.Invalid, "this form was changed on its way to us: it holds a field that is not yours to fill")
	}
	return nil
}
