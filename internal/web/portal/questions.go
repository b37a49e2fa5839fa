package portal

import (
	"net/http"
	"strconv"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/calendar"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/definition/render"
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

// choose takes the type as which a service is asked for, where none was chosen yet.
func (in *asked) choose(def *definition.Definition) {
	if s, ok := def.Service(in.Service); ok && in.Type == "" {
		in.Type = s.Type
	}
}

// posted reads the form that was sent, with the answers to the questions of its type and service.
func (p portal) posted(r *http.Request) asked {
	in := read(r.PostFormValue)
	def := p.desk.Definition()
	in.choose(def)
	in.Answers = asking.Read(def.Form(in.Type, in.Service), r.PostForm)
	return in
}

// prefilled is what the directory knows of the person who asks, under the questions that ask for it.
func (p portal) prefilled(r *http.Request, f definition.Form) form.Answers {
	who := visit.Actor(r)
	var boss people.Person
	if _, asks := wantsSupervisor(f); asks && who.ID != 0 {
		boss, _ = p.desk.MySupervisor(r.Context(), who) // a form begins without what cannot be read
	}
	return asking.Prefill(f, visit.Person(r), boss)
}

func wantsSupervisor(f definition.Form) (definition.FormField, bool) {
	for _, x := range f {
		if x.Prefill == "supervisor" {
			return x, true
		}
	}
	return definition.FormField{}, false
}

// questions are those of the type and the service that are chosen.
func (v voice) questions(in asked, problems []ui.Problem) asking.Questions {
	var f definition.Form
	if in.Type != "" {
		f = v.def.Form(in.Type, in.Service)
	}
	return asking.Questions{Words: v.Printer, Form: f, Given: in.Answers, Problems: problems, Heading: v.T("asking.heading")}
}

// openOrAsk opens the ticket, unless the page on which it was sent did not show all that has to be asked: the questions of a
// service that was chosen without script, or a type that the service is asked for as.
func (p portal) openOrAsk(w http.ResponseWriter, r *http.Request) error {
	if err := p.onlyAsked(r); err != nil {
		return err
	}
	in, v := p.posted(r), p.voice(r)
	page, _ := p.page(r, "portal.ask.title")
	if s, ok := v.def.Service(in.Service); ok && s.Type != "" && s.Type != in.Type && in.Type != v.def.Types[0].ID && r.PostFormValue("as") == "" {
		in.Type = s.Type
		t, _ := v.def.Type(s.Type)
		a := askPage{Page: page, voice: v, In: p.fresh(r, v, in), As: v.T("asking.as", "what", v.text(s.Name), "type", v.text(t.Name))}
		a.Asks = v.questions(a.In, nil)
		return p.renderAsk(w, r, http.StatusOK, a)
	}
	asks := v.questions(in, nil)
	if unseen := asks.Any() && asks.Key() != r.PostFormValue("asked"); unseen && len(v.missing(in)) == 0 && len(p.wrong(r, v, in)) > 0 {
		a := askPage{Page: page, voice: v, In: p.fresh(r, v, in)}
		a.Asks = v.questions(a.In, nil)
		a.Asks.More = true
		return p.renderAsk(w, r, http.StatusOK, a)
	}
	return p.openTicket(w, r)
}

// fresh begins questions that were not on the page with what the directory knows.
func (p portal) fresh(r *http.Request, v voice, in asked) asked {
	f := v.def.Form(in.Type, in.Service)
	in.Answers = form.Apply(p.prefilled(r, f), asking.Read(f, r.PostForm))
	return in
}

// onlyAsked refuses fields that neither the page nor any form of the desk has (OK-12).
func (p portal) onlyAsked(r *http.Request) error {
	names := append([]string(nil), askFields...)
	for name := range r.PostForm {
		if asking.IsAnswer(name) { // what the form does not ask is not read
			names = append(names, name)
		}
	}
	return p.only(r, names...)
}

// wrong checks the answers as the desk will.
func (p portal) wrong(r *http.Request, v voice, in asked) []ui.Problem {
	f := v.def.Form(in.Type, in.Service)
	files, err := visit.Files(r)
	if err != nil {
		return v.problems(err)
	}
	answers, names, err := desk.WithFiles(in.Answers, asking.Uploads(f, files))
	if err != nil {
		return v.problems(err)
	}
	_, faults := f.Rules().Check(answers, form.By{Today: p.desk.Today(), Staff: visit.Actor(r).Role.Staff(), Files: names})
	if len(faults) == 0 {
		return nil
	}
	return asking.Problems(v.Printer, faults)
}

// shortNotice says that a date is not guaranteed, and why; empty where it is (ME-56, A20).
func (v voice) shortNotice(w ticket.DateWanted) string {
	if !w.Short {
		return ""
	}
	key := "asking.short.calendar"
	if w.Business {
		key = "asking.short.business"
	}
	return v.T(key, "given", v.Number(w.Given), "needed", v.Number(w.Needed))
}

// wants says by which date it is wanted.
func (r reader) wants(w ticket.DateWanted) string {
	d, err := calendar.ParseDate(w.By)
	if err != nil {
		return r.T("asking.wants.none")
	}
	return strings.TrimSpace(sentence(r.T("asking.wants", "date", render.DateWithin(r.Printer, d))) + " " + r.shortNotice(w))
}

func (r reader) form() definition.Form {
	t := r.sheet.Ticket
	return r.def.Form(t.Type, t.Request.Service)
}

// filled says which answers changed, and why.
func (r reader) filled(who string, e ticket.FormFilled) string {
	key, what := "asking.filled", asking.Changed(r.Printer, r.form(), e.Answers, false)
	if what == "" {
		what = asking.Named(e.Files)
	}
	if what == "" {
		return ""
	}
	if e.Reason != "" {
		key += ".why"
	}
	return r.T(key, "who", who, "what", what, "reason", e.Reason)
}

// answers are the answers to the form beside their questions, the date with what is to be known of it first.
func (r reader) answers() []ui.Fact {
	t := r.sheet.Ticket
	var out []ui.Fact
	if t.Wanted.By != "" {
		out = append(out, ui.Fact{Term: r.T("asking.wanted"), Text: r.wants(t.Wanted)})
	}
	return append(out, asking.Facts(r.Printer, r.form(), t.Request.Answers, r.sheet.Entries, false)...)
}

// mayFill reports whether this reader can answer questions of the form.
func (r reader) mayFill() bool {
	return r.mine() && r.sheet.Ticket.Status.Open() && (asking.Questions{Form: r.form()}).Any()
}

// stillOpen names what has to be answered and is not.
func (r reader) stillOpen() string {
	var labels []string
	for _, id := range r.form().Rules().Missing(r.sheet.Ticket.Request.Answers, false) {
		x, _ := r.form().Field(id)
		labels = append(labels, strings.TrimRight(r.text(x.Label), "?:."))
	}
	if len(labels) == 0 {
		return ""
	}
	return sentence(r.T("asking.missing", "questions", r.list(labels)))
}

// formPage is the page on which the answers of a ticket are completed or changed.
type formPage struct {
	ui.Page
	Asks   asking.Questions
	Number int64
	Reason ui.Field
}

func (p portal) form(w http.ResponseWriter, r *http.Request) error {
	s, err := p.find(r)
	if err != nil {
		return err
	}
	if err := access.Can(visit.Actor(r), access.FillForm, s.Ticket); err != nil {
		return err
	}
	return p.showForm(w, r, http.StatusOK, s, s.Ticket.Request.Answers, nil)
}

func (p portal) showForm(w http.ResponseWriter, r *http.Request, status int, s desk.Sheet, given form.Answers, problems []ui.Problem) error {
	page, v := p.page(r, "asking.title", "number", strconv.FormatInt(s.Ticket.ID, 10))
	asks := asking.Questions{Words: v.Printer, Form: v.def.Form(s.Ticket.Type, s.Ticket.Request.Service), Given: given, Kept: s.Ticket.Request.Answers,
		Problems: problems}
	reason := ui.Field{Name: "reason", Label: v.T("asking.reason"), Hint: v.T("asking.reason.hint"), Optional: true, MaxLength: ticket.MaxLine,
		Value: r.PostFormValue("reason"), Error: ui.ErrorFor(problems, "reason")}
	return ui.Render(w, r, status, answerPage(formPage{page, asks, s.Ticket.ID, reason}))
}

// fillForm keeps the answers, or shows them again with what is wrong.
func (p portal) fillForm(w http.ResponseWriter, r *http.Request) error {
	s, err := p.find(r)
	if err != nil {
		return err
	}
	v := p.voice(r)
	f := v.def.Form(s.Ticket.Type, s.Ticket.Request.Service)
	given := asking.Sent(f, false, r.PostForm)
	files, err := visit.Files(r)
	if err == nil {
		_, err = p.desk.FillForm(r.Context(), visit.Actor(r), desk.On{Ticket: s.Ticket.ID},
			desk.Filled{Answers: given, Reason: r.PostFormValue("reason"), Files: asking.Uploads(f, files)})
	}
	if fault.Is(err, fault.Invalid) {
		return p.showForm(w, r, http.StatusUnprocessableEntity, s, given, message.Again(r, v.Printer, asking.Problems(v.Printer, err)))
	}
	if err != nil {
		return err
	}
	p.visits.Say(r, v.T("asking.saved"))
	http.Redirect(w, r, address(s.Ticket.ID), http.StatusSeeOther)
	return nil
}
