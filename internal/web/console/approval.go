package console

import (
	"context"
	"strconv"
	"strings"

	"switchboard/internal/core/access"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/definition/render"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/web/ui"
)

func canBeApproved(t ticket.Ticket) bool { return isOpen(t) && !t.Sealed && t.Request.Parent == 0 }
func waitsForWord(t ticket.Ticket) bool  { return isOpen(t) && len(t.WaitingApprovals()) > 0 }

// askApprovalFields ask by which chain of the definition, why and at what cost (ASKS 15).
func askApprovalFields(x *item) []control {
	var chains []ui.Option
	for _, c := range x.desk.Approvals {
		chains = append(chains, ui.Option{Value: c.ID, Text: c.Name.In(x.lang())})
	}
	if len(chains) == 0 {
		chains = []ui.Option{{Text: x.Words.T("console.approval.none")}}
	}
	return []control{x.pick("chain", chains, chains[0].Value), x.text("reason", 2), x.line("cost", "", false)}
}

func doAskApproval(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	_, err := d.AskApproval(ctx, who, on, desk.ApprovalRequest{Chain: in.Get("chain"), Reason: in.Get("reason"), Cost: in.Get("cost")})
	return err
}

// withdrawApprovalFields ask which of those that wait is no longer needed, and why.
func withdrawApprovalFields(x *item) []control {
	var waiting []ui.Option
	for _, a := range x.Sheet.Ticket.WaitingApprovals() {
		waiting = append(waiting, ui.Option{Value: strconv.Itoa(a.Number), Text: x.approvalName(a)})
	}
	return []control{x.pick("approval", waiting, waiting[0].Value), x.text("why", 2)}
}

func doWithdrawApproval(ctx context.Context, d *desk.Desk, who access.Actor, on desk.On, in input) error {
	number, _ := strconv.Atoi(in.Get("approval")) // what is no number is no approval
	_, err := d.WithdrawApproval(ctx, who, on, number, in.Get("why"))
	return err
}

// approvalName is what is to be approved, in the desk's words.
func (f frame) approvalName(a ticket.Approval) string {
	if c, ok := f.desk.Chain(a.Chain); ok {
		return c.Name.In(f.lang())
	}
	return definition.Label(a.Purpose)
}

// approvals say for the pane beside the ticket how each stands: who is waited for since when, and what came of it.
func (x *item) approvals() string {
	var lines []string
	for _, a := range x.Sheet.Ticket.Approvals {
		state := x.Words.T("portal.approval.state." + string(a.State))
		switch {
		case a.State == ticket.StateWaiting:
			state = x.Words.T("console.approval.waits", "names", x.approvers(x.Sheet, a.Asked), "when", x.when(a.Since), "by", x.by(a.Until))
		case len(a.Missing) > 0:
			state += ". " + x.Words.T("console.approval.missing", "who", x.offices(a.Missing))
		}
		lines = append(lines, x.approvalName(a)+": "+state)
	}
	return strings.Join(lines, "\n")
}

// unapproved warns who works on what nobody has approved; empty where all that is needed is there.
func (x *item) unapproved() string {
	if !isOpen(x.Sheet.Ticket) {
		return ""
	}
	var names []string
	for _, a := range x.Sheet.Ticket.Unapproved() {
		names = append(names, x.approvalName(a)+" ("+x.Words.T("portal.approval.state."+string(a.State))+")")
	}
	if len(names) == 0 {
		return ""
	}
	return x.Words.T("console.approval.warning", "what", strings.Join(names, ", "))
}

func (f frame) approvers(s desk.Sheet, all []ticket.Approver) string {
	names := make([]string, len(all))
	for i, a := range all {
		names[i] = f.within(s, a.Person) + " (" + render.Role(f.Words, a.Role) + ")"
	}
	return strings.Join(names, ", ")
}

func (f frame) offices(roles []string) string {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = render.Role(f.Words, r)
	}
	return strings.Join(names, ", ")
}

// approvalFact says what happened to an approval in one line.
func (f frame) approvalFact(s desk.Sheet, e ticket.Entry) string {
	say := func(key string, number int, args ...string) string {
		what := ""
		if number >= 1 && number <= len(s.Ticket.Approvals) {
			what = f.approvalName(s.Ticket.Approvals[number-1])
		}
		return f.Words.T("console.fact.approval."+key, append(args, "what", what)...)
	}
	switch ev := e.Event.(type) {
	case ticket.ApprovalAsked:
		if len(ev.Of) == 0 {
			return ""
		}
		text := say("asked", ev.Number, "names", f.approvers(s, ev.Of), "by", f.by(ev.Until))
		if ev.Case != nil && ev.Case.Reason != "" {
			text += " " + ev.Case.Reason
		}
		return text
	case ticket.ApprovalDecided:
		key := "no"
		if ev.Yes {
			key = "yes"
		}
		return strings.TrimSpace(say(key, ev.Number, "who", f.office(s, ev)) + " " + ev.Text)
	case ticket.ApprovalReminded:
		return say("reminded", ev.Number)
	case ticket.ApprovalLapsed:
		return say("late", ev.Number)
	case ticket.ApprovalEnded:
		text := say(string(ev.State), ev.Number)
		if len(ev.Missing) > 0 {
			text += ". " + f.Words.T("console.approval.missing", "who", f.offices(ev.Missing))
		}
		return strings.TrimSpace(text + " " + ev.Why)
	}
	return ""
}

// office is the role in which somebody decided, for whom, and whether by the link of their mail.
func (f frame) office(s desk.Sheet, e ticket.ApprovalDecided) string {
	out := render.Role(f.Words, e.Role)
	if e.For != 0 {
		out = f.Words.T("portal.approval.office.for", "who", out, "name", f.within(s, e.For))
	}
	if e.ByLink {
		out += ", " + f.Words.T("console.approval.link")
	}
	return out
}
