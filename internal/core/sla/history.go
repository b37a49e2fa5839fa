package sla

import (
	"cmp"
	"slices"
	"time"
)

// history is what the facts up to the instant of asking say, in the order in which they occurred.
type history struct {
	facts    []Fact
	received time.Time
	own      time.Time // when it came in itself
	taken    time.Time // the earliest receipt of a ticket merged into this one, zero if none
	ended    time.Time // merged or withdrawn, zero if not
	pauses   []pause
}

// pause is one recorded cause of waiting; to is zero while it lasts.
type pause struct {
	from, to time.Time
	cause    Cause
	ref      string
}

// read sorts the facts by when they occurred, those of one instant as they are given, and drops what lies beyond
// asOf. The facts of the caller stay as they are. ok is false when the ticket is not received by then.
func read(facts []Fact, asOf time.Time) (h history, ok bool) {
	byTime := func(a, b Fact) int { return a.At.Compare(b.At) }
	if !slices.IsSortedFunc(facts, byTime) {
		facts = slices.Clone(facts)
		slices.SortStableFunc(facts, byTime)
	}
	n, _ := slices.BinarySearchFunc(facts, asOf, func(f Fact, t time.Time) int {
		return cmp.Or(f.At.Compare(t), -1) // those at asOf itself are in
	})
	h.facts = facts[:n]
	for i := range h.facts {
		f := &h.facts[i]
		switch f.Kind {
		case Received:
			if !ok {
				h.received, ok = f.At, true
			}
			switch {
			case !f.Taken && h.own.IsZero():
				h.own = f.At
			case f.Taken && h.taken.IsZero():
				h.taken = f.At
			}
		case Merged, Ended:
			h.ended = f.At
			h.facts = h.facts[:i]
			h.closePauses(f.At)
			return h, ok
		case QuestionOpened:
			h.pauses = append(h.pauses, pause{from: f.At, cause: Question, ref: f.Ref})
		case QuestionClosed:
			h.closePause(f, Question)
		case PauseBegan:
			h.pauses = append(h.pauses, pause{from: f.At, cause: f.Cause, ref: f.Ref})
		case PauseEnded:
			h.closePause(f, f.Cause)
		case Resolved, Closed:
			h.closePauses(f.At) // what was asked before a resolution is no longer asked after it
		}
	}
	return h, ok
}

// closePause ends the pause that f names, or the oldest open one of its cause.
func (h *history) closePause(f *Fact, cause Cause) {
	for i := range h.pauses {
		p := &h.pauses[i]
		if p.to.IsZero() && p.cause == cause && (f.Ref == "" || f.Ref == p.ref) {
			p.to = f.At
			return
		}
	}
}

func (h *history) closePauses(at time.Time) {
	for i := range h.pauses {
		if h.pauses[i].to.IsZero() {
			h.pauses[i].to = at
		}
	}
}

// first is the instant of the first fact of a kind, zero when there is none.
func (h *history) first(kinds ...Kind) time.Time {
	if f := h.find(kinds...); f != nil {
		return f.At
	}
	return time.Time{}
}

func (h *history) find(kinds ...Kind) *Fact {
	for i := range h.facts {
		if slices.Contains(kinds, h.facts[i].Kind) {
			return &h.facts[i]
		}
	}
	return nil
}
