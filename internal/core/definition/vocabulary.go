package definition

import "switchboard/internal/core/filter"

// Vocabulary is what this desk adds to the language of filters: its own words for fields, and the values that it names.
func (d *Definition) Vocabulary() filter.Vocabulary {
	return filter.Vocabulary{Aliases: aliases(d.Words), Values: options(d)}
}

// aliases are the desk's words for fields, in both languages (OK-30).
func aliases(w Words) map[string]string {
	out := map[string]string{}
	for field, word := range map[string]Word{"number": w.Ticket, "assignee": w.Resolver, "team": w.Team,
		"requester": w.Requester, "service": w.Service, "agency": w.Agency} {
		for _, text := range []Text{word.One, word.Many} {
			for _, said := range []string{text.En, text.Es} {
				if name := filter.Fold(said); name != "" && out[name] == "" {
					out[name] = field
				}
			}
		}
	}
	return out
}

func options(def *Definition) map[string][]filter.Option {
	out := map[string][]filter.Option{}
	add := func(field, id string, name Text) {
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
