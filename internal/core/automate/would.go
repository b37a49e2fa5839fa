package automate

import (
	"slices"
	"time"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/ticket"
)

// Would is what a rule would have done to a ticket of the past.
type Would struct {
	Rule  string
	Cause int // entry of the history, counted from 1
	At    time.Time
	Do    []definition.Deed
}

// MaxWould bounds what is told of one ticket.
const MaxWould = 100

// Dry tells what rules would have done to a ticket had they been in force all its life, until an instant. What they would
// have changed is not carried on: each is asked of what really happened. A life from elsewhere is asked as if it had happened here.
func Dry(def *definition.Definition, id int64, life []ticket.Entry, until time.Time) []Would {
	entries := asHere(life)
	s, clock := State{Ticket: ticket.Ticket{ID: id}}, time.Time{}
	var out []Would
	note := func(turn Turn) {
		out = append(out, Would{Rule: turn.Rule.ID, Cause: turn.Cause, At: turn.At, Do: turn.Rule.Then})
	}
	told := map[key]bool{}
	for at := 0; at < len(entries) && len(out) < MaxWould; {
		to := at + 1
		for to < len(entries) && entries[to].Recorded.Equal(entries[at].Recorded) {
			to++
		}
		s.Ticket, s.Entries = ticket.Apply(s.Ticket, entries[at:to]...), entries[:to]
		for i := at; i < to; i++ {
			upon(def, s, i, note)
		}
		clock, at = entries[to-1].At, to
		end := until
		if to < len(entries) {
			end = entries[to].At
		}
		ripen(def, s, clock, end, told, note)
	}
	return out[:min(len(out), MaxWould)]
}

// upon asks all rules upon one entry, in their order.
func upon(def *definition.Definition, s State, i int, note func(Turn)) {
	for _, rule := range def.Rules {
		on := eventOf(rule, s.Entries[i].Event.Name())
		if on == "" || !Holds(rule.Filter, s, s.Entries[i].At, def.Zone()) {
			continue
		}
		note(Turn{Rule: rule, Cause: i + 1, On: on, At: s.Entries[i].At})
		if rule.Stop {
			return
		}
	}
}

// ripen asks the rules on time that fall due between two things that happened.
func ripen(def *definition.Definition, s State, from, end time.Time, told map[key]bool, note func(Turn)) {
	for _, rule := range def.Rules {
		cause, waits := began(rule.Since, s)
		if !waits {
			continue
		}
		at := s.Entries[cause].At
		for nth := range MaxNth {
			turn := Turn{Rule: rule, Cause: cause + 1, Nth: nth, At: def.Due(rule, at)}
			if at = turn.At; !at.Before(end) {
				break
			}
			if turn.At = latest(at, from); !told[turn.key()] && Holds(rule.Filter, s, turn.At, def.Zone()) {
				told[turn.key()] = true
				note(turn)
			}
			if !rule.Again {
				break
			}
		}
	}
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// asHere leaves out what rules did themselves, and gives what was written down at once the instants at which it happened.
func asHere(life []ticket.Entry) []ticket.Entry {
	out := slices.DeleteFunc(slices.Clone(life), func(en ticket.Entry) bool { _, is := en.Event.(ticket.RuleApplied); return is })
	for i := range out {
		out[i].Recorded = out[i].At
	}
	return out
}
