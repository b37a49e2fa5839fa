package console

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"switchboard/internal/core/scope"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// item is the third pane: one ticket, its promises, its history, and the form that is open.
type item struct {
	frame
	Sheet    desk.Sheet
	Letters  []desk.Letter
	View     string // the list that it stands beside; empty when alone
	Promises []promise
	Timeline []ui.Entry
	Offered  []verb
	Do       verb         // whose form is open; its name is empty when none is
	Controls []control    // of that form
	Asker    desk.Profile // the requester
	Known    scope.Facts  // what the directory knows of the request, where scope is decided
	Problems []ui.Problem
	Twins    []desk.Twin // in which somebody may be doing the same
	Fresh    []ui.Entry  // what came since the version that the form was written over
	Focus    bool        // the form was asked for, so it takes the focus
	Articles []suggested
	Article  int64 // the one that the reply begins with
	bench
}

// number reads the number of a ticket from an address. Errors: NotFound.
func number(r *http.Request) (int64, error) {
	id, err := strconv.ParseInt(r.PathValue("number"), 10, 64)
	if err != nil || id < 1 {
		return 0, fault.New(fault.NotFound, "%q is not a number of {a ticket}", clip(r.PathValue("number")))
	}
	return id, nil
}

func clip(s string) string { return s[:min(len(s), 40)] }

// loadItem reads a ticket and the form that is to be open on it.
func (c *console) loadItem(r *http.Request, f frame, view string, id int64, do string) (*item, error) {
	sheet, err := c.desk.Ticket(r.Context(), f.who, id)
	if err != nil {
		return nil, err
	}
	x := &item{frame: f, Sheet: sheet, View: view, Promises: f.promises(sheet.Clocks, sheet.Ticket.MergedInto != 0)}
	if x.Letters, err = c.desk.Letters(r.Context(), f.who, id); err != nil {
		return nil, err
	}
	x.Timeline = f.timeline(sheet, lettersOf(sheet, x.Letters))
	x.Offered = f.offered(sheet)
	if err := c.openForm(r, x, do); err != nil {
		return nil, err
	}
	if err := c.compose(r, x); err != nil {
		return nil, err
	}
	if err := c.suggest(r, x); err != nil {
		return nil, err
	}
	if x.Twins, err = c.desk.Twins(r.Context(), f.who, sheet.Ticket); err != nil {
		return nil, err
	}
	return x, c.loadRequester(r, x)
}

// openForm opens the form that was asked for; without one the reply, where a reply can be written.
func (c *console) openForm(r *http.Request, x *item, name string) error {
	i := slices.IndexFunc(x.Offered, func(v verb) bool { return v.name == name && v.fields != nil })
	x.Focus = i >= 0
	if i < 0 {
		i = slices.IndexFunc(x.Offered, func(v verb) bool { return v.name == "reply" || v.name == "note" })
	}
	if i < 0 {
		return nil
	}
	x.Do = x.Offered[i]
	if slices.Contains([]string{"amend", "route"}, x.Do.name) {
		if err := c.referrals(r, &x.frame); err != nil {
			return err
		}
	}
	if x.Do.name == "scope" {
		var err error
		if x.Known, err = c.desk.KnownScope(r.Context(), x.who, x.Sheet.Ticket.ID); err != nil {
			return err
		}
	}
	x.Controls = x.Do.fields(x)
	if x.Focus && x.Notice == nil && len(x.Controls) > 0 {
		x.Controls[0].Focus = true
	}
	return c.useArticle(r, x)
}

// refill puts back what was written into the form, and says what is wrong with it.
func (x *item) refill(values url.Values, problems []ui.Problem) {
	x.Problems = problems
	x.Used, _ = strconv.ParseInt(values.Get("used"), 10, 64)
	x.Article, _ = strconv.ParseInt(values.Get("article"), 10, 64) // what is no number is no article
	for i := range x.Controls {
		in := &x.Controls[i]
		if values.Has(in.Name) {
			in.Value = values.Get(in.Name)
		}
		in.Error = ui.ErrorFor(problems, in.Name)
	}
}

// path is where the ticket lies, beside its list or alone.
func (x *item) path() string { return x.ticketPath(x.View, x.Sheet.Ticket.ID) }

// doPath opens the form of a verb.
func (x *item) doPath(v verb) string { return x.opens(v.name) }

// opens is where the form of a verb is open, with what it begins with: pairs of names and values.
func (x *item) opens(do string, pairs ...string) string {
	path, _, _ := strings.Cut(x.path(), "?")
	return x.address(path, append([]string{"do", do}, pairs...)...)
}

// place is a part of a ticket's page.
type place int

const (
	atVerbs    place = iota // above all of it: whatever may come next
	atOutgoing              // at the reply that can be taken back
	atForm                  // at the form that was asked for
)

// goesOn is where somebody goes on who has just done something: there it is said, and has the focus.
func (x *item) goesOn() place {
	switch {
	case x.Waiting.ID != "":
		return atOutgoing
	case x.Focus:
		return atForm
	}
	return atVerbs
}

func (x *item) actPath(v verb) string {
	return home + "/tickets/" + strconv.FormatInt(x.Sheet.Ticket.ID, 10) + "/" + v.name
}

// verbGroup is what opens under "more" about one thing.
type verbGroup struct {
	Name  string
	Verbs []verb
}

// split parts the verbs that stand in the row from those that open under "more", by what they are about.
func (x *item) split() (row []verb, more []verbGroup) {
	by := map[string][]verb{}
	for _, v := range x.Offered {
		by[v.group] = append(by[v.group], v)
	}
	for _, name := range groups {
		if len(by[name]) > 0 {
			more = append(more, verbGroup{name, by[name]})
		}
	}
	return by[""], more
}

// brief reports whether the open form is only a text with files, whose purpose its own words say.
func (x *item) brief() bool { return x.Do.name == "reply" || x.Do.name == "note" }

// kind is the line above the subject: number, type, class where it says more, channel, status, the number elsewhere.
func (x *item) kind() string {
	t := x.Sheet.Ticket
	parts := []string{strconv.FormatInt(t.ID, 10), x.typeName(t.Type), x.className(t.Class), x.channel(t.Request.Channel), x.status(t.Status)}
	if t.Request.Claimed {
		parts = append(parts, x.Words.T("console.claimed"))
	}
	if t.Sealed {
		parts = append(parts, x.Words.T("console.sealed"))
	}
	if t.Request.External != "" {
		parts = append(parts, t.Request.External)
	}
	return strings.Join(slices.Compact(parts), " · ")
}

// having says who has it.
func (x *item) having() string {
	t := x.Sheet.Ticket
	switch {
	case t.Assignee == 0:
		return x.Words.T("console.having.team", "to", x.teamName(t.Team))
	case !t.Accepted && t.Status.Open():
		return x.Words.T("console.having.asked", "to", x.teamName(t.Team), "person", x.within(x.Sheet, t.Assignee))
	}
	return x.Words.T("console.having.person", "to", x.teamName(t.Team), "person", x.within(x.Sheet, t.Assignee))
}

// showItem shows a ticket beside its list.
func (c *console) showItem(w http.ResponseWriter, r *http.Request) error {
	id, err := number(r)
	if err != nil {
		return err
	}
	f := c.frame(r, "")
	view, err := f.viewOf(r)
	if err != nil {
		return err
	}
	x, err := c.loadItem(r, f, view, id, r.URL.Query().Get("do"))
	if err != nil {
		return err
	}
	if err := c.desk.ReadNotices(r.Context(), visit.Actor(r), id); err != nil {
		return err
	}
	return c.renderItem(w, r, http.StatusOK, x)
}

// showAlone shows a ticket without a list.
func (c *console) showAlone(w http.ResponseWriter, r *http.Request) error {
	id, err := number(r)
	if err != nil {
		return err
	}
	x, err := c.loadItem(r, c.frame(r, ""), "", id, r.URL.Query().Get("do"))
	if err != nil {
		return err
	}
	if err := c.desk.ReadNotices(r.Context(), visit.Actor(r), id); err != nil {
		return err
	}
	return c.renderItem(w, r, http.StatusOK, x)
}

// renderItem shows a ticket with the panes that belong beside it.
func (c *console) renderItem(w http.ResponseWriter, r *http.Request, status int, x *item) error {
	id := x.Sheet.Ticket.ID
	p := panes{frame: x.frame, Pane: "item", Item: x, Topics: []string{topicTicket(id)}}
	p.Title = strconv.FormatInt(id, 10) + " " + x.Sheet.Ticket.Request.Subject
	p.Bar.Back = ui.Link{Text: x.Words.T("console.views"), Href: home + "/views"}
	var err error
	if p.Views, err = c.views(r, x.frame, x.View); err != nil {
		return err
	}
	if x.View != "" {
		if p.Queue, err = c.queue(r, x.frame, x.View, id); err != nil {
			return err
		}
		p.Topics = append(p.Topics, x.entries(x.View)...)
		p.Bar.Back = ui.Link{Text: p.Queue.Title, Href: x.address(viewPath(x.View))}
	}
	return ui.Render(w, r, status, panesPage(p))
}
