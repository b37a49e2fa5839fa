package portal

import (
	"strconv"
	"time"

	"switchboard/internal/core/sla"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
	"switchboard/internal/web/ui"
)

// next says in a sentence who acts next, and what is promised by when (CO-15).
func (r reader) next() string {
	t := r.sheet.Ticket
	timing := ticket.TimingOf(r.sheet.Clocks, r.sheet.Entries)
	row := desk.Row{Status: t.Status, Team: t.Team, Changed: t.ChangedAt, MergedInto: t.MergedInto, Due: timing.Due, DueMetric: string(timing.Metric), DueState: string(timing.State)}
	switch {
	case len(r.waitsFor()) > 0:
		return r.T("portal.next.unmet")
	case t.Status == ticket.StatusResolved:
		row.Changed = t.ResolvedAt
	case t.Status == ticket.StatusPending:
		row.Changed = t.AskedAt
	case t.Status == ticket.StatusClosed:
		row.Changed = t.ClosedAt
	}
	if t.Assignee != 0 {
		row.AssigneeName = r.name(t.Assignee)
	}
	return r.whatNext(row)
}

// steps says in words where the ticket is, and what comes next.
func (r reader) steps() []ui.Step {
	t := r.sheet.Ticket
	steps := []ui.Step{
		{Title: r.T("portal.step.received"), Detail: r.moment(t.ReceivedAt), State: ui.Past},
		{Title: r.T("portal.step.team", "to", r.team(t.Team)), Detail: r.moment(t.RoutedAt) + r.byRule(), State: ui.Past},
	}
	switch {
	case t.MergedInto != 0:
		steps = append(r.taken(steps), ui.Step{Title: r.T("portal.step.merged", "number", strconv.FormatInt(t.MergedInto, 10)), Detail: r.moment(t.MergedAt), State: ui.Current})
	case t.Status == ticket.StatusClosed:
		steps = append(r.taken(steps), r.solved(ui.Past),
			ui.Step{Title: r.T("portal.step.closed"), Detail: r.moment(t.ClosedAt), State: ui.Current})
	case t.Status == ticket.StatusResolved:
		steps = append(r.taken(steps), r.solved(ui.Current), ui.Step{Title: r.T("portal.step.closed"), Detail: r.T("portal.step.closes", "by", r.by(r.sheet.Until))})
	case t.Status == ticket.StatusPending:
		steps = append(r.taken(steps), ui.Step{Title: r.T("portal.step.waiting"), Detail: r.since(t.AskedAt), State: ui.Current}, r.toSolve())
	case len(r.waitsFor()) > 0:
		steps = append(r.taken(steps), ui.Step{Title: r.T("portal.step.waiting"), Detail: r.since(r.unmetSince()), State: ui.Current}, r.toSolve())
	case t.Accepted:
		steps = append(steps, ui.Step{Title: r.T("portal.step.working", "name", r.name(t.Assignee)), Detail: r.since(t.AcceptedAt), State: ui.Current}, r.toSolve())
	default:
		steps[1].State = ui.Current
		steps = append(steps, r.toTake(), r.toSolve())
	}
	return steps
}

// unmetSince is since when the customer has to do something that they have not done.
func (r reader) unmetSince() time.Time {
	var at time.Time
	for _, p := range ticket.Pauses(r.sheet.Entries) {
		if p.Duty != "" && p.Until.IsZero() && (at.IsZero() || p.Since.Before(at)) {
			at = p.Since
		}
	}
	return at
}

// byRule says by which rule the first team was chosen; a hand-over by a person is told in the route.
func (r reader) byRule() string {
	for _, en := range r.sheet.Entries {
		if e, ok := en.Event.(ticket.Routed); ok && e.From == "" && e.Team == r.sheet.Ticket.Team && r.sheet.Ticket.Handovers+r.sheet.Ticket.Returns == 0 {
			return ", " + r.rule(e)
		}
	}
	return ""
}

// taken adds who took it, where somebody has.
func (r reader) taken(steps []ui.Step) []ui.Step {
	t := r.sheet.Ticket
	if !t.Accepted {
		return steps
	}
	return append(steps, ui.Step{Title: r.T("portal.step.took", "name", r.name(t.Assignee)), Detail: r.moment(t.AcceptedAt), State: ui.Past})
}

func (r reader) solved(state ui.StepState) ui.Step {
	for i := len(r.sheet.Entries) - 1; i >= 0; i-- {
		if _, ok := r.sheet.Entries[i].Event.(ticket.Resolved); ok {
			return ui.Step{Title: r.T("portal.step.solved.by", "name", r.name(r.sheet.Entries[i].By)), Detail: r.moment(r.sheet.Ticket.ResolvedAt), State: state}
		}
	}
	return ui.Step{Title: r.T("portal.step.solved"), Detail: r.moment(r.sheet.Ticket.ResolvedAt), State: state}
}

// toTake is the step in which a person takes it.
func (r reader) toTake() ui.Step {
	t := r.sheet.Ticket
	step := ui.Step{Title: r.T("portal.step.take")}
	if t.Assignee != 0 {
		step.Title = r.T("portal.step.given", "name", r.name(t.Assignee))
	}
	if due := r.due(sla.AssignProvider, sla.Accept); !due.IsZero() {
		step.Detail = r.by(due)
	}
	return step
}

func (r reader) toSolve() ui.Step {
	step := ui.Step{Title: r.T("portal.step.solved")}
	if due := r.due(sla.Resolve, sla.Close, sla.Restore); !due.IsZero() {
		step.Detail = r.by(due)
	} else if r.paused() {
		step.Detail = r.T("portal.step.paused")
	}
	return step
}

// due is when the first running clock of these metrics is due, zero when there is none or it is paused.
func (r reader) due(metrics ...sla.Metric) time.Time {
	for _, m := range metrics {
		for i := range r.sheet.Clocks {
			if c := &r.sheet.Clocks[i]; c.Metric == m && c.Running() && c.State != sla.Superseded {
				return c.Due
			}
		}
	}
	return time.Time{}
}
