package definition

import (
	"fmt"
	"slices"

	"switchboard/internal/core/sla"
)

// forms looks for questions and choices without words, for dates that nothing promises, and for notice of what nobody asks.
func (l *linter) forms() {
	for _, t := range l.d.Types {
		l.form("types."+t.ID, t.Form)
		l.dated("types."+t.ID, t)
	}
	for _, s := range l.d.Services {
		l.form("services."+s.ID, s.Form)
	}
	for i, duty := range l.d.Duties {
		if duty.Notice == "" || duty.everywhere() {
			continue
		}
		_, isType := l.d.Type(duty.On)
		_, isService := l.d.Service(duty.On)
		if !isType && !isService {
			l.say(Warning, fmt.Sprintf("duties[%d]", i+1), duty.Ref, "%q is neither a type nor a service, so nobody is asked for this notice", duty.On)
		}
	}
}

func (l *linter) form(path string, f Form) {
	for _, x := range f {
		at := path + ".form." + x.ID
		l.spanish(at, "this question", x.Label)
		for _, o := range x.Options {
			if o.Label.IsZero() {
				l.say(Warning, at+".choices."+o.ID, "", "this choice has no words; people read its name")
				continue
			}
			l.spanish(at+".choices."+o.ID, "this choice", o.Label)
		}
	}
}

// spanish misses the Spanish of a desk that speaks it.
func (l *linter) spanish(path, what string, t Text) {
	if l.d.Name.Es != "" && t.Es == "" {
		l.say(Warning, path, "", "%s has no Spanish words; people who read Spanish get the English", what)
	}
}

// dated misses a promise for the date that a form asks for.
func (l *linter) dated(path string, t Type) {
	if !slices.ContainsFunc(t.Form, func(x FormField) bool { return x.ReadyBy }) || t.Class == "" {
		return
	}
	if !slices.ContainsFunc(l.d.Targets, func(p Target) bool { return p.Class == t.Class && p.Metric == sla.ReadyBy }) {
		l.say(Blank, path, "A20", "a date is asked for and nothing promises that it is kept; write \"ready by:\" under targets.%s", t.Class)
	}
}
