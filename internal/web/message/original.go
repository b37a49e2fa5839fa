package message

import (
	"context"
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"

	"switchboard/internal/core/mail/reading"
	"switchboard/internal/core/mail/reply"
	"switchboard/internal/core/safehtml"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/web/ui"
)

// Bounds of the pictures that a mail's own page shows, in bytes: of one, and of all.
const (
	maxOne = 280 << 10
	maxAll = 3 << 20
)

// Original is a mail as its reader sees it whole: who wrote what to whom, all its words with the old ones marked, its own
// page, its files, and what became of it.
type Original struct {
	Mail   desk.Mail
	Fields []reading.Field
	Pieces []reply.Piece
	Files  []ticket.File        // on the ticket, to be fetched
	Names  []reading.Attachment // of a mail that is on none
	Page   safehtml.Page        // HTML is "" where the mail has none
	Wrong  []string             // what is wrong with the message
}

// ReadOriginal reads a mail for who may. Errors: NotFound.
func ReadOriginal(ctx context.Context, d *desk.Desk, who desk.Actor, id int64) (Original, error) {
	m, raw, err := d.OriginalMail(ctx, who, id)
	if err != nil {
		return Original{}, err
	}
	says := reading.Read(raw, reading.Marks{})
	o := Original{Mail: m, Fields: reading.Fields(raw), Pieces: reply.Pieces(says.Text, reply.Forward(says.Subject)),
		Names: says.Attachments, Page: pageOf(raw), Wrong: says.Defects}
	if m.Ticket == 0 {
		return o, nil
	}
	sheet, err := d.Ticket(ctx, who, m.Ticket)
	if err != nil {
		return o, nil // a held mail may name a ticket that is none
	}
	for _, e := range sheet.Entries {
		if ticket.MailOf(e.Event) == m.ID {
			o.Files = ticket.FilesOf(e.Event)
		}
	}
	return o, nil
}

// pageOf is the mail's own page with its own pictures in it, since it is shown where nothing can be fetched.
func pageOf(raw []byte) safehtml.Page {
	page := reading.PageOf(raw)
	if page.HTML == "" {
		return safehtml.Page{}
	}
	left := maxAll
	return safehtml.Mail(page.HTML, func(id string) string {
		body, ok := page.Picture(id)
		kind := http.DetectContentType(body)
		if !ok || len(body) > min(maxOne, left) || !slices.Contains(harmless, kind) {
			return ""
		}
		left -= len(body)
		return "data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(body)
	})
}

// shownPage lets a mail's own page do nothing but be read, and open its links elsewhere.
const shownPage = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; " +
	"form-action 'none'; base-uri 'none'; frame-ancestors 'self'"

// Framing lets a page of ours frame the mail's own page, and nothing else.
func Framing(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Security-Policy", h.Get("Content-Security-Policy")+"; frame-src 'self'")
}

// page shows the mail's own page, by itself.
func (d door) page(w http.ResponseWriter, r *http.Request) error {
	m, raw, err := d.original(r)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Security-Policy", shownPage)
	h.Set("X-Frame-Options", "SAMEORIGIN")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	return ui.Render(w, r, http.StatusOK, document(d.visits.Printer(r), ui.ThemeOf(r), m.Subject, pageOf(raw)))
}

// OriginalPath is where a mail is shown whole, below the address of a side: "/mail/7", "/console/mail/7".
func OriginalPath(side string, id int64) string { return side + "/mail/" + strconv.FormatInt(id, 10) }
