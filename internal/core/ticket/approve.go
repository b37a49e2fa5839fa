package ticket

import (
	"slices"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/fault"
)

// Bounds on approvals.
const (
	MaxApprovals     = 50 // of one ticket
	MaxApprovalSteps = 10
	MaxApprovers     = 100 // of one step, everybody who holds one of its roles
)

// Stage is one step of a chain as it could begin now: who holds its roles, by when half of the time is over, and all of it.
// Ours says that all of its roles are held by people of the desk.
type Stage struct {
	Holders []Approver
	Remind  time.Time
	Until   time.Time
	Ours    bool
}

// AskApproval begins an approval; stages has one for each of its steps. Where nobody can be asked first, a person who asks
// learns that, and what the definition asks for has lapsed at once, with the roles that nobody holds. Errors: Conflict,
// Invalid.
func AskApproval(t Ticket, in ApprovalCase, stages []Stage) ([]Event, error) {
	if err := mustBeOpen(t); err != nil {
		return nil, err
	}
	in, err := checkCase(t, in)
	if err != nil {
		return nil, err
	}
	a := Approval{ApprovalCase: in, Number: len(t.Approvals) + 1, State: StateWaiting}
	asked, missing := a.put(t, 0, stages)
	asked.Case = &in
	if len(missing) == 0 {
		return []Event{asked}, nil
	}
	if !in.ByRule {
		return nil, fault.New(fault.Conflict, "nobody can be asked who is %s here; name them in the directory first", fault.Terms(missing))
	}
	asked.Of = nil
	return []Event{asked, ApprovalEnded{Number: a.Number, State: StateLapsed, Missing: missing}}, nil
}

func checkCase(t Ticket, in ApprovalCase) (ApprovalCase, error) {
	var err error
	if in.Purpose, err = line("purpose", in.Purpose, MaxLine); err != nil {
		return in, err
	}
	if in.Reason, err = text("reason", in.Reason, !in.ByRule); err != nil {
		return in, err
	}
	if in.Cost, err = line("cost", in.Cost, MaxLine); err != nil {
		return in, err
	}
	last, before := t.Approval(in.Purpose)
	switch {
	case t.Sealed: // ME-57: nobody learns of it by being asked
		return in, fault.New(fault.Conflict, "{the ticket} %d is sealed; nobody is asked to approve it", t.ID)
	case in.Purpose == "":
		return in, fault.Field("purpose", "say what is to be approved")
	case len(in.Steps) == 0 || len(in.Steps) > MaxApprovalSteps:
		return in, fault.Field("purpose", "an approval has between 1 and %d steps", MaxApprovalSteps)
	case before && last.State == StateWaiting:
		return in, fault.New(fault.Conflict, "this is waiting for an approval already")
	case len(t.Approvals) >= MaxApprovals:
		return in, fault.New(fault.Conflict, "{the ticket} has %d approvals; no more fit", MaxApprovals)
	}
	return in, nil
}

// DecideApproval is one person's word on what they are asked; the stages are those of now, since who lost the role meanwhile
// decides no more. Errors: Conflict, Forbidden, Invalid.
func DecideApproval(t Ticket, number int, by people.ID, said Verdict, stages []Stage, now time.Time) ([]Event, error) {
	a, err := t.waiting(number)
	if err != nil {
		return nil, err
	}
	as, ok := a.chair(by)
	switch {
	case !ok:
		return nil, fault.New(fault.Forbidden, "this is not yours to approve")
	case !now.Before(a.Until):
		return nil, fault.New(fault.Conflict, "the time to answer is over; somebody else is asked, or will be")
	case a.Step >= len(stages) || !slices.ContainsFunc(stages[a.Step].Holders, as.sameSeat):
		return nil, fault.New(fault.Conflict, "you do not hold the role any more for which you were asked; somebody else is asked, or will be")
	}
	if said.Text, err = text("text", said.Text, !said.Yes); err != nil {
		return nil, err
	}
	out := []Event{ApprovalDecided{Number: number, Step: a.Step, Role: as.Role, For: as.For, Yes: said.Yes, Text: said.Text, ByLink: said.ByLink}}
	if !said.Yes {
		return append(out, ApprovalEnded{Number: number, State: StateRefused}), nil
	}
	a.Decisions = append(slices.Clip(a.Decisions), Decision{Approver: Approver{Person: by, Role: as.Role, For: as.For}, Step: a.Step, Yes: true})
	return append(out, a.goOn(t, stages)...), nil
}

// Verdict is what somebody says to an approval; a refusal needs words.
type Verdict struct {
	Yes    bool
	Text   string
	ByLink bool
	Seen   int64 // the version of the ticket that they have read; zero for any
}

// goOn is what follows an approving word: nothing while others of the step are awaited, else the next step, or the end.
func (a Approval) goOn(t Ticket, stages []Stage) []Event {
	next := a.Step
	if a.stepDone() {
		next++
	} else if !a.unseated() {
		return nil
	}
	if next >= len(a.Steps) {
		return []Event{ApprovalEnded{Number: a.Number, State: StateApproved}}
	}
	return a.turnTo(t, next, stages)
}

// turnTo asks a step, or ends the approval where nobody is left for it: no step waits for nobody.
func (a Approval) turnTo(t Ticket, step int, stages []Stage) []Event {
	asked, missing := a.put(t, step, stages)
	if len(missing) > 0 {
		return []Event{ApprovalEnded{Number: a.Number, State: StateLapsed, Missing: missing}}
	}
	return []Event{asked}
}

// TimeApprovals is what time asks of approvals: a reminder at half of it, and at its end that the next are asked. Stages
// are those of each approval that waits, by its number.
func TimeApprovals(t Ticket, stages map[int][]Stage, now time.Time) []Event {
	var out []Event
	for _, a := range t.WaitingApprovals() {
		switch {
		case !now.Before(a.Until):
			out = append(out, ApprovalLapsed{Number: a.Number, Step: a.Step})
			a.Asked = nil
			out = append(out, a.turnTo(t, a.Step, stages[a.Number])...)
		case !a.Reminded && !now.Before(a.Remind):
			out = append(out, ApprovalReminded{Number: a.Number})
		}
	}
	return out
}

// WithdrawApproval takes back what was asked. Errors: Conflict, Invalid.
func WithdrawApproval(t Ticket, number int, why string) ([]Event, error) {
	if _, err := t.waiting(number); err != nil {
		return nil, err
	}
	why, err := text("why", why, true)
	if err != nil {
		return nil, err
	}
	return []Event{ApprovalEnded{Number: number, State: StateWithdrawn, Why: why}}, nil
}

// ApprovalsFollow is what the end of a ticket, or its seal, does to what waits on it.
func ApprovalsFollow(t Ticket) []Event {
	if t.Status.Open() && !t.Sealed {
		return nil
	}
	var out []Event
	for _, a := range t.WaitingApprovals() {
		out = append(out, ApprovalEnded{Number: a.Number, State: StateWithdrawn})
	}
	return out
}

func (t Ticket) waiting(number int) (Approval, error) {
	if number < 1 || number > len(t.Approvals) {
		return Approval{}, fault.New(fault.NotFound, "there is no approval %d", number)
	}
	a := t.Approvals[number-1]
	if a.State != StateWaiting {
		return a, fault.New(fault.Conflict, "this approval is decided or no longer needed; nothing is left to do")
	}
	return a, nil
}

// CodeNotApproved is the code of a resolution of what was not done, since it was not approved.
const CodeNotApproved = "not_approved"

// notApproved lets nothing count as done that needed an approval and has none.
func notApproved(t Ticket, r Resolved) (Resolved, error) {
	if len(t.WaitingApprovals()) > 0 {
		return r, fault.New(fault.Conflict, "{the ticket} %d waits for an approval; it is resolved when that is decided or withdrawn", t.ID)
	}
	if len(t.Unapproved()) == 0 {
		return r, nil
	}
	if r.Code != "" && r.Code != CodeNotApproved {
		return r, fault.Field("code", "this was not approved, so it cannot be resolved as done; leave the code empty")
	}
	r.Code = CodeNotApproved
	return r, nil
}
