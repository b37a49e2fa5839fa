package sla

import (
	"slices"
	"time"

	"switchboard/internal/core/calendar"
)

// chosen holds the target of each metric, nil where nothing is promised.
type chosen [metricCount]*Target

// choose finds the targets that hold for a subject whose ticket was received at an instant.
func (p *Policy) choose(s Subject, received time.Time) chosen {
	var best chosen
	var rank [metricCount]int
	for i := range p.Targets {
		t := &p.Targets[i]
		m := t.Metric.index()
		if t.Class != s.Class || m < 0 || !t.When.matches(s) || !t.inForce(received) {
			continue
		}
		if r := t.When.rank(); best[m] == nil || r > rank[m] {
			best[m], rank[m] = t, r
		}
	}
	best.dated(s.Wanted)
	return best
}

func (w *When) matches(s Subject) bool {
	return (w.Service == "" || w.Service == s.Service) && (w.Agency == "" || w.Agency == s.Agency) &&
		(w.Team == "" || w.Team == s.Team) && (w.Channel == "" || w.Channel == s.Channel)
}

// rank orders targets by how specific they are: service, agency, team, channel, and of two alike the dated one.
func (w *When) rank() int {
	r := 1
	for i, named := range [...]bool{w.Service != "", w.Agency != "", w.Team != "", w.Channel != "", w.From != w.Until} {
		if named {
			r += 1 << (5 - i)
		}
	}
	return r
}

func (t *Target) inForce(received time.Time) bool {
	w := &t.When
	if w.From.IsZero() && w.Until.IsZero() {
		return true
	}
	date := calendar.DateOf(received.UTC())
	if t.Calendar != nil {
		date = t.Calendar.Date(received)
	}
	return (w.From.IsZero() || !date.Before(w.From)) && (w.Until.IsZero() || date.Before(w.Until))
}

// samePromise reports whether a clock goes on undisturbed from one target to the other. Calendars are left out: a new
// edition of one counts from its effective date forward (rule 7).
func samePromise(a, b *Target) bool {
	if a == b {
		return true
	}
	if a == nil || b == nil {
		return false
	}
	return a.Class == b.Class && a.Obligation == b.Obligation && a.Amount == b.Amount && a.Reading == b.Reading &&
		a.StartsOpen == b.StartsOpen && a.Accepted == b.Accepted && a.Audience == b.Audience && a.Restored == b.Restored &&
		a.When.Team == b.When.Team && a.by == b.by && slices.Equal(a.Pauses, b.Pauses) && slices.Equal(a.By, b.By)
}
