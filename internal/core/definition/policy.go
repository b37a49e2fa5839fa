package definition

import (
	"slices"

	"switchboard/internal/core/calendar"
	"switchboard/internal/core/sla"
)

// compile makes the policy. It runs only over a definition without errors.
func (d *Definition) compile() {
	p := &sla.Policy{Name: d.Name.En, Monitored: map[string]*calendar.Calendar{}, ConfirmWindow: d.Reopen.Amount,
		ConfirmCalendar: d.compiled[d.Reopen.Clock]}
	for _, t := range d.Targets {
		p.Targets = append(p.Targets, d.promise(t))
	}
	for _, c := range d.Channels {
		if c.Read != "" {
			p.Monitored[c.ID] = d.compiled[c.Read]
		}
	}
	d.policy = p
}

// NoteOf is the note of a promise, which a clock carries in English, in the reader's language.
func (d *Definition) NoteOf(note, lang string) string {
	if i := slices.IndexFunc(d.Targets, func(t Target) bool { return t.Note.En == note }); i >= 0 {
		return d.Targets[i].Note.In(lang)
	}
	return note
}

func (d *Definition) promise(t Target) sla.Target {
	out := sla.Target{Class: t.Class, Metric: t.Metric, Obligation: t.Obligation, Amount: t.Amount, Reading: t.Reading,
		Calendar: d.compiled[t.Calendar], StartsOpen: t.StartsOpen, Pauses: t.Pauses, Warn: t.warn, Accepted: t.Accepted,
		Audience: t.Audience, By: t.By, Restored: t.Restored, Grace: t.grace, Ref: t.Ref, Note: t.Note.En}
	if t.When != nil {
		out.When = sla.When{Channel: t.When.Channel, Agency: t.When.Agency, Service: t.When.Service, Team: t.When.Team}
		out.When.From, _ = parseDate(t.When.From) // both were checked when they were read; empty is the zero date
		out.When.Until, _ = parseDate(t.When.Until)
	}
	return out
}
