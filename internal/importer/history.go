package importer

import (
	"cmp"
	"strings"
	"time"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/people"
	"switchboard/internal/core/ticket"
)

// Teller tells the lives of incidents in this desk's words: its channels, its classes.
//
// What the log cannot say is not made up. It has no messages, so there are no replies; "Awaiting User Info" is a
// question whose words are lost, and leaving that state is its answer. It has no acceptance: whoever has an incident
// when it leaves the state New has accepted it, at the latest when it is resolved. A critical priority counts as the
// report of an outage.
type Teller struct {
	Definition *definition.Definition
	Version    int                         // of the definition
	Person     func(name string) people.ID // the number of a person of the log; 0 for ""
}

// answerWithin is the time to answer that is written on the questions of the log, which names none.
const answerWithin = 7 * 24 * time.Hour

// Tell makes the entries of an incident. At least the opening is there. Errors: Invalid, where the definition has no
// class for it.
func (tl Teller) Tell(in Incident, now time.Time) ([]ticket.Entry, error) {
	first := in.Rows[0]
	l := &telling{Teller: tl, now: now, at: first.Opened, row: first}
	place, err := tl.place(first)
	if err != nil {
		return nil, err
	}
	l.add(first.OpenedBy, tl.opened(first))
	l.add(first.OpenedBy, ticket.Classified(place))
	for _, r := range in.Rows {
		if r.Updated.After(l.at) {
			l.at = r.Updated
		}
		if err := l.tell(r); err != nil {
			return nil, err
		}
	}
	l.leaveNobody()
	return l.entries, nil
}

func (tl Teller) opened(r Row) ticket.Opened {
	return ticket.Opened{
		Subject: subject(r), Description: description(r), Channel: tl.channel(r.Contact), Requester: tl.Person(caller(r)),
		Location: r.Location, External: r.Number, Definition: tl.Version,
	}
}

// caller is who asks; a desk that wrote down nobody is its own caller.
func caller(r Row) string { return cmp.Or(r.Caller, r.OpenedBy, "Unknown caller") }

func subject(r Row) string {
	parts := []string{}
	for _, s := range []string{r.Category, r.Subcategory, r.Symptom} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if len(parts) == 0 {
		return "Incident " + clip(r.Number, 40)
	}
	return clip(strings.Join(parts, ", "), ticket.MaxSubject)
}

func description(r Row) string {
	var b strings.Builder
	for _, f := range []struct{ name, value string }{
		{"Category", r.Category}, {"Subcategory", r.Subcategory}, {"Symptom", r.Symptom}, {"Configuration item", r.CI},
		{"Location", r.Location}, {"Priority", r.Priority}, {"Opened by", r.OpenedBy},
	} {
		if f.value != "" {
			b.WriteString(f.name + ": " + f.value + "\n")
		}
	}
	return strings.TrimSpace(b.String())
}

// place asks the definition for the class, by the three steps of impact and urgency that the log has.
func (tl Teller) place(r Row) (placed, error) {
	d := tl.Definition
	q := definition.ClassQuery{
		Impact: step(d.Impact, r.Impact), Urgency: step(d.Urgency, r.Urgency), Channel: tl.channel(r.Contact),
		Outage: strings.HasPrefix(r.Priority, "1"),
	}
	if _, ok := d.Type("incident"); ok {
		q.Type = "incident"
	}
	class, why, err := d.Class(q)
	if err != nil {
		return placed{}, err
	}
	if r.Priority != "" {
		why += "; its priority was " + r.Priority
	}
	return placed{Type: cmp.Or(q.Type, d.Types[0].ID), Impact: q.Impact, Urgency: q.Urgency, Class: class, Why: why}, nil
}

type placed = ticket.Classified

// step maps "1 - High", "2 - Medium", "3 - Low" to the top, the middle and the bottom of the desk's own steps.
func step(grades []definition.Grade, s string) string {
	if len(grades) == 0 {
		return ""
	}
	switch level, _, _ := strings.Cut(s, " "); level {
	case "1":
		return grades[len(grades)-1].ID
	case "2":
		return grades[(len(grades)-1)/2].ID
	}
	return grades[0].ID
}

// channel maps the contact type to a channel of the desk: what was spoken to its phone, what was written to its mail
// or portal. Where the desk has none of the kind, it is the first one that takes tickets in.
func (tl Teller) channel(contact string) string {
	want := []string{"phone"}
	switch strings.ToLower(contact) {
	case "email":
		want = []string{"mail", "portal"}
	case "self service":
		want = []string{"portal"}
	}
	for _, id := range want {
		if c, ok := tl.Definition.Channel(id); ok && c.Intake {
			return id
		}
	}
	for _, c := range tl.Definition.Channels {
		if c.Intake {
			return c.ID
		}
	}
	return ""
}
