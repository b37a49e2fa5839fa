package sla_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard/internal/core/calendar"
	"switchboard/internal/core/sla"
	"switchboard/internal/core/sla/slatest"
)

// genFacts draws a history of anything in any order, after a receipt.
func genFacts(t *rapid.T, classes []string) []sla.Fact {
	at := time.Date(2026, 10, 28, 12, 0, 0, 0, time.UTC)
	facts := []sla.Fact{{At: at, Kind: sla.Received}}
	kinds := []sla.Kind{sla.AssignedTeam, sla.AssignedPerson, sla.Accepted, sla.FirstReadFact, sla.PublicReply, sla.CustomerMessage,
		sla.QuestionOpened, sla.QuestionOpened, sla.QuestionClosed, sla.QuestionClosed, sla.PauseBegan, sla.PauseEnded, sla.TeamNamed,
		sla.RestoredFact, sla.Resolved, sla.Closed, sla.Reopened, sla.Reopened, sla.UpdatePublished, sla.Classified, sla.Merged}
	for range rapid.IntRange(0, 15).Draw(t, "facts") {
		at = at.Add(time.Duration(rapid.Int64Range(0, int64(30*time.Hour)).Draw(t, "after")))
		f := sla.Fact{At: at, Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Cause: sla.Duty}
		if f.Kind == sla.Classified {
			f.Class = rapid.SampledFrom(classes).Draw(t, "class")
		}
		facts = append(facts, f)
	}
	return facts
}

type desk struct {
	editions []sla.Edition
	classes  []string
}

func desks(t *testing.T) []desk {
	return []desk{
		{slatest.Editions(slatest.Colorado(t)), []string{"major_incident", "self_service"}},
		{slatest.Editions(slatest.Maine(t)), []string{"low", "medium", "high", "urgent"}},
		{slatest.Editions(slatest.Oklahoma(t)), []string{"incident_1", "incident_3", "service_request", "password_reset"}},
		{maineInEditions(t), []string{"low", "medium", "high", "urgent"}},
	}
}

// maineInEditions is Maine with new hours at a noon of November, another promise a week later, and updates.
func maineInEditions(t *testing.T) []sla.Edition {
	first, second, third := slatest.Maine(t), slatest.Maine(t), slatest.Maine(t)
	longer := slatest.Calendar(t, newYork, 8, 19, calendar.Date{Year: 2026, Month: 11, Day: 5}, calendar.Date{Year: 2026, Month: 11, Day: 11})
	for _, p := range []*sla.Policy{second, third} {
		for i := range p.Targets {
			if !p.Targets[i].Calendar.Always() {
				p.Targets[i].Calendar = longer
			}
		}
		p.Targets = append(p.Targets, sla.Target{Class: "high", Metric: sla.Update, Obligation: sla.Goal, Amount: slatest.Business(1), Calendar: longer, Audience: sla.AudienceRequester},
			sla.Target{Class: "medium", Metric: sla.Update, Obligation: sla.Goal, Amount: slatest.Service(5), Calendar: longer, Audience: sla.AudienceImpacted},
			sla.Target{Class: "low", Metric: sla.NextReply, Obligation: sla.Goal, Amount: slatest.Service(5), Calendar: longer})
	}
	for i := range third.Targets {
		if third.Targets[i].Metric == sla.Resolve {
			third.Targets[i].Reading = sla.SameTime
		}
	}
	return []sla.Edition{{Policy: first}, {From: local(t, newYork, "2026-11-04 12:00"), Policy: second}, {From: local(t, newYork, "2026-11-11 09:30"), Policy: third}}
}

func genClocks(t *rapid.T, desks []desk) (d desk, s sla.Subject, facts []sla.Fact, asOf time.Time, clocks []sla.Clock) {
	d = rapid.SampledFrom(desks).Draw(t, "desk")
	s = sla.Subject{Class: rapid.SampledFrom(d.classes).Draw(t, "first class"), Channel: rapid.SampledFrom([]string{"phone", "mail"}).Draw(t, "channel")}
	facts = genFacts(t, d.classes)
	asOf = facts[0].At.Add(time.Duration(rapid.Int64Range(0, int64(30*24*time.Hour)).Draw(t, "as of")))
	clocks, err := sla.Evaluate(s, facts, d.editions, asOf)
	if err != nil {
		t.Fatal(err)
	}
	return d, s, facts, asOf, clocks
}

// Segments have no gap, and add up to what the clock says of itself.
func TestSegmentsAddUp(t *testing.T) {
	all := desks(t)
	rapid.Check(t, func(t *rapid.T) {
		_, _, _, asOf, clocks := genClocks(t, all)
		for i := range clocks {
			c := &clocks[i]
			segments, err := c.Segments()
			if err != nil {
				t.Fatal(err)
			}
			var counted, paused time.Duration
			at := c.Start
			for _, s := range segments {
				if !s.From.Equal(at) || !s.To.After(s.From) || s.Counts != (s.Why == sla.WhyOpen) {
					t.Fatalf("%s: segment %+v after %v", c.Key(), s, at)
				}
				at = s.To
				switch s.Why {
				case sla.WhyOpen:
					counted += s.To.Sub(s.From)
				case sla.WhyClosed, sla.WhyResolved:
				default:
					paused += s.To.Sub(s.From)
				}
			}
			if end := c.StoppedAt; len(segments) > 0 && !at.Equal(end) && !(end.IsZero() && at.Equal(asOf)) {
				t.Fatalf("%s: segments end %v, stopped %v, as of %v", c.Key(), at, end, asOf)
			}
			if counted != c.Elapsed || paused != c.Paused || c.Remaining < 0 {
				t.Fatalf("%s: counted %v of %v, paused %v of %v, %v remain", c.Key(), counted, c.Elapsed, paused, c.Paused, c.Remaining)
			}
			wall := c.Target.Amount.Unit == sla.Elapsed && !c.LateOnUpgrade
			if wall && c.Running() && c.State != sla.Missed && !c.Start.After(asOf) && c.Elapsed+c.Remaining != c.Target.Amount.Time {
				t.Fatalf("%s: %v elapsed and %v remain", c.Key(), c.Elapsed, c.Remaining)
			}
		}
	})
}

// What is not known yet has no influence, and each clock has a key of its own.
func TestOnlyThePastCounts(t *testing.T) {
	all := desks(t)
	rapid.Check(t, func(t *rapid.T) {
		d, s, facts, asOf, clocks := genClocks(t, all)
		var past []sla.Fact
		for _, f := range facts {
			if !f.At.After(asOf) {
				past = append(past, f)
			}
		}
		again, err := sla.Evaluate(s, past, d.editions, asOf)
		if err != nil || len(again) != len(clocks) {
			t.Fatalf("%d clocks, from the past alone %d, %v", len(clocks), len(again), err)
		}
		keys := map[string]bool{}
		for i := range clocks {
			a, b := &clocks[i], &again[i]
			if a.Key() != b.Key() || a.State != b.State || !a.Due.Equal(b.Due) || !a.StoppedAt.Equal(b.StoppedAt) || keys[a.Key()] {
				t.Fatalf("%s %s %v, from the past alone %s %s %v", a.Key(), a.State, a.Due, b.Key(), b.State, b.Due)
			}
			keys[a.Key()] = true
		}
	})
}

// No clock that runs warns or is missed by itself but at an instant that was known before, unless a new edition comes.
func TestWhatIsToComeIsKnown(t *testing.T) {
	all := slices.DeleteFunc(desks(t), func(d desk) bool { return len(d.editions) > 1 })
	rapid.Check(t, func(t *rapid.T) {
		d, s, facts, asOf, clocks := genClocks(t, all)
		for len(facts) > 0 && facts[len(facts)-1].At.After(asOf) {
			facts = facts[:len(facts)-1]
		}
		said := func(at time.Time) (n int) {
			later, err := sla.Evaluate(s, facts, d.editions, at)
			if err != nil {
				t.Fatal(err)
			}
			for i := range later {
				c := &later[i]
				if c.State == sla.Missed {
					n++
				}
				for _, w := range c.Warnings() {
					if c.Running() && !w.At.After(at) {
						n++
					}
				}
			}
			return n
		}
		next := toCome(clocks, asOf)
		if next.IsZero() {
			if now, then := said(asOf), said(asOf.AddDate(1, 0, 0)); now != then {
				t.Fatalf("%d warnings and misses became %d, but none was to come", now, then)
			}
			return
		}
		if !next.After(asOf) || said(asOf) != said(next.Add(-2*time.Millisecond)) && next.Add(-2*time.Millisecond).After(asOf) || said(asOf) >= said(next) {
			t.Fatalf("as of %v: %d; before %v: %d; then: %d", asOf, said(asOf), next, said(next.Add(-2*time.Millisecond)), said(next))
		}
	})
}

// toCome is the earliest instant after asOf at which one of the clocks warns or is missed, zero for none.
func toCome(clocks []sla.Clock, asOf time.Time) (next time.Time) {
	for i := range clocks {
		c, at := &clocks[i], []time.Time(nil)
		if !c.Running() {
			continue
		}
		if c.State == sla.Counting {
			at = append(at, c.Due.Add(time.Millisecond)) // at the due instant itself a stop could still come
		}
		for _, w := range c.Warnings() {
			at = append(at, w.At)
		}
		for _, a := range at {
			if a.After(asOf) && (next.IsZero() || a.Before(next)) {
				next = a
			}
		}
	}
	return next
}

// TestWarnings: each threshold at its true instant, once per stretch between pauses.
func TestWarnings(t *testing.T) {
	p := slatest.Maine(t)
	for i := range p.Targets {
		p.Targets[i].Warn = []sla.Threshold{{Percent: 50}, {Before: 2 * time.Hour}, {After: time.Hour}, {Before: -time.Hour}}
	}
	facts := tell(t, newYork, `
		2026-12-07 15:30 received
		2026-12-07 16:00 question_opened
		2026-12-08 12:00 question_answered`)
	clocks := evaluate(t, p, sla.Subject{Class: "high", Channel: "phone"}, facts, "2026-12-08T18:00:00Z")
	c := pick(t, clocks, sla.FirstReply, 0) // four service hours, no pause: due Tuesday 09:30
	for i, want := range []string{"after 1h0m0s 2026-12-07 16:30", "50% 2026-12-08 07:30", "2h0m0s before due 2026-12-08 07:30", "1h0m0s after due 2026-12-08 10:30"} {
		w := c.Warnings()[i]
		if got := w.Threshold.String() + " " + w.At.In(mustZone(t, newYork)).Format("2006-01-02 15:04"); got != want {
			t.Errorf("warning %d: %s, want %s", i, got, want)
		}
	}
	c = pick(t, clocks, sla.Resolve, 0) // half an hour on Monday, the rest from Tuesday noon
	if w := c.Warnings()[0]; !w.At.Equal(local(t, newYork, "2026-12-08 12:30")) || w.Epoch != 1 {
		t.Errorf("an hour has counted at %v in epoch %d", w.At, w.Epoch)
	}
	paused := pick(t, evaluate(t, p, sla.Subject{Class: "high", Channel: "phone"}, facts[:2], "2026-12-08T12:00:00Z"), sla.Resolve, 0)
	if w := paused.Warnings(); len(w) != 0 {
		t.Errorf("a paused clock warns: %v", w)
	}
}

func mustZone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// BenchmarkEvaluate is one verb's worth: all clocks of a ticket with a question.
func BenchmarkEvaluate(b *testing.B) {
	editions := slatest.Editions(slatest.Colorado(b))
	facts := tell(b, denver, `
		2026-11-20 16:30 received
		2026-11-20 16:31 assigned_team
		2026-11-23 08:00 accepted
		2026-11-23 09:00 public_reply
		2026-11-23 09:00 question_opened
		2026-11-24 09:00 question_answered
		2026-11-24 12:00 resolved`)
	asOf := when(b, "2026-12-01T00:00:00Z")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := sla.Evaluate(sla.Subject{Class: "self_service", Channel: "portal"}, facts, editions, asOf); err != nil {
			b.Fatal(err)
		}
	}
}
