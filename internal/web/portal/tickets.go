package portal

import (
	"net/http"
	"strconv"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

const (
	mine     = "requested" // the view of desk that holds a person's own tickets
	pageSize = 20
)

// ticketsPage is the list of a person's tickets, open and closed, the latest first (CO-15, CO-16).
type ticketsPage struct {
	ui.Page
	voice
	Find  sought
	Lines []line
	Pager ui.Pager

	Agencies []line // open ones of the agencies that the reader represents, the newest first (ME-48)
	Whose    string // the names of these agencies
}

func (p portal) tickets(w http.ResponseWriter, r *http.Request) error {
	who := visit.Actor(r)
	if err := access.May(who, access.ViewTicket); err != nil {
		return err
	}
	after, err := cursor(r.URL.Query().Get("after"))
	if err != nil {
		return err
	}
	find := readSought(r.URL.Query())
	if number, err := p.numbered(r, find.Words); err != nil {
		return err
	} else if number != 0 {
		http.Redirect(w, r, address(number), http.StatusSeeOther)
		return nil
	}
	list, err := p.desk.Find(r.Context(), who, desk.Looking{Filter: find.filter()}, desk.Page{After: after, Limit: pageSize})
	if err != nil {
		return err
	}
	page, v := p.page(r, "portal.tickets.title")
	t := ticketsPage{Page: page, voice: v, Find: find, Lines: v.lines(list.Rows)}
	if after.Set {
		t.Pager.Previous = find.at("/tickets", 0)
	}
	if list.Next.Set {
		t.Pager.Next = find.at("/tickets", list.Next.ID)
	}
	if len(who.Represents) > 0 && !after.Set && !find.narrowed() {
		if err := p.represented(r, who, &t); err != nil {
			return err
		}
	}
	return ui.Render(w, r, http.StatusOK, tickets(t))
}

// represented adds what others of the agencies have asked for whose consultant the reader is.
func (p portal) represented(r *http.Request, who access.Actor, t *ticketsPage) error {
	t.Whose = strings.Join(who.Represents, ", ")
	list, err := p.desk.Find(r.Context(), who, desk.Looking{Filter: "is:open -person:me sort:-number"}, desk.Page{Limit: desk.MaxPage})
	t.Agencies = t.theirs(list.Rows)
	return err
}

// cursor reads where a page begins: after the ticket of this number.
func cursor(after string) (desk.Cursor, error) {
	if after == "" {
		return desk.Cursor{}, nil
	}
	id, err := strconv.ParseInt(after, 10, 64)
	if err != nil || id < 1 {
		return desk.Cursor{}, fault.New(fault.NotFound, "")
	}
	return desk.Cursor{ID: id, Set: true}, nil
}

// line is a ticket in a list: its status in words, where it is, the next promise.
type line struct {
	Number  int64
	Subject string
	Chip    ui.Chip
	Text    string
}

func (v voice) lines(rows []desk.Row) []line {
	out := make([]line, len(rows))
	for i, r := range rows {
		out[i] = line{Number: r.ID, Subject: r.Subject, Chip: v.statusChip(r), Text: v.whatNext(r)}
	}
	return out
}

// statusChip says where a ticket is.
func (v voice) statusChip(r desk.Row) ui.Chip {
	switch r.Status {
	case ticket.StatusPending:
		return ui.Chip{Kind: ui.Soon, Text: v.T("portal.status.pending"), Plain: true}
	case ticket.StatusResolved:
		return ui.Chip{Kind: ui.Met, Text: v.T("portal.status.resolved")}
	case ticket.StatusClosed:
		return ui.Chip{Text: v.T("portal.status.closed"), Plain: true}
	case ticket.StatusMerged:
		return ui.Chip{Text: v.T("portal.status.merged"), Plain: true}
	}
	return ui.Chip{Text: v.T("portal.status.with", "to", v.team(r.Team)), Plain: true}
}

// whatNext says who acts next and what is promised by when.
func (v voice) whatNext(r desk.Row) string {
	switch r.Status {
	case ticket.StatusPending:
		return v.T("portal.next.pending", "to", v.team(r.Team), "since", v.since(r.Changed))
	case ticket.StatusResolved:
		return v.T("portal.next.resolved", "moment", v.within(r.Changed))
	case ticket.StatusClosed:
		return v.T("portal.next.closed", "moment", v.within(r.Changed))
	case ticket.StatusMerged:
		return v.T("portal.next.merged", "number", strconv.FormatInt(r.MergedInto, 10))
	}
	who := v.T("portal.next.nobody")
	if r.AssigneeName != "" {
		who = v.T("portal.next.person", "name", r.AssigneeName)
	}
	if r.Due.IsZero() {
		return who
	}
	key := "portal.next.due"
	if r.DueState == string(sla.Missed) || r.Due.Before(v.now) {
		key = "portal.next.late"
	}
	return who + " " + v.T(key, "metric", v.metric(r.DueMetric), "by", v.by(r.Due), "moment", v.within(r.Due))
}
