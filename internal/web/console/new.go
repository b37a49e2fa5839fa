package console

import (
	"crypto/rand"
	"errors"
	"net/http"
	"slices"
	"strings"

	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/asking"
	"switchboard/internal/web/message"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// intake is the page on which a ticket is opened for somebody who calls.
type intake struct {
	frame
	Who, What, Done []control // who calls, what it is about, and how it was done on the call
	Problems        []ui.Problem
	Asks            asking.Questions
	Key             string // the same form sent twice is one ticket
}

// callChannel is the channel that the form begins with, where the desk has it.
const callChannel = "phone"

func (c *console) showNew(w http.ResponseWriter, r *http.Request) error {
	p, err := c.intake(r, rand.Text())
	if err != nil {
		return err
	}
	if err := c.begun(r, p); err != nil {
		return err
	}
	p.asks(r.URL.Query())
	return ui.Render(w, r, http.StatusOK, newPage(p))
}

func (c *console) intake(r *http.Request, key string) (*intake, error) {
	p := &intake{frame: c.frame(r, c.visits.Printer(r).T("console.new.title")), Key: key}
	if err := c.referrals(r, &p.frame); err != nil {
		return nil, err
	}
	field := func(name string) control {
		return control{Field: ui.Field{Name: name, Label: p.Words.T("console.field." + name), Optional: true, MaxLength: ticket.MaxLine}}
	}
	need := func(c control) control { c.Required, c.Optional = true, false; return c }
	list := func(name string, options []ui.Option) control {
		c := field(name)
		c.Options, c.Optional, c.MaxLength = options, false, 0
		return c
	}
	long := func(name string) control {
		c := field(name)
		c.Rows, c.MaxLength, c.Draft = 4, 0, "new-"+name
		return c
	}

	email := need(field("email"))
	email.Autocomplete, email.Hint = "off", p.Words.T("console.new.email.hint")
	email.Attrs = map[string]any{"data-complete": home + "/callers", "data-complete-asks": true, "inputmode": "email", "spellcheck": "false"}
	channel := list("channel", channelOptions(p.frame))
	channel.Value = callChannel
	p.Who = []control{email, field("name"), field("phone"), field("location"), channel}

	p.What = []control{need(field("subject")), long("description"), list("type", append([]ui.Option{{Text: p.Words.T("console.type.of_service")}}, typeOptions(p.frame)...))}
	if len(p.desk.Impact) > 0 {
		p.What = append(p.What, list("impact", gradeOptions(p.frame, p.desk.Impact)))
	}
	if len(p.desk.Urgency) > 0 {
		p.What = append(p.What, list("urgency", gradeOptions(p.frame, p.desk.Urgency)))
	}
	p.What = append(p.What, list("service", serviceOptions(p.frame)))
	if p.desk.MajorClass() != "" {
		outage := field("outage")
		outage.Kind = tick
		p.What = append(p.What, outage)
	}
	p.What = append(p.What, field("want_person"))

	solved := long("solution")
	solved.Hint = p.Words.T("console.new.solution.hint")
	var methods []ui.Option
	for _, m := range ticket.Methods {
		methods = append(methods, ui.Option{Value: m, Text: p.Words.T("console.method." + m)})
	}
	p.Done = []control{solved, list("method", methods)}
	return p, nil
}

func channelOptions(f frame) []ui.Option {
	var out []ui.Option
	for _, c := range f.desk.Channels {
		if c.Intake {
			out = append(out, ui.Option{Value: c.ID, Text: c.Name.In(f.lang())})
		}
	}
	return out
}

func serviceOptions(f frame) []ui.Option {
	out := []ui.Option{{Text: f.Words.T("console.service.none")}}
	for _, s := range f.desk.Services {
		name := s.Name.In(f.lang())
		if who := f.refers[s.ID]; who != "" {
			name = f.Words.T("console.kb.service.refer", "name", name, "who", who)
		}
		out = append(out, ui.Option{Value: s.ID, Text: name})
	}
	return out
}

// open opens the ticket, and where it was done on the call, resolves it: log and resolve in one screen (ME-08).
func (c *console) open(w http.ResponseWriter, r *http.Request) error {
	form := r.PostForm
	get := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	f := c.frame(r, "") // before anything is left for the next page, which a frame would take
	who, ctx := f.who, r.Context()
	files, err := visit.Files(r)
	if p, ok := ui.ProblemOf(c.visits.Printer(r), err); ok {
		return c.showNewAgain(w, r, p)
	}
	email, err := c.whoAsks(r, get("email"))
	if p, ok := ui.ProblemOf(c.visits.Printer(r), err); ok {
		return c.showNewAgain(w, r, p)
	}
	if err != nil {
		return err
	}
	asks := c.formOf(get("type"), get("service"))
	made, err := c.desk.Open(ctx, who, desk.Request{
		Subject: get("subject"), Description: get("description"), Type: get("type"), Impact: get("impact"), Urgency: get("urgency"),
		Service: get("service"), Channel: get("channel"), Outage: get("outage") != "", Email: email, Name: get("name"),
		Phone: get("phone"), Location: get("location"), WantPerson: get("want_person"), Key: get("key"), Files: asking.Uploads(asks, files),
		Answers: asking.Read(asks, form),
	})
	if errors.Is(err, desk.ErrKeyTaken) { // sent before, changed, and sent again: a key is good for one ticket
		form.Set("key", rand.Text())
		return c.showNewAgain(w, r, ui.Problem{Text: c.visits.Printer(r).T("portal.ask.changed")})
	}
	if asking.About(err) {
		return c.showNewAgain(w, r, asking.Problems(c.visits.Printer(r), err)...)
	}
	if p, ok := ui.ProblemOf(c.visits.Printer(r), err); ok {
		return c.showNewAgain(w, r, p)
	}
	if err != nil {
		return err
	}
	c.visits.Sent(r, "new-description", "new-solution")
	to := f.ticketPath("", made.Ticket.ID)
	said := f.Words.T("console.done.open")
	if text := get("solution"); text != "" {
		_, err := c.desk.Resolve(ctx, who, desk.On{Ticket: made.Ticket.ID}, ticket.Resolved{Text: text, Method: get("method")})
		if fault.Is(err, fault.Internal) {
			return err
		}
		if err != nil { // the ticket stands; its own form says what is missing
			to += "?do=resolve"
		} else {
			said = f.Words.T("console.done.solved")
		}
	}
	c.visits.Say(r, said)
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// showNewAgain shows the form as it was sent, with what is wrong.
func (c *console) showNewAgain(w http.ResponseWriter, r *http.Request, problems ...ui.Problem) error {
	for i := range problems {
		problems[i].Field = strings.TrimPrefix(problems[i].Field, "requester.")
	}
	p, err := c.intake(r, r.PostFormValue("key"))
	if err != nil {
		return err
	}
	p.Problems = message.Again(r, p.Words, problems)
	p.asks(r.PostForm)
	if p.Who[0].Options, err = c.called(r, r.PostFormValue("email")); err != nil {
		return err
	}
	for _, in := range slices.Concat(pointers(p.Who), pointers(p.What), pointers(p.Done)) {
		in.Value, in.Error = r.PostFormValue(in.Name), ui.ErrorFor(p.Problems, in.Name)
	}
	return ui.Render(w, r, http.StatusUnprocessableEntity, newPage(p))
}

func pointers(all []control) []*control {
	out := make([]*control, len(all))
	for i := range all {
		out[i] = &all[i]
	}
	return out
}
