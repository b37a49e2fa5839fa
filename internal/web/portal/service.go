package portal

import (
	"encoding/json"
	"net/http"

	"switchboard/internal/core/definition/render"
	"switchboard/internal/web/ui"
)

// servicePage is what the desk promises, for everybody to read, in the words of its definition.
type servicePage struct {
	ui.Page
	voice
	View render.View
}

func (p portal) service(w http.ResponseWriter, r *http.Request) error {
	page, v := p.page(r, "service.title")
	return ui.Render(w, r, http.StatusOK, service(servicePage{page, v, p.view(v)}))
}

// serviceJSON is the same page for programs.
func (p portal) serviceJSON(w http.ResponseWriter, r *http.Request) error {
	body, err := json.MarshalIndent(p.view(p.voice(r)), "", "  ")
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(append(body, '\n')) // a reader who has gone needs no word about it
	return nil
}

func (p portal) view(v voice) render.View {
	return render.Page(v.def, render.Options{Words: v.Printer, Today: v.now})
}
