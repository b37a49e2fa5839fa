package message

import (
	"mime"
	"net/http"
	"slices"
	"strconv"

	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// harmless are the kinds of picture that a browser shows and that can do nothing: no SVG, which is a program.
var harmless = []string{"image/png", "image/jpeg", "image/gif", "image/webp"}

// sealed lets nothing that is in a file do anything, should a browser show it all the same (DESIGN 9.3).
const sealed = "sandbox; default-src 'none'"

// door serves files and originals to both sides: who may have them is asked of the desk at every fetch.
type door struct {
	desk   *desk.Desk
	visits *visit.Visits
}

// Register puts the addresses of files, original mails and the pictures of articles onto mux.
func Register(mux *http.ServeMux, v *visit.Visits) {
	d := door{v.Desk, v}
	at := v.Door(ui.Portal)
	for pattern, page := range map[string]ui.Handler{
		"GET /files/{file}":                          d.file,
		"GET /files/{file}/picture":                  d.picture,
		"GET /mail/{mail}/page":                      d.page,
		"GET /articles/{article}/pictures/{picture}": d.drawing,
		"GET /mail/{mail}/raw":                       d.raw,
	} {
		mux.Handle(pattern, at.Handle(page))
	}
}

// file gives a file to be saved, whatever it is.
func (d door) file(w http.ResponseWriter, r *http.Request) error {
	f, err := d.desk.File(r.Context(), visit.Actor(r), r.PathValue("file"))
	if err != nil {
		return err
	}
	give(w, "application/octet-stream", "attachment", f.Name, f.Bytes)
	return nil
}

// picture shows a file that is a harmless picture by its bytes; what it says of itself counts for nothing. Errors: NotFound.
func (d door) picture(w http.ResponseWriter, r *http.Request) error {
	f, err := d.desk.File(r.Context(), visit.Actor(r), r.PathValue("file"))
	if err != nil {
		return err
	}
	kind := http.DetectContentType(f.Bytes)
	if !slices.Contains(harmless, kind) || len(f.Bytes) > maxPictured {
		return fault.New(fault.NotFound, "this file is no picture that can be shown here")
	}
	give(w, kind, "inline", f.Name, f.Bytes)
	return nil
}

// raw gives a mail byte for byte.
func (d door) raw(w http.ResponseWriter, r *http.Request) error {
	m, raw, err := d.original(r)
	if err != nil {
		return err
	}
	give(w, "message/rfc822", "attachment", "mail-"+strconv.FormatInt(m.ID, 10)+".eml", raw)
	return nil
}

func (d door) original(r *http.Request) (desk.Mail, []byte, error) {
	id, err := MailNumber(r)
	if err != nil {
		return desk.Mail{}, nil, err
	}
	return d.desk.OriginalMail(r.Context(), visit.Actor(r), id)
}

// MailNumber reads the number of a mail from an address. Errors: NotFound.
func MailNumber(r *http.Request) (int64, error) {
	id, err := strconv.ParseInt(r.PathValue("mail"), 10, 64)
	if err != nil || id < 1 {
		return 0, fault.New(fault.NotFound, "this is no number of a mail")
	}
	return id, nil
}

func give(w http.ResponseWriter, kind, disposition, name string, body []byte) {
	h := w.Header()
	h.Set("Content-Security-Policy", sealed)
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": name}))
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // a reader who has gone needs no word about it
}
