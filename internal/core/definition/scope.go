package definition

import (
	"fmt"
	"slices"
	"strings"

	"switchboard/internal/core/scope"
)

// maxScope bounds the lines of "scope", which are read in turn for every request there can be.
const maxScope = 50

// scope reads what the desk does at the edge of its service, and from when on effort is out of proportion.
func (r *reader) scope(o object, d *Definition) {
	o.rows("scope", func(n *node, path string) {
		c := r.object(n, path, "scope", "")
		line := Scope{When: c.needText("when"), Then: c.needText("then"), Says: c.text("says"), Instead: c.text("instead"), At: c.text("at"),
			ApprovedBy: c.strings("approved by"), Tell: c.ref("tell", "teams"), Outcome: r.outcome(c), If: r.scopeCondition(c), Mark: c.Mark}
		if len(line.If) > 0 && line.Outcome == "" && !c.has("outcome") {
			c.fail("outcome", "this says when, and not what follows; write \"outcome:\" with one of: %s", outcomeWords())
		}
		if line.Outcome == scope.Contractor && len(line.ApprovedBy) == 0 {
			c.fail("approved by", "this is missing; name who approves that a contractor is sent")
		}
		d.Scope = append(d.Scope, line)
	})
	if len(d.Scope) > maxScope {
		o.fail("scope", "there are %d lines; at most %d fit here", len(d.Scope), maxScope)
		d.Scope = d.Scope[:maxScope]
	}
	if !o.has("extraordinary effort") {
		return
	}
	e := r.object(o.child("extraordinary effort"), o.at("extraordinary effort"), "effort", "")
	d.Effort = &Effort{Hours: e.number("hours", 1, 10_000), Visits: e.number("visits", 1, 1000), Tell: e.need("tell"), Mark: e.Mark}
	if e.n != nil && e.blank("hours") && e.blank("visits") {
		e.fail("hours", "this is missing; write how many \"hours:\" or \"visits:\" are out of proportion")
	}
}

func outcomeWords() string {
	var out []string
	for _, o := range scope.Outcomes() {
		out = append(out, spaced(string(o)))
	}
	return strings.Join(out, ", ")
}

// spaced says an id of a rule as the file writes it.
func spaced(id string) string { return strings.ReplaceAll(id, "_", " ") }

func (r *reader) outcome(c object) scope.Outcome {
	return scope.Outcome(strings.ReplaceAll(c.choice("outcome", strings.Split(outcomeWords(), ", ")...), " ", "_"))
}

// condition reads the facts that a line names, each with one answer or several.
func (r *reader) scopeCondition(c object) scope.Condition {
	in := r.object(c.child("if"), c.at("if"), "if", "")
	out := scope.Condition{}
	for _, fact := range scope.Names() {
		key := spaced(string(fact))
		for _, value := range in.strings(key) {
			known := scope.Values(fact)
			value = yesOrNo(value)
			if !slices.Contains(known, value) {
				in.fail(key, "%q is no answer here%s", value, suggest(value, known))
				continue
			}
			out[fact] = append(out[fact], value)
		}
	}
	if in.n != nil && len(out) == 0 && len(in.entries()) == 0 {
		c.fail("if", "this names no fact; leave it out where a line fits everything")
	}
	return out
}

// yesOrNo reads the two as people and YAML write them.
func yesOrNo(s string) string {
	switch s {
	case "true":
		return scope.Yes
	case "false":
		return scope.No
	}
	return s
}

// ScopeRules are the lines that decide, and of each its place in the file.
func (d *Definition) ScopeRules() (scope.Rules, []Scope) {
	var rules scope.Rules
	var lines []Scope
	for _, s := range d.Scope {
		if s.Outcome == "" {
			continue
		}
		rules = append(rules, scope.Line{If: s.If, Outcome: s.Outcome, Says: scope.Words(s.Says), ApprovedBy: s.ApprovedBy, Ref: s.Ref})
		lines = append(lines, s)
	}
	return rules, lines
}

// OfService completes facts by what the definition says of a service.
func (d *Definition) OfService(f scope.Facts, id string) scope.Facts {
	s, _ := d.Service(id)
	f.Support, f.OwnedBy = scope.FullSupport, "anyone"
	if s.Support == scope.OnBestEffort {
		f.Support = s.Support
	}
	if slices.Contains(scope.Values(scope.OwnedBy), s.OwnedBy) {
		f.OwnedBy = s.OwnedBy
	}
	return f
}

// HomeVisits is the sentence that forbids to send a technician to a private home; empty where the file has none (ME-59).
func (d *Definition) HomeVisits() Text {
	line, _ := find(d.Scope, func(s Scope) bool {
		return slices.Contains(s.If[scope.Place], scope.Home) && s.Outcome == scope.Contractor
	})
	return line.Says
}

// scope looks for lines that are never reached, for requests that no line fits, and for what contradicts the charges.
func (l *linter) scope() {
	d := l.d
	rules, _ := d.ScopeRules()
	place := make([]string, 0, len(rules))
	for i, s := range d.Scope {
		path := fmt.Sprintf("scope[%d]", i+1)
		if s.Outcome == "" {
			l.say(Blank, path, s.Ref, "this is published and decides nothing; write \"if:\" and \"outcome:\" for it")
			continue
		}
		place = append(place, path)
	}
	for _, dead := range rules.Dead() {
		l.say(Warning, place[dead-1], "", "this is never reached; the lines above it fit all of it")
	}
	if f, found := rules.Uncovered(); found {
		l.say(Warning, "scope", "", "no line fits where %s; write a last line without \"if:\"", inWords(f))
	}
	for _, s := range d.Services {
		if len(s.Options) > 0 && d.Charges != nil && d.Charges.Options == "none" {
			l.say(Warning, "services."+s.ID, "ME-29", "it has options at extra charge, and \"charges:\" says that there are none")
		}
		if s.OwnedBy != "" && !slices.Contains(scope.Values(scope.OwnedBy), s.OwnedBy) {
			l.say(Warning, "services."+s.ID, "ME-17", "%q under \"owned by:\" is not understood; write one of: %s", s.OwnedBy, strings.Join(scope.Values(scope.OwnedBy), ", "))
		}
	}
}

// inWords says a request by what is not usual about it.
func inWords(f scope.Facts) string {
	var out []string
	for _, fact := range scope.Names() {
		if v := f.Get(fact); v != scope.Values(fact)[0] {
			out = append(out, spaced(string(fact))+" is "+v)
		}
	}
	if len(out) == 0 {
		return "all is as usual"
	}
	return strings.Join(out, " and ")
}
