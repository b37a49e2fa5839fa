// Package automate knows when a rule of the definition acts on a ticket, and on whom an assignment falls. It answers from the
// ticket's history alone: what a rule has done is written there, so the same cause never acts twice, whoever asks and however
// often. It refuses to know how an act is done (desk), rows, and the present, which is an argument.
package automate

import (
	"slices"
	"time"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
)

// Bounds of what rules may do to one ticket.
const (
	MaxActs = 20             // between two things that people did; then they stop, and the lead is told
	MaxNth  = 50             // times that one rule acts again and again upon one cause
	Late    = 24 * time.Hour // how long after it happened something may be written down and still be acted upon
)

// State is a ticket as rules look at it.
type State struct {
	Ticket  ticket.Ticket
	Entries []ticket.Entry
	Timing  ticket.Timing // of the promises; zero where the condition asks for none
}

// Turn is a rule whose turn it is: which, upon which entry of the history (counted from 1), when.
type Turn struct {
	Rule  definition.Automation
	Cause int
	Nth   int
	On    string // the event, of a rule upon one
	At    time.Time
	Held  string // why it is to do nothing: a loop; empty where it acts
}

// Applied is the fact of a turn, without its acts.
func (t Turn) Applied(edition int) ticket.RuleApplied {
	r := t.Rule
	return ticket.RuleApplied{Rule: r.ID, Title: r.Name.En, TitleEs: r.Name.Es, Edition: edition, Cause: t.Cause, Nth: t.Nth, On: t.On,
		Since: r.Since, Wait: r.Wait, If: r.If, Stop: r.Stop, Held: t.Held}
}

// Upon is the first rule, in the order of the file, that acts upon entry i: it names the event, its condition holds for the
// ticket as it is now, it has not acted upon this entry, and none before it that did says stop. ok is false where none does.
func Upon(def *definition.Definition, s State, i int, now time.Time) (turn Turn, ok bool) {
	if i < 0 || i >= len(s.Entries) || !news(s.Entries, i, now) {
		return turn, false
	}
	done := doneBy(s.Entries)
	for _, rule := range def.Rules {
		on := eventOf(rule, s.Entries[i].Event.Name())
		if on == "" {
			continue
		}
		turn = Turn{Rule: rule, Cause: i + 1, On: on, At: now}
		if was, acted := done[turn.key()]; acted {
			if was.Stop && was.Held == "" {
				return Turn{}, false
			}
			continue
		}
		if !Holds(rule.Filter, s, now, def.Zone()) {
			continue
		}
		return hold(turn, s.Entries)
	}
	return Turn{}, false
}

// eventOf is the word by which a rule names this fact; empty where it does not.
func eventOf(rule definition.Automation, fact string) string {
	for _, on := range rule.On {
		if slices.Contains(definition.RuleEvents[on], fact) {
			return on
		}
	}
	return ""
}

// Listens are the stored names of the facts upon which any rule acts.
func Listens(def *definition.Definition) map[string]bool {
	out := map[string]bool{}
	for _, rule := range def.Rules {
		for _, on := range rule.On {
			for _, fact := range definition.RuleEvents[on] {
				out[fact] = true
			}
		}
	}
	return out
}

// Next is the rule on time whose turn comes first, now or later; at the same instant the first of the file. What fell due
// before from, when this edition of the rules came into force, is not made up for. ok is false where none waits.
func Next(def *definition.Definition, s State, from, now time.Time) (next Turn, ok bool) {
	if len(def.Rules) == 0 {
		return next, false
	}
	var done map[key]ticket.RuleApplied
	for _, rule := range def.Rules {
		cause, waits := began(rule.Since, s)
		if !waits || !news(s.Entries, cause, s.Entries[cause].Recorded) {
			continue
		}
		if done == nil {
			done = doneBy(s.Entries)
		}
		turn, waits := due(def, rule, s, cause, from, now, done)
		if !waits || ok && !turn.At.Before(next.At) || !Holds(rule.Filter, s, turn.At, def.Zone()) {
			continue
		}
		if turn, waits = hold(turn, s.Entries); waits {
			next, ok = turn, true
		}
	}
	return next, ok
}

// due is the first time of a rule that it has not acted at. Of several that passed while nothing ran, one that acts again and
// again takes the last.
func due(def *definition.Definition, rule definition.Automation, s State, cause int, from, now time.Time, done map[key]ticket.RuleApplied) (out Turn, ok bool) {
	at := s.Entries[cause].At
	for nth := range MaxNth {
		turn := Turn{Rule: rule, Cause: cause + 1, Nth: nth, At: def.Due(rule, at)}
		if ok && turn.At.After(now) {
			break
		}
		if _, acted := done[turn.key()]; acted {
			out, ok = Turn{}, false
		} else if !turn.At.Before(from) {
			out, ok = turn, true
		}
		if at = turn.At; !rule.Again || ok && at.After(now) {
			break
		}
	}
	return out, ok
}

type key struct {
	rule       string
	cause, nth int
}

func (t Turn) key() key { return key{t.Rule.ID, t.Cause, t.Nth} }

// doneBy is what rules have done to a ticket.
func doneBy(entries []ticket.Entry) map[key]ticket.RuleApplied {
	out := map[key]ticket.RuleApplied{}
	for _, en := range entries {
		if e, is := en.Event.(ticket.RuleApplied); is {
			out[key{e.Rule, e.Cause, e.Nth}] = e
		}
	}
	return out
}

// hold stops what goes round: a rule upon an event acts once, and all rules together MaxActs times, until a person does
// something. That it stopped is told once; ok is false where it was told already.
func hold(turn Turn, entries []ticket.Entry) (Turn, bool) {
	acts, looped, fresh := 0, false, true
	for i := len(entries) - 1; i >= 0 && entries[i].By == 0; i-- {
		e, is := entries[i].Event.(ticket.RuleApplied)
		if !is {
			continue
		}
		if acts++; e.Held == ticket.HeldMany {
			return turn, false
		}
		if fresh = fresh && e.Since == ""; !fresh || e.Rule != turn.Rule.ID { // what was before time passed is no part of a loop
			continue
		}
		if looped = true; e.Held == ticket.HeldLoop {
			return turn, false
		}
	}
	switch {
	case acts >= MaxActs:
		turn.Held = ticket.HeldMany
	case looped && !turn.Rule.Timed():
		turn.Held = ticket.HeldLoop
	}
	return turn, true
}

// news reports whether an entry happened here, and lately: rules do not act upon a life that came in from elsewhere, nor upon
// what was written down long after it happened.
func news(entries []ticket.Entry, i int, now time.Time) bool {
	en := entries[i]
	if opened, is := entries[0].Event.(ticket.Opened); is && opened.External != "" && en.Recorded.Equal(entries[0].Recorded) {
		return false
	}
	return en.Recorded.Sub(en.At) <= Late && now.Sub(en.Recorded) <= Late
}

// began is the entry since which a rule on time waits; ok is false where there is nothing to wait for.
func began(since string, s State) (i int, ok bool) {
	t, last := s.Ticket, func(is func(ticket.Event) bool) (int, bool) {
		for i := len(s.Entries) - 1; i >= 0; i-- {
			if is(s.Entries[i].Event) {
				return i, true
			}
		}
		return 0, false
	}
	if len(s.Entries) == 0 || !t.Status.Open() && since != definition.SinceResolved {
		return 0, false
	}
	switch since {
	case definition.SinceOpened:
		return 0, true
	case definition.SinceUnread:
		return 0, !t.FirstRead && !t.Accepted && !t.Replied && lookedAfter(s, 0) < 0
	case definition.SinceRouted:
		return last(moved)
	case definition.SinceUnassigned:
		i, ok = last(func(e ticket.Event) bool { _, un := e.(ticket.Unassigned); return un || moved(e) })
		return i, ok && t.Assignee == 0
	case definition.SinceAssigned:
		i, ok = last(func(e ticket.Event) bool { _, is := e.(ticket.Assigned); return is })
		return i, ok && t.Assignee != 0 && !t.Accepted && !slices.ContainsFunc(s.Entries[i+1:], func(en ticket.Entry) bool { return en.By == t.Assignee })
	case definition.SinceWrote:
		return unseen(s)
	case definition.SinceAsked:
		i, ok = last(func(e ticket.Event) bool { _, is := e.(ticket.Asked); return is })
		return i, ok && t.Question != nil
	case definition.SinceResolved:
		i, ok = last(func(e ticket.Event) bool { _, is := e.(ticket.Resolved); return is })
		return i, ok && t.Status == ticket.StatusResolved
	}
	return 0, false
}

func moved(e ticket.Event) bool {
	switch e.(type) {
	case ticket.Routed, ticket.Returned:
		return true
	}
	return false
}

// unseen is the oldest message of the customer since which nobody of the desk has done anything.
func unseen(s State) (int, bool) {
	for i := lookedAfter(s, 0) + 1; i < len(s.Entries); i++ {
		switch s.Entries[i].Event.(type) {
		case ticket.Wrote, ticket.Answered, ticket.PassedOn:
			return i, true
		}
	}
	return 0, false
}

// lookedAfter is the last entry, behind the act of one, that a person of the desk made; -1 where there is none.
func lookedAfter(s State, from int) int {
	for i := len(s.Entries) - 1; i > from; i-- {
		en := s.Entries[i]
		if en.By != 0 && !en.Recorded.Equal(s.Entries[from].Recorded) && !theirs(s.Ticket, en) {
			return i
		}
	}
	return -1
}

// theirs reports whether an entry is of the customer's side, or says nothing of work on the ticket.
func theirs(t ticket.Ticket, en ticket.Entry) bool {
	switch en.Event.(type) {
	case ticket.Wrote, ticket.Answered, ticket.PassedOn, ticket.Joined, ticket.Denied, ticket.StatusAsked, ticket.AutoAnswered, ticket.DeliveryReported:
		return true
	}
	return isCustomer(t, en.By)
}

func isCustomer(t ticket.Ticket, id people.ID) bool {
	return id == t.Request.Requester || t.Request.Customer != 0 && id == t.Request.Customer
}
