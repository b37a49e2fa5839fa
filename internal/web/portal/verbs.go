package portal

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/fault"
	"switchboard/internal/web/ui"
	"switchboard/internal/web/visit"
)

// act is a verb on a ticket with the text of its form, and its files.
type act func(ctx context.Context, who access.Actor, on desk.On, text string, files ...desk.Upload) (ticket.Ticket, error)

func (p portal) answer(w http.ResponseWriter, r *http.Request) error {
	return p.do(w, r, "answer", p.desk.Answer)
}

func (p portal) write(w http.ResponseWriter, r *http.Request) error {
	return p.do(w, r, "write", p.desk.Write)
}

func (p portal) reopen(w http.ResponseWriter, r *http.Request) error {
	return p.do(w, r, "reopen", func(ctx context.Context, who access.Actor, on desk.On, reason string, _ ...desk.Upload) (ticket.Ticket, error) {
		return p.desk.Reopen(ctx, who, on, reason)
	})
}

func (p portal) escalate(w http.ResponseWriter, r *http.Request) error {
	return p.do(w, r, "escalate", func(ctx context.Context, who access.Actor, on desk.On, text string, _ ...desk.Upload) (ticket.Ticket, error) {
		return p.desk.Escalate(ctx, who, on, text, "")
	})
}

func (p portal) answerEscalation(w http.ResponseWriter, r *http.Request) error {
	return p.do(w, r, "answered", func(ctx context.Context, who access.Actor, on desk.On, text string, _ ...desk.Upload) (ticket.Ticket, error) {
		return p.desk.AnswerEscalation(ctx, who, on, text)
	})
}

func (p portal) confirm(w http.ResponseWriter, r *http.Request) error {
	return p.do(w, r, "confirm", func(ctx context.Context, who access.Actor, on desk.On, _ string, _ ...desk.Upload) (ticket.Ticket, error) {
		return p.desk.Confirm(ctx, who, on)
	})
}

// do runs a verb and leads back to the ticket. What cannot be taken is shown on the ticket as it stands now, with the
// text kept in its form.
func (p portal) do(w http.ResponseWriter, r *http.Request, form string, verb act) error {
	if err := p.only(r, "text"); err != nil {
		return err
	}
	s, err := p.find(r)
	if err != nil {
		return err
	}
	text := r.PostFormValue("text")
	files, err := visit.Files(r)
	if err == nil {
		_, err = verb(r.Context(), visit.Actor(r), desk.On{Ticket: s.Ticket.ID}, text, files...)
	}
	v := p.voice(r)
	switch {
	case err == nil:
		p.visits.Say(r, v.T("portal.done."+form))
		p.visits.Sent(r, draftOf(s.Ticket.ID))
		http.Redirect(w, r, address(s.Ticket.ID), http.StatusSeeOther)
		return nil
	case fault.Is(err, fault.Invalid):
		problem := ui.Problem{Field: "text", Text: v.T("portal.verb.empty")}
		if p, ok := ui.ProblemOf(v.Printer, err); ok && p.Field == visit.FilesField {
			problem = p
		} else if strings.TrimSpace(text) != "" {
			problem.Text = v.T("portal.verb.long", "max", v.Number(ticket.MaxText))
		}
		return p.showTicket(w, r, http.StatusUnprocessableEntity, s, typed{Text: text, Problems: []ui.Problem{problem}})
	case fault.Is(err, fault.Conflict):
		if s, err = p.find(r); err != nil {
			return err
		}
		return p.showTicket(w, r, http.StatusConflict, s, typed{Text: text, Problems: []ui.Problem{{Text: v.T("portal.verb.conflict")}}})
	}
	return err
}

// draftOf is the name under which a browser keeps what is being written on a ticket.
func draftOf(id int64) string { return "ticket-" + strconv.FormatInt(id, 10) }
