package api

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"switchboard/internal/core/bulk"
	"switchboard/internal/core/people"
	"switchboard/internal/desk"
)

type (
	bulkInput struct {
		Body struct {
			Tickets []int64    `json:"tickets,omitempty" maxItems:"200" doc:"their numbers; in their place a view, a filter, or both"`
			View    string     `json:"view,omitempty" maxLength:"150"`
			Filter  string     `json:"q,omitempty" maxLength:"1000" doc:"a filter; it may mean at most 10,000 tickets"`
			Do      string     `json:"do" enum:"assign,route,classify,reply,note,plan,resolve,close"`
			Person  int64      `json:"person,omitempty" doc:"assign: to whom; plan: who does the step"`
			Team    string     `json:"team,omitempty" maxLength:"100" doc:"route"`
			Text    string     `json:"text,omitempty" maxLength:"65536" doc:"the reply, the note, the resolution, the reason, the next step"`
			Method  string     `json:"method,omitempty" enum:"remote,on_site,depot,self" doc:"resolve"`
			Due     *time.Time `json:"due,omitempty" doc:"plan"`
			Type    string     `json:"type,omitempty" maxLength:"100" doc:"classify, as are the next two"`
			Impact  string     `json:"impact,omitempty" maxLength:"100"`
			Urgency string     `json:"urgency,omitempty" maxLength:"100"`
		}
	}
	// bulkForm is work on many tickets as the wire has it.
	bulkForm struct {
		ID       int64         `json:"id"`
		Do       string        `json:"do" enum:"assign,route,classify,reply,note,plan,resolve,close,undo"`
		State    string        `json:"state" enum:"trying,tried,running,done" doc:"tried: nothing is changed yet; confirm it to go on"`
		Total    int           `json:"total"`
		Waiting  int           `json:"waiting" doc:"still to be tried, or changed"`
		Able     int           `json:"able" doc:"tried; they would be changed"`
		Did      int           `json:"did"`
		Refused  int           `json:"refused"`
		Undoable bool          `json:"undoable" doc:"it is done, and can be taken back"`
		Refusals []refusalForm `json:"refusals" nullable:"false"`
	}
	refusalForm struct {
		Why     string  `json:"why"`
		Count   int     `json:"count"`
		Tickets []int64 `json:"tickets" nullable:"false" doc:"the first of them"`
	}
	bulkOutput struct {
		Location string `header:"Location"`
		Body     bulkForm
	}
	bulkPath struct {
		ID int64 `path:"bulk" minimum:"1"`
	}
)

// registerBulk puts work on many tickets onto the API: it is tried, looked at, confirmed, and taken back.
func (a *door) registerBulk(api huma.API) {
	huma.Register(api, op(http.MethodPost, "/bulk", "start-bulk", "Try one verb on many tickets; nothing changes until it is confirmed", http.StatusAccepted, "bulk"), a.startBulk)
	huma.Register(api, op(http.MethodGet, "/bulk/{bulk}", "get-bulk", "How far it is, and what was refused", http.StatusOK, "bulk"), a.getBulk)
	huma.Register(api, op(http.MethodPost, "/bulk/{bulk}/confirm", "confirm-bulk", "Let it go; twice is once", http.StatusAccepted, "bulk"), a.confirmBulk)
	huma.Register(api, op(http.MethodPost, "/bulk/{bulk}/undo", "undo-bulk", "Take it back where nothing has happened since", http.StatusAccepted, "bulk"), a.undoBulk)
}

func (a *door) startBulk(ctx context.Context, in *bulkInput) (*bulkOutput, error) {
	b := in.Body
	deed := bulk.Deed{Verb: b.Do, Person: people.ID(b.Person), Team: b.Team, Text: b.Text, Method: b.Method, Type: b.Type, Impact: b.Impact, Urgency: b.Urgency}
	if b.Due != nil {
		deed.Due = *b.Due
	}
	chosen := desk.Chosen{Tickets: b.Tickets, Looking: desk.Looking{View: b.View, Filter: b.Filter}}
	id, err := a.desk.StartBulk(ctx, actor(ctx), chosen, deed)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return a.showBulk(ctx, id)
}

func (a *door) getBulk(ctx context.Context, in *bulkPath) (*bulkOutput, error) {
	return a.showBulk(ctx, in.ID)
}

func (a *door) confirmBulk(ctx context.Context, in *bulkPath) (*bulkOutput, error) {
	if err := a.desk.ConfirmBulk(ctx, actor(ctx), in.ID); err != nil {
		return nil, a.problem(ctx, err)
	}
	return a.showBulk(ctx, in.ID)
}

func (a *door) undoBulk(ctx context.Context, in *bulkPath) (*bulkOutput, error) {
	made, err := a.desk.UndoBulk(ctx, actor(ctx), in.ID)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return a.showBulk(ctx, made)
}

func (a *door) showBulk(ctx context.Context, id int64) (*bulkOutput, error) {
	s, err := a.desk.Bulk(ctx, actor(ctx), id)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	f := bulkForm{ID: id, Do: s.Bulk.Deed.Verb, State: string(s.Bulk.State), Total: s.Bulk.Total, Waiting: s.Outcomes[bulk.Waiting],
		Able: s.Outcomes[bulk.Able], Did: s.Outcomes[bulk.Did], Refused: s.Outcomes[bulk.Refused],
		Undoable: s.Bulk.State == bulk.Done && s.Bulk.Deed.Undoable() && s.Outcomes[bulk.Did] > 0, Refusals: make([]refusalForm, len(s.Refusals))}
	for i, r := range s.Refusals {
		f.Refusals[i] = refusalForm{Why: a.english().Fault(r.Why), Count: r.N, Tickets: r.Tickets}
	}
	return &bulkOutput{Location: fmt.Sprintf("%s/api/v1/bulk/%d", a.base, id), Body: f}, nil
}
