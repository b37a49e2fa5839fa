package ticket

import (
	"slices"

	"switchboard/internal/core/people"
)

// put finds who is asked at a step: of each role that has not spoken, those who are asked already and can still answer, else
// those of its holders whose turn is the earliest among the ones who were not asked before. Missing names the roles that keep the step from being approved, as nobody is left.
func (a Approval) put(t Ticket, step int, stages []Stage) (asked ApprovalAsked, missing []string) {
	asked = ApprovalAsked{Number: a.Number, Step: step}
	if step >= len(stages) {
		return asked, a.Steps[step].Roles
	}
	stage := stages[step]
	asked.Remind, asked.Until, asked.Ours = stage.Remind, stage.Until, stage.Ours
	for _, role := range a.silent(step) {
		next := a.seated(step, role)
		if len(next) == 0 {
			next = a.nextOf(t, step, role, stage.Holders)
		}
		if len(next) == 0 {
			missing = append(missing, role)
		}
		asked.Of = append(asked.Of, next...)
	}
	if !a.Steps[step].All && len(asked.Of) > 0 {
		missing = nil // one of the roles is enough
	}
	return asked, missing
}

// nextOf are the holders of a role who are asked next.
func (a Approval) nextOf(t Ticket, step int, role string, holders []Approver) []Approver {
	var out []Approver
	for _, h := range holders {
		if h.Role != role || h.Person == 0 || !a.may(t, h) || step == a.Step && slices.Contains(a.Tried, h.Person) {
			continue
		}
		switch {
		case len(out) > 0 && h.Turn > out[0].Turn:
			continue
		case len(out) > 0 && h.Turn < out[0].Turn:
			out = nil
		}
		same := func(o Approver) bool { return o.Person == h.Person }
		if len(out) < MaxApprovers && !slices.ContainsFunc(out, same) {
			out = append(out, h)
		}
	}
	return out
}

// may reports whether somebody can decide at all: nobody approves what they asked for, neither by themselves nor through
// who stands in for them, and nobody speaks twice on the same approval (ME-63: two signatures are two people's).
func (a Approval) may(t Ticket, h Approver) bool {
	own := func(p people.ID) bool { return p != 0 && (p == t.Request.Requester || p == t.Request.Customer) }
	if !a.Own && (own(h.Person) || own(h.For)) {
		return false
	}
	return !a.spoke(h)
}

// chair is the place from which a person who is asked speaks: the first of theirs whose role has not spoken.
func (a Approval) chair(person people.ID) (Approver, bool) {
	if a.State != StateWaiting || person == 0 || a.Step >= len(a.Steps) {
		return Approver{}, false
	}
	for _, role := range a.silent(a.Step) {
		for _, h := range a.seated(a.Step, role) {
			if h.Person == person {
				return h, true
			}
		}
	}
	return Approver{}, false
}

// spoke reports whether the person, or who they speak for, has decided already.
func (a Approval) spoke(h Approver) bool {
	return slices.ContainsFunc(a.Decisions, func(d Decision) bool { return d.Person == h.Person || d.seat() == h.seat() })
}

// silent are the roles of a step that have not approved yet.
func (a Approval) silent(step int) []string {
	var out []string
	for _, role := range a.Steps[step].Roles {
		if !slices.ContainsFunc(a.Decisions, func(d Decision) bool { return d.Step == step && d.Role == role && d.Yes }) {
			out = append(out, role)
		}
	}
	return out
}

// stepDone reports whether the step that is asked has all the approving words that it needs.
func (a Approval) stepDone() bool {
	left := len(a.silent(a.Step))
	return left == 0 || !a.Steps[a.Step].All && left < len(a.Steps[a.Step].Roles)
}

// seated are those who are asked in a role at a step now, and can still answer.
func (a Approval) seated(step int, role string) []Approver {
	if step != a.Step {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(a.Asked), func(h Approver) bool { return h.Role != role || a.spoke(h) })
}

// unseated reports whether a role has not spoken of which nobody who is asked can speak any more.
func (a Approval) unseated() bool {
	return slices.ContainsFunc(a.silent(a.Step), func(role string) bool { return len(a.seated(a.Step, role)) == 0 })
}
