package definition

import (
	"fmt"
	"slices"
	"strings"
)

// ClassQuery is what a class is chosen by; all are ids of the definition, empty where not known.
type ClassQuery struct {
	Type, Impact, Urgency, Channel, Service string
	// Outage says that a person reports an outage of an application or a system.
	Outage bool
	// Spoken says that somebody of the desk has spoken with the requester, or recognises what it is: the channel then
	// no longer limits the class (CO-22, ME-46).
	Spoken bool
	// Urging says that it claims to be urgent. On a channel that takes nothing of the kind it is kept under the class of
	// "instead" until somebody has spoken with the requester (ME-46).
	Urging bool
}

// Class tells the class of a ticket and why, in words for its history. Exactly one class fits (OK-32). An outage
// becomes its class only on a channel on which a person hears of it; elsewhere the ticket is kept under the class of
// its type, and the reason says what is to be done (CO-22, A9).
//
// Errors: fault.Invalid with the field that the definition does not know, or that is missing.
func (d *Definition) Class(q ClassQuery) (class, why string, err error) {
	channel, err := d.channelOf(q.Channel)
	if err != nil {
		return "", "", err
	}
	class, why, err = d.classOfType(q)
	if err != nil {
		return "", "", err
	}
	if q.Outage {
		if c, ok := find(d.Classes, func(c Class) bool { return c.When == "outage" }); ok {
			switch {
			case q.Channel == "" || len(c.ReportedBy) == 0 || slices.Contains(c.ReportedBy, q.Channel):
				return c.ID, "an outage, reported by " + d.channelWords([]string{q.Channel}), nil
			case q.Spoken:
				return c.ID, "an outage, recognised by a person", nil
			}
			why += fmt.Sprintf("; an outage is reported by %s, so a person must recognise this one before it is a %s",
				d.channelWords(c.ReportedBy), InSentence(c.Name.En))
		}
	}
	if claims := q.Urging && len(channel.NotFor) > 0; (claims || slices.Contains(channel.NotFor, class)) && channel.Instead != "" && !q.Spoken {
		if !slices.Contains(channel.NotFor, class) {
			class = channel.NotFor[0]
		}
		info, _ := d.ClassInfo(class)
		why += fmt.Sprintf("; %s is not taken by %s, so it waits here until somebody has spoken with the %s",
			InSentence(info.Name.En), InSentence(channel.Name.En), d.Words.Requester.One.En)
		class = channel.Instead
	}
	return class, why, nil
}

// CallsFirst reports whether what came by a channel can have a class only once somebody of the desk has called (ME-46).
func (d *Definition) CallsFirst(channel, class string) bool {
	c, ok := d.Channel(channel)
	return ok && c.Instead != "" && slices.Contains(c.NotFor, class)
}

func (d *Definition) channelOf(id string) (Channel, error) {
	if id == "" {
		return Channel{}, nil
	}
	c, ok := d.Channel(id)
	if !ok {
		return c, noneSuch("channel", id, ids(d.Channels, func(c Channel) string { return c.ID }))
	}
	return c, nil
}

func (d *Definition) classOfType(q ClassQuery) (class, why string, err error) {
	t, ok := d.Type(q.Type)
	if q.Type == "" {
		t, ok = d.Types[0], true
	}
	if !ok {
		return "", "", noneSuch("type", q.Type, ids(d.Types, func(t Type) string { return t.ID }))
	}
	if t.Class != "" {
		return t.Class, "type is " + InSentence(t.Name.En), nil
	}
	impact, err := grade("impact", d.Impact, q.Impact)
	if err != nil {
		return "", "", err
	}
	urgency, err := grade("urgency", d.Urgency, q.Urgency)
	if err != nil {
		return "", "", err
	}
	cell, _ := find(d.Matrix, func(c Cell) bool { return c.Impact == impact.ID && c.Urgency == urgency.ID })
	return cell.Class, fmt.Sprintf("impact is %q, urgency is %q", impact.Name.En, urgency.Name.En), nil
}

// grade finds a step; what nobody said is the least one.
func grade(field string, grades []Grade, id string) (Grade, error) {
	if id == "" {
		return grades[0], nil
	}
	g, ok := find(grades, func(g Grade) bool { return g.ID == id })
	if !ok {
		return g, noneSuch(field, id, ids(grades, func(g Grade) string { return g.ID }))
	}
	return g, nil
}

func (d *Definition) channelWords(channels []string) string {
	var out []string
	for _, id := range channels {
		if c, ok := d.Channel(id); ok {
			out = append(out, InSentence(c.Name.En))
		}
	}
	if len(out) == 0 {
		return "a person"
	}
	return strings.Join(out, " or ")
}

func ids[T any](all []T, id func(T) string) []string {
	out := make([]string, len(all))
	for i, one := range all {
		out[i] = id(one)
	}
	return out
}

// RouteQuery is what a team is chosen by.
type RouteQuery struct{ Service, Class, Agency, Channel string }

// Route tells which team gets a ticket, and by which rule in words ("service is e-mail"): the first line of "routing"
// that fits, then the service's own team, then the desk.
func (d *Definition) Route(q RouteQuery) (team, rule string) {
	for _, line := range d.Routing {
		w := line.When
		if fits(w.Service, q.Service) && fits(w.Class, q.Class) && fits(w.Agency, q.Agency) && fits(w.Channel, q.Channel) {
			return line.Team, d.words(w)
		}
	}
	if s, ok := d.Service(q.Service); ok && s.Team != "" {
		return s.Team, d.words(Condition{Service: s.ID})
	}
	return d.Fallback, "no rule sends it elsewhere"
}

// RouteOfClass tells which team a class belongs to: the first line of "routing" that fits, if it names the class. ok is
// false where a ticket stays with its team whatever its class becomes.
func (d *Definition) RouteOfClass(q RouteQuery) (team, rule string, ok bool) {
	for _, line := range d.Routing {
		w := line.When
		if fits(w.Service, q.Service) && fits(w.Class, q.Class) && fits(w.Agency, q.Agency) && fits(w.Channel, q.Channel) {
			return line.Team, d.words(w), w.Class != ""
		}
	}
	return "", "", false
}

func fits(want, got string) bool { return want == "" || want == got }

// words says a condition: "service is e-mail and class is urgent".
func (d *Definition) words(c Condition) string {
	var out []string
	add := func(what, name string) {
		if name != "" {
			out = append(out, what+" is "+name)
		}
	}
	service, _ := d.Service(c.Service)
	class, _ := d.ClassInfo(c.Class)
	channel, _ := d.Channel(c.Channel)
	team, _ := d.Team(c.Team)
	add("service", InSentence(service.Name.En))
	add("class", InSentence(class.Name.En))
	add("agency", Label(c.Agency))
	add("channel", InSentence(channel.Name.En))
	add("team", team.Name.En)
	return strings.Join(out, " and ")
}
