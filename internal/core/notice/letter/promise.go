package letter

import (
	"switchboard/internal/core/definition/render"
	"switchboard/internal/core/sla"
)

// promises says each target with its obligation and by when: what was promised to who asked (ME-55).
func (w *writer) promises() {
	var items []string
	for i := range w.Clocks {
		c := &w.Clocks[i]
		if c.State == sla.Superseded || c.Interval > 0 || c.Due.IsZero() || c.Metric == sla.ReadyBy && w.Ticket.Wanted.Short { // that date is no promise
			continue
		}
		key := "mail.promise"
		if c.State == sla.Met {
			key = "mail.promise.met"
		}
		items = append(items, w.T(key, "promise", w.promise(c.Target), "kind", w.kind(c), "moment", w.exact(c.Due)))
	}
	if len(items) > 0 {
		w.para(w.T("mail.promises"))
		w.add(block{items: items})
	}
}

// next says the promise that is due next; empty where none runs.
func (w *writer) next() string {
	var first, paused *sla.Clock
	for i := range w.Clocks {
		switch c := &w.Clocks[i]; {
		case !c.Running() || c.State == sla.Superseded:
		case c.State == sla.Paused:
			paused = c
		case !c.Due.IsZero() && (first == nil || c.Due.Before(first.Due)):
			first = c
		}
	}
	switch {
	case first != nil && first.State == sla.Missed:
		return w.T("mail.promise.late", "promise", w.promise(first.Target), "kind", w.kind(first), "moment", w.exact(first.Due))
	case first != nil:
		return w.T("mail.promise", "promise", w.promise(first.Target), "kind", w.kind(first), "moment", w.exact(first.Due))
	case paused != nil:
		return w.T("mail.promise.paused", "promise", w.promise(paused.Target), "kind", w.kind(paused))
	}
	return ""
}

func (w *writer) kind(c *sla.Clock) string { return w.T("service.kind." + string(c.Obligation)) }

// promise says what a target promises, as the public page does: "A team within 4 hours".
func (w *writer) promise(t *sla.Target) string {
	key := "service.promise." + string(t.Metric)
	if t.Metric == sla.Update {
		key += "." + t.Audience
	}
	who := ""
	for i, role := range t.By {
		name := render.Role(w.Printer, role)
		if i > 0 {
			name = w.T("service.word.or", "one", who, "two", name)
		}
		who = name
	}
	return w.T(key, "time", render.Amount(w.Printer, t.Amount), "who", upper(who))
}
