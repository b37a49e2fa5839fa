package sla

import (
	"slices"
	"time"
)

// rule says when the intervals of a repeating clock begin and end. It reads the facts in order.
type rule interface {
	// read takes the next fact; it may end the open interval and begin another one.
	read(f *Fact, t *Target) step
	// begin is the start of an interval that a target opens as it comes to hold; zero for none.
	begin(r *regime, t *Target) time.Time
}

// step is what a fact does to a repeating clock.
type step struct {
	ends   bool
	how    how
	begins time.Time // zero: no interval begins
}

// cycles walks facts and targets together and gives one clock per interval and target, the latest first.
func (e *evaluation) cycles(turns []turn, r rule) error {
	w, first := walk{e: e}, len(e.clocks)
	next := 0
	for i := range e.facts {
		f := &e.facts[i]
		for next < len(turns) && !turns[next].from.After(later(f.At, e.start)) {
			if err := w.change(turns[next], r); err != nil {
				return err
			}
			next++
		}
		if err := w.take(f, r); err != nil {
			return err
		}
	}
	for ; next < len(turns); next++ {
		if err := w.change(turns[next], r); err != nil {
			return err
		}
	}
	end := ending{}
	if !e.ended.IsZero() {
		end = ending{at: e.ended, how: lapsed}
	}
	if err := w.close(end); err != nil {
		return err
	}
	slices.Reverse(e.clocks[first:])
	return nil
}

// walk is the state of a repeating clock on its way through the history.
type walk struct {
	e          *evaluation
	turn       turn
	begun      time.Time // start of the open interval, zero when there is none
	interval   int
	generation int
	held       time.Time // when the target came to hold, if in the middle of the open interval
	before     *Clock    // what it superseded in that interval
}

// change lets another target come to hold: the open interval goes on under it from the same start (rule 6).
func (w *walk) change(t turn, r rule) error {
	begun := w.begun
	open := !begun.IsZero()
	if open {
		if err := w.close(ending{at: t.from, how: replaced}); err != nil {
			return err
		}
	}
	w.turn = t
	if t.target == nil {
		w.generation, w.before = 0, nil
		return nil
	}
	if err := t.target.Check(); err != nil {
		return err
	}
	if fresh := r.begin(t.regime, t.target); !open || t.target.declared() {
		begun = later(begun, fresh)
	}
	w.begun, w.held = begun, t.from
	if open {
		last := w.e.clocks[len(w.e.clocks)-1]
		w.before = &last
		w.generation++
	}
	return nil
}

// take lets a fact end the open interval and begin another one.
func (w *walk) take(f *Fact, r rule) error {
	s := r.read(f, w.turn.target)
	if w.turn.target == nil {
		return nil
	}
	if s.ends && !w.begun.IsZero() {
		if err := w.close(ending{at: f.At, how: s.how}); err != nil {
			return err
		}
		w.interval, w.generation, w.before = w.interval+1, 0, nil
		w.held = time.Time{}
	}
	if !s.begins.IsZero() && w.begun.IsZero() {
		w.begun, w.held = s.begins, time.Time{}
	}
	return nil
}

// close judges the open interval, if there is one.
func (w *walk) close(end ending) error {
	if w.begun.IsZero() {
		return nil
	}
	turn := w.turn
	if turn.from = w.held; turn.from.IsZero() {
		turn.from = w.e.start
	}
	c, err := w.e.judge(turn, w.begun, end, w.before)
	if err != nil {
		return err
	}
	c.Interval, c.Generation = w.interval, w.generation
	w.e.clocks = append(w.e.clocks, c)
	w.begun = time.Time{}
	return nil
}

// declared reports whether the intervals of a target begin with the declaration: updates to the impacted (CO-28).
func (t *Target) declared() bool { return t.Metric == Update && t.Audience == AudienceImpacted }

// The audiences of an update.
const (
	AudienceImpacted  = "impacted"  // only a published update counts
	AudienceRequester = "requester" // a public reply counts too
)

// resolution is when a ticket was resolved, for rules whose intervals begin again with a reopening (rule 8).
type resolution struct {
	e     *evaluation
	at    time.Time // the latest resolution; zero while the ticket is open
	final bool      // reopened after the window: what follows is a new ticket's
}

func (s *resolution) open() bool { return s.at.IsZero() }

func (s *resolution) resolve(f *Fact) {
	if f.Kind == Resolved || s.open() {
		s.at = f.At
	}
}

// reopen reports whether the ticket is open again, by the window of a target.
func (s *resolution) reopen(t *Target, at time.Time) bool {
	if s.final = s.final || !s.open() && t != nil && !s.e.withinWindow(t, s.at, at); s.final {
		return false
	}
	s.at = time.Time{}
	return true
}

// updateRule: an interval begins with the ticket, at the declaration where the target is for the impacted, and at each
// update; a resolution is the last update (A7, A8).
type updateRule struct {
	resolution
	last time.Time // the latest update that the requester saw
	news time.Time // the latest one published
}

func (r *updateRule) read(f *Fact, t *Target) step {
	switch f.Kind {
	case UpdatePublished:
		r.last, r.news = f.At, f.At
		return step{ends: true, begins: r.unless(f.At)}
	case PublicReply:
		r.last = f.At
		if t == nil || t.declared() {
			return step{}
		}
		return step{ends: true, begins: r.unless(f.At)}
	case Resolved, Closed:
		r.resolve(f)
		return step{ends: true}
	case Reopened:
		if r.reopen(t, f.At) {
			return step{begins: f.At}
		}
	}
	return step{}
}

func (r *updateRule) unless(at time.Time) time.Time {
	if !r.open() {
		return time.Time{}
	}
	return later(at, r.e.start)
}

func (r *updateRule) begin(g *regime, t *Target) time.Time {
	switch {
	case !r.open():
		return time.Time{}
	case t.declared():
		return later(r.e.start, later(g.classSince, r.news))
	}
	return later(r.e.start, r.last)
}

// replyRule: an interval begins at the oldest unanswered message of the customer and ends with a public reply, or with
// a resolution, by its text (rule 5). Until the first reply the first_reply clock answers for all messages.
type replyRule struct {
	resolution
	replied  bool
	awaiting time.Time // the oldest unanswered message
}

func (r *replyRule) read(f *Fact, t *Target) step {
	switch f.Kind {
	case CustomerMessage:
		if r.awaiting.IsZero() && (r.replied || !r.e.promises(FirstReply)) {
			r.awaiting = f.At
		}
		if r.open() {
			return step{begins: r.awaiting}
		}
	case PublicReply:
		r.replied, r.awaiting = true, time.Time{}
		return step{ends: true}
	case Resolved, Closed:
		r.resolve(f)
		r.replied, r.awaiting = true, time.Time{}
		if f.Silent {
			return step{ends: true, how: unheard}
		}
		return step{ends: true}
	case Reopened:
		if r.reopen(t, f.At) {
			return step{begins: r.awaiting}
		}
	}
	return step{}
}

func (r *replyRule) begin(*regime, *Target) time.Time {
	if !r.open() {
		return time.Time{}
	}
	return r.awaiting
}

// promises reports whether a metric was ever promised for this ticket.
func (e *evaluation) promises(m Metric) bool {
	for i := range e.regimes {
		if e.regimes[i].targets[m.index()] != nil {
			return true
		}
	}
	return false
}
