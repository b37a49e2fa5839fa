package portal

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"switchboard/internal/core/access"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/people"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/message"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// reader is a voice that speaks of one ticket to one person.
type reader struct {
	voice
	me      people.ID
	sheet   desk.Sheet
	letters []desk.Letter // to the reader
	side    ticket.Side   // for which the reader signs charges; empty for none
}

// name is what to call somebody to this reader.
func (r reader) name(id people.ID) string {
	switch {
	case id == r.me:
		return upper(r.T("portal.you"))
	case id == 0:
		return r.T("portal.rules")
	}
	if name := r.sheet.People[id].NameOrAddress(); name != "" {
		return name
	}
	return r.T("portal.somebody")
}

// mine reports whether the reader asked for it, or has it asked for them.
func (r reader) mine() bool {
	q := r.sheet.Ticket.Request
	return r.me == q.Requester || r.me == q.Customer
}

// ticketPage is one ticket, as the person who asked sees it.
type ticketPage struct {
	ui.Page
	reader
	Stream   string // by which it is told to look again
	Lead     string
	Steps    []ui.Step
	Story    []ui.Entry
	Promises []promised
	Facts    []ui.Fact
	Route    []hop
	Typed    typed
}

// typed is what was written into the page's form and could not be taken.
type typed struct {
	Text     string
	Problems []ui.Problem
	Form     string     // which of the page's forms; empty for the message
	Values   url.Values // of that form
}

// form is what was sent in one of the forms; nil where it was another one, or none.
func (t typed) form(name string) url.Values {
	if t.Form != name {
		return nil
	}
	return t.Values
}

// of are the problems of one of the forms.
func (t typed) of(name string) []ui.Problem {
	if t.Form != name {
		return nil
	}
	return t.Problems
}

func (p portal) ticket(w http.ResponseWriter, r *http.Request) error {
	s, err := p.find(r)
	if err != nil {
		return err
	}
	if number := strconv.FormatInt(s.Ticket.ID, 10); r.PathValue("number") != number { // by a number that it had elsewhere
		http.Redirect(w, r, address(s.Ticket.ID), http.StatusSeeOther)
		return nil
	}
	if err := p.desk.ReadNotices(r.Context(), visit.Actor(r), s.Ticket.ID); err != nil && !fault.Is(err, fault.Unauthenticated) {
		return err
	}
	return p.showTicket(w, r, http.StatusOK, s, typed{})
}

func (p portal) showTicket(w http.ResponseWriter, r *http.Request, status int, s desk.Sheet, t typed) error {
	number := strconv.FormatInt(s.Ticket.ID, 10)
	page, v := p.page(r, "portal.ticket.title", "number", number, "subject", s.Ticket.Request.Subject)
	t.Problems = message.Again(r, v.Printer, t.Problems)
	letters, err := p.desk.MyLetters(r.Context(), visit.Actor(r), s.Ticket.ID)
	if err != nil {
		return err
	}
	rd := reader{v, visit.Actor(r).ID, s, letters, access.SideOf(visit.Actor(r), s.Ticket)}
	promises, err := rd.promises()
	if err != nil {
		return err
	}
	return ui.Render(w, r, status, oneTicket(ticketPage{
		Page: page, reader: rd, Stream: streamPath(r, s.Ticket.ID), Lead: rd.lead(), Steps: rd.steps(), Story: rd.story(),
		Promises: promises, Facts: rd.facts(), Route: rd.route(), Typed: t,
	}))
}

// lead is the line above the subject: number, when, by which way, and for whom.
func (r reader) lead() string {
	t := r.sheet.Ticket
	key := "portal.ticket.lead"
	if t.Request.Channel == "" {
		key = "portal.ticket.lead.short"
	}
	return r.T(key, "number", strconv.FormatInt(t.ID, 10), "moment", r.within(t.ReceivedAt), "channel", definition.InSentence(r.channel(t.Request.Channel)))
}

// waits reports whether the ticket waits for an answer that this reader can give.
func (r reader) waits() bool { return r.sheet.Ticket.Question != nil && r.mine() }

// waitingFor is a duty of the customer that is not met, and how we know.
type waitingFor struct{ Says, Evidence string }

// waitsFor are the duties that hold the ticket up, where they are this reader's.
func (r reader) waitsFor() []waitingFor {
	t := r.sheet.Ticket
	if !r.mine() || !t.Status.Open() {
		return nil
	}
	var out []waitingFor
	for _, id := range slices.Sorted(maps.Keys(t.Unmet)) {
		out = append(out, waitingFor{sentence(r.duty(id)), t.Unmet[id].Evidence})
	}
	return out
}

// paused reports whether a promise stands still now.
func (r reader) paused() bool {
	return slices.ContainsFunc(r.sheet.Clocks, func(c desk.Clock) bool { return c.State == sla.Paused })
}

// asksToConfirm reports whether it is this reader's to say whether it works.
func (r reader) asksToConfirm() bool {
	return r.sheet.Ticket.Status == ticket.StatusResolved && r.mine()
}

// mayReopen reports whether the window in which the same ticket is taken up again is still open.
func (r reader) mayReopen() bool {
	t := r.sheet.Ticket
	return !t.Status.Open() && !r.sheet.Until.IsZero() && !r.now.After(r.sheet.Until)
}

// mayWrite reports whether a message of the reader has somewhere to go: in an open ticket at any time (OK-08).
func (r reader) mayWrite() bool {
	t := r.sheet.Ticket
	return (r.mine() || t.Parties[r.me] != "") && (t.Status.Open() || t.MergedInto != 0) && (t.Question == nil || !r.mine())
}

// followUp is where a new ticket that follows this one begins.
func (r reader) followUp() string {
	return "/ask?follow_up_of=" + strconv.FormatInt(r.sheet.Ticket.ID, 10)
}

// facts are the details of the ticket. What is not known is left out.
func (r reader) facts() []ui.Fact {
	t := r.sheet.Ticket
	var out []ui.Fact
	add := func(key, text string) {
		if text != "" {
			out = append(out, ui.Fact{Term: r.T("portal.fact." + key), Text: text})
		}
	}
	add("team", r.team(t.Team))
	if t.Assignee != 0 {
		add("person", r.name(t.Assignee))
	}
	add("type", r.typeName(t.Type))
	if t.Request.Service != "" {
		add("service", r.serviceName(t.Request.Service))
	}
	if t.Request.Customer != 0 {
		add("customer", r.name(t.Request.Customer))
	}
	if t.Request.Requester != r.me {
		add("requester", r.name(t.Request.Requester))
	}
	add("wish", r.wish())
	add("phone", t.Request.Phone)
	add("alternate", t.Request.Alternate)
	add("location", t.Request.Location)
	for _, other := range r.sheet.Related {
		out = append(out, ui.Fact{Term: r.T("portal.relation." + other.Kind), Body: ticketLink(other.ID)})
	}
	add("old", t.Request.External)
	return append(out, r.mails()...)
}

func (v voice) typeName(id string) string {
	if t, ok := v.def.Type(id); ok {
		return v.text(t.Name)
	}
	return ""
}

// wish is whom the customer asked for and what became of it: "you can name, we decide" (OK-12, OK-13).
func (r reader) wish() string {
	q := r.sheet.Ticket.Request
	want := q.WantPerson
	if q.WantTeam != "" {
		want = join(want, r.team(q.WantTeam))
	}
	if want == "" {
		return ""
	}
	answer := r.sheet.Ticket.Wish
	switch {
	case answer == nil:
		return r.T("portal.wish.open", "wish", want)
	case answer.Honoured:
		return r.T("portal.wish.yes", "wish", want, "reason", answer.Reason)
	}
	return r.T("portal.wish.no", "wish", want, "reason", answer.Reason)
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + ", " + b
}

// hop is one hand-over, with its reason (CO-08).
type hop struct {
	At   time.Time
	When string
	Text string
	Why  string
}

// route is the way that the ticket took, the first team first.
func (r reader) route() []hop {
	var out []hop
	for _, en := range r.sheet.Entries {
		h := hop{At: en.At, When: r.moment(en.At)}
		switch e := en.Event.(type) {
		case ticket.Routed:
			h.Text, h.Why = r.T("portal.route.first", "to", r.team(e.Team)), r.rule(e)
			if e.From != "" {
				h.Text = r.T("portal.route.hand", "to", r.team(e.Team), "from", r.team(e.From), "who", r.name(en.By))
			}
		case ticket.Returned:
			h.Text, h.Why = r.T("portal.route.back", "to", r.team(e.To), "from", r.team(e.From)), e.Reason
		default:
			continue
		}
		out = append(out, h)
	}
	return out
}

// rule says why a team was chosen. The history keeps the desk's own rules in English; those that the definition still
// has are said in the reader's language.
func (r reader) rule(e ticket.Routed) string {
	if e.From != "" {
		return r.reason(e.Rule)
	}
	for _, service := range r.def.Services {
		if team, rule := r.def.Route(definition.RouteQuery{Service: service.ID}); team == e.Team && rule == e.Rule && service.Team == team {
			return r.T("portal.route.service", "what", r.text(service.Name))
		}
	}
	if team, rule := r.def.Route(definition.RouteQuery{}); team == e.Team && rule == e.Rule {
		return r.T("portal.route.desk")
	}
	return r.T("portal.route.rule", "rule", r.reason(e.Rule))
}

// textField is the one text of the page's form.
func (p ticketPage) textField(label string, required bool) ui.Field {
	var problem string
	if p.Typed.Form == "" {
		problem = ui.ErrorFor(p.Typed.Problems, "text")
	}
	return ui.Field{Name: "text", Label: p.T(label, "name", p.name(p.sheet.Ticket.Assignee)), Rows: 4, MaxLength: ticket.MaxText, Required: required,
		Value: p.Typed.Text, Error: problem, Draft: draftOf(p.sheet.Ticket.ID)}
}

// writeTo labels the message: to the person who works on it, where there is one.
func (p ticketPage) writeTo() string {
	if p.sheet.Ticket.Assignee != 0 {
		return "portal.write.person"
	}
	return "portal.write.label"
}

// quietUnless is the class of a card's heading: in sight where the card has something to say, and for those who listen
// where all it offers is one line to open, which names itself.
func quietUnless(says bool) string {
	if says {
		return "mini"
	}
	return "vh"
}
