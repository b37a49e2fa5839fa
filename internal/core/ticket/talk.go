package ticket

import (
	"maps"
	"slices"
	"time"

	"switchboard/internal/core/people"
	"switchboard/internal/fault"
)

// Reply is a public message of the desk. A closed ticket takes none.
func Reply(t Ticket, body string) ([]Event, error) {
	if t.Status == StatusClosed {
		return nil, fault.New(fault.Conflict, "{the ticket} %d is closed; reopen it to reply", t.ID)
	}
	body, err := text("body", body, true)
	if err != nil {
		return nil, err
	}
	return append(firstRead(t, nil), Replied{Body: body}), nil
}

// Note is for the desk alone, in any state. Whom it names may read it: that is for the caller to see to.
func Note(body string, mentions ...people.ID) ([]Event, error) {
	body, err := text("body", body, true)
	if err != nil {
		return nil, err
	}
	return []Event{Noted{Body: body, Mentions: mentions}}, nil
}

// Call is a call to the customer, or the attempt; what was said stands in the note. It is no reply: nobody can read it again.
func Call(t Ticket, c Called) ([]Event, error) {
	if t.Status == StatusClosed {
		return nil, fault.New(fault.Conflict, "{the ticket} %d is closed; reopen it to change it", t.ID)
	}
	var err error
	if c.Note, err = text("note", c.Note, false); err != nil {
		return nil, err
	}
	return []Event{c}, nil
}

// Write is a message of the customer. It answers an open question; on a resolved ticket within the confirm window
// (reopens true) it takes the ticket up again, since the customer would not write if it were done.
func Write(t Ticket, body string, reopens bool) ([]Event, error) {
	body, err := text("body", body, true)
	if err != nil {
		return nil, err
	}
	switch {
	case t.MergedInto != 0: // they keep their own ticket; PassOn tells the survivor
		return []Event{Wrote{Body: body}}, nil
	case t.Question != nil:
		return []Event{Answered{Body: body}}, nil
	case t.Status.Open():
		return []Event{Wrote{Body: body}}, nil
	case reopens:
		return []Event{Wrote{Body: body}, Reopened{Reason: body}}, nil
	}
	return nil, fault.New(fault.Conflict, "{the ticket} %d is closed; open a new one that follows it", t.ID)
}

// Ask asks the customer. The question is a public message too; from now on the clocks that allow it pause (CO-19).
func Ask(t Ticket, q Asked, now time.Time) ([]Event, error) {
	if err := mustBeOpen(t); err != nil {
		return nil, err
	}
	if t.Question != nil {
		return nil, fault.New(fault.Conflict, "a question is open already: %q", t.Question.Question)
	}
	var err error
	if q.Question, err = text("question", q.Question, true); err != nil {
		return nil, err
	}
	if q.Field, err = line("field", q.Field, MaxLine); err != nil {
		return nil, err
	}
	if !q.ReplyBy.After(now) {
		return nil, fault.Field("reply_by", "the day to answer by must be in the future")
	}
	return append(firstRead(t, nil), q), nil
}

// Answer answers the open question.
func Answer(t Ticket, body string) ([]Event, error) {
	if t.Question == nil {
		return nil, fault.New(fault.Conflict, "no question is open on {the ticket} %d", t.ID)
	}
	body, err := text("body", body, true)
	if err != nil {
		return nil, err
	}
	return []Event{Answered{Body: body}}, nil
}

// PublishUpdate tells all who are impacted (CO-28). "No change, still on it" is an update (A8); nothing is not.
func PublishUpdate(t Ticket, body string) ([]Event, error) {
	if err := mustBeOpen(t); err != nil {
		return nil, err
	}
	body, err := text("body", body, true)
	if err != nil {
		return nil, err
	}
	return []Event{UpdatePublished{Body: body, Audience: Impacted(t)}}, nil
}

// Askers are who asked, and for whom where that is another: who can answer for the request.
func Askers(t Ticket) []people.ID {
	out := []people.ID{t.Request.Requester}
	if c := t.Request.Customer; c != 0 && c != t.Request.Requester {
		out = append(out, c)
	}
	return out
}

// Impacted are the people whom an update of this ticket is for: who asked, for whom, who takes part, and whom an outage has
// reached since (A27).
func Impacted(t Ticket) []people.ID {
	out := Askers(t)
	for _, p := range slices.Sorted(maps.Keys(t.Parties)) {
		if t.Parties[p] == PartyIncluded && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return append(out, t.Joined...)
}

// maxMembers bounds a response team.
const maxMembers = 100

// IdentifyTeam names the responders of an urgent incident (ME-42).
func IdentifyTeam(t Ticket, members []Member) ([]Event, error) {
	if err := mustBeOpen(t); err != nil {
		return nil, err
	}
	if len(members) == 0 {
		return nil, fault.Field("members", "name at least one person")
	}
	if len(members) > maxMembers {
		return nil, fault.Field("members", "name at most %d people", maxMembers)
	}
	members = slices.Clone(members)
	for i := range members {
		var err error
		if err = someone("members", members[i].Person); err != nil {
			return nil, err
		}
		if members[i].Part, err = line("members", members[i].Part, MaxLine); err != nil {
			return nil, err
		}
	}
	return []Event{TeamIdentified{Members: members}}, nil
}

// Release lets a responder go before the end (ME-43).
func Release(t Ticket, person people.ID, reason string) ([]Event, error) {
	r, on := t.Responders[person]
	if !on || !r.Released.IsZero() {
		return nil, fault.Field("person", "this person is not on task")
	}
	reason, err := text("reason", reason, true)
	if err != nil {
		return nil, err
	}
	return []Event{Released{Person: person, Reason: reason}}, nil
}

// Tell is that somebody of the desk told whoever asked how it stands, in any state of the ticket (ME-26). Errors: Invalid.
func Tell(s StatusAsked) ([]Event, error) {
	var err error
	if s.Caller, err = line("caller", s.Caller, MaxLine); err != nil {
		return nil, err
	}
	if s.Caller == "" {
		return nil, fault.Field("caller", "say who asked")
	}
	return []Event{StatusAsked{Channel: s.Channel, Caller: s.Caller}}, nil
}
