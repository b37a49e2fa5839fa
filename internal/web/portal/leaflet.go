package portal

import (
	"bytes"
	"net/http"

	"switchboard/internal/core/definition/render"
	"switchboard/internal/web/ui"
)

// leafletPage is the sheet for somebody who is new (OK-01).
type leafletPage struct {
	ui.Page
	voice
	Sheet render.Leaflet
}

func (p portal) leaflet(w http.ResponseWriter, r *http.Request) error {
	page, v := p.page(r, "service.title")
	sheet := p.sheet(v)
	page.Title = sheet.Title
	return ui.Render(w, r, http.StatusOK, leaflet(leafletPage{page, v, sheet}))
}

// leafletPDF is the same sheet on paper.
func (p portal) leafletPDF(w http.ResponseWriter, r *http.Request) error {
	v := p.voice(r)
	var b bytes.Buffer
	if err := p.sheet(v).WritePDF(&b); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Disposition", `inline; filename="leaflet.pdf"`)
	_, _ = w.Write(b.Bytes()) // a reader who has gone needs no word about it
	return nil
}

func (p portal) sheet(v voice) render.Leaflet {
	return render.Sheet(v.def, render.Options{Words: v.Printer, Today: v.now})
}
