package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"switchboard/internal/core/access"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
)

type (
	fillForm struct {
		Seen
		Answers map[string][]string `json:"answers" maxProperties:"200" doc:"by the names of the questions; one without a value is taken back"`
		Reason  string              `json:"reason,omitempty" maxLength:"65536" doc:"needed where an answer becomes another one"`
		Files   []fileForm          `json:"files,omitempty" maxItems:"10" nullable:"false" doc:"each names the question of kind file that it answers, beside the files that answer it already"`
	}
	identityForm struct {
		Seen
		How  string `json:"how" maxLength:"100" doc:"call_back, supervisor or badge: a call back to the number in the directory, a supervisor's word, a badge that was seen"`
		Note string `json:"note,omitempty" maxLength:"250" doc:"never what was asked and answered"`
	}
	// wantedForm is the date by which a request is to be ready.
	wantedForm struct {
		By     string `json:"by" format:"date"`
		Given  int    `json:"days_ahead" doc:"from the day of asking, which does not count"`
		Needed int    `json:"days_needed" doc:"that a duty asks for; 0 where none does"`
		Unit   string `json:"unit" enum:"business_days,calendar_days"`
		Short  bool   `json:"short_notice" doc:"the date is then not guaranteed"`
	}
)

func (a *door) registerForms(api huma.API) {
	d := a.desk
	bringing(a, api, "form", "Answer questions of the request form", func(ctx context.Context, who access.Actor, on desk.On, f fillForm) (ticket.Ticket, error) {
		return d.FillForm(ctx, who, on, desk.Filled{Answers: f.Answers, Reason: f.Reason, Files: uploads(f.Files)})
	})
	verb(a, api, "identity", "Write down how you made sure who asks", func(ctx context.Context, who access.Actor, on desk.On, f identityForm) (ticket.Ticket, error) {
		return d.CheckIdentity(ctx, who, on, ticket.Identified{How: f.How, Note: f.Note})
	})
}

// asked adds what the request form brought, as this person may see it, and what is to be heeded with it.
func (a *door) asked(ctx context.Context, f ticketForm, t ticket.Ticket, heed desk.Heed) ticketForm {
	for _, c := range heed.Data {
		f.Data = append(f.Data, c.ID)
	}
	f.Answers, f.Identity = a.desk.AnswersOf(actor(ctx), t), t.Identity.How
	if w := t.Wanted; w.By != "" {
		unit := "calendar_days"
		if w.Business {
			unit = "business_days"
		}
		f.Wanted = &wantedForm{w.By, w.Given, w.Needed, unit, w.Short}
	}
	return f
}
