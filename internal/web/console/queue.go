package console

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/view"
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
	Title   string
	Hint    string // the order
	View    string
	Query   string // the filter that narrows it, as it was written
	Wrong   string // what is wrong with the filter
	Rows    []row
	More    string // address of the next page
	First   bool   // it is the first page
	Partial bool   // not all tickets could be looked at
	Meant   meant  // what the words may mean, where they find little
	Self    string // address of this page, for those who want the list anew
	Rowed   string // address of its rows alone
	Compact bool
	Beside  bool // it stands beside a ticket, on which one goes on
	Orders  []ui.Link
	Save    ui.Link // to save it as a view, or to change the saved one
}

// row is one ticket of a list, in words.
type row struct {
	ID      int64
	Href    string
	Subject string
	Under   string // number, requester, agency, or what the view shows
	With    string // who has it
	Promise string // what the chip counts, for those who cannot see the order of the list
	Chip    ui.Chip
	Marks   []string // what it is apart from the rest: short notice (ME-56), not the standard (ME-31)
	Urging  bool     // it claims to be urgent, and nobody has looked at it yet (ME-46)
	Current bool
}

// queue lists a page of a view. A filter that cannot be read is said in its place, and nothing is listed.
func (c *console) queue(r *http.Request, f frame, name string, current int64) (queue, error) {
	after, err := cursorOf(r.URL.Query().Get("after"))
	if err != nil {
		return queue{}, err
	}
	q := queue{Title: f.viewTitle(name), View: name, Query: f.q, First: !after.Set, Self: f.address(viewPath(name))}
	q.Rowed = f.address(viewPath(name), "after", r.URL.Query().Get("after"), "part", rowsPart)
	if current != 0 {
		q.Self, q.Beside = f.ticketPath(name, current), true
	}
	looking := desk.Looking{View: name, Filter: f.q}
	shown := view.View{}
	if name == found {
		looking.View = ""
	} else if shown, err = c.desk.View(r.Context(), f.who, name); err != nil {
		return queue{}, err
	}
	if savedName.MatchString(name) {
		q.Title, q.Compact = shown.Name, shown.Density == view.Compact
	}
	if name == found && f.q == "" {
		return q, nil
	}
	list, err := c.desk.Find(r.Context(), f.who, looking, desk.Page{After: after, Limit: pageRows})
	if p, ok := ui.ProblemOf(f.Words, err); ok && p.Field == "q" {
		q.Wrong = p.Text
		return q, nil
	}
	if err != nil {
		return queue{}, err
	}
	q.Partial, q.Hint, q.Orders = list.More, f.orderName(list.Filter.Order()), f.orders(name, list.Filter, c.desk.Vocabulary())
	q.Save = f.saveLink(name, shown)
	for _, t := range list.Rows {
		q.Rows = append(q.Rows, f.row(t, name, current, r.URL.Query().Get("after"), shown.Shown()))
	}
	if list.Next.Set {
		q.More = f.address(viewPath(name), "after", cursorText(list.Next))
	}
	if q.First && len(list.Rows) < desk.Few && !list.More {
		err = c.nearly(r, f, &q, looking, current, shown.Shown())
	}
	return q, err
}

// row says a ticket in the columns of its list.
func (f frame) row(t desk.Row, name string, current int64, after string, columns []string) row {
	out := row{ID: t.ID, Subject: t.Subject, Current: t.ID == current, Urging: t.Urging && t.Status.Open(), Href: f.ticketPath(name, t.ID)}
	if after != "" { // the list stays on its page beside the ticket
		path, _, _ := strings.Cut(out.Href, "?")
		out.Href = f.address(path, "after", after)
	}
	var under []string
	for _, column := range columns {
		switch text := f.cell(t, column); {
		case column == "due":
			out.Chip = f.rowChip(t)
			if !t.Due.IsZero() {
				out.Promise = f.metric(sla.Metric(t.DueMetric))
			}
		case column == "assignee":
			out.With = f.with(t)
		case text != "":
			under = append(under, text)
		}
	}
	out.Under = strings.Join(under, " · ")
	if t.ShortNotice {
		out.Marks = append(out.Marks, f.Words.T("apart.short"))
	}
	if t.Nonstandard {
		out.Marks = append(out.Marks, f.Words.T("apart.nonstandard"))
	}
	return out
}

// cell is one column of a ticket in words; empty where there is nothing to say.
func (f frame) cell(t desk.Row, column string) string {
	when := func(at time.Time) string {
		if at.IsZero() {
			return ""
		}
		return f.when(at)
	}
	switch column {
	case "number":
		return strconv.FormatInt(t.ID, 10)
	case "requester":
		return t.RequesterName
	case "agency":
		return t.Agency
	case "team":
		return f.teamName(t.Team)
	case "status":
		return f.status(t.Status)
	case "class":
		return f.className(t.Class)
	case "type":
		return f.typeName(t.Type)
	case "impact":
		return f.gradeName(f.desk.Impact, t.Impact)
	case "urgency":
		return f.gradeName(f.desk.Urgency, t.Urgency)
	case "service":
		return f.serviceName(t.Service)
	case "channel":
		return f.channel(t.Channel)
	case "received":
		return when(t.Received)
	case "changed":
		return when(t.Changed)
	case "unanswered":
		return when(t.Unanswered)
	}
	return ""
}

func (f frame) gradeName(grades []definition.Grade, id string) string {
	for _, g := range grades {
		if g.ID == id {
			return g.Name.In(f.lang())
		}
	}
	return id
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
	if r.URL.Query().Get("part") == rowsPart {
		return c.showRows(w, r)
	}
	f := c.frame(r, "")
	name, err := f.viewOf(r)
	if err != nil {
		return err
	}
	p := panes{frame: f, Pane: "queue"}
	p.Bar.Back = ui.Link{Text: f.Words.T("console.views"), Href: home + "/views"}
	p.Topics = f.entries(name)
	if p.Queue, err = c.queue(r, f, name, 0); err != nil {
		return err
	}
	p.Title = p.Queue.Title
	if name == found {
		p.Bar.Query = f.q
	}
	if p.Views, err = c.views(r, f, name); err != nil {
		return err
	}
	status := http.StatusOK
	if p.Queue.Wrong != "" {
		status = http.StatusUnprocessableEntity
	}
	return ui.Render(w, r, status, panesPage(p))
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
