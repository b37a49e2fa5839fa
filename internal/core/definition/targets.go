package definition

import (
	"slices"
	"strings"

	"switchboard/internal/core/sla"
)

// metricFields are the targets a class may have, by their names in the file; answer_call is a goal about many calls.
var metricFields = []string{"assign team", "assign provider", "accept", "first read", "first reply", "next reply", "update",
	"team identified", "restore", "resolve", "close", "ready by"}

func metricOf(field string) sla.Metric { return sla.Metric(strings.ReplaceAll(field, " ", "_")) }

// ends reports whether a metric belongs to the family that stops when the work is done; only these may ever pause
// (CLOCKS, rule 4).
func ends(m sla.Metric) bool { return m == sla.Restore || m == sla.Resolve || m == sla.Close }

// terms are what a target takes from its class, and the class from "default", where it says nothing itself.
type terms struct {
	kind       sla.Obligation
	clock      string
	pauses     []sla.Cause
	pausesSaid bool // at the class or at the target itself, not at the default
	warn       []string
	thresholds []sla.Threshold
	reading    sla.Reading
	startsOpen bool
}

var readings = map[string]sla.Reading{"end of day": sla.EndOfDay, "same time": sla.SameTime, "open hours": sla.OpenHours}

// terms reads the shared fields over those of the level above.
func (o object) terms(above terms) terms {
	t := above
	if k := o.choice("kind", "guarantee", "commitment", "goal", "expectation"); k != "" {
		t.kind = sla.Obligation(k)
	}
	if c := o.ref("clock", "calendars"); c != "" {
		t.clock = c
	}
	if o.has("pauses on") {
		t.pauses = nil
		t.pausesSaid = true
		for _, s := range o.strings("pauses on") {
			cause := sla.Cause(strings.TrimPrefix(s, "customer "))
			if !slices.Contains([]sla.Cause{sla.Question, sla.Duty, sla.Appointment, sla.Approval, sla.Vendor}, cause) {
				o.fail("pauses on", "%q stops no clock here; write some of: question, duty, appointment, approval, vendor", s)
				continue
			}
			t.pauses = append(t.pauses, cause)
		}
	}
	if o.has("warn at") {
		t.warn, t.thresholds = o.strings("warn at"), nil
		for _, s := range t.warn {
			w, err := parseWarn(s)
			if err != nil {
				o.fail("warn at", "%s", err)
				continue
			}
			t.thresholds = append(t.thresholds, w)
		}
	}
	if s := o.choice("reading", "end of day", "same time", "open hours"); s != "" {
		t.reading = readings[s]
	}
	t.startsOpen = o.yes("starts when open", above.startsOpen)
	return t
}

// targets reads the section: "default" first, then one block per class.
func (r *reader) targets(o object, d *Definition) {
	section := o.child("targets")
	if section == nil || section.kind != mapping {
		o.fail("targets", "this is missing; write what is promised, a block per class")
		return
	}
	base := terms{kind: sla.Commitment}
	for _, e := range section.entries {
		if e.key == "default" {
			base = r.object(e.value, o.at("targets.default"), "default", "").terms(base)
			base.pausesSaid = false
		}
	}
	for _, class := range r.known["classes"] {
		r.terms[class] = base
	}
	o.each("targets", func(class string, n *node, path string) {
		if class == "default" {
			return
		}
		if !slices.Contains(r.known["classes"], class) {
			r.fail(n.pos, path, "%q is not under \"classes:\"%s", class, suggest(class, r.known["classes"]))
			return
		}
		c := r.object(n, path, "targets", "")
		r.terms[class] = c.terms(base)
		d.Targets = append(d.Targets, r.lines(c, class, r.terms[class])...)
		if c.yes("all on task until resolved", false) {
			for i := range d.Classes {
				d.Classes[i].OnTask = d.Classes[i].OnTask || d.Classes[i].ID == class
			}
		}
	})
}

// lines reads the targets of one block.
func (r *reader) lines(c object, class string, shared terms) []Target {
	var out []Target
	for _, e := range c.entries() {
		if slices.Contains(metricFields, e.key) {
			out = append(out, r.target(e, c.at(e.key), class, shared))
		}
	}
	return out
}

func (r *reader) target(e entry, path, class string, above terms) Target {
	metric := metricOf(e.key)
	main := "within"
	if metric == sla.Update {
		main = "every"
	}
	o := r.object(e.value, path, "target", main)
	own := o.terms(above)
	t := Target{Class: class, Metric: metric, Obligation: own.kind, Calendar: own.clock, Warn: own.warn, warn: own.thresholds,
		StartsOpen: own.startsOpen, Accepted: o.yes("accepted", false), By: o.strings("by"), Restored: o.yes("when restored", false),
		Attainment: o.percent("kept"), Says: o.text("says"), Mark: o.Mark}
	t.Within, t.Amount = o.allowed(metric, main)
	t.Grace, t.grace = o.elapsed("grace")
	if t.Within == "" && o.n != nil {
		o.fail(main, "the time is missing; write %q with an amount such as \"2 business days\"", main+":")
	}
	if t.Amount.Unit == sla.BusinessDays {
		t.Reading = own.reading
		if t.Reading == "" {
			t.Reading = sla.EndOfDay
		}
	}
	r.pauses(o, &t, own)
	r.audience(o, &t)
	for _, w := range t.warn {
		if t.Amount.Time > 0 && w.After >= t.Amount.Time {
			o.fail("warn at", "a warning %s comes no earlier than the %s that are promised; warn sooner, or write \"after due\"", w, t.Within)
		}
	}
	if t.Calendar == "" {
		r.fail(e.pos, path, "this target has no calendar; name one with \"clock:\" here, at the class or under targets.default%s", suggest("", r.known["calendars"]))
	}
	if t.Accepted && metric != sla.AssignTeam && metric != sla.AssignProvider {
		o.fail("accepted", "only \"assign team\" and \"assign provider\" can ask for somebody's acceptance")
	}
	if t.Restored && !ends(metric) {
		o.fail("when restored", "only \"resolve\", \"restore\" and \"close\" end when the service is restored")
	}
	for _, role := range t.By {
		if !isID(role) {
			o.fail("by", "%q is written in small letters, digits and _: %q", role, toID(role))
		}
	}
	return t
}

// pauses applies rule 4 of CLOCKS: only what ends with the work may pause. What the default says holds for targets
// counted in open time; wall-clock promises pause only where they say so themselves.
func (r *reader) pauses(o object, t *Target, own terms) {
	switch {
	case ends(t.Metric) && (own.pausesSaid || t.Amount.Unit != sla.Elapsed):
		t.Pauses = own.pauses
	case !ends(t.Metric) && o.has("pauses on") && len(own.pauses) > 0:
		o.fail("pauses on", "a clock of this kind never stands still; remove the line (only restore, resolve and close may pause)")
	}
}

func (r *reader) audience(o object, t *Target) {
	if t.Metric != sla.Update {
		if o.has("to") {
			o.fail("to", "only \"update\" has an audience; remove the line")
		}
		return
	}
	if t.Audience = o.choice("to", "impacted", "requester"); t.Audience == "" {
		t.Audience = "requester"
	}
}

// overrides reads the lines that promise something else to some.
func (r *reader) overrides(o object, d *Definition) {
	const maxOverridden = 20_000 // a short line makes a promise for each metric of each class
	// Of two overrides that promise the same of the same tickets only one could hold.
	type promise struct {
		when   Condition
		class  string
		metric sla.Metric
	}
	said := map[promise]bool{}
	var more []Target
	o.rows("overrides", func(n *node, path string) {
		c := r.object(n, path, "override", "")
		if len(more) > maxOverridden {
			r.fail(c.pos(), "overrides", "these lines make more than %d promises; write them for fewer classes", maxOverridden)
			return
		}
		ov := Override{When: Condition{Service: c.ref("service", "services"), Agency: c.str("agency"), Team: c.ref("team", "teams"),
			Channel: c.ref("channel", "channels"), From: c.date("from"), Until: c.date("until")},
			Classes: c.refs("class", "classes"), Clock: c.ref("clock", "calendars"), Mark: c.Mark}
		if ov.When == (Condition{From: ov.When.From, Until: ov.When.Until}) {
			r.fail(c.pos(), path, "this says for whom it holds nowhere; write service, agency, team or channel")
		}
		if ov.When.From != "" && ov.When.Until != "" && ov.When.From >= ov.When.Until {
			c.fail("until", "it ends on %s and begins on %s; it must end later", ov.When.Until, ov.When.From)
		}
		targets := r.object(c.child("targets"), c.at("targets"), "targets", "")
		if ov.Clock == "" && len(targets.entries()) == 0 && !c.has("clock") && c.n != nil {
			r.fail(c.pos(), path, "this changes nothing; write \"clock:\" with a calendar, or \"targets:\" with what is promised instead")
		}
		for _, t := range r.expand(d, ov, targets) {
			k := promise{*t.When, t.Class, t.Metric}
			if said[k] {
				r.fail(c.pos(), path, "%s of class %s is promised a second time for the same tickets; keep one of the two", Label(string(t.Metric)), t.Class)
			}
			said[k] = true
			more = append(more, t)
		}
		d.Overrides = append(d.Overrides, ov)
	})
	d.Targets = append(d.Targets, more...)
}

// expand turns an override into targets: those it names, and copies of the others on its own calendar.
func (r *reader) expand(d *Definition, ov Override, targets object) []Target {
	var out []Target
	for _, class := range d.Classes {
		if len(ov.Classes) > 0 && !slices.Contains(ov.Classes, class.ID) {
			continue
		}
		shared := r.terms[class.ID]
		if ov.Clock != "" {
			shared.clock = ov.Clock
		}
		named := map[sla.Metric]bool{}
		for _, t := range r.lines(targets, class.ID, targets.terms(shared)) {
			named[t.Metric] = true
			out = append(out, ov.mark(t))
		}
		for _, t := range d.Targets {
			if ov.Clock != "" && t.Class == class.ID && !named[t.Metric] {
				t.Calendar, t.Moved = ov.Clock, true
				out = append(out, ov.mark(t))
			}
		}
	}
	return out
}

func (ov Override) mark(t Target) Target {
	when := ov.When
	t.When = &when
	if t.Ref == "" || ov.Ref != "" {
		t.Ref = ov.Ref
	}
	if !ov.Note.IsZero() {
		t.Note = ov.Note
	}
	return t
}

// date reads YYYY-MM-DD, empty where there is none.
func (o object) date(key string) string {
	s := o.str(key)
	if s == "" {
		return ""
	}
	if _, err := parseDate(s); err != nil {
		o.fail(key, "%s", err)
		return ""
	}
	return s
}

// theDate is what a target of the metric "ready by" allows: it is met by the date that the request names (CLOCKS, rule 13).
const theDate = "the date asked for"

// allowed reads the time that a target allows.
func (o object) allowed(metric sla.Metric, key string) (string, sla.Amount) {
	if metric != sla.ReadyBy {
		return o.amount(key)
	}
	s := o.str(key)
	if s != "" && s != theDate {
		o.fail(key, "%q stands here; such a promise counts backwards from %s, so write this", s, theDate)
	}
	return s, sla.Amount{Unit: sla.ByDate}
}
