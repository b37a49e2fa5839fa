package message

import (
	"bytes"
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"switchboard/internal/core/kb"
	"switchboard/internal/core/safehtml"
	"switchboard/internal/fault"
	"switchboard/internal/web/visit"
)

// Article is the text of an article in one language as a page shows it, through the one sanitiser, with the pictures that
// came with it.
func Article(id int64, c kb.Content, t kb.Text) templ.Component {
	shown := func(ref string) (safehtml.Shown, bool) {
		p, ok := c.Picture(ref)
		return safehtml.Shown{Src: "/articles/" + strconv.FormatInt(id, 10) + "/pictures/" + p.ID, Width: p.Width, Height: p.Height}, ok
	}
	if c.Format == kb.HTML {
		return templ.Raw(string(safehtml.Document(t.Body, shown)))
	}
	return templ.Raw(string(safehtml.Article(t.Body, shown)))
}

// drawing shows a picture of an article. A browser that has it asks whether its reader may still see it. Errors: NotFound.
func (d door) drawing(w http.ResponseWriter, r *http.Request) error {
	id, err := strconv.ParseInt(r.PathValue("article"), 10, 64)
	if err != nil {
		return fault.New(fault.NotFound, "there is no such picture, or none that you may see")
	}
	p, err := d.desk.ArticlePicture(r.Context(), visit.Actor(r), id, r.PathValue("picture"))
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Security-Policy", sealed)
	h.Set("Content-Type", p.Type)
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "private, no-cache")
	h.Set("ETag", `"`+p.ID+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(p.Bytes))
	return nil
}
