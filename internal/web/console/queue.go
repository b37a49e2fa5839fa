package console

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"switchboard/internal/core/sla"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
)

const (
	pageRows = 50            // rows of one page of a list
	soon     = 2 * time.Hour // from here on a due time is said in gold
)

// queue is the second pane: one page of a view.
type queue struct {
	Title string
	Hint  string
	View  string
	Rows  []row
	More  string // address of the next page
	First bool   // it is the first page
	Self  string // address of this page, for those who want the list anew
}

// row is one ticket of a list, in words.
type row struct {
	ID      int64
	Href    string
	Subject string
	Under   string // number, requester, agency
	With    string // who has it
	Promise string // what the chip counts, for those who cannot see the order of the list
	Chip    ui.Chip
	Current bool
}

func (c *console) queue(r *http.Request, f frame, view string, current int64) (queue, error) {
	after, err := cursorOf(r.URL.Query().Get("after"))
	if err != nil {
		return queue{}, err
	}
	list, err := c.desk.List(r.Context(), f.who, view, desk.Page{After: after, Limit: pageRows})
	if err != nil {
		return queue{}, err
	}
	q := queue{Title: f.viewTitle(view), View: view, First: !after.Set, Hint: f.Words.T("console.order.due")}
	q.Self = viewPath(view)
	if current != 0 {
		q.Self = f.ticketPath(view, current)
	}
	if view == "any" {
		q.Hint = f.Words.T("console.order.new")
	}
	for _, t := range list.Rows {
		q.Rows = append(q.Rows, f.row(t, view, current, r.URL.Query().Get("after")))
	}
	if list.Next.Set {
		q.More = viewPath(view) + "?after=" + url.QueryEscape(cursorText(list.Next))
	}
	return q, nil
}

func (f frame) row(t desk.Row, view string, current int64, after string) row {
	out := row{
		ID: t.ID, Subject: t.Subject, Current: t.ID == current, Chip: f.rowChip(t), With: f.with(t),
		Href: f.ticketPath(view, t.ID), Under: strconv.FormatInt(t.ID, 10) + " · " + t.RequesterName,
	}
	if after != "" { // the list stays on its page beside the ticket
		out.Href += "?after=" + url.QueryEscape(after)
	}
	if t.Agency != "" {
		out.Under += " · " + t.Agency
	}
	if !t.Due.IsZero() {
		out.Promise = f.metric(sla.Metric(t.DueMetric))
	}
	return out
}

// with says who has a ticket: you, a person, or the team in which nobody has it yet.
func (f frame) with(t desk.Row) string {
	switch {
	case t.Assignee == f.who.ID:
		return f.Words.T("console.with.you")
	case t.Assignee != 0:
		return t.AssigneeName
	}
	return f.teamName(t.Team)
}

func (f frame) rowChip(t desk.Row) ui.Chip {
	switch {
	case !t.Status.Open():
		return ui.Chip{Kind: ui.Met, Text: f.status(t.Status)}
	case t.DueState == string(sla.Paused):
		return ui.Chip{Kind: ui.Paused, Text: f.Words.T("console.chip.waiting")}
	case t.Due.IsZero():
		return ui.Chip{Kind: ui.Neutral, Text: f.status(t.Status), Plain: true}
	}
	return f.dueChip(t.Due)
}

// dueChip counts down to a due instant.
func (f frame) dueChip(due time.Time) ui.Chip {
	chip := ui.Chip{Kind: ui.Neutral, Text: f.Words.Left(due, f.Now, f.desk.Zone()), Due: due}
	switch left := due.Sub(f.Now); {
	case left < 0:
		chip.Kind = ui.Late
	case left <= soon:
		chip.Kind = ui.Soon
	}
	return chip
}

// cursorText writes where a page ends into an address; cursorOf reads it.
func cursorText(c desk.Cursor) string {
	return strconv.FormatInt(c.Key, 10) + "." + strconv.FormatInt(c.ID, 10)
}

func cursorOf(text string) (desk.Cursor, error) {
	if text == "" {
		return desk.Cursor{}, nil
	}
	key, id, _ := strings.Cut(text, ".")
	k, errKey := strconv.ParseInt(key, 10, 64)
	i, errID := strconv.ParseInt(id, 10, 64)
	if errKey != nil || errID != nil {
		return desk.Cursor{}, fault.Field("after", "this address of a page is not complete; begin at the first page")
	}
	return desk.Cursor{Key: k, ID: i, Set: true}, nil
}

// showView shows a list without a ticket beside it.
func (c *console) showView(w http.ResponseWriter, r *http.Request) error {
	f := c.frame(r, "")
	view, err := f.viewOf(r)
	if err != nil {
		return err
	}
	p := panes{frame: f, Pane: "queue"}
	p.Title = f.viewTitle(view)
	p.Bar.Back = ui.Link{Text: f.Words.T("console.views"), Href: home + "/views"}
	p.Topics = []string{topicTickets}
	if p.Views, err = c.views(r, f, view); err != nil {
		return err
	}
	if p.Queue, err = c.queue(r, f, view, 0); err != nil {
		return err
	}
	return ui.Render(w, r, http.StatusOK, panesPage(p))
}

// panes is the page of three panes.
type panes struct {
	frame
	Pane   string // which of them a phone shows
	Views  []ui.ViewGroup
	Queue  queue
	Item   *item // nil while none is chosen
	Topics []string
}
