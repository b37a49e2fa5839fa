package sla

import (
	"slices"
	"time"

	"switchboard/internal/core/calendar"
)

// Evaluate gives the clocks of a ticket as of an instant, in the order of the metrics in CLOCKS rule 2. It is a pure
// function of its arguments: facts after asOf are not known yet, and neither are editions. The intervals of update and
// next_reply clocks come latest first, a clock that superseded another before it. A ticket that is not received by
// asOf has no clocks. The errors are those of calendars (an instant beyond the horizon) and of targets that cannot be
// counted (Target.Check).
func Evaluate(subject Subject, facts []Fact, editions []Edition, asOf time.Time) ([]Clock, error) {
	h, ok := read(facts, asOf)
	if !ok || len(editions) == 0 {
		return nil, nil
	}
	e := evaluation{history: h, editions: inForce(editions, asOf), asOf: asOf.UTC()}
	if err := e.arrange(subject); err != nil {
		return nil, err
	}
	e.clocks = make([]Clock, 0, 12)
	for m := range metricCount {
		turns := e.turns(m)
		if len(turns) == 0 {
			continue
		}
		var err error
		switch m {
		case Update.index():
			err = e.cycles(turns, &updateRule{resolution: resolution{e: &e}})
		case NextReply.index():
			err = e.cycles(turns, &replyRule{resolution: resolution{e: &e}})
		default:
			err = e.single(turns)
		}
		if err != nil {
			return nil, err
		}
	}
	return e.clocks, nil
}

// evaluation is the work on one ticket.
type evaluation struct {
	history
	editions []Edition
	asOf     time.Time
	start    time.Time // received, for every clock (A24)
	regimes  []regime
	scratch  []turn
	clocks   []Clock
}

// regime is a stretch in which the same targets hold.
type regime struct {
	from       time.Time
	subject    Subject
	edition    int       // index of the edition in force
	classSince time.Time // when the class was set: the declaration of a major incident
	teamSince  time.Time // when the team received the ticket
	targets    chosen
}

// inForce drops the editions that begin after asOf, but for the first, and puts them in order.
func inForce(editions []Edition, asOf time.Time) []Edition {
	byFrom := func(a, b Edition) int { return a.From.Compare(b.From) }
	if !slices.IsSortedFunc(editions, byFrom) {
		editions = slices.Clone(editions)
		slices.SortStableFunc(editions, byFrom)
	}
	for len(editions) > 1 && editions[len(editions)-1].From.After(asOf) {
		editions = editions[:len(editions)-1]
	}
	return editions
}

// arrange finds when the ticket counts as received, and its regimes: one more at each change of class, agency,
// service or team, and at each new edition.
func (e *evaluation) arrange(s Subject) error {
	r := regime{subject: s}
	for r.edition+1 < len(e.editions) && !e.editions[r.edition+1].From.After(e.received) {
		r.edition++
	}
	if err := e.receive(r); err != nil {
		return err
	}
	r.from, r.classSince, r.teamSince = e.start, e.start, e.start
	r.targets = e.editions[r.edition].Policy.choose(r.subject, e.start)
	e.regimes = append(make([]regime, 0, 4), r)
	for i := range e.facts {
		f := &e.facts[i]
		e.editionsUpTo(f.At)
		r := e.regimes[len(e.regimes)-1]
		if !r.apply(f) {
			continue
		}
		e.enter(r, f.At)
	}
	e.editionsUpTo(e.asOf)
	return nil
}

// receive sets the instant at which the ticket counts as received: what comes by a channel outside of the hours in
// which it is read is received when it is read next (A24), or when somebody recognised before that what it is (A9).
func (e *evaluation) receive(r regime) error {
	start, err := e.ownReceipt(r)
	if !e.taken.IsZero() && (start.IsZero() || e.taken.Before(start)) {
		start = e.taken
	}
	e.start = start.UTC()
	return err
}

// ownReceipt is when the ticket would count as received if none had been merged into it.
func (e *evaluation) ownReceipt(r regime) (time.Time, error) {
	monitored := e.editions[r.edition].Policy.Monitored[r.subject.Channel]
	if monitored == nil || e.own.IsZero() {
		return e.own, nil
	}
	next, err := monitored.NextOpen(e.own)
	for i := range e.facts {
		f := &e.facts[i]
		if f.Kind == Classified && f.At.After(e.own) && f.At.Before(next) {
			next = f.At
		}
	}
	return next, err
}

// CountsFrom is the instant from which a ticket counts as received, as of an instant; zero where it is not received by
// then.
func CountsFrom(subject Subject, facts []Fact, editions []Edition, asOf time.Time) (time.Time, error) {
	h, ok := read(facts, asOf)
	if !ok || len(editions) == 0 {
		return time.Time{}, nil
	}
	e := evaluation{history: h, editions: inForce(editions, asOf), asOf: asOf.UTC()}
	err := e.arrange(subject)
	return e.start, err
}

// editionsUpTo enters the regimes of editions that come into force up to an instant.
func (e *evaluation) editionsUpTo(at time.Time) {
	for {
		r := e.regimes[len(e.regimes)-1]
		if r.edition+1 >= len(e.editions) || e.editions[r.edition+1].From.After(at) {
			return
		}
		r.edition++
		e.enter(r, e.editions[r.edition].From)
	}
}

// enter begins a regime, unless its targets are those of the former one. What happens before the ticket counts as
// received holds from then on.
func (e *evaluation) enter(r regime, at time.Time) {
	r.targets = e.editions[r.edition].Policy.choose(r.subject, e.start)
	r.from = at.UTC()
	last := &e.regimes[len(e.regimes)-1]
	if r.from.Before(e.start) {
		r.from = e.start
	}
	if !last.from.Before(r.from) || last.targets == r.targets && last.edition == r.edition {
		r.from = last.from
		*last = r
		return
	}
	e.regimes = append(e.regimes, r)
}

// apply takes over what a fact says of the subject, and reports whether it changed.
func (r *regime) apply(f *Fact) bool {
	was := r.subject
	s := &r.subject
	switch f.Kind {
	case Classified:
		s.Class = f.Class
	case Moved:
		if f.Agency != "" {
			s.Agency = f.Agency
		}
		if f.Service != "" {
			s.Service = f.Service
		}
	case DateWanted:
		s.Wanted = f.Wanted
	case AssignedTeam, AssignedPerson:
		if f.Team != "" {
			s.Team = f.Team
		}
	}
	if s.Class != was.Class {
		r.classSince = f.At.UTC()
	}
	if s.Team != was.Team {
		r.teamSince = f.At.UTC()
	}
	return *s != was
}

// turn is a target with the stretch of regimes in which it holds.
type turn struct {
	from   time.Time
	target *Target // nil where nothing is promised
	regime *regime // the first one
	// whole says that the ticket became another one in kind as the turn began, so that its target judges the whole
	// life of the clock (rule 6). A new edition judges only what still runs then, and a team what it received.
	whole bool
}

// turns lists the targets of a metric one after the other; none when nothing was ever promised. The list is valid
// until the next call.
func (e *evaluation) turns(m int) []turn {
	out := e.scratch[:0]
	promised := false
	for i := range e.regimes {
		r := &e.regimes[i]
		t := r.targets[m]
		promised = promised || t != nil
		if n := len(out); n > 0 && samePromise(out[n-1].target, t) {
			out[n-1].target = t
			continue
		}
		out = append(out, turn{r.from, t, r, i > 0 && r.another(&e.regimes[i-1])})
	}
	e.scratch = out
	if !promised {
		return nil
	}
	return out
}

// another reports whether a regime began with a change of class, agency or service alone.
func (r *regime) another(before *regime) bool {
	was := before.subject
	was.Team = r.subject.Team
	return r.edition == before.edition && r.subject != was
}

// tenure lists the calendars by which a target counts between two instants: a new edition of a calendar counts from
// its effective date forward (rule 7). It is nil when one calendar holds all the while.
func (e *evaluation) tenure(t *Target, s Subject, start, end time.Time, runs bool) []tenure {
	if t.Calendar == nil || len(e.editions) == 1 {
		return nil
	}
	var out []tenure
	for i, ed := range e.editions {
		if i > 0 && (ed.From.After(end) || !runs && ed.From.Equal(end)) {
			break // a closed verdict stays
		}
		cal := t.Calendar
		if same := ed.Policy.choose(s, e.start)[t.Metric.index()]; same != nil && same.Calendar != nil {
			cal = same.Calendar
		}
		from := ed.From.UTC()
		if n := len(out); n > 0 && out[n-1].cal.Same(cal) {
			continue
		}
		if n := len(out); n > 0 && !from.After(start) {
			out[n-1] = tenure{from, cal}
			continue
		}
		out = append(out, tenure{from, cal})
	}
	if len(out) == 1 && out[0].cal.Same(t.Calendar) {
		return nil
	}
	return out
}

// opening is the instant from which a clock counts that waits for the desk to open.
func opening(t *Target, cal *calendar.Calendar, at time.Time) (time.Time, error) {
	if !t.StartsOpen {
		return at, nil
	}
	return cal.NextOpen(at)
}
