package definition

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"switchboard/internal/core/calendar"
	"switchboard/internal/core/filter"
	"switchboard/internal/core/sla"
)

// Automation is one line of "rules": what the desk does by itself, upon an event or at a time. A rule upon an event has On; a
// rule on time has Since, and acts when Wait has passed on its Clock, in the hours of that.
type Automation struct {
	ID     string   `json:"id"`
	Name   Text     `json:"name"`
	On     []string `json:"on,omitempty"`    // of RuleEvents
	Since  string   `json:"since,omitempty"` // of RuleSinces
	Wait   string   `json:"wait,omitempty"`  // "2 hours"; empty with Since: as soon as Clock is open
	Again  bool     `json:"again,omitempty"` // every Wait, as long as what it waits for goes on
	Clock  string   `json:"clock,omitempty"` // calendar that Wait counts on, and in whose hours it acts
	If     string   `json:"if,omitempty"`    // in the language of filters, as the file has it
	Then   []Deed   `json:"then"`            // in their order
	Stop   bool     `json:"stop,omitempty"`  // no later rule acts upon the same event
	Public bool     `json:"public,omitempty"`
	Mark
	Filter filter.Filter `json:"-"`
	Amount sla.Amount    `json:"-"`
}

// Deed is one act of a rule: Do names it, the other fields are its own.
type Deed struct {
	Do    string `json:"do"`              // of RuleDeeds
	To    string `json:"to,omitempty"`    // route: the team; assign: how; impact, urgency: the step; tell: whom
	Skill string `json:"skill,omitempty"` // of assign by skill; the ticket's service where it is empty
	Text  string `json:"text,omitempty"`  // of a note; why, of the others
}

// What a rule can do. There is no reply: a word of a machine is none of the desk's people, and no promise may be met by it (A7).
const (
	DoRoute    = "route"
	DoAssign   = "assign"
	DoNote     = "note"
	DoImpact   = "impact"
	DoUrgency  = "urgency"
	DoReview   = "review"
	DoEscalate = "escalate"
	DoTell     = "tell"
	DoUnassign = "unassign"
)

// How a rule finds whom to assign.
const (
	RoundRobin  = "round robin"
	LeastLoaded = "least loaded"
	BySkill     = "by skill"
)

// Whom a rule tells: who leads the team, or who has the ticket; the team where nobody has it.
const (
	TellLead     = "lead"
	TellAssignee = "assignee"
)

// Since when a rule on time counts. All but SinceResolved speak of open tickets.
const (
	SinceOpened     = "opened"
	SinceUnread     = "unread"     // since it was received, until somebody of the desk has looked after it (OK-06)
	SinceRouted     = "routed"     // since it is with its team
	SinceUnassigned = "unassigned" // since nobody has it
	SinceAssigned   = "assigned"   // since somebody has it who has not done anything yet
	SinceWrote      = "wrote"      // since the customer wrote, until somebody of the desk has done anything (OK-09)
	SinceAsked      = "asked"      // since the customer was asked
	SinceResolved   = "resolved"
)

// RuleEvents are upon what a rule can act, by the stored names of the facts.
var RuleEvents = map[string][]string{
	"opened": {"ticket.opened"}, "classified": {"ticket.classified"}, "routed": {"ticket.routed"}, "returned": {"ticket.returned"},
	"assigned": {"ticket.assigned"}, "unassigned": {"ticket.unassigned"}, "accepted": {"ticket.accepted"},
	"wrote": {"ticket.wrote", "ticket.answered"}, "replied": {"ticket.replied"}, "resolved": {"ticket.resolved"},
	"reopened": {"ticket.reopened"}, "escalated": {"ticket.escalated"}, "missed": {"clock.missed"},
}

var (
	ruleEvents = []string{"opened", "classified", "routed", "returned", "assigned", "unassigned", "accepted", "wrote", "replied", "resolved", "reopened", "escalated", "missed"}
	ruleSinces = []string{SinceOpened, SinceUnread, SinceRouted, SinceUnassigned, SinceAssigned, SinceWrote, SinceAsked, SinceResolved}
	ruleDeeds  = []string{DoRoute, DoAssign, DoNote, DoImpact, DoUrgency, DoReview, DoEscalate, DoTell, DoUnassign}
)

// maxRules bounds the section, and maxDeeds one rule: each change of a ticket looks at all of them.
const (
	maxRules = 50
	maxDeeds = 10
)

// Rule finds a rule by its id.
func (d *Definition) Rule(id string) (Automation, bool) {
	return find(d.Rules, func(a Automation) bool { return a.ID == id })
}

// Timed reports whether a rule acts at a time, and not upon an event.
func (a Automation) Timed() bool { return a.Since != "" }

// Due is when a rule on time acts whose wait began at an instant: when that has passed, in the hours of its clock.
func (d *Definition) Due(a Automation, began time.Time) time.Time {
	c := d.compiled[a.Clock]
	at := addAmount(c, began, a.Amount)
	if open, err := c.NextOpen(at); err == nil && a.Amount.Unit != sla.BusinessDays { // a business day ends when its hours do
		return open
	}
	return at
}

// addAmount counts an amount on a calendar; beyond the years for which that answers, on the wall.
func addAmount(c *calendar.Calendar, from time.Time, a sla.Amount) time.Time {
	until, err := from.Add(a.Time), error(nil)
	switch a.Unit {
	case sla.Service:
		until, err = c.Add(from, a.Time)
	case sla.BusinessDays:
		until, err = c.EndOfDay(from, a.Days)
	case sla.CalendarDays:
		until, err = c.CalendarDays(from, a.Days)
	}
	if err != nil {
		return from.AddDate(0, 0, a.Days).Add(a.Time)
	}
	return until
}

// Skills are what a person can be good at: the services, and what rules ask for.
func (d *Definition) Skills() []string {
	out := ids(d.Services, func(s Service) string { return s.ID })
	for _, a := range d.Rules {
		for _, deed := range a.Then {
			if deed.Skill != "" && !slices.Contains(out, deed.Skill) {
				out = append(out, deed.Skill)
			}
		}
	}
	return out
}

// automations reads "rules".
func (r *reader) automations(o object, d *Definition) {
	words := d.Vocabulary()
	o.each("rules", func(id string, n *node, path string) {
		a := r.object(n, path, "automation", "")
		rule := Automation{ID: id, Name: a.needText("name"), If: a.str("if"), Stop: a.yes("stop", false), Public: a.yes("public", false), Mark: a.Mark}
		if a.n == nil {
			return
		}
		r.when(a, d, &rule)
		r.condition(a, words, &rule)
		a.rows("then", func(n *node, path string) { rule.Then = append(rule.Then, r.deed(n, path)) })
		if len(rule.Then) == 0 || len(rule.Then) > maxDeeds {
			a.fail("then", "a rule does 1 to %d things; write them as a list under \"then:\", such as \"- tell: lead\"", maxDeeds)
		}
		d.Rules = append(d.Rules, rule)
	})
	if len(d.Rules) > maxRules {
		o.fail("rules", "there are %d rules; %d are allowed", len(d.Rules), maxRules)
	}
}

// when reads upon what a rule acts: "on:" an event, "after:" or "every:" some time "since:" one.
func (r *reader) when(a object, d *Definition, rule *Automation) {
	rule.On = a.strings("on")
	for _, on := range rule.On {
		if !slices.Contains(ruleEvents, on) {
			a.fail("on", "nothing that happens is called %q%s", on, suggest(on, ruleEvents))
		}
	}
	rule.Since, rule.Clock = a.choice("since", ruleSinces...), a.ref("clock", "calendars")
	rule.Wait, rule.Amount = a.amount("after")
	if a.has("every") {
		rule.Again = true
		rule.Wait, rule.Amount = a.amount("every")
	}
	timed := rule.Since != "" || a.has("since")
	switch {
	case timed == (len(rule.On) > 0) || a.has("after") && a.has("every"):
		a.fail("on", "write either \"on:\" with what happens, or \"since:\" with \"after:\" or \"every:\" a time")
	case !timed && (a.has("after") || a.has("every") || rule.Clock != ""):
		a.fail("on", "what happens has no time to wait for; write \"since:\" in place of \"on:\"")
	}
	if timed && rule.Clock == "" {
		rule.Clock = d.Reopen.Clock // robots keep the desk's calendar
	}
}

// condition reads "if". What depends on who asks means nothing when nobody does.
func (r *reader) condition(a object, words filter.Vocabulary, rule *Automation) {
	f, err := filter.Parse(rule.If, words)
	if err != nil {
		a.fail("if", "%s", strings.TrimPrefix(err.Error(), "q: "))
		return
	}
	if f.Sort.By != "" {
		a.fail("if", "a condition has no order; leave out \"sort:\"")
	}
	for _, t := range f.Terms {
		if said := personal(t); said != "" {
			a.fail("if", "%q means somebody else for everybody who asks, and here nobody does; a rule asks for none or any", said)
		}
	}
	rule.Filter = f
}

// personal is what in a term means another thing for each reader, or a person; empty where nothing does.
func personal(t filter.Term) string {
	field, _ := filter.FieldOf(t.Field)
	for _, v := range t.Values {
		switch {
		case field.Kind == filter.Person && v != filter.None && v != filter.Any,
			t.Field == filter.Is && v == filter.IsMine, t.Field == filter.Team && v == filter.Mine:
			return t.Field + ":" + v
		}
	}
	return ""
}

func (r *reader) deed(n *node, path string) Deed {
	o := r.object(n, path, "deed", "")
	var named []string
	for _, do := range ruleDeeds {
		if o.has(do) {
			named = append(named, do)
		}
	}
	if len(named) != 1 {
		if o.n != nil {
			r.fail(o.pos(), path, "one thing is done here; write one of: %s", strings.Join(ruleDeeds, ", "))
		}
		return Deed{}
	}
	deed := Deed{Do: named[0], Skill: o.str("skill")}
	switch deed.Do {
	case DoRoute:
		deed.To = o.ref(deed.Do, "teams")
	case DoImpact, DoUrgency:
		deed.To = o.ref(deed.Do, deed.Do)
	case DoAssign:
		deed.To = o.choice(deed.Do, RoundRobin, LeastLoaded, BySkill)
	case DoTell:
		deed.To = o.choice(deed.Do, TellLead, TellAssignee)
	default:
		deed.Text = o.need(deed.Do)
	}
	if o.blank(deed.Do) {
		o.fail(deed.Do, "this is missing; write what is meant")
	}
	if deed.Skill != "" && (deed.To != BySkill || !isID(deed.Skill)) {
		o.fail("skill", "this goes with \"assign: by skill\", as a word in small letters")
	}
	return deed
}

// automations looks for rules that hand a ticket round, and for those that never come to their turn.
func (l *linter) automations() {
	routes := map[string]string{}
	for i, a := range l.d.Rules {
		path := "rules." + a.ID
		if !a.Timed() && assigns(a) {
			l.say(Warning, path, "ASKS 5", "this assigns at any hour; write \"since:\" in place of \"on:\", so that it keeps the hours of a calendar")
		}
		for _, before := range l.d.Rules[:i] {
			if before.Stop && !before.Timed() && !a.Timed() && len(before.Filter.Terms) == 0 && within(a.On, before.On) {
				l.say(Warning, path, "", "this never acts; %q acts before it upon the same, and stops", before.ID)
			}
		}
		for _, to := range routesOf(a) {
			for _, from := range teamsOf(a) {
				routes[from+">"+to] = a.ID
				if back, ok := routes[to+">"+from]; ok {
					l.say(Warning, path, "", "%q hands from %s to %s, and this hands back; a loop is stopped when it runs, and nobody is served by it", back, to, from)
				}
			}
		}
	}
}

func within(these, those []string) bool {
	return !slices.ContainsFunc(these, func(s string) bool { return !slices.Contains(those, s) })
}

func assigns(a Automation) bool {
	return slices.ContainsFunc(a.Then, func(d Deed) bool { return d.Do == DoAssign })
}

func routesOf(a Automation) []string {
	var out []string
	for _, d := range a.Then {
		if d.Do == DoRoute {
			out = append(out, d.To)
		}
	}
	return out
}

// teamsOf are the teams that the condition of a rule names.
func teamsOf(a Automation) []string {
	var out []string
	for _, t := range a.Filter.Terms {
		if t.Field == filter.Team && !t.Not {
			out = append(out, t.Values...)
		}
	}
	return out
}

// When says upon what a rule acts, in English, for the page and the command line.
func (a Automation) When() string {
	switch {
	case !a.Timed():
		return "on " + strings.Join(a.On, ", ")
	case a.Wait == "":
		return "since " + a.Since
	case a.Again:
		return fmt.Sprintf("every %s since %s", a.Wait, a.Since)
	}
	return fmt.Sprintf("%s since %s", a.Wait, a.Since)
}
