package api

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
)

type requesterForm struct {
	Email string `json:"email" maxLength:"254"`
	Name  string `json:"name,omitempty" maxLength:"200"`
}

type openInput struct {
	Body struct {
		Subject     string              `json:"subject" maxLength:"250"`
		Description string              `json:"description,omitempty" maxLength:"65536"`
		Class       string              `json:"class,omitempty" maxLength:"100" doc:"for the desk's own programs; otherwise type, impact and urgency decide"`
		Type        string              `json:"type,omitempty" maxLength:"100"`
		Impact      string              `json:"impact,omitempty" maxLength:"100"`
		Urgency     string              `json:"urgency,omitempty" maxLength:"100"`
		Channel     string              `json:"channel,omitempty" maxLength:"100"`
		Service     string              `json:"service,omitempty" maxLength:"100"`
		Agency      string              `json:"agency,omitempty" maxLength:"200"`
		Location    string              `json:"location,omitempty" maxLength:"250"`
		Phone       string              `json:"phone,omitempty" maxLength:"250"`
		Alternate   string              `json:"alternate,omitempty" maxLength:"250"`
		WantPerson  string              `json:"want_person,omitempty" maxLength:"250" doc:"a wish; the desk decides and says why"`
		WantTeam    string              `json:"want_team,omitempty" maxLength:"250"`
		FollowUpOf  int64               `json:"follow_up_of,omitempty"`
		Answers     map[string][]string `json:"answers,omitempty" maxProperties:"200" doc:"to the form of the type and the service, by the names of the questions"`
		Files       []fileForm          `json:"files,omitempty" maxItems:"10" nullable:"false" doc:"that come with it; one that answers a question of kind file names the question"`
		Requester   *requesterForm      `json:"requester,omitempty" doc:"who asks; without it, the owner of the token"`
	}
}

type ticketOutput struct {
	Status   int
	Location string `header:"Location"`
	Body     ticketForm
}

// Numbered names a ticket in the path. It is exported since huma reads no parameter of an embedded type that is not.
type Numbered struct {
	Number string `path:"number" maxLength:"100" doc:"the ticket's number, or the one it had in another system"`
}

type listInput struct {
	View  string `query:"view" maxLength:"150" doc:"open, mine, teams, unanswered, unassigned, due, soon, waiting, team:NAME, requested, any, or vNUMBER for one that people have saved; without it and without q, open"`
	Query string `query:"q" maxLength:"1000" doc:"a filter, such as team:network is:overdue \"badge printer\"; of the view, where there is one"`
	Limit int    `query:"limit" default:"50" minimum:"1" maximum:"200"`
	After string `query:"after" maxLength:"100" doc:"\"next\" of the page before"`
}

type rowForm struct {
	Number    int64      `json:"number"`
	URL       string     `json:"url"`
	Subject   string     `json:"subject"`
	Status    string     `json:"status"`
	Class     string     `json:"class"`
	Channel   string     `json:"channel"`
	Team      string     `json:"team"`
	Agency    string     `json:"agency,omitzero"`
	Assignee  string     `json:"assignee,omitzero"`
	Requester string     `json:"requester"`
	Received  time.Time  `json:"received"`
	Due       *time.Time `json:"due" doc:"the next promise that counts"`
	DueMetric string     `json:"due_metric,omitzero"`
	DueState  string     `json:"due_state,omitzero"`

	ShortNotice bool `json:"short_notice,omitzero" doc:"asked with less than the published notice"`
	Nonstandard bool `json:"nonstandard,omitzero" doc:"deviates from the standard"`
}

type listOutput struct {
	Body struct {
		Tickets []rowForm  `json:"tickets"`
		Next    string     `json:"next,omitzero" doc:"\"after\" of the next page; absent on the last"`
		More    bool       `json:"more,omitzero" doc:"there are more tickets than could be looked at; a narrower filter finds all"`
		Filter  string     `json:"filter" doc:"what was asked, in its canonical form"`
		Meant   *meantForm `json:"meant,omitempty" doc:"of a search that finds little: what its words may mean"`
	}
}

func (a *door) registerTickets(api huma.API) {
	huma.Register(api, filed(op(http.MethodPost, "/tickets", "open-ticket", "Open a ticket", http.StatusCreated, "tickets")), a.open)
	huma.Register(api, op(http.MethodGet, "/tickets", "list-tickets", "One page of a view or a filter", http.StatusOK, "tickets"), a.list)
	huma.Register(api, op(http.MethodGet, "/tickets/{number}", "get-ticket", "A ticket with its promises", http.StatusOK, "tickets"), a.get)
	huma.Register(api, op(http.MethodGet, "/search", "search", "Find tickets by a number or a filter", http.StatusOK, "tickets"), a.search)
}

type searchInput struct {
	Query string `query:"q" required:"true" maxLength:"1000" doc:"a number, or a filter: words, the last one also as a beginning, and fields such as team:network"`
	Limit int    `query:"limit" default:"20" minimum:"1" maximum:"200"`
}

func (a *door) search(ctx context.Context, in *searchInput) (*listOutput, error) {
	found, err := a.desk.Search(ctx, actor(ctx), in.Query, in.Limit)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	out := a.page(found)
	if len(found.Rows) >= desk.Few || found.More || found.Filter.String() == "" {
		return out, nil
	}
	n, err := a.desk.Nearly(ctx, actor(ctx), desk.Looking{Filter: in.Query}, in.Limit)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	if len(n.Rows) > 0 {
		out.Body.Meant = &meantForm{Names: n.Names, Words: n.Words, Filter: n.Meant, Tickets: a.rows(n.Rows)}
	}
	return out, nil
}

// meantForm is what the words of a search may mean.
type meantForm struct {
	Names   []string  `json:"names,omitempty" nullable:"false" doc:"the people and agencies whose tickets these are"`
	Words   []string  `json:"words,omitempty" nullable:"false" doc:"or the words that stand in their subjects"`
	Filter  string    `json:"filter" doc:"finds all of them"`
	Tickets []rowForm `json:"tickets" nullable:"false"`
}

func (a *door) page(l desk.List) *listOutput {
	out := &listOutput{}
	out.Body.Tickets, out.Body.Next, out.Body.More, out.Body.Filter = a.rows(l.Rows), formatCursor(l.Next), l.More, l.Filter.String()
	return out
}

func (a *door) open(ctx context.Context, in *openInput) (*ticketOutput, error) {
	b := in.Body
	req := desk.Request{Subject: b.Subject, Description: b.Description, Class: b.Class, Type: b.Type, Impact: b.Impact, Urgency: b.Urgency,
		Channel: b.Channel, Service: b.Service, Agency: b.Agency, Location: b.Location, Phone: b.Phone, Alternate: b.Alternate,
		WantPerson: b.WantPerson, WantTeam: b.WantTeam, FollowUpOf: b.FollowUpOf, Answers: b.Answers, Files: uploads(b.Files)}
	if b.Requester != nil {
		req.Email, req.Name = b.Requester.Email, b.Requester.Name
	}
	if err := a.desk.SaysChannel(actor(ctx), req); err != nil {
		return nil, a.problem(ctx, err)
	}
	opened, err := a.desk.Open(ctx, actor(ctx), req)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	if opened.Again { // as they may see it by now
		out, err := a.show(ctx, opened.Ticket.ID)
		if err == nil {
			out.Status, out.Location = http.StatusCreated, a.url(opened.Ticket.ID)
		}
		return out, err
	}
	return &ticketOutput{http.StatusCreated, a.url(opened.Ticket.ID), a.asked(ctx, a.form(opened.Ticket, opened.Clocks, a.desk.Definition().Zone()), opened.Ticket, a.desk.HeedOf(opened.Ticket))}, nil
}

func (a *door) get(ctx context.Context, in *Numbered) (*ticketOutput, error) {
	id, err := a.find(ctx, in.Number)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return a.show(ctx, id)
}

func (a *door) show(ctx context.Context, id int64) (*ticketOutput, error) {
	s, err := a.desk.Ticket(ctx, actor(ctx), id)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	zone := a.desk.Definition().Zone()
	f := a.asked(ctx, a.form(s.Ticket, s.Clocks, zone), s.Ticket, s.Heed)
	for _, p := range ticket.Pauses(s.Entries) {
		f.Pauses = append(f.Pauses, pauseForm{p.Cause, p.Duty, p.Since.In(zone), instant(p.Until, zone)})
	}
	return &ticketOutput{http.StatusOK, "", f}, nil
}

// find reads a number: ours, or one of another system. Errors: NotFound.
func (a *door) find(ctx context.Context, number string) (int64, error) {
	if id, err := strconv.ParseInt(number, 10, 64); err == nil && id > 0 {
		return id, nil
	}
	return a.desk.FindOld(ctx, actor(ctx), number)
}

func (a *door) list(ctx context.Context, in *listInput) (*listOutput, error) {
	after, err := parseCursor(in.After)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	if in.View == "" && in.Query == "" {
		in.View = "open"
	}
	found, err := a.desk.Find(ctx, actor(ctx), desk.Looking{View: in.View, Filter: in.Query}, desk.Page{After: after, Limit: in.Limit})
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return a.page(found), nil
}

func (a *door) rows(rows []desk.Row) []rowForm {
	zone := a.desk.Definition().Zone()
	out := make([]rowForm, len(rows))
	for i, r := range rows {
		out[i] = rowForm{r.ID, a.url(r.ID), r.Subject, string(r.Status), r.Class, r.Channel, r.Team, r.Agency,
			r.AssigneeName, r.RequesterName, r.Received.In(zone), instant(r.Due, zone), r.DueMetric, r.DueState, r.ShortNotice, r.Nonstandard}
	}
	return out
}

func (a *door) url(id int64) string { return fmt.Sprintf("%s/tickets/%d", a.base, id) }

// formatCursor spells a cursor so that nobody is tempted to make one up.
func formatCursor(c desk.Cursor) string {
	if !c.Set {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d.%d", c.Key, c.ID))
}

func parseCursor(s string) (c desk.Cursor, err error) {
	if s == "" {
		return c, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err == nil {
		_, err = fmt.Sscanf(string(raw), "%d.%d", &c.Key, &c.ID)
	}
	if err != nil {
		return c, fault.Field("after", "this is not the \"next\" of a page")
	}
	c.Set = true
	return c, nil
}
