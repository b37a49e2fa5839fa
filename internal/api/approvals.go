package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"switchboard/internal/core/access"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
)

type (
	approvalForm struct {
		Seen
		Chain   string `json:"chain" maxLength:"100" doc:"one of the definition's approvals"`
		Purpose string `json:"purpose,omitempty" maxLength:"250" doc:"the key under which it is known; the chain's own without it"`
		Reason  string `json:"reason" maxLength:"65536"`
		Cost    string `json:"cost,omitempty" maxLength:"250" doc:"what it would cost and who pays, in words"`
	}
	withdrawForm struct {
		Seen
		Approval int    `json:"approval" minimum:"1" doc:"of those of the ticket, from 1"`
		Reason   string `json:"reason" maxLength:"65536"`
	}
	// askedForm is an approval that the owner of the token was asked for.
	askedForm struct {
		Ticket    int64      `json:"ticket"`
		Approval  int        `json:"approval" doc:"of those of the ticket, from 1"`
		Purpose   string     `json:"purpose"`
		State     string     `json:"state" enum:"asked,yes,no"`
		Subject   string     `json:"subject"`
		Requester string     `json:"requester"`
		AnswerBy  time.Time  `json:"answer_by"`
		Decided   *time.Time `json:"decided,omitempty"`
	}
	approvalsInput struct {
		Decided bool  `query:"decided" doc:"what was decided, the last first, in place of what waits"`
		Limit   int   `query:"limit" default:"50" minimum:"1" maximum:"200"`
		After   int64 `query:"after" minimum:"0" doc:"\"next\" of the page before"`
	}
	approvalsOutput struct {
		Body struct {
			Approvals []askedForm `json:"approvals"`
			Next      int64       `json:"next,omitzero" doc:"\"after\" of the next page; absent on the last"`
		}
	}
	decideInput struct {
		Number int64 `path:"number"`
		Body   struct {
			Approval int    `json:"approval" minimum:"1" doc:"of those of the ticket, from 1"`
			Approve  bool   `json:"approve"`
			Text     string `json:"text,omitempty" maxLength:"65536" doc:"needed to refuse it"`
			Seen     int64  `json:"seen" minimum:"1" doc:"the version of get-approval that was read; refused where what is asked has changed since"`
		}
	}
	approvalPath struct {
		Number   int64 `path:"number"`
		Approval int   `path:"approval" minimum:"1"`
	}
	// sheetForm is what somebody who is asked needs to know to decide.
	sheetForm struct {
		Ticket      int64               `json:"ticket"`
		Approval    int                 `json:"approval"`
		Version     int64               `json:"version" doc:"send it back as \"seen\" to decide on what you have read"`
		Purpose     string              `json:"purpose"`
		Question    string              `json:"question,omitzero" doc:"in the words of the definition"`
		Reason      string              `json:"reason,omitzero" doc:"of whoever asked for it by hand"`
		Cost        string              `json:"cost,omitzero"`
		Subject     string              `json:"subject"`
		Description string              `json:"description"`
		Type        string              `json:"type"`
		Service     string              `json:"service,omitzero"`
		Requester   string              `json:"requester"`
		Customer    string              `json:"customer,omitzero" doc:"for whom it is asked, if another"`
		Agency      string              `json:"agency,omitzero"`
		Location    string              `json:"location,omitzero"`
		Answers     map[string][]string `json:"answers,omitzero" doc:"to the request form"`
		InPlaceOf   string              `json:"in_place_of,omitzero"`
		AnswerBy    time.Time           `json:"answer_by"`
		Said        []decisionForm      `json:"said,omitempty" nullable:"false" doc:"by those who were asked before"`
	}
	decisionForm struct {
		Who  string    `json:"who"`
		Role string    `json:"role"`
		Yes  bool      `json:"approve"`
		Text string    `json:"text,omitzero"`
		At   time.Time `json:"at"`
	}
	sheetOutput struct{ Body sheetForm }
)

// registerApprovals puts asking for approvals and giving them onto the API. Who decides need not see the ticket.
func (a *door) registerApprovals(api huma.API) {
	d := a.desk
	verb(a, api, "ask-approval", "Ask for an approval by a chain of the definition", func(ctx context.Context, who access.Actor, on desk.On, f approvalForm) (ticket.Ticket, error) {
		return d.AskApproval(ctx, who, on, desk.ApprovalRequest{Chain: f.Chain, Purpose: f.Purpose, Reason: f.Reason, Cost: f.Cost})
	})
	verb(a, api, "withdraw-approval", "Take back what was asked", func(ctx context.Context, who access.Actor, on desk.On, f withdrawForm) (ticket.Ticket, error) {
		return d.WithdrawApproval(ctx, who, on, f.Approval, f.Reason)
	})
	huma.Register(api, op(http.MethodGet, "/approvals", "list-approvals", "What waits for the approval of the token's owner", http.StatusOK, "approvals"), a.approvals)
	huma.Register(api, op(http.MethodGet, "/tickets/{number}/approvals/{approval}", "get-approval", "What is asked, for who is asked", http.StatusOK, "approvals"), a.approval)
	huma.Register(api, op(http.MethodPost, "/tickets/{number}/decide-approval", "decide-approval", "Approve or refuse what one is asked", http.StatusNoContent, "approvals"), a.decide)
}

func (a *door) approvals(ctx context.Context, in *approvalsInput) (*approvalsOutput, error) {
	all, next, err := a.desk.MyApprovals(ctx, actor(ctx), in.Decided, desk.Page{Limit: in.Limit, After: desk.Cursor{ID: in.After, Set: in.After > 0}})
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	out, zone := &approvalsOutput{}, a.desk.Definition().Zone()
	out.Body.Approvals, out.Body.Next = make([]askedForm, len(all)), next
	for i, one := range all {
		f := askedForm{Ticket: one.Ticket, Approval: one.Number, Purpose: one.Purpose, State: one.State, Subject: one.Subject, Requester: one.Requester, AnswerBy: one.Until.In(zone)}
		if !one.Decided.IsZero() {
			at := one.Decided.In(zone)
			f.Decided = &at
		}
		out.Body.Approvals[i] = f
	}
	return out, nil
}

func (a *door) approval(ctx context.Context, in *approvalPath) (*sheetOutput, error) {
	s, err := a.desk.ApprovalSheet(ctx, actor(ctx), in.Number, in.Approval)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	name := func(id people.ID) string {
		p := s.People[id]
		return p.NameOrAddress()
	}
	req, zone := s.Request, a.desk.Definition().Zone()
	f := sheetForm{Ticket: s.Ticket, Approval: s.Approval.Number, Version: s.Version, Purpose: s.Approval.Purpose, Question: s.Chain.Says.En,
		Reason: s.Approval.Reason, Cost: s.Approval.Cost, Subject: req.Subject, Description: req.Description, Type: s.Type, Service: req.Service,
		Requester: name(req.Requester), Customer: name(req.Customer), Agency: req.Agency, Location: req.Location, InPlaceOf: name(s.For), AnswerBy: s.Approval.Until.In(zone),
		Answers: a.desk.AnswersOf(access.Actor{}, ticket.Ticket{Type: s.Type, Request: req})} // what is asked of customers, whoever decides
	for _, d := range s.Approval.Decisions {
		f.Said = append(f.Said, decisionForm{Who: name(d.Person), Role: d.Role, Yes: d.Yes, Text: d.Text, At: d.At.In(zone)})
	}
	return &sheetOutput{f}, nil
}

func (a *door) decide(ctx context.Context, in *decideInput) (*struct{}, error) {
	_, err := a.desk.DecideApproval(ctx, actor(ctx), desk.On{Ticket: in.Number}, in.Body.Approval,
		ticket.Verdict{Yes: in.Body.Approve, Text: in.Body.Text, Seen: in.Body.Seen})
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return nil, nil
}
