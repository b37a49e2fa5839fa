package api

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"switchboard/internal/core/access"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
)

type (
	ratingForm struct {
		Seen
		Resolution int             `json:"resolution" minimum:"1" doc:"which one of the ticket, from 1; only the last can be rated"`
		Overall    int             `json:"overall" minimum:"1" maximum:"5" doc:"4 and 5 are satisfied"`
		Answers    map[string]bool `json:"answers,omitempty" maxProperties:"6" doc:"to the questions of the survey, by their names"`
		Comment    string          `json:"comment,omitempty" maxLength:"65536"`
	}
	contestForm struct {
		Seen
		What  string    `json:"what" enum:"pause,class"`
		Cause string    `json:"cause,omitempty" maxLength:"100" doc:"of the pause, such as question or duty"`
		Duty  string    `json:"duty,omitempty" maxLength:"100" doc:"of a pause by one, its name"`
		Since time.Time `json:"since,omitzero" doc:"when that pause began; the ticket's own \"pauses\" have all three"`
		Text  string    `json:"text" maxLength:"65536" doc:"what is wrong with it; no clock changes by that"`
	}
	contestAnswerForm struct {
		Seen
		Upheld bool   `json:"upheld" doc:"the customer is right: a pause is taken back from its beginning, a class was set right before"`
		Reason string `json:"reason" maxLength:"65536" doc:"the customer reads it"`
	}
)

// registerFeedback puts onto the API what customers say of the work (ME-21) and of how it is counted (A26).
func (a *door) registerFeedback(api huma.API) {
	d := a.desk
	verb(a, api, "rating", "Rate the last resolution", func(ctx context.Context, who access.Actor, on desk.On, f ratingForm) (ticket.Ticket, error) {
		return d.Rate(ctx, who, on, ticket.Rated{Resolution: f.Resolution, Overall: f.Overall, Answers: f.Answers, Comment: f.Comment})
	})
	verb(a, api, "contest", "Object to a pause or to the class", func(ctx context.Context, who access.Actor, on desk.On, f contestForm) (ticket.Ticket, error) {
		return d.Contest(ctx, who, on, ticket.Contested{What: f.What, Cause: f.Cause, Duty: f.Duty, Since: f.Since, Text: f.Text})
	})
	verb(a, api, "answer-contest", "Answer an objection", func(ctx context.Context, who access.Actor, on desk.On, f contestAnswerForm) (ticket.Ticket, error) {
		return d.AnswerContest(ctx, who, on, ticket.ContestAnswered{Upheld: f.Upheld, Reason: f.Reason})
	})
}
