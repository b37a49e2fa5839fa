package portal

import (
	"net/http"
	"strconv"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/definition/render"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/fault/faulthttp"
	"switchboard/internal/web/asking"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// approvalsPage is what waits for the reader's word, what they said, and who decides in their place (ASKS 15).
type approvalsPage struct {
	ui.Page
	voice
	Waiting, Decided     []approvalLine
	WaitPages, SaidPages ui.Pager
	StandIn              standIn
}

// approvalLine is one approval in a list.
type approvalLine struct {
	Href, What, Subject, Text string
	Chip                      ui.Chip
}

func (p portal) approvals(w http.ResponseWriter, r *http.Request) error {
	return p.showApprovals(w, r, http.StatusOK, nil)
}

func (p portal) showApprovals(w http.ResponseWriter, r *http.Request, status int, problems []ui.Problem) error {
	who, ctx := visit.Actor(r), r.Context()
	after, err := cursor(r.URL.Query().Get("after"))
	if err != nil {
		return err
	}
	before, err := cursor(r.URL.Query().Get("before"))
	if err != nil {
		return err
	}
	waiting, more, err := p.desk.MyApprovals(ctx, who, false, desk.Page{After: after, Limit: pageSize})
	if err != nil {
		return err
	}
	decided, earlier, err := p.desk.MyApprovals(ctx, who, true, desk.Page{After: before, Limit: pageSize})
	if err != nil {
		return err
	}
	page, v := p.page(r, "portal.approvals.title")
	out := approvalsPage{Page: page, voice: v, Waiting: v.waiting(waiting), Decided: v.decided(decided)}
	out.WaitPages, out.SaidPages = pagerOf("after", after, more), pagerOf("before", before, earlier)
	if out.StandIn, err = p.standIn(r, v, problems); err != nil {
		return err
	}
	return ui.Render(w, r, status, approvals(out))
}

// pagerOf leads through a list of which this page begins after an id, and the next after another.
func pagerOf(name string, at desk.Cursor, next int64) (p ui.Pager) {
	if at.Set {
		p.Previous = "/approvals"
	}
	if next != 0 {
		p.Next = "/approvals?" + name + "=" + strconv.FormatInt(next, 10)
	}
	return p
}

func (v voice) waiting(all []desk.AskedApproval) []approvalLine {
	out := make([]approvalLine, len(all))
	for i, a := range all {
		out[i] = approvalLine{Href: approvalPath(a.Ticket, a.Number), What: v.approvalName(a.Purpose, a.Purpose), Subject: a.Subject,
			Text: v.T("portal.approvals.line", "name", a.Requester, "by", v.by(a.Until)), Chip: ui.Chip{Kind: ui.Soon, Text: v.T("portal.approval.state.asked"), Plain: true}}
	}
	return out
}

func (v voice) decided(all []desk.AskedApproval) []approvalLine {
	out := make([]approvalLine, len(all))
	for i, a := range all {
		chip := ui.Chip{Kind: ui.Met, Text: v.T("portal.approval.state.yes")}
		if a.State == "no" {
			chip = ui.Chip{Text: v.T("portal.approval.state.no"), Plain: true}
		}
		out[i] = approvalLine{What: v.approvalName(a.Purpose, a.Purpose), Subject: a.Subject, Chip: chip,
			Text: v.T("portal.approvals.said", "name", a.Requester, "moment", v.within(a.Decided))}
	}
	return out
}

// approvalName is what is to be approved, in the desk's words.
func (v voice) approvalName(chain, purpose string) string {
	if c, ok := v.def.Chain(chain); ok {
		return v.text(c.Name)
	}
	return upper(definition.Label(purpose))
}

func approvalPath(id int64, number int) string {
	return "/approvals/" + strconv.FormatInt(id, 10) + "/" + strconv.Itoa(number)
}

// decisionPage is what somebody who is asked needs to know to decide, and the form in which they do.
type decisionPage struct {
	ui.Page
	voice
	Sheet    desk.ApprovalSheet
	Action   string
	Pass     string // of a link
	Text     string
	Problems []ui.Problem
}

func (p portal) approval(w http.ResponseWriter, r *http.Request) error {
	s, err := p.findApproval(r)
	if err != nil {
		return err
	}
	return p.showApproval(w, r, http.StatusOK, decisionPage{Sheet: s, Action: r.URL.Path})
}

// named is the approval that the address names, for somebody who may be asked.
func (p portal) named(r *http.Request) (id int64, number int, err error) {
	if err := access.May(visit.Actor(r), access.DecideApproval); err != nil {
		return 0, 0, err
	}
	id, err = strconv.ParseInt(r.PathValue("number"), 10, 64)
	if err != nil {
		return 0, 0, noTicket(r)
	}
	if number, err = strconv.Atoi(r.PathValue("approval")); err != nil {
		return 0, 0, noTicket(r)
	}
	return id, number, nil
}

// findApproval shows it to somebody who is asked now.
func (p portal) findApproval(r *http.Request) (desk.ApprovalSheet, error) {
	id, number, err := p.named(r)
	if err != nil {
		return desk.ApprovalSheet{}, err
	}
	s, err := p.desk.ApprovalSheet(r.Context(), visit.Actor(r), id, number)
	if fault.Is(err, fault.NotFound) {
		return s, noTicket(r)
	}
	return s, err
}

func (p portal) showApproval(w http.ResponseWriter, r *http.Request, status int, d decisionPage) error {
	d.Page, d.voice = p.page(r, "portal.approval.title")
	return ui.Render(w, r, status, decision(d))
}

// decideApproval takes the word of who is asked. It is not looked first whether they are: who sends it again has decided.
func (p portal) decideApproval(w http.ResponseWriter, r *http.Request) error {
	id, number, err := p.named(r)
	if err != nil {
		return err
	}
	said, err := p.verdict(r)
	if err == nil {
		_, err = p.desk.DecideApproval(r.Context(), visit.Actor(r), desk.On{Ticket: id}, number, said)
	}
	if fault.Is(err, fault.Conflict) || fault.Is(err, fault.Invalid) {
		s, gone := p.findApproval(r)
		if gone == nil { // it is theirs to decide still
			return p.again(w, r, faulthttp.Status(err), decisionPage{Sheet: s, Action: r.URL.Path}, err)
		}
		if fault.Is(err, fault.Invalid) {
			return gone
		}
	}
	if fault.Is(err, fault.NotFound) {
		return noTicket(r)
	}
	if err != nil {
		return err
	}
	p.visits.Say(r, p.thanks(r, said))
	http.Redirect(w, r, "/approvals", http.StatusSeeOther)
	return nil
}

// verdict is what the form says.
func (p portal) verdict(r *http.Request) (ticket.Verdict, error) {
	if err := p.only(r, "text", "decision", "pass", "seen"); err != nil {
		return ticket.Verdict{}, err
	}
	said := ticket.Verdict{Text: r.PostFormValue("text")}
	said.Seen, _ = strconv.ParseInt(r.PostFormValue("seen"), 10, 64) // who takes it out of the form has read what they like
	switch r.PostFormValue("decision") {
	case "yes":
		said.Yes = true
	case "no":
	default:
		return said, fault.Field("decision", "say whether you approve it")
	}
	return said, nil
}

// again shows the form with what was wrong in it or has changed, and what was written.
func (p portal) again(w http.ResponseWriter, r *http.Request, status int, d decisionPage, err error) error {
	words := p.voice(r).Printer
	problem, ok := ui.ProblemOf(words, err)
	if !ok {
		problem = ui.Problem{Text: words.Fault(err)}
	}
	d.Text, d.Problems = r.PostFormValue("text"), []ui.Problem{problem}
	return p.showApproval(w, r, status, d)
}

func (p portal) thanks(r *http.Request, said ticket.Verdict) string {
	if said.Yes {
		return p.voice(r).T("portal.approval.done.yes")
	}
	return p.voice(r).T("portal.approval.done.no")
}

// who names somebody of the approval.
func (d decisionPage) who(id people.ID) string {
	if name := d.Sheet.People[id].NameOrAddress(); name != "" {
		return name
	}
	return d.T("portal.somebody")
}

// facts are what is asked, with the answers to the form, by whom and at what cost.
func (d decisionPage) facts() []ui.Fact {
	in, a := d.Sheet.Request, d.Sheet.Approval
	var out []ui.Fact
	add := func(key, text string) {
		if text != "" {
			out = append(out, ui.Fact{Term: d.T(key), Text: text})
		}
	}
	add("portal.fact.requester", strings.TrimSuffix(d.who(in.Requester)+", "+in.Agency, ", "))
	if in.Customer != 0 && in.Customer != in.Requester {
		add("portal.fact.customer", d.who(in.Customer))
	}
	if t, ok := d.def.Type(d.Sheet.Type); ok {
		add("portal.fact.type", d.text(t.Name))
	}
	if in.Service != "" {
		add("portal.fact.service", d.serviceName(in.Service))
	}
	add("portal.fact.location", in.Location)
	add("portal.approval.reason", a.Reason)
	add("portal.approval.cost", a.Cost)
	add("portal.ticket.number", strconv.FormatInt(d.Sheet.Ticket, 10))
	return append(out, asking.Facts(d.Printer, d.def.Form(d.Sheet.Type, in.Service), in.Answers, nil, false)...)
}

// before is what those before the reader said.
func (d decisionPage) before() []string {
	var out []string
	for _, s := range d.Sheet.Approval.Decisions {
		line := d.T("portal.approval.gave", "name", d.who(s.Person), "who", render.Role(d.Printer, s.Role), "moment", d.within(s.At))
		if s.Text != "" {
			line += " " + s.Text
		}
		out = append(out, line)
	}
	return out
}

// inPlaceOf names in whose place the reader is asked; empty where it is their own.
func (d decisionPage) inPlaceOf() string {
	if d.Sheet.For == 0 {
		return ""
	}
	return d.T("portal.approval.for", "name", d.who(d.Sheet.For))
}

// field is what the reader says to it; a refusal needs it.
func (d decisionPage) field() ui.Field {
	return ui.Field{Name: "text", Label: d.T("portal.approval.text"), Hint: d.T("portal.approval.text.hint"), Rows: 3, MaxLength: ticket.MaxText,
		Value: d.Text, Error: ui.ErrorFor(d.Problems, "text")}
}
