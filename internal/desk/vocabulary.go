package desk

import (
	"slices"

	"switchboard/internal/core/definition"
	"switchboard/internal/core/filter"
)

// Vocabulary is what this desk adds to the language of filters: its own words for fields, and the values that its
// definition names. What a former edition named can still be asked for, since its tickets are still here.
func (d *Desk) Vocabulary() filter.Vocabulary {
	b := d.book.Load()
	now := b.at(d.Now()).Definition
	v := filter.Vocabulary{Aliases: aliases(now.Words), Values: options(now)}
	for _, former := range b.definitions {
		if former.Definition == now {
			continue
		}
		for field, all := range options(former.Definition) {
			for _, o := range all {
				if !slices.ContainsFunc(v.Values[field], func(have filter.Option) bool { return have.ID == o.ID }) {
					o.Retired = true
					v.Values[field] = append(v.Values[field], o)
				}
			}
		}
	}
	return v
}

// aliases are the desk's words for fields, in both languages (OK-30).
func aliases(w definition.Words) map[string]string {
	out := map[string]string{}
	for field, word := range map[string]definition.Word{"number": w.Ticket, "assignee": w.Resolver, "team": w.Team,
		"requester": w.Requester, "service": w.Service, "agency": w.Agency} {
		for _, text := range []definition.Text{word.One, word.Many} {
			for _, said := range []string{text.En, text.Es} {
				if name := filter.Fold(said); name != "" && out[name] == "" {
					out[name] = field
				}
			}
		}
	}
	return out
}

func options(def *definition.Definition) map[string][]filter.Option {
	out := map[string][]filter.Option{}
	add := func(field, id string, name definition.Text) {
		o := filter.Option{ID: id}
		for _, n := range []string{name.En, name.Es} {
			if n != "" {
				o.Names = append(o.Names, n)
			}
		}
		out[field] = append(out[field], o)
	}
	for _, t := range def.Teams {
		add("team", t.ID, t.Name)
	}
	for _, c := range def.Classes {
		add("class", c.ID, c.Name)
	}
	for _, t := range def.Types {
		add("type", t.ID, t.Name)
	}
	for _, g := range def.Impact {
		add("impact", g.ID, g.Name)
	}
	for _, g := range def.Urgency {
		add("urgency", g.ID, g.Name)
	}
	for _, s := range def.Services {
		add("service", s.ID, s.Name)
	}
	for _, c := range def.Channels {
		add("channel", c.ID, c.Name)
	}
	return out
}
