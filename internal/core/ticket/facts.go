package ticket

import (
	"slices"
	"strconv"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/core/sla"
)

// Facts tells the clocks what happened, in their terms. A question is a message to the customer and a pause; a
// message of the customer that reopens is both. A pause that was found wrong is none (A26).
func Facts(entries []Entry) []sla.Fact {
	out := make([]sla.Fact, 0, len(entries)+2)
	gone := withdrawn(entries)
	for i, e := range entries {
		if out = appendFacts(out, e); gone[i] {
			out = out[:len(out)-1] // of a question and of a duty the pause is the last
		}
	}
	if from := takenFrom(entries); !from.IsZero() {
		asFrom(out, from, entries[0].At)
	}
	return out
}

// asFrom lets what the ticket was opened as hold from an earlier instant, from which its clocks count.
func asFrom(facts []sla.Fact, from, opened time.Time) {
	for i := range facts {
		if f := &facts[i]; f.Kind == sla.Classified && f.At.Equal(opened) && from.Before(opened) {
			f.At = from
		}
	}
}

func appendFacts(out []sla.Fact, en Entry) []sla.Fact {
	f := sla.Fact{At: en.At, Person: personName(en.By)}
	add := func(kind sla.Kind) { f.Kind = kind; out = append(out, f) }
	switch e := en.Event.(type) {
	case Opened:
		f.Agency, f.Service = e.Agency, e.Service
		add(sla.Received)
	case Classified:
		f.Class = e.Class
		add(sla.Classified)
	case Amended:
		if f.Service = e.Service; f.Service != "" {
			add(sla.Moved)
		}
	case DateWanted:
		f.Wanted = e.wanted()
		add(sla.DateWanted)
	case Routed:
		f.Team = e.Team
		add(sla.AssignedTeam)
	case Returned:
		f.Team = e.To
		add(sla.AssignedTeam)
	case Assigned:
		f.Person = personName(e.Person)
		add(sla.AssignedPerson)
	case Accepted:
		f.Person, f.Role = personName(e.Person), post(e.Role)
		add(sla.Accepted)
	case Read:
		add(sla.FirstReadFact)
	case Replied:
		add(sla.PublicReply)
	case Wrote, PassedOn:
		add(sla.CustomerMessage)
	case Asked:
		add(sla.PublicReply)
		add(sla.QuestionOpened)
	case Answered:
		add(sla.CustomerMessage)
		add(sla.QuestionClosed)
	case DutyUnmet:
		f.Cause, f.Ref = sla.Duty, e.Duty
		add(sla.PauseBegan)
	case DutyMet:
		f.Cause, f.Ref = sla.Duty, e.Duty
		add(sla.PauseEnded)
	case ApprovalAsked, ApprovalEnded:
		return appendApproval(out, f, e)
	case TeamIdentified:
		add(sla.TeamNamed)
	case UpdatePublished, ParentUpdated:
		add(sla.UpdatePublished)
	case Restored:
		add(sla.RestoredFact)
	case Resolved:
		add(sla.Resolved)
	case Reopened:
		add(sla.Reopened)
	case Closed:
		add(sla.Closed)
	case MergedInto:
		add(sla.Merged)
	case Referred:
		add(sla.Ended) // neither resolved nor failed (ME-67)
	case ReferralChecked:
		if !e.Helped { // it was the desk's all the time
			out = slices.DeleteFunc(out, func(f sla.Fact) bool { return f.Kind == sla.Ended })
		}
	case TookOver:
		out = appendTaken(out, e)
	}
	return out
}

// appendApproval tells the clocks whether an approval waits for the agency now; while it waits for the desk itself, nothing
// stands still.
func appendApproval(out []sla.Fact, f sla.Fact, e Event) []sla.Fact {
	f.Cause = sla.Approval
	began, asked := e.(ApprovalAsked)
	if ended, ok := e.(ApprovalEnded); ok {
		f.Ref = strconv.Itoa(ended.Number)
	} else {
		f.Ref = strconv.Itoa(began.Number)
	}
	if !asked || began.Case == nil {
		f.Kind = sla.PauseEnded
		out = append(out, f)
	}
	if asked && !began.Ours {
		f.Kind = sla.PauseBegan
		out = append(out, f)
	}
	return out
}

// post is what a definition calls somebody of a role in "by: [service_manager, designee]" (ME-41): a manager is the
// service manager, and a lead is who stands in for one (docs/adr/0006-designee.md). A role that the source of an
// imported history does not know stays unknown.
func post(role string) string {
	switch people.Role(role) {
	case people.Manager:
		return "service_manager"
	case people.Lead:
		return "designee"
	}
	return role
}

func personName(id people.ID) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(int64(id), 10)
}
