package api

import (
	"context"
	"time"

	"switchboard/internal/core/people"
)

type (
	presentForm struct {
		Person int64      `json:"person"`
		Name   string     `json:"name"`
		Teams  []string   `json:"teams" nullable:"false"`
		Away   *time.Time `json:"away,omitempty" doc:"since when; absent for who is here"`
		By     string     `json:"says,omitempty" doc:"who said that they are away"`
	}
	presenceInput struct {
		Team string `query:"team" maxLength:"100" doc:"one team; the whole desk without it"`
	}
	presenceOutput struct {
		Body struct {
			People []presentForm `json:"people" nullable:"false"`
		}
	}
	setPresenceInput struct {
		Body struct {
			Person int64 `json:"person,omitempty" minimum:"1" doc:"the owner of the token without it"`
			Away   bool  `json:"away" doc:"who is away is given no work, and what they have not taken up goes back to its queue"`
		}
	}
)

func (a *door) presence(ctx context.Context, in *presenceInput) (*presenceOutput, error) {
	all, err := a.desk.Presence(ctx, actor(ctx), in.Team)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	out, zone := &presenceOutput{}, a.desk.Definition().Zone()
	out.Body.People = make([]presentForm, len(all))
	for i, p := range all {
		out.Body.People[i] = presentForm{Person: int64(p.ID), Name: p.NameOrAddress(), Teams: append([]string{}, p.Teams...), Away: instant(p.Away, zone)}
		if !p.Away.IsZero() {
			out.Body.People[i].By = p.By.NameOrAddress()
		}
	}
	return out, nil
}

func (a *door) setPresence(ctx context.Context, in *setPresenceInput) (*struct{}, error) {
	who := actor(ctx)
	person := people.ID(in.Body.Person)
	if person == 0 {
		person = who.ID
	}
	if err := a.desk.SetAvailability(ctx, who, person, in.Body.Away); err != nil {
		return nil, a.problem(ctx, err)
	}
	return nil, nil
}
