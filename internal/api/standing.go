package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
)

type (
	standingOutput struct {
		Body struct {
			Work      []stoppedForm  `json:"work" nullable:"false" doc:"100 failed jobs and 100 facts at most, the latest first"`
			More      bool           `json:"more" doc:"there is more"`
			Followers []followerForm `json:"followers" nullable:"false"`
		}
	}
	// stoppedForm is work that failed and is not tried again by itself.
	stoppedForm struct {
		Name     string    `json:"name" doc:"\"job 17\" or \"fact 99 search\""`
		Kind     string    `json:"kind" doc:"of the job, or of the fact that a follower could not apply"`
		Ticket   int64     `json:"ticket,omitempty"`
		Hidden   bool      `json:"hidden,omitempty" doc:"it is about something that you may not see"`
		Since    time.Time `json:"since" doc:"when it was asked for, or written down"`
		Failed   time.Time `json:"failed" doc:"when it was tried last"`
		Tries    int       `json:"tries,omitempty" doc:"of a job"`
		Error    string    `json:"error,omitempty"`
		MayLetGo bool      `json:"may_let_go"`
	}
	followerForm struct {
		Name    string     `json:"name"`
		Behind  int        `json:"behind" doc:"facts that wait for it, counted up to 10,000"`
		Since   *time.Time `json:"since,omitempty" doc:"since when the first of them waits"`
		Parked  int        `json:"parked" doc:"facts that it could not apply"`
		Error   string     `json:"error,omitempty" doc:"of the fact that it tries again"`
		RetryAt *time.Time `json:"retry_at,omitempty"`
	}
	mendInput struct {
		Body struct {
			Name string `json:"name" maxLength:"200"`
		}
	}
)

// registerStanding puts what stands still onto the API, and the acts that mend it.
func (a *door) registerStanding(api huma.API) {
	huma.Register(api, op(http.MethodGet, "/standing", "list-standing", "Work of the desk that failed, and how far its followers are; a lead's", http.StatusOK, "desk"), a.standing)
	huma.Register(api, op(http.MethodPost, "/standing/retry", "retry-standing", "Have failed work tried again; a manager's", http.StatusNoContent, "desk"), a.retry)
	huma.Register(api, op(http.MethodPost, "/standing/drop", "drop-standing", "Let failed work go; a manager's", http.StatusNoContent, "desk"), a.drop)
}

func (a *door) standing(ctx context.Context, _ *struct{}) (*standingOutput, error) {
	s, err := a.desk.Standing(ctx, actor(ctx))
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	out, zone := &standingOutput{}, a.desk.Definition().Zone()
	out.Body.Work, out.Body.More, out.Body.Followers = make([]stoppedForm, len(s.Work)), s.More, make([]followerForm, len(s.Followers))
	for i, x := range s.Work {
		out.Body.Work[i] = stoppedForm{Name: x.Name, Kind: x.Kind, Ticket: x.Ticket, Hidden: x.Hidden, Since: x.Since.In(zone), Failed: x.Failed.In(zone),
			Tries: x.Tries, Error: x.Error, MayLetGo: x.MayLetGo}
	}
	for i, f := range s.Followers {
		out.Body.Followers[i] = followerForm{Name: f.Name, Behind: f.Behind, Since: instant(f.Since, zone), Parked: f.Parked, Error: f.Error, RetryAt: instant(f.RetryAt, zone)}
	}
	return out, nil
}

func (a *door) retry(ctx context.Context, in *mendInput) (*struct{}, error) {
	if err := a.desk.TryAgain(ctx, actor(ctx), in.Body.Name); err != nil {
		return nil, a.problem(ctx, err)
	}
	return nil, nil
}

func (a *door) drop(ctx context.Context, in *mendInput) (*struct{}, error) {
	if err := a.desk.LetGo(ctx, actor(ctx), in.Body.Name); err != nil {
		return nil, a.problem(ctx, err)
	}
	return nil, nil
}
