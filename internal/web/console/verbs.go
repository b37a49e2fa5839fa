package console

import (
	"context"
	"slices"

	"switchboard/internal/core/access"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
)

// verb is one thing that can be done to a ticket from here: who may and when it makes sense, the key that opens its
// form, the form, and the verb of the desk that it ends in.
type verb struct {
	name   string // in addresses and catalogue keys: console.do.NAME, console.done.NAME
	can    access.Verb
	key    string
	group  string // what it is about, under "more" (one of groups); empty stands in the row of buttons
	fits   func(ticket.Ticket) bool
	also   func(frame, desk.Sheet) bool // what else it depends on: who asks, what was before, what the desk charges; nil: nothing
	fields func(*item) []control        // nil: the button does it
	do     func(context.Context, *desk.Desk, access.Actor, desk.On, input) error
}

// groups under "more", in their order; console.group.NAME says each.
var groups = []string{"people", "facts", "customer", "terms", "others"}

// verbs in the order of their buttons.
var verbs = slices.Concat(workVerbs, termVerbs)

var workVerbs = []verb{
	{name: "reply", can: access.Reply, key: "r", fits: notClosed, fields: replyFields, do: doReply},
	{name: "note", can: access.Note, key: "n", fits: always, fields: noteFields, do: doNote},
	{name: "ask", can: access.Ask, key: "q", fits: canAsk, fields: askFields, do: doAsk},
	{name: "plan", can: access.Plan, key: "p", fits: isOpen, fields: planFields, do: doPlan},
	{name: "assign", can: access.Assign, key: "a", fits: isOpen, fields: assignFields, do: doAssign},
	{name: "accept", can: access.Accept, key: "t", fits: notTaken, do: doAccept},
	{name: "resolve", can: access.Resolve, key: "e", fits: isOpen, fields: resolveFields, do: doResolve},
	{name: "route", can: access.Route, key: "h", group: "people", fits: isOpen, fields: routeFields, do: doRoute},
	{name: "unassign", can: access.Unassign, key: "Q", group: "people", fits: isHeld, fields: reasonField("reason"), do: doUnassign},
	{name: "return", can: access.Return, key: "b", group: "people", fits: isOpen, fields: reasonField("reason"), do: doReturn},
	{name: "classify", can: access.Classify, key: "y", group: "facts", fits: isOpen, fields: classifyFields, do: doClassify},
	{name: "call", can: access.Call, key: "x", group: "customer", fits: notClosed, fields: callFields, do: doCall},
	{name: "identify", can: access.CheckIdentity, key: "K", group: "customer", fits: notIdentified, fields: identifyFields, do: doIdentify},
	{name: "amend", can: access.Place, key: "g", group: "facts", fits: notClosed, fields: amendFields, do: doAmend},
	{name: "update", can: access.Publish, key: "u", group: "customer", fits: isOpen, fields: updateFields, do: doUpdate},
	{name: "restore", can: access.Restore, key: "s", group: "facts", fits: notRestored, fields: reasonField("how"), do: doRestore},
	{name: "declare", can: access.DeclareMajor, key: "m", group: "facts", fits: isOpen, also: knowsMajor, fields: reasonField("why"), do: doDeclare},
	{name: "read", can: access.Read, key: "v", group: "facts", fits: unread, do: doRead},
	{name: "wish", can: access.AnswerWish, key: "w", group: "people", fits: hasWish, fields: wishFields, do: doWish},
	{name: "unmet", can: access.Duty, key: "d", group: "customer", fits: isOpen, fields: unmetFields, do: doUnmet},
	{name: "met", can: access.Duty, key: "f", group: "customer", fits: hasUnmet, fields: metFields, do: doMet},
	{name: "team", can: access.Identify, key: "i", group: "people", fits: isOpen, fields: teamFields, do: doTeam},
	{name: "release", can: access.Release, key: "l", group: "people", fits: hasResponders, fields: releaseFields, do: doRelease},
	{name: "escalate", can: access.Escalate, key: "E", group: "people", fits: isOpen, also: mayEscalate, fields: escalateFields, do: doEscalate},
	{name: "reply_escalation", can: access.AnswerEscalation, key: "A", group: "people", fits: isEscalated, fields: answerFields, do: doAnswerEscalation},
	{name: "answer_contest", can: access.AnswerContest, key: "O", group: "customer", fits: isContested, also: judges, fields: contestFields, do: doAnswerContest},
	{name: "tell", can: access.Tell, key: "I", group: "customer", fits: always, fields: tellFields, do: doTell},
	{name: "ask_review", can: access.AskReview, key: "R", group: "people", fits: notInReview, fields: reasonField("why"), do: doAskReview},
	{name: "review", can: access.Review, key: "V", group: "people", fits: isOpen, fields: reviewFields, do: doReview},
	{name: "ask_approval", can: access.AskApproval, key: "P", group: "customer", fits: canBeApproved, fields: askApprovalFields, do: doAskApproval},
	{name: "withdraw_approval", can: access.WithdrawApproval, key: "B", group: "customer", fits: waitsForWord, fields: withdrawApprovalFields, do: doWithdrawApproval},
	{name: "merge", can: access.Merge, key: "M", group: "others", fits: isOpen, fields: mergeFields, do: doMerge},
	{name: "link", can: access.Link, key: "L", group: "others", fits: always, fields: linkFields, do: doLink},
	{name: "unlink", can: access.Link, key: "U", group: "others", fits: hasLinks, fields: unlinkFields, do: doUnlink},
	{name: "task", can: access.Task, key: "T", group: "others", fits: canHaveTasks, fields: taskFields, do: doTask},
	{name: "split", can: access.Split, key: "S", group: "others", fits: notTask, fields: splitFields, do: doSplit},
	{name: "admit", can: access.Admit, key: "W", group: "customer", fits: isSealed, fields: admitFields, do: doAdmit},
	{name: "include", can: access.Include, key: "J", group: "customer", fits: notMerged, fields: includeFields, do: doInclude},
	{name: "close", can: access.Close, key: "z", group: "facts", fits: isResolved, fields: reasonField("why"), do: doClose},
	{name: "reopen", can: access.ReopenTicket, key: "o", fits: isDone, fields: reasonField("reason"), do: doReopen},
}

func verbNamed(name string) (verb, bool) {
	for _, v := range verbs {
		if v.name == name {
			return v, true
		}
	}
	return verb{}, false
}

// offered are the verbs that this person may do to this ticket as it stands. What is offered the verb takes: a test does all of it.
func (f frame) offered(s desk.Sheet) []verb {
	var out []verb
	for _, v := range verbs {
		if v.fits(s.Ticket) && access.Can(f.who, v.can, s.Ticket) == nil && (v.also == nil || v.also(f, s)) {
			out = append(out, v)
		}
	}
	return out
}

func always(ticket.Ticket) bool        { return true }
func isOpen(t ticket.Ticket) bool      { return t.Status.Open() }
func notMerged(t ticket.Ticket) bool   { return t.MergedInto == 0 }
func isDone(t ticket.Ticket) bool      { return !t.Status.Open() && notMerged(t) }
func isResolved(t ticket.Ticket) bool  { return t.Status == ticket.StatusResolved }
func notClosed(t ticket.Ticket) bool   { return t.Status != ticket.StatusClosed }
func notTaken(t ticket.Ticket) bool    { return isOpen(t) && !t.Accepted }
func unread(t ticket.Ticket) bool      { return isOpen(t) && !t.FirstRead }
func canAsk(t ticket.Ticket) bool      { return isOpen(t) && t.Question == nil }
func notRestored(t ticket.Ticket) bool { return isOpen(t) && t.RestoredAt.IsZero() }
func isHeld(t ticket.Ticket) bool      { return isOpen(t) && t.Assignee != 0 }
func hasUnmet(t ticket.Ticket) bool    { return isOpen(t) && len(t.Unmet) > 0 }

// knowsMajor reports whether the desk has a class for major incidents at all.
func knowsMajor(f frame, _ desk.Sheet) bool { return f.desk.MajorClass() != "" }

func hasWish(t ticket.Ticket) bool {
	return isOpen(t) && (t.Request.WantPerson != "" || t.Request.WantTeam != "") && t.Wish == nil
}

func hasResponders(t ticket.Ticket) bool {
	for _, r := range t.Responders {
		if r.Released.IsZero() {
			return true
		}
	}
	return false
}
