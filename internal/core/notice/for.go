package notice

import (
	"slices"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/ticket"
)

// Notice is one thing to be told to one person, or where To is zero or away to a team.
type Notice struct {
	Kind  Kind
	To    people.ID
	Team  string    // empty where nobody stands in for To
	Leads bool      // of the team, its leads before the others
	By    people.ID // who did it, and is not told of it
	Grave bool      // at least one of its readers must hear of it at once, whatever they chose
	Wake  Wake      // of a grave one: whether that may be too often
}

// late is how long after it was written down a fact is still told of: as long as a letter is tried.
const late = 5 * 24 * time.Hour

// Telling are the stored names of the facts of which anybody may be told, so that a reader of the log can pass over all
// others unread.
var Telling = names(ticket.Opened{}, ticket.Routed{}, ticket.Returned{}, ticket.Accepted{}, ticket.Replied{}, ticket.Wrote{}, ticket.Answered{},
	ticket.Planned{}, ticket.Asked{}, ticket.DutyUnmet{}, ticket.UpdatePublished{}, ticket.Resolved{}, ticket.Reopened{}, ticket.Closed{},
	ticket.ClockWarned{}, ticket.ClockMissed{}, ticket.DeliveryReported{}, ticket.PassedOn{},
	ticket.Escalated{}, ticket.EscalationAnswered{}, ticket.TaskEnded{}, ticket.ReviewDue{}, ticket.RuleApplied{},
	ticket.Scoped{}, ticket.Nonstandard{}, ticket.Referred{}, ticket.Dispatched{}, ticket.ReferralDue{}, ticket.ChargeProposed{}, ticket.ChargeCountered{},
	ticket.ApprovalAsked{}, ticket.ApprovalReminded{}, ticket.ApprovalEnded{},
	ticket.Contested{}, ticket.ContestAnswered{}, ticket.ContestLapsed{}, ticket.Noted{},
	ticket.Classified{}, ticket.Assigned{}, ticket.Unassigned{}, ticket.Flagged{}, ticket.FormWanted{})

func names(events ...ticket.Event) map[string]bool {
	out := make(map[string]bool, len(events))
	for _, e := range events {
		out[e.Name()] = true
	}
	return out
}

// For decides who is told of entry i of a ticket's life. What one act did is told in one letter to a person: where it has
// words of somebody, these are told, and not beside them that the ticket moved. Nobody is told of what they did themselves,
// but that their request has arrived. History that was taken in from elsewhere is told to nobody, nor what was written
// down so long before now that nobody waits for it any more.
func For(life []ticket.Entry, i int, now time.Time) []Notice {
	en := life[i]
	if imported(life, en) || now.Sub(en.Recorded) > late {
		return nil
	}
	from, to := Act(life, i)
	t := ticket.Fold(0, life[:to])
	out := told(t, life[from:to], i-from)
	out = append(out, paged(t, life[from:to], i-from)...)
	for n := range out {
		if out[n].By, out[n].Grave = en.By, out[n].wakes(t, life[from:to]); out[n].Grave {
			out[n].Wake = wake(t, life[0], slices.ContainsFunc(life[from:to], bound))
		}
	}
	return slices.DeleteFunc(out, func(n Notice) bool { return n.To != 0 && n.To == en.By && n.Kind != Acknowledged })
}

// imported reports whether an entry came in with the life that a ticket had elsewhere: all of that was written down at once.
func imported(life []ticket.Entry, en ticket.Entry) bool {
	opened, ok := life[0].Event.(ticket.Opened)
	return ok && opened.External != "" && en.Recorded.Equal(life[0].Recorded)
}

// Act is from where to where the entries go that the same one did in the same moment as entry i.
func Act(life []ticket.Entry, i int) (from, to int) {
	same := func(en ticket.Entry) bool { return en.By == life[i].By && en.Recorded.Equal(life[i].Recorded) }
	for from = i; from > 0 && same(life[from-1]); {
		from--
	}
	for to = i + 1; to < len(life) && same(life[to]); {
		to++
	}
	return from, to
}

// told is who hears of one entry of an act; t is the ticket after it.
func told(t ticket.Ticket, act []ticket.Entry, i int) []Notice {
	switch e := act[i].Event.(type) {
	case ticket.Opened:
		if e.Quiet || e.Parent != 0 { // RFC 3834, 2: no machine answers a machine; a task is no request of whoever coordinates it
			return nil
		}
	case ticket.FormWanted:
		if slices.ContainsFunc(act, opens) {
			return nil // the confirmation asks for it
		}
		return each(FormWanted, ticket.Askers(t))
	case ticket.UpdatePublished:
		return each(Update, e.Audience)
	case ticket.Wrote, ticket.Answered, ticket.PassedOn:
		return keeper(t, Wrote)
	case ticket.Noted:
		return each(Mentioned, e.Mentions) // the verb named only whom it let read the note
	case ticket.Reopened:
		return reopened(t, act, i)
	case ticket.Escalated:
		return escalated(t, e)
	case ticket.TaskEnded:
		if e.Left > 0 {
			return nil
		}
		return keeper(t, TasksDone)
	case ticket.ReviewDue:
		if len(e.To) == 0 {
			return []Notice{{Kind: ReviewDue, Team: t.Team, Leads: true}}
		}
		return each(ReviewDue, e.To)
	case ticket.RuleApplied:
		return ruled(t, e)
	case ticket.ApprovalAsked:
		return approvers(t, e.Number)
	case ticket.ApprovalReminded:
		return approvers(t, e.Number)
	case ticket.ApprovalEnded:
		if e.State == ticket.StateWithdrawn {
			return nil // who ended it says why
		}
		return append(each(Approval, ticket.Impacted(t)), keeper(t, ApprovalOver)...)
	case ticket.Contested, ticket.ContestLapsed: // once when it is made, and once more when nobody has answered
		return []Notice{{Kind: Contested, Team: t.Team, Leads: true}}
	case ticket.ClockWarned:
		return bell(t, act, i, Warned)
	case ticket.ClockMissed:
		return bell(t, act, i, Missed)
	case ticket.DeliveryReported:
		if e.Channel == "push" || Kind(e.Kind).Staff() || e.State == "accepted" || e.State == "suppressed" {
			return nil
		}
		return keeper(t, DeliveryFailed)
	}
	if of, is := terms(t, act, i); is {
		return of
	}
	kind, ok := toCustomer(act[i].Event)
	if !ok || !kind.spoken() && slices.ContainsFunc(act, speaks) {
		return nil
	}
	if !kind.spoken() && slices.ContainsFunc(act[i+1:], moves) {
		return nil // of several moves at once the last says where it is
	}
	return each(kind, ticket.Impacted(t))
}

// toCustomer is what the customer is told of an event (CO-18).
func toCustomer(e ticket.Event) (Kind, bool) {
	switch e.(type) {
	case ticket.Opened:
		return Acknowledged, true // ME-55: by whichever channel it came
	case ticket.Routed, ticket.Returned:
		return Routed, true
	case ticket.Accepted:
		return Started, true
	case ticket.Asked:
		return Question, true
	case ticket.DutyUnmet:
		return Waiting, true
	case ticket.Planned:
		return Plan, true
	case ticket.Replied:
		return Replied, true
	case ticket.UpdatePublished:
		return Update, true
	case ticket.Resolved:
		return Resolved, true
	case ticket.Reopened:
		return Reopened, true
	case ticket.Closed:
		return Closed, true
	case ticket.Escalated:
		return Escalated, true
	case ticket.EscalationAnswered:
		return EscalationAnswered, true
	case ticket.ContestAnswered:
		return ContestAnswered, true
	}
	return "", false
}

// spoken reports whether a letter carries what somebody said, or what was promised: nothing else can stand for it.
func (k Kind) spoken() bool {
	return k != Routed && k != Started && k != Reopened && k != Closed
}

func opens(en ticket.Entry) bool { _, is := en.Event.(ticket.Opened); return is }

func speaks(en ticket.Entry) bool {
	k, ok := toCustomer(en.Event)
	return ok && k.spoken()
}

func moves(en ticket.Entry) bool {
	_, ok := toCustomer(en.Event)
	return ok
}

// reopened tells the customer what the desk took up again by itself, and the desk what the customer did, unless their
// message says so already.
func reopened(t ticket.Ticket, act []ticket.Entry, i int) []Notice {
	by := act[i].By
	if by == 0 || by != t.Request.Requester && by != t.Request.Customer {
		return each(Reopened, ticket.Impacted(t))
	}
	wrote := slices.ContainsFunc(act, func(en ticket.Entry) bool { _, is := en.Event.(ticket.Wrote); return is })
	if wrote {
		return nil
	}
	return keeper(t, Wrote)
}

// escalated asks the level for its answer, and tells the customer who is asked and until when.
func escalated(t ticket.Ticket, e ticket.Escalated) []Notice {
	told := slices.DeleteFunc(ticket.Impacted(t), func(id people.ID) bool { return slices.Contains(e.To, id) })
	return append(each(AnswerWanted, e.To), each(Escalated, told)...)
}

// approvers are those who can say a word on an approval now.
func approvers(t ticket.Ticket, number int) []Notice {
	var ids []people.ID
	if number >= 1 && number <= len(t.Approvals) {
		for _, a := range t.Approvals[number-1].Asked {
			if t.Approvals[number-1].AskedNow(a.Person) && !slices.Contains(ids, a.Person) {
				ids = append(ids, a.Person)
			}
		}
	}
	return each(ApprovalWanted, ids)
}

// keeper is who has a ticket: its assignee, with the team behind them for when they are away, or else the team (OK-09).
func keeper(t ticket.Ticket, k Kind) []Notice {
	return []Notice{{Kind: k, To: t.Assignee, Team: t.Team}}
}

// ruled is whom a rule tells. Of who has a ticket and leads its team as well the outbox keeps one letter.
func ruled(t ticket.Ticket, e ticket.RuleApplied) (out []Notice) {
	lead, assignee := e.Told()
	if assignee {
		out = keeper(t, Ruled)
	}
	if lead {
		out = append(out, Notice{Kind: Ruled, Team: t.Team, Leads: true})
	}
	return out
}

// bell tells of a clock: of several that speak at once the gravest, since the letter shows them all.
func bell(t ticket.Ticket, act []ticket.Entry, i int, k Kind) []Notice {
	for j, en := range act {
		_, missed := en.Event.(ticket.ClockMissed)
		_, warned := en.Event.(ticket.ClockWarned)
		switch {
		case k == Warned && missed, j > i && (missed || warned && k == Warned):
			return nil
		}
	}
	return []Notice{{Kind: k, To: t.Assignee, Team: t.Team, Leads: true}}
}

// bound reports whether a clock speaks by which the desk has bound itself.
func bound(en ticket.Entry) bool {
	switch e := en.Event.(type) {
	case ticket.ClockWarned:
		return e.Obligation == "" || e.Obligation == string(sla.Guarantee) // old warnings do not say
	case ticket.ClockMissed:
		return e.Obligation == string(sla.Guarantee)
	}
	return false
}

func each(k Kind, ids []people.ID) []Notice {
	out := make([]Notice, len(ids))
	for i, id := range ids {
		out[i] = Notice{Kind: k, To: id}
	}
	return out
}
