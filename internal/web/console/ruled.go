package console

import (
	"strings"

	"switchboard/internal/core/automate"
	"switchboard/internal/core/definition"
	"switchboard/internal/core/definition/render"
	"switchboard/internal/core/ticket"
	"switchboard/internal/desk"
)

// ruled says which rule did what, and why.
func (f frame) ruled(s desk.Sheet, e ticket.RuleApplied) string {
	name := definition.Text{En: e.Title, Es: e.TitleEs}.In(f.lang())
	when := f.ruleWhen([]string{e.On}, e.Since, e.Wait, false)
	if e.If != "" {
		when += f.Words.T("console.rule.if", "if", e.If)
	}
	if e.Held != "" {
		return f.Words.T("console.rule.held."+e.Held, "rule", name, "when", when)
	}
	acts := make([]string, len(e.Acts))
	for i, a := range e.Acts {
		acts[i] = f.ruleAct(s, a)
	}
	return f.Words.T("console.rule.acted", "rule", name, "when", when, "acts", strings.Join(acts, "; "))
}

// ruleWhen says upon what a rule acts.
func (f frame) ruleWhen(on []string, since, wait string, again bool) string {
	if since == "" {
		events := make([]string, len(on))
		for i, e := range on {
			events[i] = f.Words.T("console.rule.on." + e)
		}
		return strings.Join(events, ", ")
	}
	began := f.Words.T("console.rule.since." + since)
	if wait == "" {
		return began
	}
	if amount, err := definition.ParseAmount(wait); err == nil {
		wait = render.Amount(f.Words, amount)
	}
	if again {
		return f.Words.T("console.rule.every", "time", wait, "since", began)
	}
	return f.Words.T("console.rule.after", "time", wait, "since", began)
}

// ruleAct says one thing that a rule did, or why it did not.
func (f frame) ruleAct(s desk.Sheet, a ticket.RuleAct) string {
	person := ""
	if a.Person != 0 {
		person = f.within(s, a.Person)
	}
	said := f.ruleDeed(definition.Deed{Do: a.Do, To: a.To})
	if a.Do == definition.DoAssign && person != "" {
		said = f.Words.T("console.rule.assigned", "person", person)
	}
	if why := f.ruleReason(a.Why); why != "" && a.Failed {
		return f.Words.T("console.rule.failed", "act", said, "why", why)
	} else if why != "" {
		return f.Words.T("console.rule.because", "act", said, "why", why)
	}
	return said
}

// ruleDeed says what a rule does, as its text has it.
func (f frame) ruleDeed(d definition.Deed) string {
	to := d.To
	switch d.Do {
	case definition.DoRoute:
		to = f.teamName(d.To)
	case definition.DoAssign:
		to = f.Words.T("console.rule.how." + strings.ReplaceAll(d.To, " ", "_"))
	case definition.DoImpact:
		to = f.gradeName(f.desk.Impact, d.To)
	case definition.DoTell:
		to = f.Words.T("console.rule.tell." + d.To)
	case definition.DoUrgency:
		to = f.gradeName(f.desk.Urgency, d.To)
	}
	return f.Words.T("console.rule.do."+d.Do, "to", to)
}

// ruleReasons are the reasons that the desk's own rules write down by a word.
var ruleReasons = []string{automate.WhyTurn, automate.WhyLoad, automate.WhySkill, automate.NobodyWorks, automate.NobodyHere,
	automate.NobodySkill, automate.NobodyElse, automate.TeamClosed, automate.AlreadyTaken, "already", "away"}

// ruleReason says such a reason; what is none of them is somebody's own words, and stays.
func (f frame) ruleReason(why string) string {
	for _, known := range ruleReasons {
		if why == known {
			return f.Words.T("console.rule.why." + why)
		}
	}
	return f.Words.Recorded(why)
}
