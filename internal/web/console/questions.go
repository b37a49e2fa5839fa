package console

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/form"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/asking"
	"switchboard/internal/web/message"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// formOf is the form of a type and a service as they were chosen; without a type it is that of the service.
func (c *console) formOf(typ, service string) definition.Form {
	return formOf(c.desk.Definition(), typ, service)
}

func formOf(def *definition.Definition, typ, service string) definition.Form {
	if typ == "" {
		typ = def.TypeOf(service)
	}
	return def.Form(typ, service)
}

// asks shows the questions of the type and the service that were chosen, with what was answered.
func (p *intake) asks(sent url.Values) {
	f := formOf(p.desk, sent.Get("type"), sent.Get("service"))
	if sent.Get("type") == "" && sent.Get("service") == "" {
		f = nil // nothing is chosen yet
	}
	p.Asks = asking.Questions{Words: p.Words, Form: f, Given: asking.Read(f, sent), Problems: p.Problems, Staff: true, Heading: p.Words.T("asking.heading")}
	for i := range p.What {
		if in := &p.What[i]; (in.Name == "type" || in.Name == "service") && in.Value == "" {
			in.Value = sent.Get(in.Name)
		}
	}
}

// answers are the date that is wanted and the answers to the form, with the way to change them; nothing where nothing was
// asked.
func (x *item) answers() []ui.Fact {
	t := x.Sheet.Ticket
	f := x.desk.Form(t.Type, t.Request.Service)
	var part answered
	if t.Wanted.By != "" {
		part.Facts = append(part.Facts, ui.Fact{Term: x.Words.T("asking.wanted"), Text: asking.Wants(x.Words, t.Wanted)})
	}
	part.Facts = append(part.Facts, asking.Facts(x.Words, f, t.Request.Answers, x.Sheet.Entries, true)...)
	if len(f) > 0 && t.Status.Open() {
		part.Href, part.Text = home+"/tickets/"+strconv.FormatInt(t.ID, 10)+"/form", x.Words.T("asking.change")
	}
	if missing := asking.Missing(x.Words, f, t.Request.Answers, true); len(missing) > 0 && part.Href != "" {
		part.Text, part.Missing = x.Words.T("asking.complete"), x.Words.T("asking.missing", "questions", strings.Join(missing, "; "))
	}
	if len(part.Facts) == 0 && part.Href == "" {
		return nil
	}
	return []ui.Fact{{Term: x.Words.T("console.about.form"), Body: answersPart(part)}}
}

// answered is what the form brought, beside the ticket; Missing says what has to be answered yet.
type answered struct {
	Facts               []ui.Fact
	Missing, Text, Href string
}

func (f frame) filled(s desk.Sheet, by people.ID, e ticket.FormFilled) string {
	return asking.Filled(f.Words, f.within(s, by), f.desk.Form(s.Ticket.Type, s.Ticket.Request.Service), e, true)
}

// answersPage is where the answers of a ticket are completed or changed.
type answersPage struct {
	frame
	Asks     asking.Questions
	Problems []ui.Problem
	Ticket   ticket.Ticket
	Reason   ui.Field
}

func (c *console) showForm(w http.ResponseWriter, r *http.Request) error {
	id, err := number(r)
	if err != nil {
		return err
	}
	sheet, err := c.desk.Ticket(r.Context(), c.frame(r, "").who, id)
	if err != nil {
		return err
	}
	return c.renderForm(w, r, http.StatusOK, sheet.Ticket, sheet.Ticket.Request.Answers, nil)
}

func (c *console) renderForm(w http.ResponseWriter, r *http.Request, status int, t ticket.Ticket, given form.Answers, problems []ui.Problem) error {
	f := c.frame(r, c.visits.Printer(r).T("asking.title", "number", strconv.FormatInt(t.ID, 10)))
	p := answersPage{frame: f, Problems: problems, Ticket: t,
		Asks: asking.Questions{Words: f.Words, Form: f.desk.Form(t.Type, t.Request.Service), Given: given, Kept: t.Request.Answers, Problems: problems, Staff: true}}
	p.Reason = asking.Reason(f.Words, r, problems)
	return ui.Render(w, r, status, answersRoom(p))
}

func (c *console) fillForm(w http.ResponseWriter, r *http.Request) error {
	id, err := number(r)
	if err != nil {
		return err
	}
	who := c.frame(r, "").who
	sheet, err := c.desk.Ticket(r.Context(), who, id)
	if err != nil {
		return err
	}
	t := sheet.Ticket
	form, words := c.formOf(t.Type, t.Request.Service), c.visits.Printer(r)
	given := asking.Sent(form, access.SeesInternal(who, t), r.PostForm)
	files, err := visit.Files(r)
	if err == nil {
		_, err = c.desk.FillForm(r.Context(), who, desk.On{Ticket: id},
			desk.Filled{Answers: given, Reason: r.PostFormValue("reason"), Files: asking.Uploads(form, files)})
	}
	if fault.Is(err, fault.Invalid) {
		return c.renderForm(w, r, http.StatusUnprocessableEntity, t, given, message.Again(r, words, asking.Problems(words, err)))
	}
	if err != nil {
		return err
	}
	c.visits.Say(r, words.T("asking.saved"))
	http.Redirect(w, r, home+"/tickets/"+strconv.FormatInt(id, 10), http.StatusSeeOther)
	return nil
}

// needsIdentity reports whether the class wants a check that nobody has made yet (OK-27).
func (x *item) needsIdentity() bool {
	class, ok := x.desk.ClassInfo(x.Sheet.Ticket.Class)
	return ok && class.Identity && x.Sheet.Ticket.Identity.How == ""
}

func notIdentified(t ticket.Ticket) bool { return isOpen(t) && t.Identity.How == "" }

func (x *item) identityField() control {
	options := []ui.Option{{Text: x.Words.T("console.choose")}}
	for _, how := range ticket.IdentityChecks {
		options = append(options, ui.Option{Value: how, Text: x.Words.T("console.identity." + how)})
	}
	c := x.pick("identity", options, "")
	c.Hint = x.Words.T("console.identity.hint")
	return c
}

func identifyFields(x *item) []control {
	return []control{x.identityField(), x.line("note", "", false)}
}

func doIdentify(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	_, err := d.CheckIdentity(ctx, who, on, ticket.Identified{How: in.Get("identity"), Note: in.Get("note")})
	return fault.At("identity", err)
}
