package portal

import (
	"net/http"
	"net/url"
	"strconv"

	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// survey is the form in which somebody says how it went (ME-21): a grade, the desk's questions, their words.
type survey struct {
	voice
	Action     string
	CSRF       string
	Pass       string // of a link
	Resolution int
	Answer     *ticket.Rated // what was said before; nil for nothing
	By         string        // until when it can be answered or changed
	Problems   []ui.Problem
	Typed      url.Values // what was sent and could not be taken
}

// rating reads the form. Whatever is not there was not answered.
func rating(form url.Values, questions []string) ticket.Rated {
	in := ticket.Rated{Comment: form.Get("comment"), Answers: map[string]bool{}}
	in.Overall, _ = strconv.Atoi(form.Get("overall"))       // what is no number is no grade
	in.Resolution, _ = strconv.Atoi(form.Get("resolution")) // nor any resolution
	for _, id := range questions {
		if said := form.Get("q_" + id); said == "yes" || said == "no" {
			in.Answers[id] = said == "yes"
		}
	}
	return in
}

// ratingFields are the fields that the form may have.
func ratingFields(questions []string) []string {
	out := []string{"overall", "resolution", "comment"}
	for _, id := range questions {
		out = append(out, "q_"+id)
	}
	return out
}

// rate takes the customer's word on the last resolution.
func (p portal) rate(w http.ResponseWriter, r *http.Request) error {
	asks := p.desk.Definition().Asks().IDs()
	if err := p.only(r, ratingFields(asks)...); err != nil {
		return err
	}
	s, err := p.find(r)
	if err != nil {
		return err
	}
	_, err = p.desk.Rate(r.Context(), visit.Actor(r), desk.On{Ticket: s.Ticket.ID}, rating(r.PostForm, asks))
	return p.finish(w, r, s, "rate", err)
}

// ratePage is the form for somebody who is not signed in, and has the link of a letter.
type ratePage struct {
	ui.Page
	survey
	Lead string
	Done bool
}

// rateOver is what a link says whose time is over.
const rateOver = "portal.rate.over"

// showRate shows it. Looking changes nothing: mail programs follow links before people do.
func (p portal) showRate(w http.ResponseWriter, r *http.Request) error {
	pass, err := p.pass(w, r)
	if err == nil {
		err = p.renderRate(w, r, http.StatusOK, pass, survey{})
	}
	return p.passOver(w, r, rateOver, err)
}

// rateByLink takes the answer of whoever has the link.
func (p portal) rateByLink(w http.ResponseWriter, r *http.Request) error {
	asks := p.desk.Definition().Asks().IDs()
	if err := p.only(r, append(ratingFields(asks), "pass")...); err != nil {
		return err
	}
	pass, err := p.pass(w, r)
	if err == nil {
		_, err = p.desk.RateByLink(r.Context(), pass, rating(r.PostForm, asks))
	}
	if problem, ok := ui.ProblemOf(p.voice(r).Printer, err); ok {
		err = p.renderRate(w, r, http.StatusUnprocessableEntity, pass, survey{Typed: r.PostForm, Problems: []ui.Problem{problem}})
		return p.passOver(w, r, rateOver, err)
	}
	if err != nil {
		return p.passOver(w, r, rateOver, err)
	}
	page, v := p.page(r, "portal.rate.title")
	return ui.Render(w, r, http.StatusOK, rateAlone(ratePage{Page: page, survey: survey{voice: v}, Done: true}))
}

// renderRate shows what a link asks, with what was sent in s.
func (p portal) renderRate(w http.ResponseWriter, r *http.Request, status int, pass string, s survey) error {
	in, err := p.desk.Invited(r.Context(), pass)
	if err != nil {
		return err
	}
	page, v := p.page(r, "portal.rate.title")
	key := "portal.rate.lead"
	if in.Answered {
		key = "portal.rate.lead.again"
	}
	s.voice, s.Action, s.CSRF, s.Pass, s.Resolution, s.By = v, "/rate", page.CSRF, pass, in.Resolution, v.within(in.Until)
	return ui.Render(w, r, status, rateAlone(ratePage{Page: page, survey: s,
		Lead: v.T(key, "number", strconv.FormatInt(in.Ticket, 10), "moment", v.within(in.Resolved))}))
}

// survey is the form on the ticket's own page; false where the reader is not asked.
func (p ticketPage) survey() (survey, bool) {
	s := p.sheet
	return survey{voice: p.voice, Action: address(s.Ticket.ID) + "/rate", CSRF: p.CSRF, Resolution: s.Ticket.Survey.Resolution,
		Answer: s.Ticket.Survey.Answer, By: p.within(s.Rate), Problems: p.Typed.of("rate"), Typed: p.Typed.form("rate")}, !s.Rate.IsZero()
}

// rated is what the reader has said, in a line; empty where nothing or where it is not theirs.
func (r reader) rated() string {
	a := r.sheet.Ticket.Survey.Answer
	if a == nil || !r.mine() || r.sheet.Ticket.Status.Open() {
		return ""
	}
	return r.T("portal.rate.said", "n", r.Number(a.Overall), "grade", lower(r.T("portal.rate.grade."+strconv.Itoa(a.Overall))))
}

// overall asks for the grade, the best first.
func (s survey) overall() ui.Field {
	f := ui.Field{Name: "overall", Label: s.T("portal.rate.overall"), Required: true, Value: s.Typed.Get("overall"), Error: ui.ErrorFor(s.Problems, "overall")}
	if s.Typed == nil && s.Answer != nil {
		f.Value = strconv.Itoa(s.Answer.Overall)
	}
	for n := ticket.MaxOverall; n >= 1; n-- {
		value := strconv.Itoa(n)
		f.Options = append(f.Options, ui.Option{Value: value, Text: value + ", " + lower(s.T("portal.rate.grade."+value))})
	}
	return f
}

// questions are the desk's own, each answered by yes or no, or not at all.
func (s survey) questions() []ui.Field {
	var out []ui.Field
	for _, q := range s.def.Asks().Questions {
		f := ui.Field{Name: "q_" + q.ID, Label: s.text(q.Ask), Value: s.Typed.Get("q_" + q.ID), Optional: true,
			Options: []ui.Option{{Value: "yes", Text: s.T("portal.rate.yes")}, {Value: "no", Text: s.T("portal.rate.no")}}}
		if s.Typed == nil && s.Answer != nil {
			if yes, said := s.Answer.Answers[q.ID]; said {
				f.Value = map[bool]string{true: "yes", false: "no"}[yes]
			}
		}
		out = append(out, f)
	}
	return out
}

func (s survey) comment() ui.Field {
	f := ui.Field{Name: "comment", Label: s.T("portal.rate.comment"), Optional: true, Rows: 3, MaxLength: ticket.MaxText, Value: s.Typed.Get("comment"),
		Error: ui.ErrorFor(s.Problems, "comment")}
	if s.Typed == nil && s.Answer != nil {
		f.Value = s.Answer.Comment
	}
	return f
}

// finish leads back to the ticket after a form of it, or shows the ticket as it stands now with what was sent in its form.
func (p portal) finish(w http.ResponseWriter, r *http.Request, s desk.Sheet, form string, err error) error {
	v := p.voice(r)
	if err == nil {
		p.visits.Say(r, v.T("portal.done."+form))
		http.Redirect(w, r, address(s.Ticket.ID), http.StatusSeeOther)
		return nil
	}
	kept := typed{Form: form, Values: r.PostForm}
	if problem, ok := ui.ProblemOf(v.Printer, err); ok {
		kept.Problems = []ui.Problem{problem}
		return p.showTicket(w, r, http.StatusUnprocessableEntity, s, kept)
	}
	if fault.Is(err, fault.Conflict) {
		kept.Problems = []ui.Problem{{Text: v.Fault(err)}}
		if s, err = p.find(r); err != nil {
			return err
		}
		return p.showTicket(w, r, http.StatusConflict, s, kept)
	}
	return err
}
