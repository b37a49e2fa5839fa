package portal

import (
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/form"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/asking"
	"switchboard/internal/web/message"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// maxCarried bounds what is carried in an address through signing in, in bytes.
const maxCarried = 4 << 10

// asked is the request form as somebody filled it in.
type asked struct {
	Subject, Description, Type, Impact, Urgency, Service       string
	Customer, Location, Phone, Alternate, WantPerson, WantTeam string
	Outage, Warned                                             bool
	FollowUpOf                                                 int64
	Answers                                                    form.Answers // to the form of type and service
	Key                                                        string
}

// askPage is the request form.
type askPage struct {
	ui.Page
	voice
	In       asked
	Problems []ui.Problem
	Answers  answers // to the subject as it stands
	Asks     asking.Questions
	As       string  // says that the service is asked for as a type of its own
	Call     *outage // tells to call first; the form is kept below (CO-22)
	Portal   string  // what the definition says of this door
}

// askFields are the inputs of the form.
var askFields = []string{"subject", "description", "type", "impact", "urgency", "service", "customer", "location", "phone", "alternate",
	"want_person", "want_team", "outage", "warned", "follow_up_of", "key", "asked", "as"}

// ask shows the form, filled with what the address and the person's own entry say.
func (p portal) ask(w http.ResponseWriter, r *http.Request) error {
	if err := access.May(visit.Actor(r), access.OpenTicket); err != nil {
		return err
	}
	in := read(r.URL.Query().Get)
	person := visit.Person(r)
	in.Location, in.Phone, in.Alternate = first(in.Location, person.Location), first(in.Phone, person.Phone), first(in.Alternate, person.Alternate)
	in.Key = rand.Text()
	in.choose(p.desk.Definition())
	f := p.desk.Definition().Form(in.Type, in.Service)
	in.Answers = form.Apply(p.prefilled(r, f), asking.Read(f, r.URL.Query()))
	return p.showAsk(w, r, http.StatusOK, in, nil, nil)
}

func (p portal) showAsk(w http.ResponseWriter, r *http.Request, status int, in asked, problems []ui.Problem, call *outage) error {
	page, v := p.page(r, "portal.ask.title")
	problems = message.Again(r, v.Printer, problems)
	return p.renderAsk(w, r, status, askPage{Page: page, voice: v, In: in, Problems: problems, Call: call, Asks: v.questions(in, problems)})
}

func (p portal) renderAsk(w http.ResponseWriter, r *http.Request, status int, a askPage) error {
	in, v, page := a.In, a.voice, a.Page
	if c, ok := v.def.Channel(channelID); ok {
		a.Portal = v.text(c.Says)
	}
	var err error
	if in.Subject != "" {
		if a.Answers, err = p.findAnswers(r, v, in.Subject); err != nil {
			return err
		}
	}
	a.Answers.voice, a.Answers.Asking, a.Answers.CSRF, a.Answers.Call = v, true, page.CSRF, nil
	return ui.Render(w, r, status, askForm(a))
}

// read takes the form from a post or from the query of an address. The length of each text is the verb's affair.
func read(get func(string) string) asked {
	follow, _ := strconv.ParseInt(get("follow_up_of"), 10, 64) // what is no number follows nothing
	return asked{
		Subject: get("subject"), Description: get("description"), Type: get("type"), Impact: get("impact"), Urgency: get("urgency"),
		Service: get("service"), Customer: strings.TrimSpace(get("customer")), Location: get("location"), Phone: get("phone"),
		Alternate: get("alternate"), WantPerson: get("want_person"), WantTeam: get("want_team"),
		Outage: get("outage") != "", Warned: get("warned") != "", FollowUpOf: follow, Key: get("key"),
	}
}

// sendAsk opens the ticket, or shows the form again with all that was typed. Posted twice it is one ticket: both posts
// carry one key.
func (p portal) sendAsk(w http.ResponseWriter, r *http.Request) error {
	if err := visit.Read(r); err != nil {
		return err
	}
	if visit.Actor(r).ID == 0 {
		return p.signInFirst(w, r)
	}
	err := p.visits.Posted(p.openOrAsk)(w, r)
	if fault.Is(err, fault.Forbidden) { // the form is older than the session; nothing is lost by sending it again
		problem := ui.Problem{Text: p.visits.Printer(r).T("portal.ask.stale")}
		return p.showAsk(w, r, http.StatusForbidden, p.posted(r), []ui.Problem{problem}, nil)
	}
	return err
}

// signInFirst leads through the sign-in page back to the form, with the text where it is short enough for an address.
func (p portal) signInFirst(w http.ResponseWriter, r *http.Request) error {
	kept := url.Values{}
	for _, name := range askFields {
		if value := r.PostFormValue(name); value != "" && len(kept.Encode())+len(url.QueryEscape(value)) < maxCarried {
			kept.Set(name, value)
		}
	}
	for name, values := range r.PostForm {
		if asking.IsAnswer(name) && len(kept.Encode())+len(url.Values{name: values}.Encode()) < maxCarried {
			kept[name] = values
		}
	}
	http.Redirect(w, r, "/signin?back="+url.QueryEscape("/ask?"+kept.Encode()), http.StatusSeeOther)
	return nil
}

func (p portal) openTicket(w http.ResponseWriter, r *http.Request) error {
	in, v := p.posted(r), p.voice(r)
	if problems := append(v.missing(in), p.wrong(r, v, in)...); len(problems) > 0 {
		return p.showAsk(w, r, http.StatusUnprocessableEntity, in, problems, nil)
	}
	call := v.shouldCall(in)
	if call != nil && !in.Warned {
		return p.showAsk(w, r, http.StatusOK, in, nil, call)
	}
	request := in.request(v.def)
	request.Emptied = emptied(r)
	request.Outage = request.Outage || call != nil // sent all the same: kept, and told for what it may be (A9)
	files, err := visit.Files(r)
	if err != nil {
		return p.showAsk(w, r, http.StatusUnprocessableEntity, in, v.problems(err), nil)
	}
	request.Files = asking.Uploads(v.def.Form(in.Type, in.Service), files)
	opened, err := p.desk.Open(r.Context(), visit.Actor(r), request)
	switch {
	case errors.Is(err, desk.ErrKeyTaken): // sent before, changed, and sent again: a key is good for one ticket
		in.Key = rand.Text()
		problem := ui.Problem{Text: v.T("portal.ask.changed")}
		return p.showAsk(w, r, http.StatusConflict, in, []ui.Problem{problem}, nil)
	case fault.Is(err, fault.Invalid):
		return p.showAsk(w, r, http.StatusUnprocessableEntity, in, v.problems(err), nil)
	case err != nil:
		return err
	}
	p.visits.Say(r, v.received(opened))
	p.visits.Sent(r, askDraft)
	http.Redirect(w, r, address(opened.Ticket.ID), http.StatusSeeOther)
	return nil
}

// emptied are the details that stood in the form as the directory has them, and that somebody took out (ME-53).
func emptied(r *http.Request) ticket.Emptied {
	out := func(name string) bool { return r.PostForm.Has(name) && strings.TrimSpace(r.PostForm.Get(name)) == "" }
	return ticket.Emptied{Location: out("location"), Phone: out("phone"), Alternate: out("alternate")}
}

// askDraft is the name under which a browser keeps what is being written in the form.
const askDraft = "ask"

// request is the form in the verb's terms. No field of it names an assignee or a class (OK-12); a person or team that
// is named is a wish (OK-13).
func (in asked) request(def *definition.Definition) desk.Request {
	out := desk.Request{
		Subject: in.Subject, Description: in.Description, Type: in.Type, Service: in.Service, Outage: in.Outage,
		Customer: in.Customer, Location: in.Location, Phone: in.Phone, Alternate: in.Alternate,
		WantPerson: in.WantPerson, WantTeam: in.WantTeam, FollowUpOf: in.FollowUpOf, Answers: in.Answers, Key: in.Key,
	}
	if _, ok := def.Channel(channelID); ok {
		out.Channel = channelID
	}
	if byMatrix(def, in.Type) {
		out.Impact, out.Urgency = in.Impact, in.Urgency
	}
	return out
}

// byMatrix reports whether impact and urgency decide the class of this type.
func byMatrix(def *definition.Definition, typeID string) bool {
	t, ok := def.Type(typeID)
	return ok && t.Class == "" && len(def.Matrix) > 0
}

// missing lists what has to be filled in first, in the order of the form.
func (v voice) missing(in asked) []ui.Problem {
	var out []ui.Problem
	need := func(field, value string) {
		if strings.TrimSpace(value) == "" {
			out = append(out, ui.Problem{Field: field, Text: v.T("portal.ask." + field + ".missing")})
		}
	}
	need("subject", in.Subject)
	need("type", in.Type)
	if byMatrix(v.def, in.Type) {
		need("impact", in.Impact)
		need("urgency", in.Urgency)
	}
	return out
}

// problems says a refusal of the verb in the reader's language where the catalogue has words for that field.
func (v voice) problems(err error) []ui.Problem {
	if asking.About(err) {
		return asking.Problems(v.Printer, err)
	}
	problem, ok := ui.ProblemOf(v.Printer, err)
	if !ok {
		return nil
	}
	key := "portal.ask." + problem.Field + ".wrong"
	if v.Has(key) {
		problem.Text = v.T(key, "max", v.Number(ticket.MaxLine))
	}
	return []ui.Problem{problem}
}

// shouldCall tells to call first where the answers or the words speak of something that this door does not take.
func (v voice) shouldCall(in asked) *outage {
	class, _, err := v.def.Class(definition.ClassQuery{Type: in.Type, Impact: in.Impact, Urgency: in.Urgency, Service: in.Service})
	grave := v.worst()
	if err != nil || grave == "" {
		return nil
	}
	spoken := in.Outage || soundsLikeOutage(in.Subject+"\n"+in.Description)
	if class != grave && !(spoken && v.callFirst(grave)) {
		return nil
	}
	o, ok := v.outage()
	if !ok {
		return nil
	}
	return &o
}

// received is the confirmation: the number and the promised times at once (CO-35).
func (v voice) received(o desk.Opened) string {
	text := v.T("portal.ask.received", "number", strconv.FormatInt(o.Ticket.ID, 10))
	if o.Again {
		text = v.T("portal.ask.again", "number", strconv.FormatInt(o.Ticket.ID, 10))
	}
	for _, c := range o.Clocks {
		if !c.Due.IsZero() && c.Running() && !(c.Metric == sla.ReadyBy && o.Ticket.Wanted.Short) { // that date is no promise
			text += " " + v.T("portal.ask.promise", "metric", v.metric(string(c.Metric)), "by", v.by(c.Due))
		}
	}
	if short := asking.ShortNotice(v.Printer, o.Ticket.Wanted); short != "" {
		text += " " + short
	}
	return text
}

func address(number int64) string { return "/tickets/" + strconv.FormatInt(number, 10) }

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
