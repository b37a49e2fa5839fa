// Package notices is the door to what somebody is told: their news, the ways by which these come, their devices. Customers
// and the desk's own people use the same pages, each in the frame that they know. It refuses to know who is told what.
package notices

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/notice"
	"switchboard/internal/core/wording"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/live"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// Addresses.
const (
	home     = "/notices"
	settings = "/notices/settings"
)

type door struct {
	visits  *visit.Visits
	desk    *desk.Desk
	streams *visit.Streams
}

// Register puts the pages onto mux.
func Register(mux *http.ServeMux, v *visit.Visits, hub *live.Hub) {
	d := door{visits: v, desk: v.Desk, streams: visit.NewStreams(v, hub)}
	errors := v.Door(ui.Portal)
	for pattern, page := range map[string]ui.Handler{
		"GET /notices":                    d.list,
		"POST /notices/read":              v.Posted(d.read),
		"GET /notices/live":               d.live,
		"GET /notices/ticket/{number}":    d.open,
		"GET /notices/settings":           d.settings,
		"POST /notices/settings":          v.Posted(d.choose),
		"POST /notices/devices":           v.Posted(d.addDevice),
		"POST /notices/devices/{id}/drop": v.Posted(d.dropDevice),
	} {
		mux.Handle(pattern, errors.Handle(d.streams.Begin(signedIn(page))))
	}
	mux.Handle("GET /notices/worker.js", errors.Handle(ui.ServeWorker))
}

// signedIn lets in whoever has news of their own.
func signedIn(next ui.Handler) ui.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := access.May(visit.Actor(r), access.ChooseNotices); err != nil {
			return err
		}
		return next(w, r)
	}
}

// frame is what every page here knows.
type frame struct {
	ui.Page
	staff bool
	zone  *time.Location
}

func (d door) frame(r *http.Request, title string) frame {
	p := d.visits.Page(r)
	f := frame{Page: p, staff: access.May(visit.Actor(r), access.UseConsole) == nil, zone: d.desk.Definition().Zone()}
	f.Title = p.Words.T(title)
	if f.staff {
		f.Home = "/console"
	}
	return f
}

func (f frame) T(key string, args ...string) string { return f.Words.T(key, args...) }

// line is one piece of news.
type line struct {
	Href, Title, What, When string
	New, Insists            bool
}

type listPage struct {
	frame
	Lines []line
	Pages ui.Pager
	Fresh bool // there is something unread

	Stream string // by which it is told to look again
}

// pageSize is how many news stand on a page.
const pageSize = 40

func (d door) list(w http.ResponseWriter, r *http.Request) error {
	before, err := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64)
	if err != nil || before < 0 {
		before = 0
	}
	all, next, err := d.desk.MyNotices(r.Context(), visit.Actor(r), desk.Page{Limit: pageSize, After: desk.Cursor{ID: before}})
	if err != nil {
		return err
	}
	p := listPage{frame: d.frame(r, "notices.title"), Stream: visit.StreamOf(r, home+"/live", nil)}
	for _, b := range all {
		p.Lines = append(p.Lines, p.line(b))
		p.Fresh = p.Fresh || b.Read.IsZero()
	}
	if next > 0 {
		p.Pages.Next = home + "?before=" + strconv.FormatInt(next, 10)
	}
	if before > 0 {
		p.Pages.Previous = home
	}
	return ui.Render(w, r, http.StatusOK, list(p))
}

func (f frame) line(b desk.Bell) line {
	l := line{What: what(f.Words, b.Kind), When: f.Words.Moment(b.At, f.Now, f.zone), New: b.Read.IsZero(), Insists: b.Insists}
	switch {
	case notice.Kind(b.Kind) == notice.ApprovalWanted:
		l.Href, l.Title = "/approvals", f.T("notices.line", "number", strconv.FormatInt(b.Ticket, 10), "what", b.Subject)
	case b.Ticket != 0:
		l.Href, l.Title = f.ticket(b.Ticket), f.T("notices.line", "number", strconv.FormatInt(b.Ticket, 10), "what", b.Subject)
	}
	return l
}

// what names a kind of news; one of a later version, or of none any more, by its stored word.
func what(p wording.Printer, kind string) string {
	if key := "notices.kind." + kind; p.Has(key) {
		return p.T(key)
	}
	return kind
}

// ticket is where the reader looks at a ticket.
func (f frame) ticket(id int64) string {
	if f.staff {
		return "/console/tickets/" + strconv.FormatInt(id, 10)
	}
	return "/tickets/" + strconv.FormatInt(id, 10)
}

// open leads to a ticket, from a device that does not know where its owner looks at them.
func (d door) open(w http.ResponseWriter, r *http.Request) error {
	id, err := strconv.ParseInt(r.PathValue("number"), 10, 64)
	if err != nil || id < 1 {
		return fault.New(fault.NotFound, "")
	}
	http.Redirect(w, r, d.frame(r, "notices.title").ticket(id), http.StatusSeeOther)
	return nil
}

func (d door) read(w http.ResponseWriter, r *http.Request) error {
	if err := d.desk.ReadNotices(r.Context(), visit.Actor(r), 0); err != nil {
		return err
	}
	http.Redirect(w, r, home, http.StatusSeeOther)
	return nil
}

// live tells the open page to look again when there is more.
func (d door) live(w http.ResponseWriter, r *http.Request) error {
	return d.streams.Serve(w, r, visit.Watch{Says: func(_ context.Context, now access.Actor, changed []string) (string, error) {
		if err := access.May(now, access.ChooseNotices); err != nil || len(changed) == 0 {
			return "", err
		}
		return visit.Whole, nil
	}})
}
