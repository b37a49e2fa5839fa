package render

import (
	"strings"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/wording"
)

// Reason says in the reader's language why the desk's own rules chose a class or a team, closed a ticket, or took somebody
// for entitled. The history
// keeps their English sentence; it is found again by saying what the definition can say. What a person wrote, and what an
// older edition said otherwise, stays as it is.
func Reason(d *definition.Definition, words wording.Printer, said string) string {
	if words.Lang() == wording.English {
		return said
	}
	r := reasons{here: builder{d: d, p: words, lang: string(words.Lang())}, english: builder{d: d, p: words.In(wording.English), lang: string(wording.English)}}
	if known, ok := r.find(said); ok {
		return known
	}
	var out []string
	for _, part := range strings.Split(said, "; ") {
		known, ok := r.find(part)
		if !ok {
			return words.Recorded(said)
		}
		out = append(out, known)
	}
	return strings.Join(out, "; ")
}

// sentence says one reason in the language of a builder.
type sentence func(builder) string

// reasons says a sentence twice: in English to know it, then for the reader.
type reasons struct{ here, english builder }

func (r reasons) find(said string) (string, bool) {
	for _, s := range r.all() {
		if s(r.english) == said {
			return s(r.here), true
		}
	}
	return "", false
}

func (r reasons) all() []sentence {
	out := []sentence{plain("reason.nowhere"), plain("reason.asked"), plain("reason.outage.person"), plain("reason.confirmed"), plain("reason.window"), plain("reason.merged"), plain("reason.unanswered"),
		plain("reason.entitled.all"), plain("reason.entitled.unknown"), plain("reason.entitled.none")}
	return append(append(append(append(out, held...), r.entitled()...), r.ofTeams()...), r.ofClasses()...)
}

// held are the reasons for which a mail waits for a person.
var held = []sentence{plain("reason.held.answers"), plain("reason.held.tagged"), plain("reason.held.names"), plain("reason.held.asks"),
	plain("reason.held.asks.machine"), plain("reason.held.nobody"), plain("reason.held.own")}

func plain(key string) sentence {
	return func(b builder) string { return b.p.T(key) }
}

// ofTeams are the conditions under which a team gets a ticket.
func (r reasons) ofTeams() []sentence {
	var out []sentence
	for _, line := range r.here.d.Routing {
		out = append(out, func(b builder) string { return b.because(line.When) })
	}
	for _, s := range r.here.d.Services {
		out = append(out, func(b builder) string { return b.because(definition.Condition{Service: s.ID}) })
	}
	return out
}

// ofClasses are the reasons for a class.
func (r reasons) ofClasses() []sentence {
	d := r.here.d
	var out []sentence
	for _, t := range d.Types {
		out = append(out, func(b builder) string { return b.p.T("reason.type", "type", b.within(t.Name)) })
	}
	for _, impact := range d.Impact {
		for _, urgency := range d.Urgency {
			out = append(out, func(b builder) string {
				return b.p.T("reason.grades", "impact", b.in(impact.Name), "urgency", b.in(urgency.Name))
			})
		}
	}
	out = append(out, func(b builder) string { return b.p.T("reason.outage", "channel", b.p.T("reason.person")) })
	for _, c := range d.Channels {
		out = append(out, func(b builder) string { return b.p.T("reason.outage", "channel", b.within(c.Name)) })
		for _, id := range c.NotFor {
			out = append(out, func(b builder) string {
				class, _ := b.d.ClassInfo(id)
				return b.p.T("reason.spoken", "class", b.within(class.Name), "channel", b.within(c.Name))
			})
		}
	}
	for _, c := range d.Classes {
		if len(c.ReportedBy) > 0 {
			out = append(out, func(b builder) string {
				return b.p.T("reason.outage.call", "channels", b.channelsOf(c), "class", b.within(c.Name))
			})
		}
	}
	return out
}

// entitled are the lines of who may ask. What was opened before lines decided keeps them all, apart by semicolons.
func (r reasons) entitled() []sentence {
	var out []sentence
	for _, e := range r.here.d.Entitled {
		out = append(out, func(b builder) string { return strings.TrimSuffix(b.in(e.Who), ".") })
	}
	return out
}

// because says a condition as the history has it.
func (b builder) because(c definition.Condition) string {
	service, _ := b.d.Service(c.Service)
	class, _ := b.d.ClassInfo(c.Class)
	channel, _ := b.d.Channel(c.Channel)
	team, _ := b.d.Team(c.Team)
	out := ""
	for _, one := range []struct{ key, name string }{{"service", b.within(service.Name)}, {"class", b.within(class.Name)},
		{"agency", definition.Label(c.Agency)}, {"channel", b.within(channel.Name)}, {"team", b.in(team.Name)}} {
		if one.name == "" {
			continue
		}
		said := b.p.T("reason.when."+one.key, "name", one.name)
		if out != "" {
			said = b.p.T("service.word.and", "one", out, "two", said)
		}
		out = said
	}
	return out
}

func (b builder) channelsOf(c definition.Class) string {
	out := ""
	for _, id := range c.ReportedBy {
		channel, _ := b.d.Channel(id)
		name := b.within(channel.Name)
		if out != "" {
			name = b.p.T("service.word.or", "one", out, "two", name)
		}
		out = name
	}
	return out
}

// within is a name in the middle of a sentence.
func (b builder) within(t definition.Text) string { return definition.InSentence(b.in(t)) }
